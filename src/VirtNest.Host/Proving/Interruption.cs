using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading;
using VirtNest.Native.Kvm;
using VirtNest.Native.LibC;
using VirtNest.Proving;

namespace VirtNest.Host.Proving;

/// <summary>How the thread of a proof is told to end: a signal that only KVM_RUN lets in, sent by a timer of the kernel at the deadline,
/// or by another thread. The signal stays pending, so that a KVM_RUN that begins later ends at once. No second thread is needed for
/// it.</summary>
internal sealed class Interruption
{
    private readonly Lock _lock = new();
    private int _thread;
    private int _timer = -1;
    private long _deadline = long.MaxValue;
    private volatile bool _isCancelled;

    /// <summary>Why the proof is to end, or null where it is not.</summary>
    internal FailureKind? Reason =>
        _isCancelled ? FailureKind.Cancelled : Stopwatch.GetTimestamp() >= _deadline ? FailureKind.Deadline : null;

    /// <summary>To be called by the proof's thread, first of all. Returns the mask for KVM_SET_SIGNAL_MASK. Throws
    /// <see cref="KvmException"/> where the kernel has no timer left.</summary>
    internal ulong Enter(TimeSpan limit)
    {
        ulong mask = ThreadSignal.Block();
        lock (_lock)
        {
            _thread = ThreadSignal.CurrentThread();
        }

        _deadline = Stopwatch.GetTimestamp() + (long)(limit.TotalSeconds * Stopwatch.Frequency);
        _timer = ThreadSignal.StartTimer(limit);
        if (_timer < 0)
        {
            throw new KvmException("timer_create", Marshal.GetLastPInvokeError());
        }

        if (_isCancelled)
        {
            Nudge();
        }

        return mask;
    }

    /// <summary>To be called by the proof's thread, last of all: from now on no signal comes, and what had come is taken.</summary>
    internal void Leave()
    {
        lock (_lock)
        {
            _thread = 0;
        }

        if (_timer >= 0)
        {
            ThreadSignal.EndTimer(_timer);
        }

        while (ThreadSignal.Take())
        {
        }

        ThreadSignal.Unblock();
    }

    /// <summary>Ends the proof, from any thread.</summary>
    internal void Cancel()
    {
        _isCancelled = true;
        Nudge();
    }

    /// <summary>Stops KVM_RUN without a reason to end: for stops at random points.</summary>
    internal void Nudge()
    {
        lock (_lock)
        {
            if (_thread != 0)
            {
                ThreadSignal.Send(_thread);
            }
        }
    }
}
