using VirtNest.Facts;

namespace VirtNest.Tables;

/// <summary>Tables/support.txt: what distributions say about nested virtualization on their hosts.</summary>
public static class SupportTable
{
    /// <summary>The name of the table.</summary>
    public const string Name = "support.txt";

    /// <summary>The statement for a host; null where its distribution has none.</summary>
    /// <param name="facts">The machine.</param>
    public static Section? Find(HostFacts facts) =>
        OsRelease.Id(facts.Evidence) is { } id
            ? EmbeddedTable.Load(Name).FirstOrDefault(row => Holds(row, id, OsRelease.Field(facts.Evidence, "VERSION_ID"), facts)) : null;

    private static bool Holds(Section row, string id, string? version, HostFacts facts) =>
        Words(row["os"]).Contains(id) && (row["arch"] is null || Words(row["arch"]).Contains(facts.Cpu.Architecture.Name))
        && (row["kernel"] is not { } kernel || (facts.Release is { } release && ShellPattern.Matches(kernel, release)))
        && (row["version-from"] is not { } from || Parse(version)?.IsAtLeast(Parse(from)!.Value) == true)
        && (row["version-before"] is not { } before || Parse(version)?.IsAtLeast(Parse(before)!.Value) == false);

    /// <summary>VERSION_ID has one number or several: "9", "24.04".</summary>
    private static KernelVersion? Parse(string? version) =>
        KernelVersion.Parse(version?.Contains('.', StringComparison.Ordinal) == false ? version + ".0" : version);

    private static string[] Words(string? value) => (value ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
