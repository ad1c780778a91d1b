/* A libvirt of one process, for faults that a real one has too seldom: libvirt.so.0 and libvirt-qemu.so.0 in one. What it does is told by files in
 * the folder that STUB names:
 *   down             nobody answers
 *   slow             connecting takes as many seconds as it says
 *   die-after-add    the daemon goes away once QEMU has done blockdev-add, before the answer comes
 *   no-threads       the kernel has no more threads
 * and what it did: "blocked.XX" is the blocker of the domain whose UUID begins with XX, "calls" has the first byte of the UUID of each monitor command.
 * Of domains whose UUID begins with aa something else holds the lock; those that begin with ee hang for good. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct error { int code, domain; char *message; int level; void *unused[2]; char *text[3]; int number[2]; void *more; };
struct parameter { char name[80]; int type; long long value; };
struct statistics { unsigned char *domain; struct parameter *parameters; int count; };

static __thread struct error last;
static const unsigned char web[16] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

static char *path(const char *name)
{
    static __thread char text[512];
    snprintf(text, sizeof text, "%s/%s", getenv("STUB"), name);
    return text;
}

static int is(const char *name) { return access(path(name), F_OK) == 0; }

static void make(const char *name) { fclose(fopen(path(name), "a")); }

static int fail(int code, int domain, char *message)
{
    last.code = code;
    last.domain = domain;
    last.message = message;
    return -1;
}

static int gone(void) { return fail(38, 7, "End of file while reading data"); }

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*work)(void *), void *argument)
{
    int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *) = dlsym(RTLD_NEXT, "pthread_create");
    return getenv("STUB") && is("no-threads") ? EAGAIN : real(thread, attributes, work, argument);
}

int virSetErrorFunc(void *data, void *function) { (void)data; (void)function; return 0; }
struct error *virGetLastError(void) { return last.code ? &last : NULL; }
int virGetVersion(unsigned long *version, void *type, void *of) { (void)type; (void)of; *version = 9000000; return 0; }

void *virConnectOpenAuth(const char *name, void *auth, unsigned flags)
{
    (void)name; (void)auth; (void)flags;
    FILE *slow = fopen(path("slow"), "r");
    int seconds = 0;
    if (slow) {
        if (fscanf(slow, "%d", &seconds) == 1)
            sleep(seconds);
        fclose(slow);
    }
    if (is("down")) {
        gone();
        return NULL;
    }
    return malloc(8);
}

int virConnectClose(void *connection) { free(connection); return 0; }
char *virConnectGetURI(void *connection) { (void)connection; return strdup("qemu:///system"); }
int virConnectGetLibVersion(void *connection, unsigned long *version) { (void)connection; *version = 9000000; return 0; }
int virConnectGetVersion(void *connection, unsigned long *version) { (void)connection; *version = 7002000; return 0; }

int virConnectGetAllDomainStats(void *connection, unsigned groups, struct statistics ***all, unsigned flags)
{
    (void)connection; (void)groups; (void)flags;
    if (is("down"))
        return gone();
    struct statistics *one = calloc(1, sizeof *one);
    one->domain = memcpy(malloc(16), web, 16);
    one->parameters = calloc(1, sizeof *one->parameters);
    strcpy(one->parameters[0].name, "state.state");
    one->parameters[0].type = 1;
    one->parameters[0].value = 1;
    one->count = 1;
    *all = calloc(2, sizeof **all);
    (*all)[0] = one;
    return 1;
}

void virDomainStatsRecordListFree(struct statistics **all)
{
    free(all[0]->domain);
    free(all[0]->parameters);
    free(all[0]);
    free(all);
}

void *virDomainLookupByUUID(void *connection, const unsigned char *id)
{
    (void)connection;
    if (is("down")) {
        gone();
        return NULL;
    }
    return memcpy(malloc(16), id, 16);
}

int virDomainGetUUID(void *domain, unsigned char *id) { memcpy(id, domain, 16); return 0; }
const char *virDomainGetName(void *domain) { return *(unsigned char *)domain == 1 ? "web" : "other"; }
unsigned virDomainGetID(void *domain) { (void)domain; return is("restarted") ? 2 : 1; }
int virDomainFree(void *domain) { free(domain); return 0; }
int virDomainGetState(void *domain, int *state, int *reason, unsigned flags) { (void)domain; (void)flags; *state = 1; *reason = 0; return 0; }

char *virDomainGetXMLDesc(void *domain, unsigned flags)
{
    (void)domain; (void)flags;
    return strdup("<domain type='kvm'><name>web</name><os><type arch='x86_64' machine='pc'>hvm</type></os></domain>");
}

char *virConnectGetDomainCapabilities(void *connection, void *a, void *b, void *c, void *d, unsigned flags)
{
    (void)connection; (void)a; (void)b; (void)c; (void)d; (void)flags;
    gone();
    return NULL;
}

int virDomainQemuMonitorCommand(void *domain, const char *command, char **answer, unsigned flags)
{
    (void)flags;
    unsigned char first = *(unsigned char *)domain;
    char blocked[16];
    snprintf(blocked, sizeof blocked, "blocked.%02x", first);
    if (is("down"))
        return gone();
    FILE *calls = fopen(path("calls"), "a");
    fprintf(calls, "%02x\n", first);
    fclose(calls);
    if (first == 0xee)
        pause();
    if (first == 0xaa) {
        sleep(30);
        return fail(68, 10, "cannot acquire state change lock");
    }
    if (strstr(command, "\"query-migrate\"") && is(blocked)) {
        *answer = strdup("{\"return\":{\"blocked-reasons\":[\"The vpc format used by node 'virt-nest-guard-L2-runs-inside' does not support live migration\"]}}");
        return 0;
    }
    if (strstr(command, "\"add-fd\""))
        *answer = strdup("{\"return\":{\"fdset-id\":1,\"fd\":5}}");
    else if (strstr(command, "\"query-fdsets\""))
        *answer = strdup("{\"return\":[]}");
    else
        *answer = strdup("{\"return\":{}}");
    if (strstr(command, "\"blockdev-del\""))
        unlink(path(blocked));
    if (strstr(command, "\"blockdev-add\"")) {
        if (is("restart-at-add")) {
            // Its QEMU ends and the next one begins before the command reaches it.
            rename(path("vms"), path("ended"));
            make("restarted");
            mkdir(path("vms"), 0700);
        }
        make(blocked);
        if (is("die-after-add")) {
            make("down");
            free(*answer);
            return gone();
        }
    }
    return 0;
}

int virDomainQemuMonitorCommandWithFiles(void *domain, const char *command, unsigned files, int *numbers, unsigned *filesBack, int **numbersBack, char **answer, unsigned flags)
{
    (void)files; (void)numbers;
    *filesBack = 0;
    *numbersBack = NULL;
    return virDomainQemuMonitorCommand(domain, command, answer, flags);
}
