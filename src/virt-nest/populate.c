/* Before the .NET runtime starts, prepare the memory that it is about to fill: docs/decisions/0025.
 * It expands the type tables and strings of a native binary (.hydrated, 1.5 MB behind .bss) into some 370 pages, one page fault
 * each: a third of what starting costs. One call asks for them all. */
#include <malloc.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23 /* Linux 5.14; an older kernel refuses it, and the pages come one by one */
#endif

extern char __bss_start[], _end[]; /* ld(1) */

__attribute__((constructor)) static void populate(void)
{
    uintptr_t start = (uintptr_t)__bss_start & -(uintptr_t)sysconf(_SC_PAGESIZE);
    madvise((void *)start, (uintptr_t)_end - start, MADV_POPULATE_WRITE);

    /* One heap of malloc for all threads: the runtime's own threads would each map one of 64 MB and hardly use it. */
    mallopt(M_ARENA_MAX, 1);
}
