using System;
using System.Collections.Generic;

namespace VirtNest.Instances;

/// <summary>
/// What QEMU counts of an instance's nested runs, over all its vCPUs: the kernel's KVM statistics nested_run and guest_mode
/// (Linux Documentation/virt/kvm/api.rst, "KVM_GET_STATS_FD"), by QEMU since 7.1 and libvirt since 8.9.
/// </summary>
/// <param name="NestedRuns">Entries into an L2 since the QEMU process started; null where nobody counts.</param>
/// <param name="InGuestMode">A vCPU was in an L2 at the moment of the sample.</param>
public readonly record struct NestedSample(long? NestedRuns, bool InGuestMode)
{
    /// <summary>The sample in the numbers that libvirt gives for one domain.</summary>
    /// <param name="numbers">By libvirt's names: "vcpu.0.nested_run.sum", "vcpu.0.guest_mode.cur".</param>
    public static NestedSample Of(IEnumerable<KeyValuePair<string, long>> numbers)
    {
        long? runs = null;
        bool inGuestMode = false;
        foreach ((string name, long value) in numbers)
        {
            if (!name.StartsWith("vcpu.", StringComparison.Ordinal))
            {
                continue;
            }

            if (name.EndsWith(".nested_run.sum", StringComparison.Ordinal))
            {
                runs = (runs ?? 0) + value;
            }
            else if (name.EndsWith(".guest_mode.cur", StringComparison.Ordinal))
            {
                inGuestMode |= value != 0;
            }
        }

        return new NestedSample(runs, inGuestMode);
    }

    /// <summary>Has an L2 run since the instance was started? Null where nobody counts.</summary>
    public bool? IsUsed => NestedRuns is { } runs ? runs > 0 : null;

    /// <summary>Did an L2 run between this sample and a later one? Null where nobody counts. A smaller later count is that of a new process.</summary>
    /// <param name="later">The second sample.</param>
    public bool? RanUntil(NestedSample later) => NestedRuns is { } first && later.NestedRuns is { } second
        ? second > first || InGuestMode || later.InGuestMode
        : later.InGuestMode || InGuestMode ? true : null;
}
