using System.Collections.Generic;
using VirtNest.Facts;
using VirtNest.Messages;
using VirtNest.Platforms;

namespace VirtNest.Checks;

/// <summary>VN1901 to VN1903: notes on what holds on a host that nests: save and migration, features that nested instances lack, support.</summary>
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
            yield return new(FindingCode.SaveAndMigrate, null, rule["verdict"] == "works" ? Outcome.Pass : Outcome.Fail, Severity.Note, Questions.None,
                m => m.Limit(rule["operation"] ?? "all", rule.Line("text", m.Language), rule["date"] ?? ""), [new("uname", facts.Release ?? "-"), new("limits.txt", rule.Id)]);
        }

        string[] missing = [.. NestedFeatures.MissingOf(facts)];
        if (missing.Length > 0)
        {
            string source = facts.Modules.Vendor == "kvm_intel" ? "ioctl:KVM_GET_MSRS" : "ioctl:KVM_GET_SUPPORTED_CPUID";
            yield return new(FindingCode.NestedFeaturesMissing, null, Outcome.Fail, Severity.Note, Questions.None, m => m.NestedFeaturesMissing(string.Join(", ", missing)), [new(source, NestedFeatures.ReadingOf(facts))]);
        }

        string release = facts.Evidence["/etc/os-release"].Text;
        if (OsId(release) is { } id && Unsupported(id, facts) is { } said)
        {
            yield return new(FindingCode.NotSupportedHere, null, Outcome.Fail, Severity.Note, Questions.None, said, [new("/etc/os-release", "ID=" + id)]);
        }
    }

    private static System.Func<MessageCatalog, string>? Unsupported(string id, HostFacts facts) => id switch
    {
        "ubuntu" when !facts.Cpu.IsX86 => m => m.UbuntuSupportsX86Only,
        "rhel" => m => m.RhelDoesNotSupport,
        _ => null,
    };

    private static string? OsId(string release)
    {
        foreach (string line in release.Split('\n'))
        {
            if (line.StartsWith("ID=", System.StringComparison.Ordinal))
            {
                return line[3..].Trim().Trim('"', '\'');
            }
        }

        return null;
    }
}
