using VirtNest.Facts;
using VirtNest.Tables;
using VirtNest.Text;

namespace VirtNest.Checking;

/// <summary>VN1901 to VN1903: notes on what holds on a host that nests: save and migration, features that nested instances lack,
/// support.</summary>
internal static class LimitsCheck
{
    internal static IEnumerable<Finding> Run(HostFacts facts)
    {
        if (!facts.GivesNesting)
        {
            yield break;
        }

        foreach (Section rule in LimitTable.For(facts.Cpu, facts.Version))
        {
            yield return Finding.Make(FindingCode.SaveAndMigrate, rule["verdict"] == "works" ? Outcome.Pass : Outcome.Fail,
                Limit(LimitTable.Operation(rule), new(rule.Line("text", Language.English), rule.Line("text", Language.Chinese)),
                    rule["date"] ?? ""), [new("uname", facts.Release ?? "-"), new("limits.txt", rule.Id)]);
        }

        string[] missing = [.. NestedFeatures.MissingOf(facts)];
        if (missing.Length > 0)
        {
            string source = facts.Modules.Row?.CapabilitySource ?? VendorModule.SupportedCpuid;
            yield return Finding.Fail(FindingCode.NestedFeaturesMissing, missing.Select(NestedFeatures.NeededBy).OfType<Sentence>()
                .Aggregate(NestedFeaturesMissing(string.Join(", ", missing)), static (all, need) => all + Separator + need),
                [new(source, NestedFeatures.ReadingOf(facts))]);
        }

        if (SupportTable.Find(facts) is { } statement && statement["support"] != "full")
        {
            yield return Finding.Fail(FindingCode.NotSupportedHere,
                Supported(new(statement.Line("text", Language.English), statement.Line("text", Language.Chinese)), statement["date"] ?? ""),
                [new("/etc/os-release", "ID=" + OsRelease.Id(facts.Evidence)), new(SupportTable.Name, statement.Id)]);
        }
    }

    private static Sentence Limit(LimitOperation? operation, Sentence text, string date)
    {
        Sentence name = operation switch
        {
            LimitOperation.Migrate => new("live migration", "热迁移"),
            LimitOperation.Save => new("save", "保存"),
            LimitOperation.Snapshot => new("snapshot", "快照"),
            LimitOperation.Restore => new("restore", "恢复"),
            LimitOperation.VcpuHotplug => new("vCPU hot-plug", "虚拟 CPU 热插拔"),
            _ => new("migration, save and snapshot", "迁移、保存与快照"),
        };
        return new(
            $"{name.English} with a running nested instance: {text.English} ({date})",
            $"有嵌套实例运行时的{name.Chinese}：{text.Chinese}（{date}）");
    }

    private static Sentence Separator => new("; ", "；");
    private static Sentence NestedFeaturesMissing(string features) =>
        new($"instances that nest do not get here: {features}", $"在此处，嵌套的实例得不到：{features}");
    private static Sentence Supported(Sentence text, string date) => new($"{text.English} ({date})", $"{text.Chinese}（{date}）");
}
