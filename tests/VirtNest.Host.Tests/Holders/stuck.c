// A process that lets nobody read its memory: it waits for a page of a FUSE file
// that is never delivered, with its mmap_lock held for reading and a writer behind
// that, so that every other reader waits too. Started with "flush", it holds a FUSE
// file instead whose FLUSH is never answered. Needs no rights but /dev/fuse.
// usage: stuck FOLDER page|flush
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/fuse.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

static int never(const char *what)
{
    perror(what);
    exit(1);
}

static void serve(int device)
{
    static char in_bytes[1 << 20];
    int reads = 0;
    for (;;) {
        if (read(device, in_bytes, sizeof in_bytes) < 0)
            continue;
        struct fuse_in_header *in = (void *)in_bytes;
        char bytes[4096] = {0};
        struct fuse_out_header *out = (void *)bytes;
        void *body = out + 1;
        *out = (struct fuse_out_header){.len = sizeof *out, .unique = in->unique};
        switch (in->opcode) {
        case FUSE_INIT:
            *(struct fuse_init_out *)body = (struct fuse_init_out){.major = 7, .minor = 31, .max_write = 4096, .max_background = 1};
            out->len += sizeof(struct fuse_init_out);
            break;
        case FUSE_LOOKUP: {
            struct fuse_entry_out *entry = body;
            entry->nodeid = entry->attr.ino = 2;
            entry->attr.mode = S_IFREG | 0644;
            entry->attr.nlink = 1;
            entry->attr.size = 4096;
            entry->entry_valid = entry->attr_valid = 3600;
            out->len += sizeof *entry;
            break;
        }
        case FUSE_GETATTR: {
            struct fuse_attr_out *attributes = body;
            attributes->attr_valid = 3600;
            attributes->attr.ino = in->nodeid;
            attributes->attr.mode = in->nodeid == 1 ? S_IFDIR | 0755 : S_IFREG | 0644;
            attributes->attr.nlink = 1;
            attributes->attr.size = 4096;
            out->len += sizeof *attributes;
            break;
        }
        case FUSE_OPEN:
            ((struct fuse_open_out *)body)->open_flags = FOPEN_KEEP_CACHE;
            out->len += sizeof(struct fuse_open_out);
            break;
        case FUSE_READ:
            // The first is read-ahead; the next is the fault, which keeps the lock once it has been tried again.
            if (reads++ > 0)
                continue;
            out->error = -5;
            break;
        case FUSE_FLUSH:
        case FUSE_FORGET:
        case FUSE_BATCH_FORGET:
        case FUSE_INTERRUPT:
            continue;
        default:
            out->error = -38;
        }
        if (write(device, bytes, out->len) < 0)
            perror("answer");
    }
}

static void *fault(void *page)
{
    return (void *)(long)*(volatile char *)page;
}

static void *map(void *unused)
{
    for (;;)
        munmap(mmap(0, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), 4096);
    return unused;
}

static void put(const char *path, const char *text)
{
    int file = open(path, O_WRONLY);
    if (file < 0 || write(file, text, strlen(text)) < 0)
        never(path);
    close(file);
}

int main(int count, char **words)
{
    char text[200];
    int user = getuid(), group = getgid();
    if (count != 3)
        return 2;
    if (unshare(CLONE_NEWUSER | CLONE_NEWNS))
        never("unshare");
    put("/proc/self/setgroups", "deny");
    snprintf(text, sizeof text, "0 %d 1", user);
    put("/proc/self/uid_map", text);
    snprintf(text, sizeof text, "0 %d 1", group);
    put("/proc/self/gid_map", text);
    mount(0, "/", 0, MS_REC | MS_PRIVATE, 0);
    int device = open("/dev/fuse", O_RDWR);
    snprintf(text, sizeof text, "fd=%d,rootmode=40000,user_id=0,group_id=0", device);
    if (device < 0 || mount("x", words[1], "fuse", MS_NOSUID | MS_NODEV, text))
        never("mount");
    int server = fork();
    if (server == 0) {
        prctl(PR_SET_PDEATHSIG, 9);
        serve(device);
    }
    close(device);
    snprintf(text, sizeof text, "%s/f", words[1]);
    int file = open(text, O_RDONLY);
    void *page = file < 0 ? MAP_FAILED : mmap(0, 4096, PROT_READ, MAP_PRIVATE, file, 0);
    if (page == MAP_FAILED)
        never("open");
    if (!strcmp(words[2], "page")) {
        pthread_t writer, reader;
        pthread_create(&writer, 0, map, 0);
        usleep(300000);
        pthread_create(&reader, 0, fault, page);
        usleep(300000);
    }
    // It cannot end before its server has.
    printf("%d\n%d\n", server, file);
    fflush(stdout);
    for (;;)
        pause();
}
