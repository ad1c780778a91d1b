/* The system calls of `virt-nest check` and nothing else: no parsing, no verdict, one line of output. What a program in C would need at least.
 * The lists follow src/VirtNest/Evidence/Sources.cs; bench/check/run compares the number of calls by strace and prints both. */
#define _GNU_SOURCE
#include <cpuid.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/klog.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/xattr.h>
#include <unistd.h>

static char buffer[16 << 20];
static long bytes_read;

static const char *const files[] = {
    "/proc/cpuinfo", "/proc/sys/kernel/osrelease", "/proc/version", "/proc/cmdline", "/proc/modules", "/proc/misc", "/proc/xen/capabilities",
    "/proc/sysinfo", "/proc/ppc64/lparcfg", "/proc/device-tree/hypervisor/compatible", "/proc/device-tree/compatible", "/proc/bus/pci/devices",
    "/proc/self/status", "/proc/1/environ", "/proc/1/cgroup", "/proc/self/cgroup", "/proc/1/mountinfo", "/run/systemd/container",
    "/sys/hypervisor/type", "/sys/hypervisor/properties/capabilities", "/sys/hypervisor/properties/features", "/sys/class/dmi/id/sys_vendor",
    "/sys/class/dmi/id/product_name", "/sys/class/dmi/id/product_version", "/sys/class/dmi/id/product_family", "/sys/class/dmi/id/board_vendor",
    "/sys/class/dmi/id/board_name", "/sys/class/dmi/id/bios_vendor", "/sys/class/dmi/id/bios_version", "/sys/class/dmi/id/chassis_vendor",
    "/sys/class/dmi/id/chassis_asset_tag", "/sys/devices/system/cpu/vulnerabilities/l1tf", "/sys/devices/system/cpu/vulnerabilities/itlb_multihit",
    "/sys/kernel/security/lockdown", "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c", "/etc/os-release", "/etc/group",
    "/proc/version_signature",
};

/* What the next boot says. */
static const char *const boot_files[] = {
    "/etc/machine-id", "/etc/default/grub", "/etc/kernel/cmdline", "/etc/kernel/entry-token", "/etc/sysconfig/bootloader",
    "/boot/grub/grub.cfg", "/boot/grub2/grub.cfg", "/boot/grub2/grubenv",
    "/sys/firmware/efi/efivars/LoaderInfo-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f",
};

static const char *const boot_folders[] = {
    "/boot/loader/entries", "/boot/efi/loader/entries", "/efi/loader/entries", "/boot/EFI/Linux", "/boot/efi/EFI/Linux", "/efi/EFI/Linux",
    "/etc/default/grub.d", "/etc/mkinitcpio.d",
};

static const char *const boot_stats[] = {
    "/boot/grub/grub.cfg", "/boot/grub2/grub.cfg", "/run/ostree-booted", "/etc/kernel/proxmox-boot-uuids", "/bin/kernel-install",
    "/usr/bin/kernel-install", "/usr/bin/dpkg", "/usr/bin/grub-mkconfig", "/usr/bin/grub2-mkconfig", "/usr/bin/grubby",
    "/usr/bin/rpm-ostree", "/usr/bin/sdbootutil", "/usr/sbin/grub-mkconfig", "/usr/sbin/grub2-mkconfig", "/usr/sbin/grubby",
    "/usr/sbin/proxmox-boot-tool", "/usr/sbin/transactional-update", "/usr/sbin/update-grub",
};

static const char *const stats[] = {
    "/dev/kvm", "/dev/sev-guest", "/dev/tdx_guest", "/dev/mdesc", "/proc/vz", "/proc/bc", "/proc/xen", "/proc/sys/fs/binfmt_misc/WSLInterop",
    "/.dockerenv", "/run/.containerenv", "/opt/hostedtoolcache", "/home/vagrant", "/sys/devices/virtual/misc/kvm",
};

static const char *const modprobe_folders[] = {"/etc/modprobe.d", "/run/modprobe.d", "/usr/local/lib/modprobe.d", "/usr/lib/modprobe.d", "/lib/modprobe.d"};

static int describe(const char *path) {
    struct statx st;
    return statx(AT_FDCWD, path, AT_NO_AUTOMOUNT, STATX_BASIC_STATS, &st);
}

static void read_file(const char *path) {
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0) return;
    int is_sys = strncmp(path, "/sys/", 5) == 0, is_kernels = is_sys || strncmp(path, "/proc/", 6) == 0;
    struct statx st;
    if (!is_kernels) statx(fd, "", AT_EMPTY_PATH | AT_NO_AUTOMOUNT, STATX_BASIC_STATS, &st);
    for (ssize_t n; (n = read(fd, buffer, sizeof buffer)) > 0;) {
        bytes_read += n;
        if (is_sys && n < 4096) break;
    }
    close(fd);
}

static int has_vendor_module;

static int is_kept(const char *folder, const char *name) {
    size_t length = strlen(name);
    if (strcmp(folder, "/sys/module") == 0) return strcmp(name, "kvm") == 0 || strncmp(name, "kvm_", 4) == 0 || strcmp(name, "vboxdrv") == 0 || strcmp(name, "vmmon") == 0;
    if (strncmp(folder, "/sys/module/", 12) == 0) {
        char word[300];
        snprintf(word, sizeof word, " %s ", name);
        return strstr(" nested ept npt unrestricted_guest vpid pml flexpriority enable_shadow_vmcs enable_apicv enable_ipiv avic vgif vls vnmi nested_early_check"
                      " enlightened_vmcs sev sev_snp tdx force hpage enable_virt_at_load tdp_mmu nx_huge_pages ignore_msrs mmio_caching ", word) != NULL;
    }
    if (strstr(folder, "modprobe.d")) return length > 5 && strcmp(name + length - 5, ".conf") == 0;
    return name[0] != '.';
}

static void each(const char *folder, void (*then)(const char *path)) {
    DIR *directory = opendir(folder);
    if (!directory) return;
    for (struct dirent *entry; (entry = readdir(directory));) {
        if (!is_kept(folder, entry->d_name)) continue;
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        then(path);
    }
    closedir(directory);
}

static void nothing(const char *path) { (void)path; }

static void module(const char *path) {
    char parameters[4200];
    snprintf(parameters, sizeof parameters, "%s/initstate", path);
    if (strncmp(path, "/sys/module/kvm_", 16) == 0) {
        has_vendor_module = 1;
    }
    read_file(parameters);
    snprintf(parameters, sizeof parameters, "%s/refcnt", path);
    read_file(parameters);
    snprintf(parameters, sizeof parameters, "%s/parameters", path);
    each(parameters, read_file);
}

static void kvm(void) {
    char acl[1024];
    if (getxattr("/dev/kvm", "system.posix_acl_access", acl, sizeof acl) < 0 && errno == ENOENT) return;
    int fd = open("/dev/kvm", O_RDWR | O_CLOEXEC);
    if (fd < 0) return;
    ioctl(fd, KVM_GET_API_VERSION, 0);
    ioctl(fd, KVM_CHECK_EXTENSION, 157);
    struct kvm_cpuid2 *cpuid = (void *)buffer;
    cpuid->nent = 256;
    ioctl(fd, KVM_GET_SUPPORTED_CPUID, cpuid);
    struct kvm_msr_list *list = (void *)buffer;
    list->nmsrs = 512;
    ioctl(fd, KVM_GET_MSR_FEATURE_INDEX_LIST, list);
    /* A VM only where virt-nest makes one: another vendor's module, and no enable_virt_at_load (before Linux 6.12). */
    if (access("/sys/module/kvm_intel", F_OK) != 0 && access("/sys/module/kvm_amd", F_OK) != 0
        && access("/sys/module/kvm/parameters/enable_virt_at_load", F_OK) != 0) {
        int vm = ioctl(fd, KVM_CREATE_VM, 0);
        if (vm >= 0) close(vm);
    }
    close(fd);
}

static int is_same(const char *a, const char *b) {
    struct stat first, second;
    return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_ino == second.st_ino && first.st_dev == second.st_dev;
}

static void boot(void) {
    for (size_t i = 0; i < sizeof boot_stats / sizeof *boot_stats; i++) describe(boot_stats[i]);
    for (size_t i = 0; i < sizeof boot_files / sizeof *boot_files; i++) read_file(boot_files[i]);
    for (size_t i = 0; i < sizeof boot_folders / sizeof *boot_folders; i++) each(boot_folders[i], read_file);
}

int main(void) {
    struct utsname name;
    uname(&name);
    gid_t groups[256];
    geteuid();
    getegid();
    (void)!getgroups(256, groups);
    char link[256];
    (void)!readlink("/proc/self/ns/pid", link, sizeof link);
    int first_namespace = strncmp(link, "pid:[4026531836]", 16) == 0;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        int weak_sign = strstr(files[i], "/cgroup") || strstr(files[i], "/mountinfo") || strstr(files[i], "/self/status");
        if (!(weak_sign && first_namespace) && !(geteuid() == 0 && strcmp(files[i], "/etc/group") == 0)) read_file(files[i]);
    }
    for (size_t i = 0; i < sizeof stats / sizeof *stats; i++) describe(stats[i]);
    each("/sys/bus/xen/devices", nothing);
    each("/proc/device-tree", nothing);
    each("/sys/module", module);
    char path[512];
    for (int usr = 0; usr < 2; usr++) {
        snprintf(path, sizeof path, "%s/lib/modules/%s/modules.builtin", usr ? "/usr" : "", name.release);
        read_file(path);
    }
    for (size_t i = 0; i < sizeof modprobe_folders / sizeof *modprobe_folders; i++) {
        if (strcmp(modprobe_folders[i], "/lib/modprobe.d") == 0 && is_same("/lib/modprobe.d", "/usr/lib/modprobe.d")) continue;
        each(modprobe_folders[i], read_file);
    }
    const char *const images[] = {"/boot/initrd.img-%s", "/boot/initramfs-%s.img", "/boot/initrd-%s", "/boot/initramfs-linux-%s.img"};
    for (size_t i = 0; i < 4; i++) {
        snprintf(path, sizeof path, images[i], name.release);
        describe(path);
    }
    each("/var/lib/virt-nest/changes", read_file);
    boot();
    unsigned a, b, c, d;
    for (unsigned leaf = 0; leaf < 8; leaf++) __cpuid(leaf, a, b, c, d);
    for (unsigned leaf = 0; leaf < 6; leaf++) __cpuid(0x40000000 + leaf, a, b, c, d);
    for (unsigned leaf = 0; leaf < 5; leaf++) __cpuid(0x80000000 + leaf, a, b, c, d);
    describe("/sys/class/msr/msr0");
    kvm();
    if (!(has_vendor_module && access("/sys/devices/virtual/misc/kvm", F_OK) == 0)) klogctl(3, buffer, 1 << 20);
    printf("read %ld bytes\n", bytes_read);
    return 0;
}
