/*
 * Runs a program and all that it starts, numbers the system calls by which they change something, and does harm at one of them.
 *
 *   call-faults HARM NUMBER LOG PROGRAM [ARGUMENT]...
 *
 * HARM: none; kill, the program alone is killed once the call is done; kill-all, everything is; torn, half of a write is done and the
 * program killed; full, the call and each one like it from there on fail with ENOSPC; once, that call alone does. LOG gets a line for each
 * call: its number, the process, the call, what it is about, its result. Exits as the program did.
 *
 * delete_module is not done by the kernel, which has no such module: the folder $FAULTS_MODULES/NAME is moved away.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>
#include <linux/filter.h>
#include <linux/ptrace.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>

#ifndef __x86_64__
#error "registers of x86-64 alone"
#endif

/* The calls that count, and which of their arguments say what they are about. */
struct kind { long call; const char *name; int fd, path, second, flags, grows; };

#define NO -1
static const struct kind kinds[] = {
    /* call, name, and the place of: descriptor, path, second path, flags; a full disk refuses it */
    { SYS_open, "open", NO, 0, NO, 1, 1 },
    { SYS_openat, "open", NO, 1, NO, 2, 1 },
    { SYS_creat, "open", NO, 0, NO, NO, 1 },
    { SYS_write, "write", 0, NO, NO, NO, 1 },
    { SYS_pwrite64, "write", 0, NO, NO, NO, 1 },
    { SYS_writev, "writev", 0, NO, NO, NO, 1 },
    { SYS_copy_file_range, "copy", 2, NO, NO, NO, 1 },
    { SYS_sendfile, "copy", 0, NO, NO, NO, 1 },
    { SYS_sendto, "send", 0, NO, NO, NO, 0 },
    { SYS_sendmsg, "send", 0, NO, NO, NO, 0 },
    { SYS_ftruncate, "truncate", 0, NO, NO, NO, 0 },
    { SYS_truncate, "truncate", NO, 0, NO, NO, 0 },
    { SYS_fallocate, "allocate", 0, NO, NO, NO, 1 },
    { SYS_fsync, "fsync", 0, NO, NO, NO, 1 },
    { SYS_fdatasync, "fsync", 0, NO, NO, NO, 1 },
    { SYS_syncfs, "syncfs", 0, NO, NO, NO, 1 },
    { SYS_rename, "rename", NO, 0, 1, NO, 1 },
    { SYS_renameat, "rename", NO, 1, 3, NO, 1 },
    { SYS_renameat2, "rename", NO, 1, 3, NO, 1 },
    { SYS_link, "link", NO, 0, 1, NO, 1 },
    { SYS_linkat, "link", NO, 1, 3, NO, 1 },
    { SYS_symlink, "symlink", NO, 1, NO, NO, 1 },
    { SYS_symlinkat, "symlink", NO, 2, NO, NO, 1 },
    { SYS_mkdir, "mkdir", NO, 0, NO, NO, 1 },
    { SYS_mkdirat, "mkdir", NO, 1, NO, NO, 1 },
    { SYS_mknodat, "mknod", NO, 1, NO, NO, 1 },
    { SYS_unlink, "unlink", NO, 0, NO, NO, 0 },
    { SYS_unlinkat, "unlink", NO, 1, NO, NO, 0 },
    { SYS_rmdir, "rmdir", NO, 0, NO, NO, 0 },
    { SYS_chmod, "chmod", NO, 0, NO, NO, 0 },
    { SYS_fchmodat, "chmod", NO, 1, NO, NO, 0 },
    { SYS_fchmod, "chmod", 0, NO, NO, NO, 0 },
    { SYS_chown, "chown", NO, 0, NO, NO, 0 },
    { SYS_fchownat, "chown", NO, 1, NO, NO, 0 },
    { SYS_fchown, "chown", 0, NO, NO, NO, 0 },
    { SYS_setxattr, "setxattr", NO, 0, NO, NO, 1 },
    { SYS_fsetxattr, "setxattr", 0, NO, NO, NO, 1 },
    { SYS_utimensat, "utimens", NO, 1, NO, NO, 0 },
    { SYS_execve, "execve", NO, 0, NO, NO, 0 },
    { SYS_delete_module, "delete_module", NO, 0, NO, NO, 0 },
};

/* A thread that is in a call which counts. */
struct thread { pid_t tid; const struct kind *in; int number, does, kills; char about[PATH_MAX * 2]; };

enum { RUNS, FAILS, UNLOADS };

static struct thread threads[256];
static const char *harm;
static long at;
static int number;
static pid_t root;
static FILE *record;

static struct thread *find(pid_t tid)
{
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++)
        if (threads[i].tid == tid || !threads[i].tid) {
            threads[i].tid = tid;
            return &threads[i];
        }
    fputs("call-faults: too many threads\n", stderr);
    exit(99);
}

static void forget(pid_t tid)
{
    size_t last = 0;
    struct thread *gone = NULL;
    for (; last < sizeof threads / sizeof *threads && threads[last].tid; last++)
        if (threads[last].tid == tid)
            gone = &threads[last];
    if (gone) {
        if (gone != &threads[last - 1])
            *gone = threads[last - 1];
        memset(&threads[last - 1], 0, sizeof *threads);
    }
}

static void text(pid_t tid, __u64 address, char *out, size_t size)
{
    size_t length = 0;
    while (length < size - 1) {
        struct iovec to = { out + length, 1 }, from = { (void *)(address + length), 1 };
        if (process_vm_readv(tid, &to, 1, &from, 1, 0) != 1 || !out[length])
            break;
        length++;
    }
    out[length] = 0;
}

static void target(pid_t tid, long fd, char *out, size_t size)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/%d/fd/%ld", tid, fd);
    ssize_t length = readlink(link, out, size - 1);
    out[length < 0 ? 0 : length] = 0;
}

/* What leaves no trace: the terminal, the kernel's own files, what the runtime tells itself. */
static int is_passing(const char *path)
{
    static const char *const beginnings[] = { "/dev/", "/proc/", "pipe:", "anon_inode:", "/memfd:" };
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        if (!strncmp(path, beginnings[i], strlen(beginnings[i])))
            return 1;
    return 0;
}

static int counts(struct thread *t, const struct kind *k, const __u64 *a)
{
    if (k->flags != NO && !(a[k->flags] & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)))
        return 0;
    if (k->fd != NO)
        target(t->tid, a[k->fd], t->about, PATH_MAX);
    else
        text(t->tid, a[k->path], t->about, PATH_MAX);
    if (is_passing(t->about))
        return 0;
    if (k->second != NO) {
        strcat(t->about, " ");
        text(t->tid, a[k->second], t->about + strlen(t->about), PATH_MAX);
    }
    for (char *c = t->about; *c; c++)
        if (*c == '\n')
            *c = ' ';
    return 1;
}

static void enter(struct thread *t, const struct ptrace_syscall_info *info)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].call == (long)info->seccomp.nr)
            t->in = &kinds[i];
    if (!t->in || !counts(t, t->in, info->seccomp.args)) {
        t->in = NULL;
        return;
    }
    t->number = ++number;
    t->does = t->in->call == SYS_delete_module ? UNLOADS : RUNS;
    int is_full = (!strcmp(harm, "full") && number >= at) || (!strcmp(harm, "once") && number == at);
    if (is_full && t->in->grows && t->about[0] == '/' && strncmp(t->about, "/sys/", 5))
        t->does = FAILS;
    t->kills = number == at && (!strncmp(harm, "kill", 4) || !strcmp(harm, "torn"));
    struct user_regs_struct r;
    ptrace(PTRACE_GETREGS, t->tid, 0, &r);
    if (t->kills && !strcmp(harm, "torn") && t->in->call == SYS_write)
        r.rdx /= 2;
    if (t->does != RUNS)
        r.orig_rax = -1;
    ptrace(PTRACE_SETREGS, t->tid, 0, &r);
}

static void leave(struct thread *t)
{
    if (!t->in)
        return;
    struct user_regs_struct r;
    ptrace(PTRACE_GETREGS, t->tid, 0, &r);
    if (t->does == FAILS) {
        r.rax = -ENOSPC;
        ptrace(PTRACE_SETREGS, t->tid, 0, &r);
    } else if (t->does == UNLOADS) {
        char from[PATH_MAX * 3], to[PATH_MAX];
        const char *folder = getenv("FAULTS_MODULES");
        snprintf(from, sizeof from, "%s/%s", folder ? folder : "/nowhere", t->about);
        snprintf(to, sizeof to, "%s/.gone", folder ? folder : "/nowhere");
        r.rax = rename(from, to) ? -ENOENT : 0;
        ptrace(PTRACE_SETREGS, t->tid, 0, &r);
    }
    fprintf(record, "%d %d %s %s = %lld\n", t->number, t->tid, t->in->name, t->about, (long long)r.rax);
    fflush(record);
    t->in = NULL;
    if (t->kills) {
        kill(root, SIGKILL);
        for (size_t i = 0; !strcmp(harm, "kill-all") && i < sizeof threads / sizeof *threads && threads[i].tid; i++)
            kill(threads[i].tid, SIGKILL);
    }
}

/* Only the calls of the table stop a thread: the others cost nothing. */
static int stop_at_calls(void)
{
    enum { calls = sizeof kinds / sizeof *kinds };
    struct sock_filter code[calls + 3];
    code[0] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    for (int i = 0; i < calls; i++)
        code[i + 1] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, kinds[i].call, calls - i, 0);
    code[calls + 1] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    code[calls + 2] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE);
    struct sock_fprog program = { calls + 3, code };
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

int main(int argc, char **argv)
{
    if (argc < 5 || !(record = fopen(argv[3], "we")))
        return 99;
    harm = argv[1];
    at = atol(argv[2]);
    root = fork();
    if (root == 0) {
        ptrace(PTRACE_TRACEME, 0, 0, 0);
        raise(SIGSTOP);
        if (stop_at_calls())
            _exit(98);
        execvp(argv[4], argv + 4);
        _exit(99);
    }
    int status, result = 99;
    if (waitpid(root, &status, 0) != root || !WIFSTOPPED(status))
        return 99;
    if (ptrace(PTRACE_SETOPTIONS, root, 0, PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK
            | PTRACE_O_TRACEEXEC | PTRACE_O_TRACESECCOMP)) {
        kill(root, SIGKILL);
        return 98;
    }
    ptrace(PTRACE_CONT, root, 0, 0);
    pid_t tid;
    while ((tid = waitpid(-1, &status, __WALL)) > 0) {
        if (WIFEXITED(status) || WIFSIGNALED(status)) {
            if (tid == root)
                result = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
            forget(tid);
            continue;
        }
        struct thread *t = find(tid);
        int signal = WSTOPSIG(status), event = status >> 16;
        if (event == PTRACE_EVENT_SECCOMP) {
            struct ptrace_syscall_info info;
            if (ptrace(PTRACE_GET_SYSCALL_INFO, tid, sizeof info, &info) > 0 && info.op == PTRACE_SYSCALL_INFO_SECCOMP)
                enter(t, &info);
        } else if (signal == (SIGTRAP | 0x80))
            leave(t);
        int passes = !event && signal != SIGSTOP && signal != (SIGTRAP | 0x80);
        ptrace(t->in ? PTRACE_SYSCALL : PTRACE_CONT, tid, 0, passes ? signal : 0);
    }
    fclose(record);
    return result;
}
