using VirtNest.Instances;
using VirtNest.Tables;
using VirtNest.Watching;

namespace VirtNest.Guarding;

/// <summary>What is to be done about one instance now.</summary>
public enum GuardStep
{
    /// <summary>Nothing.</summary>
    None,
    /// <summary>Make libvirt refuse what saves or moves it.</summary>
    Arm,
    /// <summary>Let it again.</summary>
    Disarm,
    /// <summary>Say that an L2 runs.</summary>
    Warn,
}

/// <summary>What the guard knows of one life of an instance.</summary>
/// <param name="FirstSeen">When it was first seen, by the clock of <see cref="WatchSample.At"/>.</param>
public sealed record GuardedInstance(TimeSpan FirstSeen)
{
    /// <summary>Our blocker is there; null where it may be: what was done about it did not come to a known end.</summary>
    public bool? IsArmed { get; init; } = false;

    /// <summary>The run of an L2 that was told in the log, by its beginning.</summary>
    public DateTimeOffset? ToldOf { get; init; }
}

/// <summary>The rules of the guard: a blocker is there while, and only while, an L2 runs and for a grace after; what cannot be told goes
/// the way that was configured.</summary>
public static class GuardRules
{
    private static readonly LimitOperation[] Losing =
        [LimitOperation.Migrate, LimitOperation.Save, LimitOperation.ManagedSave, LimitOperation.Snapshot];

    /// <summary>What the policy auto means on a host: Block where the table does not say of each way to save or move an instance that its
    /// L2 goes on, else Off.</summary>
    /// <param name="host">The host.</param>
    public static GuardPolicy Auto(LimitHost host)
    {
        IReadOnlyList<Section> table = LimitTable.Rules();
        return Array.Exists(Losing, o => LimitTable.Verdict(table, host, o, new LimitSituation()).Verdict != LimitVerdict.Works)
            ? GuardPolicy.Block : GuardPolicy.Off;
    }

    /// <summary>What is to be done. A blocker that may be there is put there where one is wanted, and taken away where none is: both look
    /// first, and after.</summary>
    /// <param name="config">What the guard was told.</param>
    /// <param name="policy">Block, Warn or Off: Auto is decided already.</param>
    /// <param name="instance">What is known of the instance.</param>
    /// <param name="use">Its use now.</param>
    /// <param name="now">By the clock of <see cref="WatchSample.At"/>.</param>
    public static GuardStep Decide(GuardConfig config, GuardPolicy policy, GuardedInstance instance, VmUse use, TimeSpan now)
    {
        if (policy != GuardPolicy.Block)
        {
            return instance.IsArmed != false ? GuardStep.Disarm
                : policy == GuardPolicy.Warn && use.IsRunning == true && instance.ToldOf != use.RunningSince ? GuardStep.Warn
                : GuardStep.None;
        }

        TimeSpan quiet = now - (use.LastSeen is { } seen && seen > instance.FirstSeen ? seen : instance.FirstSeen);
        return (use.IsRunning, instance.IsArmed) switch
        {
            (true, true) => GuardStep.None,
            (true, _) => GuardStep.Arm,
            (false, false) => GuardStep.None,

            // An L2 in a paused instance is still there, and lost with it.
            (false, _) => quiet >= config.Grace && use.Vm.State != DomainState.Paused ? GuardStep.Disarm : GuardStep.None,
            (null, true) => !config.FailsClosed && quiet >= config.Grace ? GuardStep.Disarm : GuardStep.None,
            (null, null) when !config.FailsClosed => quiet >= config.Grace ? GuardStep.Disarm : GuardStep.None,

            // One look alone cannot tell: an instance in which an L2 once ran is given a moment before it counts as unknown.
            (null, _) => config.FailsClosed && use.IsExposed == true && quiet >= WatchState.Linger ? GuardStep.Arm : GuardStep.None,
        };
    }
}
