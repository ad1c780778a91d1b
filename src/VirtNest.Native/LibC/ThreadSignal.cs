using System.Runtime.InteropServices;

namespace VirtNest.Native.LibC;

/// <summary>signal.h: one real-time signal that a thread keeps blocked and only KVM_RUN lets in (KVM_SET_SIGNAL_MASK). It is never
/// delivered, so it needs no handler; it stays pending until it is taken. The runtime's own signals (SIGRTMIN to suspend threads) are left
/// alone.</summary>
internal static partial class ThreadSignal
{
    /// <summary>SIGRTMIN + 16 as the kernel counts: far from those that C libraries (32, 33) and the runtime (34) take from
    /// below.</summary>
    internal const int Number = 50;

    private const int SIG_BLOCK = 0;
    private const int SizeOfSigset = 128;
    private const int SIG_UNBLOCK = 1;
    private const int SizeOfSigevent = 64;
    private const int SIGEV_THREAD_ID = 4;
    private const nint CLOCK_MONOTONIC = 1;
    private const nint SYS_gettid = 186;
    private const nint SYS_timer_create = 222;
    private const nint SYS_timer_settime = 223;
    private const nint SYS_timer_delete = 226;
    private const nint SYS_tgkill = 234;

    /// <summary>Blocks the signal in this thread, and returns the mask for KVM_RUN: as the thread's, without this signal.</summary>
    internal static unsafe ulong Block()
    {
        Span<ulong> set = stackalloc ulong[SizeOfSigset / sizeof(ulong)];
        Span<ulong> before = stackalloc ulong[SizeOfSigset / sizeof(ulong)];
        set.Clear();
        before.Clear();
        set[0] = Bit;
        // SAFETY: both sets are on this stack for the call and have the size of the C library's sigset_t.
        fixed (ulong* pointer = set, old = before)
        {
            _ = pthread_sigmask(SIG_BLOCK, pointer, old);
        }

        return before[0] & ~Bit;
    }

    /// <summary>Lets the signal in again. To be called once none can come any more: nobody handles it.</summary>
    internal static unsafe void Unblock()
    {
        Span<ulong> set = stackalloc ulong[SizeOfSigset / sizeof(ulong)];
        set.Clear();
        set[0] = Bit;
        // SAFETY: as Block.
        fixed (ulong* pointer = set)
        {
            _ = pthread_sigmask(SIG_UNBLOCK, pointer, null);
        }
    }

    /// <summary>Starts a timer that sends the signal to this thread once after a time; its number, or -1 with the error number set. x86-64
    /// only.</summary>
    internal static unsafe int StartTimer(TimeSpan after)
    {
        // struct sigevent: value, signal, kind, thread.
        Span<int> happening = stackalloc int[SizeOfSigevent / sizeof(int)];
        happening.Clear();
        happening[2] = Number;
        happening[3] = SIGEV_THREAD_ID;
        happening[4] = CurrentThread();
        // struct itimerspec: no interval, then the time.
        Span<long> time =
            [0, 0, after.Ticks / TimeSpan.TicksPerSecond, after.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick];
        int timer;
        // SAFETY: both structures are on this stack for the calls, with the sizes of the kernel's; timer_t of the kernel is an int.
        fixed (int* pointer = happening)
        fixed (long* value = time)
        {
            return syscall(SYS_timer_create, CLOCK_MONOTONIC, (nint)pointer, (nint)(&timer)) == 0
                && timer_settime(SYS_timer_settime, timer, 0, value, null) == 0 ? timer : -1;
        }
    }

    /// <summary>Ends a timer: it sends nothing any more.</summary>
    internal static void EndTimer(int timer) => _ = syscall(SYS_timer_delete, timer, 0, 0);

    /// <summary>Takes the signal if it is pending on this thread; false where it is not.</summary>
    internal static unsafe bool Take()
    {
        Span<ulong> set = stackalloc ulong[SizeOfSigset / sizeof(ulong)];
        set.Clear();
        set[0] = Bit;
        Timespec now = default;
        // SAFETY: the set is on this stack for the call; no siginfo is asked for.
        fixed (ulong* pointer = set)
        {
            return sigtimedwait(pointer, null, &now) == Number;
        }
    }

    /// <summary>This thread, as tgkill(2) names it. x86-64 only.</summary>
    internal static int CurrentThread() => (int)syscall(SYS_gettid, 0, 0, 0);

    /// <summary>Sends the signal to a thread of this process. x86-64 only.</summary>
    internal static void Send(int thread) => _ = syscall(SYS_tgkill, Environment.ProcessId, thread, Number);

    private static ulong Bit => 1UL << (Number - 1);

    [LibraryImport(Libraries.LibC)]
    private static unsafe partial int pthread_sigmask(int how, ulong* set, ulong* old);

    [LibraryImport(Libraries.LibC, SetLastError = true)]
    private static unsafe partial int sigtimedwait(ulong* set, void* information, Timespec* timeout);

    [LibraryImport(Libraries.LibC, SetLastError = true)]
    private static partial nint syscall(nint number, nint first, nint second, nint third);

    [LibraryImport(Libraries.LibC, EntryPoint = "syscall", SetLastError = true)]
    private static unsafe partial nint timer_settime(nint number, nint timer, nint flags, long* value, long* old);

    /// <summary>struct timespec on 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        internal long Seconds;
        internal long Nanoseconds;
    }
}
