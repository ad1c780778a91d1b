using System;
using System.Collections.Generic;
using VirtNest.Instances;

namespace VirtNest.Watching;

/// <summary>
/// Who runs an L2, by all samples so far: each sample gives a new state. What could not be read never makes a "no": a count that is missing, that
/// began again (restore, migration), or that lost a vCPU leaves the answer as it was for a while and then unknown.
/// </summary>
/// <param name="Sample">The newest sample.</param>
/// <param name="Uses">What follows, in the order of the sample's VMs.</param>
public sealed record WatchState(WatchSample Sample, IReadOnlyList<VmUse> Uses)
{
    /// <summary>An L2 that was entered this recently runs: one that idles is entered only by its timer, some kernels' less often than once a second.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, VmUse> _byKey = ByKey(Uses);

    /// <summary>The state after a sample.</summary>
    /// <param name="before">The state before it, or null for the first one.</param>
    /// <param name="sample">The sample.</param>
    public static WatchState After(WatchState? before, WatchSample sample)
    {
        VmUse[] uses = new VmUse[sample.Vms.Count];
        for (int i = 0; i < uses.Length; i++)
        {
            uses[i] = Use(before?.Of(sample.Vms[i].Key), before?.Sample, sample.Vms[i], sample);
        }

        return new WatchState(sample, uses);
    }

    /// <summary>The use of one life of a VM; null where the sample does not have it.</summary>
    /// <param name="key"><see cref="WatchedVm.Key"/>.</param>
    public VmUse? Of(string key) => _byKey.GetValueOrDefault(key);

    private static VmUse Use(VmUse? before, WatchSample? earlier, WatchedVm vm, WatchSample sample)
    {
        // Two sources may not count alike: libvirt's forgets what a vCPU that was taken away had counted, the kernel's does not.
        NestedSample? counted = before?.Vm.Source == vm.Source ? before.Vm.Sample : null;
        bool? ran = counted is { } last ? last.RanUntil(vm.Sample) : AtFirst(vm.Sample);
        TimeSpan? seen = ran == true ? sample.At : before?.LastSeen;
        bool isRecent = seen is { } moment && sample.At - moment < Linger;

        // While a VM is paused nothing in it can end: whatever was known of it still holds.
        bool isHeld = vm.State == DomainState.Paused && before is not null;
        bool? running = ran == true || isRecent ? true : isHeld ? before!.IsRunning : ran;
        bool? used = running == true ? true : vm.Sample.IsUsed ?? before?.IsUsed;
        DateTimeOffset? since = running != true ? null : before is { IsRunning: true } ? before.RunningSince : sample.Clock;
        return new VmUse(vm, running, used == false && before?.IsUsed == true ? true : used, Rate(counted, earlier, vm.Sample, sample), since, seen);
    }

    /// <summary>One sample tells what runs at its very moment, and that none ran where none ever did.</summary>
    private static bool? AtFirst(NestedSample sample) => sample.InGuestMode ? true : sample.NestedRuns == 0 ? false : null;

    private static double? Rate(NestedSample? before, WatchSample? earlier, NestedSample now, WatchSample sample) =>
        before?.NestedRuns is { } first && now.NestedRuns is { } second && second >= first && sample.At > earlier!.At
            ? (second - first) / (sample.At - earlier.At).TotalSeconds
            : null;

    private static Dictionary<string, VmUse> ByKey(IReadOnlyList<VmUse> uses)
    {
        Dictionary<string, VmUse> byKey = new(uses.Count);
        foreach (VmUse use in uses)
        {
            byKey[use.Vm.Key] = use;
        }

        return byKey;
    }
}
