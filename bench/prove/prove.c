// The same proof as virt-nest prove, with the same payload and the same ioctls in the
// same order, in C: what virt-nest's speed is measured against (run.sh). SVM only, and
// a plain guest: what the AMD lab and a host without an extension can run.
//
//   prove svm.bin instance|host [N]     N proofs in this process; median and fastest tenth in milliseconds
#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

enum {
	MEMORY = 0x400000, CODE = 0x7000, PARAMETERS = 0x3800, REPORT = 0x3000, VMCB = 0xB000, MAILBOX = 0x2A000,
	PORT = 0x5A0, DONE = 0xFF, EXCEPTION = 0xEE, COUNT = 100,
};
static const uint64_t key = 0x4C32574F524C4431;

static unsigned char payload[0x10000];
static long payload_size;

static void die(const char *what)
{
	perror(what);
	exit(3);
}

static void put(unsigned char *m, int at, uint64_t value) { memcpy(m + at, &value, 8); }
static uint64_t get(const unsigned char *m, int at) { uint64_t v; memcpy(&v, m + at, 8); return v; }

static void frames(unsigned char *m, int table, uint64_t rights, int leads)
{
	for (int f = 0; f < 64; f++) {
		uint64_t to = f == 0xA && leads ? MAILBOX : (uint64_t)f << 12;
		put(m, table + 8 * f, to | rights);
	}
}

static void segment(unsigned char *m, int at, uint16_t sel, uint16_t attr, uint32_t limit, uint64_t base)
{
	memcpy(m + at, &sel, 2);
	memcpy(m + at + 2, &attr, 2);
	memcpy(m + at + 4, &limit, 4);
	put(m, at + 8, base);
}

static void fill(unsigned char *m, int nested, int npt, uint64_t nonce)
{
	memcpy(m + CODE, payload, payload_size);
	put(m, 0x1008, 0x00AF9B000000FFFF);
	put(m, 0x1010, 0x00CF93000000FFFF);
	put(m, 0x1018, 0x67 | 0x1100ull << 16 | 0x8Bull << 40);
	for (int v = 0; v < 32; v++)
		put(m, 0x2000 + 16 * v, (0x7800 + 16 * v) | 8ull << 16 | 0x8Eull << 40);
	put(m, 0x4000, 0x5003);
	put(m, 0x5000, 0x6003);
	put(m, 0x6000, 0x83);
	put(m, 0x6008, 0x200083);
	put(m, PARAMETERS, nested);
	put(m, PARAMETERS + 8, nonce);
	put(m, PARAMETERS + 0x10, COUNT);
	if (!nested)
		return;
	put(m, PARAMETERS + 0x20, 0x1000);
	put(m, PARAMETERS + 0x28, 0xC000);
	put(m, PARAMETERS + 0x30, VMCB);
	put(m, 0x10000, 0x11003);
	put(m, 0x11000, 0x12003);
	put(m, 0x12000, 0x13003);
	put(m, 0x12008, 0x200083);
	frames(m, 0x13000, 3, !npt);
	if (npt) {
		put(m, 0x14000, 0x15007);
		put(m, 0x15000, 0x16007);
		put(m, 0x16000, 0x17007);
		put(m, 0x16008, 0x200087);
		frames(m, 0x17000, 7, 1);
	}
	put(m, MAILBOX + 8, nonce);
	put(m, MAILBOX + 0x20, COUNT);
	put(m, MAILBOX + 0x28, nested);
	put(m, VMCB + 8, 0x81040002ull << 32 | 0xFFFFFFFF);
	put(m, VMCB + 0x10, 3);
	put(m, VMCB + 0x58, 1);
	put(m, VMCB + 0x90, npt);
	put(m, VMCB + 0xB0, npt ? 0x14000 : 0);
	static const int data[] = { 0x400, 0x420, 0x430, 0x440, 0x450 };
	for (int i = 0; i < 5; i++)
		segment(m, VMCB + data[i], 0x10, 0xC93, 0xFFFFFFFF, 0);
	segment(m, VMCB + 0x410, 8, 0xA9B, 0xFFFFFFFF, 0);
	segment(m, VMCB + 0x460, 0, 0, 0x27, 0x1000);
	segment(m, VMCB + 0x480, 0, 0, 0x1FF, 0x2000);
	segment(m, VMCB + 0x490, 0x18, 0x8B, 0x67, 0x1100);
	put(m, VMCB + 0x4D0, 0x1500);
	put(m, VMCB + 0x548, 0x20);
	put(m, VMCB + 0x550, 0x10000);
	put(m, VMCB + 0x558, 0x80010031);
	put(m, VMCB + 0x560, 0x400);
	put(m, VMCB + 0x568, 0xFFFF0FF0);
	put(m, VMCB + 0x570, 2);
	put(m, VMCB + 0x578, 0x9000);
	put(m, VMCB + 0x5D8, 0x9F00);
	put(m, VMCB + 0x668, 0x0007040600070406);
}

static int statistic(int fd)
{
	uint32_t header[6];
	if (fd < 0 || pread(fd, header, sizeof header, 0) != sizeof header)
		return -1;
	size_t size = 16 + header[1];
	unsigned char *all = malloc(size * header[2]);
	int place = -1;
	if (pread(fd, all, size * header[2], header[4]) < 0)
		die("stats");
	for (uint32_t i = 0; i < header[2]; i++)
		if (!strcmp((char *)all + size * i + 16, "nested_run"))
			place = header[5] + *(uint32_t *)(all + size * i + 8);
	free(all);
	return place;
}

// One VM: 1 it held, 0 it did not.
static int run(int kvm, struct kvm_cpuid2 *cpuid, int map_size, int nested, int npt)
{
	unsigned char *m = mmap(NULL, MEMORY, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	int vm = ioctl(kvm, KVM_CREATE_VM, 0);
	if (vm < 0)
		die("KVM_CREATE_VM");
	struct kvm_userspace_memory_region region = { .memory_size = MEMORY, .userspace_addr = (uintptr_t)m };
	if (ioctl(vm, KVM_SET_USER_MEMORY_REGION, &region) < 0)
		die("KVM_SET_USER_MEMORY_REGION");
	ioctl(vm, KVM_SET_TSS_ADDR, 0xFFFBD000);
	int vcpu = ioctl(vm, KVM_CREATE_VCPU, 0);
	struct kvm_run *page = mmap(NULL, map_size, PROT_READ | PROT_WRITE, MAP_SHARED, vcpu, 0);
	if (ioctl(vcpu, KVM_SET_CPUID2, cpuid) < 0)
		die("KVM_SET_CPUID2");
	struct { uint32_t size; unsigned char set[8]; } mask = { 8, { 0 } };
	ioctl(vcpu, KVM_SET_SIGNAL_MASK, &mask);
	ioctl(vcpu, KVM_GET_TSC_KHZ, 0);

	uint64_t nonce;
	if (getrandom(&nonce, 8, 0) != 8)
		die("getrandom");
	fill(m, nested, npt, nonce);
	struct kvm_sregs s;
	ioctl(vcpu, KVM_GET_SREGS, &s);
	struct kvm_segment d = { .selector = 0x10, .limit = 0xFFFFFFFF, .type = 3, .s = 1, .present = 1, .db = 1, .g = 1 };
	s.ds = s.es = s.fs = s.gs = s.ss = d;
	s.cs = (struct kvm_segment){ .selector = 8, .limit = 0xFFFFFFFF, .type = 11, .s = 1, .present = 1, .l = 1, .g = 1 };
	s.tr = (struct kvm_segment){ .selector = 0x18, .base = 0x1100, .limit = 0x67, .type = 11, .present = 1 };
	s.ldt = (struct kvm_segment){ .unusable = 1 };
	s.gdt = (struct kvm_dtable){ .base = 0x1000, .limit = 0x27 };
	s.idt = (struct kvm_dtable){ .base = 0x2000, .limit = 0x1FF };
	s.cr0 = 0x80010031;
	s.cr3 = 0x4000;
	s.cr4 = 0x20;
	s.efer = 0x500;
	if (ioctl(vcpu, KVM_SET_SREGS, &s) < 0)
		die("KVM_SET_SREGS");
	struct kvm_regs r = { .rip = CODE, .rsp = 0x9000, .rflags = 2 };
	ioctl(vcpu, KVM_SET_REGS, &r);
	int stats = nested ? ioctl(vcpu, KVM_GET_STATS_FD, 0) : -1;
	int place = nested ? statistic(stats) : -1;

	while (ioctl(vcpu, KVM_RUN, 0) < 0)
		if (errno != EINTR)
			die("KVM_RUN");
	uint32_t code = page->exit_reason == KVM_EXIT_IO && page->io.port == PORT ? *(uint32_t *)((char *)page + page->io.data_offset) : 0;
	uint64_t entries = 0;
	if (place >= 0 && pread(stats, &entries, 8, place) != 8)
		die("stats");
	int held = code == DONE && get(m, REPORT + 8) == (nonce ^ key);
	if (nested)
		held = held && get(m, MAILBOX) == (nonce ^ key) && get(m, MAILBOX + 0x18) == COUNT && (place < 0 || entries == COUNT + 4);
	if (stats >= 0)
		close(stats);
	munmap(page, map_size);
	close(vcpu);
	close(vm);
	munmap(m, MEMORY);
	return held;
}

static int prove(int host)
{
	int kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	if (kvm < 0)
		die("/dev/kvm");
	if (ioctl(kvm, KVM_GET_API_VERSION, 0) != 12)
		die("KVM_GET_API_VERSION");
	int map_size = ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0);
	static union { struct kvm_cpuid2 head; char bytes[8 + 256 * 40]; } cpuid;
	memset(&cpuid, 0, sizeof cpuid);
	cpuid.head.nent = 256;
	if (ioctl(kvm, KVM_GET_SUPPORTED_CPUID, &cpuid) < 0)
		die("KVM_GET_SUPPORTED_CPUID");
	int svm = 0;
	for (unsigned i = 0; i < cpuid.head.nent; i++)
		if (cpuid.head.entries[i].function == 0x80000001)
			svm = cpuid.head.entries[i].ecx >> 2 & 1;
	int held = 0;
	if (!host)
		held = run(kvm, &cpuid.head, map_size, 0, 0);
	else if (svm)
		held = run(kvm, &cpuid.head, map_size, 1, 1) & run(kvm, &cpuid.head, map_size, 1, 0);
	else
		held = run(kvm, &cpuid.head, map_size, 1, 0);
	close(kvm);
	return held;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	FILE *file = argc > 2 ? fopen(argv[1], "rb") : NULL;
	if (!file) {
		fprintf(stderr, "usage: prove svm.bin instance|host [N]\n");
		return 2;
	}
	payload_size = fread(payload, 1, sizeof payload, file);
	fclose(file);
	int host = !strcmp(argv[2], "host");
	if (argc < 4) {
		int held = prove(host);
		puts(held ? "proven" : "refuted");
		return !held;
	}
	int count = atoi(argv[3]);
	prove(host);
	double *times = calloc(count, sizeof *times);
	for (int i = 0; i < count; i++) {
		struct timespec from, to;
		clock_gettime(CLOCK_MONOTONIC, &from);
		prove(host);
		clock_gettime(CLOCK_MONOTONIC, &to);
		times[i] = (to.tv_sec - from.tv_sec) * 1e3 + (to.tv_nsec - from.tv_nsec) / 1e6;
	}
	qsort(times, count, sizeof *times, ascending);
	printf("%.3f %.3f ms: median, fastest tenth\n", times[count / 2], times[count / 10]);
	free(times);
	return 0;
}
