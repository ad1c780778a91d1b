/* Before the .NET runtime starts, prepare the memory that it is about to fill (docs/decisions/0025-memory-at-start.md).
 * It expands the type tables and strings of a native binary (.hydrated, 1.5 MB behind .bss) into some 370 pages, one page fault each: a
 * third of what starting costs. One call asks for them all, as one huge page where the kernel has one. */
#include <malloc.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23 /* Linux 5.14; an older kernel refuses it, and the pages come one by one */
#endif

#define HUGE_PAGE (2 << 20)

/* .hydrated begins and ends at multiples of a huge page. */
__asm__(".pushsection .hydrated, \"aw\", %nobits\n"
        ".balign 0x200000\n"
        ".globl end_of_tables\n"
        ".hidden end_of_tables\n"
        "end_of_tables: .skip 1\n"
        ".popsection\n");
extern char end_of_tables[] __attribute__((visibility("hidden")));

__attribute__((constructor)) static void populate(void)
{
    void *start = (void *)((uintptr_t)end_of_tables - HUGE_PAGE);
    madvise(start, HUGE_PAGE, MADV_HUGEPAGE);
    madvise(start, HUGE_PAGE / 4 * 3, MADV_POPULATE_WRITE); /* what the tables fill; any part brings a huge page whole */

    /* One heap of malloc for all threads: the runtime's own threads would each map one of 64 MB and hardly use it. */
    mallopt(M_ARENA_MAX, 1);
}
