namespace VirtNest.Tables;

/// <summary>What is done to an instance; the words of limits.txt in <see cref="LimitTable.Word(LimitOperation)"/>.</summary>
public enum LimitOperation
{
    /// <summary>Live migration to another host.</summary>
    Migrate,
    /// <summary>virsh save.</summary>
    Save,
    /// <summary>virsh managedsave.</summary>
    ManagedSave,
    /// <summary>A snapshot with memory, internal or external.</summary>
    Snapshot,
    /// <summary>A saved state or a snapshot is restored.</summary>
    Restore,
    /// <summary>The instance's own system suspends itself to disk (hibernates).</summary>
    SuspendToDisk,
    /// <summary>A virtual CPU is added while the instance runs.</summary>
    VcpuHotplug,
    /// <summary>The L2 itself is migrated, from inside the instance.</summary>
    MigrateNested,
}

/// <summary>What comes of it, in ascending order of weight: of several rules that hold the last counts. What is refused first cannot break
/// anything.</summary>
public enum LimitVerdict
{
    /// <summary>It is meant to work, or was seen to work.</summary>
    Works,
    /// <summary>Nobody has shown either, or what decides is not known.</summary>
    Unknown,
    /// <summary>Anything may happen, with or without a message.</summary>
    Undefined,
    /// <summary>The nested instance, or the operation, is lost.</summary>
    Breaks,
    /// <summary>QEMU or libvirt says no, and nothing is lost.</summary>
    Refused,
}

/// <summary>A rule that holds only under a condition that the table names and nobody has told of.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="When">"target-nested-off", "target-other-vendor", "target-lacks-features", "migrated"; null where a version is not known,
/// or a distribution mends its kernel by itself.</param>
public sealed record LimitCondition(Section Rule, string? When);

/// <summary>What limits.txt says of one operation.</summary>
/// <param name="Verdict">The verdict: of the rules that hold the one of most weight. Unknown where none is there, or where one of more
/// weight may hold for all that is known of the versions.</param>
/// <param name="Rules">The rules that hold; of several verdicts.</param>
/// <param name="Conditions">The rules that hold under a condition.</param>
public sealed record LimitRuling(LimitVerdict Verdict, IReadOnlyList<Section> Rules, IReadOnlyList<LimitCondition> Conditions);

/// <summary>The state of an instance and of the place where it goes, as far as rules ask. Null is "not known".</summary>
public sealed record LimitSituation
{
    /// <summary>An L2 runs in the instance. False: it has the extension and no L2 runs.</summary>
    public bool RunsNested { get; init; } = true;

    /// <summary>The host that takes the instance in, or restores it, does not offer nesting.</summary>
    public bool? IsTargetNestedOff { get; init; }

    /// <summary>That host has the extension of another vendor.</summary>
    public bool? IsTargetOfOtherVendor { get; init; }

    /// <summary>That host lacks features of VMX or SVM that the instance was given.</summary>
    public bool? LacksTargetFeatures { get; init; }

    /// <summary>The instance was migrated since it was started.</summary>
    public bool? WasMigrated { get; init; }

    /// <summary>The definition of the instance records the features of VMX one by one: host-model, as libvirt 9.10 and later write it
    /// out.</summary>
    public bool? RecordsFeatures { get; init; }
}
