namespace VirtNest.Instances;

/// <summary>What QEMU counts of an instance's nested runs, over all its vCPUs: the kernel's KVM statistics nested_run and guest_mode
/// (Linux Documentation/virt/kvm/api.rst, "KVM_GET_STATS_FD"), by QEMU since 7.1 and libvirt since 8.9.</summary>
/// <param name="NestedRuns">Entries into an L2 since the QEMU process started; null where nobody counts.</param>
/// <param name="InGuestMode">A vCPU was in an L2 at the moment of the sample.</param>
/// <param name="Vcpus">How many vCPUs were counted; 0 where the count is of the whole VM, which forgets none.</param>
public readonly record struct NestedSample(long? NestedRuns, bool InGuestMode, int Vcpus = 0)
{
    /// <summary>An L2 that was entered this recently runs, and none runs only where the count has stood for this long: one that idles is
    /// entered only by its timer, some kernels' less often than once a second.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromSeconds(3);

    /// <summary>The sample in the numbers that libvirt gives for one domain.</summary>
    /// <param name="numbers">By libvirt's names: "vcpu.0.nested_run.sum", "vcpu.0.guest_mode.cur".</param>
    public static NestedSample Parse(IEnumerable<KeyValuePair<string, long>> numbers)
    {
        long? runs = null;
        bool inGuestMode = false;
        int vcpus = 0;
        foreach ((string name, long value) in numbers)
        {
            if (!name.StartsWith("vcpu.", StringComparison.Ordinal))
            {
                continue;
            }

            if (name.EndsWith(".nested_run.sum", StringComparison.Ordinal))
            {
                runs = (runs ?? 0) + value;
                vcpus++;
            }
            else if (name.EndsWith(".guest_mode.cur", StringComparison.Ordinal))
            {
                inGuestMode |= value != 0;
            }
        }

        return new NestedSample(runs, inGuestMode, vcpus);
    }

    /// <summary>Has an L2 run since the instance was started? Null where nobody counts.</summary>
    public bool? IsUsed => NestedRuns is { } runs ? runs > 0 : null;

    /// <summary>Did an L2 run between this sample and a later one? Null where nobody counts, where a vCPU is gone and its count with it,
    /// and where the count began again (a new process after a restore or migration) and is still 0.</summary>
    /// <param name="later">The second sample.</param>
    public bool? RanUntil(NestedSample later)
    {
        if (InGuestMode || later.InGuestMode)
        {
            return true;
        }

        return NestedRuns is not { } first || later.NestedRuns is not { } second ? null
            : second > first ? true
            : later.Vcpus < Vcpus ? null
            : second < first ? (second > 0 ? true : null)
            : false;
    }
}
