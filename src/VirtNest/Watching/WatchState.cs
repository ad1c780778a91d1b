using VirtNest.Instances;

namespace VirtNest.Watching;

/// <summary>Who runs an L2, by all samples so far: each sample gives a new state. What could not be read never makes a "no": a count that
/// is missing, that began again (restore, migration), or that lost a vCPU leaves the answer as it was for a while and then unknown; and
/// one that stands means a "no" once it has stood for <see cref="Linger"/> of the VM's own time, in which it was not paused.</summary>
/// <param name="Sample">The newest sample.</param>
/// <param name="Uses">What follows, in the order of the sample's VMs.</param>
public sealed record WatchState(WatchSample Sample, IReadOnlyList<VmUse> Uses)
{
    /// <summary>An L2 that was entered this recently runs.</summary>
    public static readonly TimeSpan Linger = NestedSample.Linger;

    private readonly Dictionary<string, VmUse> _byKey = ByKey(Uses);

    /// <summary>Of how many VMs a longer look will tell more: their count stands, and not yet for long enough.</summary>
    public int Undecided
    {
        get
        {
            int count = 0;
            foreach (VmUse use in Uses)
            {
                count += use.IsRunning is null && use.QuietSince < Sample.At ? 1 : 0;
            }

            return count;
        }
    }

    /// <summary>The state after a sample.</summary>
    /// <param name="before">The state before it, or null for the first one.</param>
    /// <param name="sample">The sample.</param>
    public static WatchState After(WatchState? before, WatchSample sample)
    {
        VmUse[] uses = new VmUse[sample.Vms.Count];
        for (int i = 0; i < uses.Length; i++)
        {
            uses[i] = Use(before?.Find(sample.Vms[i].Key), before?.Sample, sample.Vms[i], sample);
        }

        return new WatchState(sample, uses);
    }

    /// <summary>The use of one life of a VM; null where the sample does not have it.</summary>
    /// <param name="key"><see cref="WatchedVm.Key"/>.</param>
    public VmUse? Find(string key) => _byKey.GetValueOrDefault(key);

    private static VmUse Use(VmUse? before, WatchSample? earlier, WatchedVm vm, WatchSample sample)
    {
        // Two sources may not count alike: libvirt's forgets what a vCPU that was taken away had counted, the kernel's does not.
        NestedSample? counted = before?.Vm.Source == vm.Source ? before.Vm.Sample : null;
        bool? ran = counted is { } last ? last.RanUntil(vm.Sample) : vm.Sample.InGuestMode ? true : null;
        bool hasNeverRun = vm.Sample is { NestedRuns: 0, InGuestMode: false } && before?.IsUsed != true;
        bool isPaused = vm.State == DomainState.Paused;

        // What stood still while it was paused says nothing.
        TimeSpan quietSince = ran == false && !isPaused ? before!.QuietSince : sample.At;
        TimeSpan? seen = ran == true ? sample.At : before?.LastSeen;
        bool isRecent = seen is { } moment && sample.From - moment < Linger;
        bool hasBeenAwake = ran == true || before?.HasBeenAwake == true || vm.State is not (null or DomainState.Paused);
        bool? running = ran == true || isRecent ? true
            : isPaused ? Held(before, ran, hasBeenAwake)
            : hasNeverRun ? false
            : ran is null || AwakeUntil(vm, sample) - quietSince >= Linger ? ran
            : sample.From - quietSince < Linger ? before!.LastAnswer
            : null;
        bool? used = running == true ? true : vm.Sample.IsUsed ?? before?.IsUsed;
        DateTimeOffset? since = running != true ? null : before is { IsRunning: true } ? before.RunningSince : sample.Clock;
        return new VmUse(vm, running, used == false && before?.IsUsed == true ? true : used, Rate(counted, earlier, vm.Sample, sample),
            since, seen)
        {
            QuietSince = quietSince,
            HasBeenAwake = hasBeenAwake,
            LastAnswer = running ?? (ran is null ? null : before!.LastAnswer),
        };
    }

    /// <summary>While a VM is paused nothing in it can begin or end, so what was known of it holds. That none runs was known only of one
    /// that was seen awake and has been counted since: a VM can come into being paused, with its L2 (restore, migration).</summary>
    private static bool? Held(VmUse? before, bool? ran, bool hasBeenAwake) =>
        before?.LastAnswer == false && !(ran == false && hasBeenAwake) ? null : before?.LastAnswer;

    /// <summary>The last moment at which the VM is known to have run and to have been counted: of one of libvirt's, when libvirt was last
    /// asked for its state.</summary>
    private static TimeSpan AwakeUntil(WatchedVm vm, WatchSample sample) =>
        vm.State is not null && sample.LibvirtAt is { } asked && asked < sample.From ? asked : sample.From;

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
