using VirtNest.Instances;

namespace VirtNest.Watching;

/// <summary>All VMs at one moment.</summary>
/// <param name="At">The moment, by a clock that no date moves.</param>
/// <param name="Clock">The same moment by the calendar.</param>
/// <param name="Vms">What was there.</param>
/// <param name="Debugfs">Why the kernel's own counts could not be read; null where they could.</param>
/// <param name="Libvirt">Why libvirt could not be asked; null where it could.</param>
public sealed record WatchSample(TimeSpan At, DateTimeOffset Clock, IReadOnlyList<WatchedVm> Vms, DebugfsGap? Debugfs,
    LibvirtFailure? Libvirt)
{
    /// <summary>The moment before which nothing in it was read, but for what libvirt said: it is <see cref="At"/> where nobody was waited
    /// for.</summary>
    public TimeSpan From { get; init; } = At;

    /// <summary>When libvirt was asked for what is known of its instances, their states above all; null where it has never
    /// answered.</summary>
    public TimeSpan? LibvirtAt { get; init; }

    /// <summary>The connection is that of another machine's libvirt: the counts of this machine's kernel were not read, since they are of
    /// other VMs.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>The libvirt that was asked is the user's own, which sees that user's instances alone (qemu:///session).</summary>
    public bool IsSession { get; init; }

    /// <summary>False where nothing at all could be read: then no VM in it means nothing.</summary>
    public bool IsReadable => (Libvirt is null && !(IsSession && Vms.Count == 0)) || (Debugfs is null && !IsElsewhere);
}

/// <summary>Why the kernel's counts in debugfs could not be read.</summary>
/// <param name="Path">The file or folder.</param>
/// <param name="Errno">A Linux error number (errno(3)).</param>
public sealed record DebugfsGap(string Path, int Errno);
