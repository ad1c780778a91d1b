using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Tables;

/// <summary>The rules of limits.txt. <see cref="Verdict(LimitHost, LimitOperation, LimitSituation)"/> is the one entry for those who know
/// the host's QEMU and the operation; <see cref="For"/> lists for a check what concerns a host at all.</summary>
public static class LimitTable
{
    private const string Name = "limits.txt";

    /// <summary>The rows of limits.txt.</summary>
    public static IReadOnlyList<Section> Rules() => EmbeddedTable.Load(Name);

    /// <summary>What an operation does to an instance on a host.</summary>
    /// <param name="host">The host.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="situation">The state of the instance and of the target; null for an L2 that runs and nothing known of a target.</param>
    public static LimitRuling Verdict(LimitHost host, LimitOperation operation, LimitSituation? situation = null) =>
        Verdict(EmbeddedTable.Load(Name), host, operation, situation ?? new());

    /// <summary>The same, of a table that was loaded: for many questions.</summary>
    /// <param name="table">The rows of limits.txt.</param>
    /// <param name="host">The host.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="situation">The state of the instance and of the target.</param>
    public static LimitRuling Verdict(IReadOnlyList<Section> table, LimitHost host, LimitOperation operation, LimitSituation situation)
    {
        List<Section> rules = [];
        List<LimitCondition> conditions = [];
        foreach (Section rule in table)
        {
            if (!Concerns(rule, operation) || (rule["needs"] != "exposed" && !situation.RunsNested))
            {
                continue;
            }

            bool? holds = Holds(rule, host);
            bool? isTheCase = IsTheCase(rule["when"], situation);
            bool? fits =
                rule["records-features"] switch { null => true, "yes" => situation.RecordsFeatures, _ => !situation.RecordsFeatures };
            if (holds == false || isTheCase == false || fits == false)
            {
                continue;
            }

            if (holds == true && isTheCase == true && fits == true)
            {
                rules.Add(rule);
            }
            else
            {
                conditions.Add(new(rule, isTheCase is null ? rule["when"] : null));
            }
        }

        LimitVerdict verdict = rules.Count > 0 ? rules.Max(VerdictOf) : situation.RunsNested ? LimitVerdict.Unknown : LimitVerdict.Works;
        bool mayBeWorse = conditions.Exists(c => c.When is null && VerdictOf(c.Rule) > verdict);
        return new(mayBeWorse ? LimitVerdict.Unknown : verdict, rules, conditions);
    }

    /// <summary>The rules about features of KVM that an instance which nests does not get on a host (operation = features). What is not
    /// certain of the host makes none.</summary>
    /// <param name="host">The host.</param>
    public static IEnumerable<Section> Features(LimitHost host) =>
        EmbeddedTable.Load(Name).Where(r => r["operation"] == "features" && Holds(r, host) == true);

    /// <summary>What concerns a host at all, for a check that does not know its QEMU: rules for an old one (qemu-before) are left out,
    /// rules for a new one stand and name it in their text. Rules for another VMM than QEMU stand too; those that the table keeps from a
    /// check (check = no) do not.</summary>
    /// <param name="cpu">The processor.</param>
    /// <param name="kernel">The host's kernel, or null where it is not known: rules that ask for one are left out.</param>
    public static IEnumerable<Section> For(CpuFacts cpu, KernelVersion? kernel)
    {
        LimitHost host = new(LimitHost.VendorOf(cpu), kernel) { IsQemu = null };
        foreach (Section rule in EmbeddedTable.Load(Name))
        {
            bool asksForKernel = rule["kernel-from"] is not null || rule["kernel-before"] is not null || rule["fixed"] is not null;
            if (rule["check"] != "no" && rule["qemu-before"] is null && IsOfVendor(rule, host) == true && !(asksForKernel && kernel is null)
                && HoldsForKernel(rule, host) == true)
            {
                yield return rule;
            }
        }
    }

    /// <summary>The table's word for an operation.</summary>
    /// <param name="operation">An operation.</param>
    public static string Word(LimitOperation operation) => operation switch
    {
        LimitOperation.Migrate => "migrate",
        LimitOperation.Save => "save",
        LimitOperation.ManagedSave => "managed-save",
        LimitOperation.Snapshot => "snapshot",
        LimitOperation.Restore => "restore",
        LimitOperation.SuspendToDisk => "suspend-disk",
        LimitOperation.VcpuHotplug => "vcpu-hotplug",
        LimitOperation.MigrateNested => "migrate-nested",
    };

    /// <summary>The operation that a rule names; null for one on all of them.</summary>
    /// <param name="rule">A rule.</param>
    public static LimitOperation? Operation(Section rule)
    {
        int index = Array.FindIndex(Enum.GetValues<LimitOperation>(), o => Word(o) == rule["operation"]);
        return index < 0 ? null : (LimitOperation)index;
    }

    /// <summary>The table's word for a verdict.</summary>
    /// <param name="verdict">A verdict.</param>
    public static string Word(LimitVerdict verdict) => EnumWord.Of(verdict);

    /// <summary>The verdict that a row has.</summary>
    /// <param name="rule">A row.</param>
    /// <exception cref="FormatException">The word is none of the table's.</exception>
    public static LimitVerdict VerdictOf(Section rule) => rule["verdict"] switch
    {
        "works" => LimitVerdict.Works,
        "unknown" => LimitVerdict.Unknown,
        "undefined" => LimitVerdict.Undefined,
        "breaks" => LimitVerdict.Breaks,
        "refused" => LimitVerdict.Refused,
        _ => throw new FormatException($"{Name}: [{rule.Id}] has no such verdict: {rule["verdict"]}"),
    };

    /// <summary>What is said of save holds for managed save too; what is said of restoring on a target, for the end of a migration: there
    /// too a QEMU takes the state in.</summary>
    private static bool Concerns(Section rule, LimitOperation operation) => rule["operation"] switch
    {
        "all" => operation is LimitOperation.Migrate or LimitOperation.Save or LimitOperation.ManagedSave or LimitOperation.Snapshot
            or LimitOperation.Restore,
        "save" => operation is LimitOperation.Save or LimitOperation.ManagedSave,
        "restore" => operation == LimitOperation.Restore
            || (operation == LimitOperation.Migrate && rule["when"]?.StartsWith("target-", StringComparison.Ordinal) == true),
        { } word => word == Word(operation),
        null => false,
    };

    private static bool? IsTheCase(string? when, LimitSituation situation) => when switch
    {
        null => true,
        "target-nested-off" => situation.IsTargetNestedOff,
        "target-other-vendor" => situation.IsTargetOfOtherVendor,
        "target-lacks-features" => situation.LacksTargetFeatures,
        "migrated" => situation.WasMigrated,
        _ => throw new FormatException($"{Name}: no such condition: {when}"),
    };

    private static bool? Holds(Section rule, LimitHost host)
    {
        bool? isOfVmm = rule["vmm"] switch { null => true, "qemu" => host.IsQemu, _ => !host.IsQemu };
        bool? all = true;
        foreach (bool? each in (bool?[])
        [
            IsOfVendor(rule, host), isOfVmm, HoldsForKernel(rule, host), IsWithin(rule["qemu-from"], rule["qemu-before"], host.Qemu),
                IsWithin(rule["libvirt-from"], rule["libvirt-before"], host.Libvirt),
        ])
        {
            all = each == false || all == false ? false : each is null ? null : all;
        }

        return all;
    }

    private static bool? IsOfVendor(Section rule, LimitHost host) =>
        rule["vendor"] == "any" ? true : host.Vendor is null ? null : rule["vendor"] == host.Vendor;

    /// <summary>What a kernel lacks by its version a distribution may have put in by itself; what it has it has.</summary>
    private static bool? HoldsForKernel(Section rule, LimitHost host)
    {
        if (rule["kernel-from"] is null && rule["kernel-before"] is null && rule["fixed"] is null)
        {
            return true;
        }

        if (host.Kernel is not { } version)
        {
            return null;
        }

        bool isOld = KernelVersion.Parse(rule["kernel-from"]) is { } from && version.CompareTo(from) < 0;
        bool isNew = KernelVersion.Parse(rule["kernel-before"]) is { } before && version.CompareTo(before) >= 0;
        bool isFixed = rule["fixed"] is { } releases && FixedReleases.Include(releases, version);
        bool restsOnAge = isOld || rule["kernel-before"] is not null || rule["fixed"] is not null;
        return isNew || isFixed ? false : restsOnAge && !host.IsUpstream ? null : !isOld;
    }

    private static bool? IsWithin(string? from, string? before, KernelVersion? version) => from is null && before is null ? true
        : version is not { } known ? null
        : (KernelVersion.Parse(from) is not { } first || known.CompareTo(first) >= 0)
        && (KernelVersion.Parse(before) is not { } end || known.CompareTo(end) < 0);
}
