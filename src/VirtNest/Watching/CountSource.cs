namespace VirtNest.Watching;

/// <summary>Where the count of an instance's nested runs comes from; the best one that can be read is taken.</summary>
public enum CountSource
{
    /// <summary>Nobody counts, or nobody could be asked.</summary>
    None,
    /// <summary>/sys/kernel/debug/kvm/PID-FD/nested_run: every VM of this kernel, whoever runs it. Needs root, and no lockdown.</summary>
    Debugfs,
    /// <summary>Descriptors of statistics that the VM's process has open (KVM_GET_STATS_FD), one of each vCPU: QEMU 8.1. Needs the list of
    /// debugfs, the right to trace the process (CAP_SYS_PTRACE), and a kernel of <see cref="StatisticsKernels"/>; a lockdown does not
    /// matter.</summary>
    Descriptors,
    /// <summary>libvirt's domain statistics, vcpu.N.nested_run.sum: libvirt 8.9, QEMU 7.1; a read-only connection suffices.</summary>
    Libvirt,
    /// <summary>QEMU's own query-stats through libvirt: QEMU 7.1; libvirt notes that its monitor was used.</summary>
    QemuMonitor,
    /// <summary>The files guest_mode alone: in an L2 at the very moment or not. A "yes" can be seen with luck, a "no" never.</summary>
    GuestMode,
}

/// <summary>Words for machines.</summary>
public static class CountSources
{
    /// <summary>The word in JSON and in labels.</summary>
    /// <param name="source">A source.</param>
    public static string Word(this CountSource source) => source switch
    {
        CountSource.None => "none",
        CountSource.Debugfs => "debugfs",
        CountSource.Descriptors => "stats-fd",
        CountSource.Libvirt => "libvirt",
        CountSource.QemuMonitor => "query-stats",
        CountSource.GuestMode => "guest_mode",
    };
}
