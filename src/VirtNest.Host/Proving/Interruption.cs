using System.Threading;
using VirtNest.Native.LibC;
using VirtNest.Proofs;

namespace VirtNest.Host.Proving;

/// <summary>
/// How a proof's thread is told to end: the reason first, then a signal that only KVM_RUN lets in. The signal stays pending, so that a
/// KVM_RUN that begins later ends at once.
/// </summary>
internal sealed class Interruption
{
    private int _thread;
    private int _reason;

    /// <summary>What the thread was told, or null where nothing was.</summary>
    internal FailureKind? Reason => Volatile.Read(ref _reason) is var reason and not 0 ? (FailureKind)(reason - 1) : null;

    /// <summary>To be called by the proof's thread, first of all. Returns the mask for KVM_SET_SIGNAL_MASK.</summary>
    internal ulong Enter()
    {
        ulong mask = ThreadSignal.Block();
        Volatile.Write(ref _thread, ThreadSignal.CurrentThread());
        if (Reason is not null)
        {
            Nudge();
        }

        return mask;
    }

    /// <summary>To be called by the proof's thread, last of all.</summary>
    internal void Leave() => Volatile.Write(ref _thread, 0);

    /// <summary>Ends the proof; the first reason counts.</summary>
    internal void End(FailureKind reason)
    {
        Interlocked.CompareExchange(ref _reason, (int)reason + 1, 0);
        Nudge();
    }

    /// <summary>Stops KVM_RUN without a reason to end: for stops at random points.</summary>
    internal void Nudge()
    {
        int thread = Volatile.Read(ref _thread);
        if (thread != 0)
        {
            ThreadSignal.Send(thread);
        }
    }
}
