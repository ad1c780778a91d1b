using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using VirtNest.Checking;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Tests.Hosts;

/// <summary>One host of tests/hosts, and what `check` says of it.</summary>
internal sealed class HostFixture
{

    private HostFixture(string name, HostEvidence evidence)
    {
        Name = name;
        Evidence = evidence;
        Verdict = Verdict.Judge(HostFacts.Parse(evidence));
    }

    /// <summary>VIRT_NEST_UPDATE_GOLDEN=1 writes what the program says now; a person then reads the difference before it is kept.</summary>
    internal static bool UpdatesGolden { get; } = Environment.GetEnvironmentVariable("VIRT_NEST_UPDATE_GOLDEN") == "1";

    internal static IEnumerable<string> Names => HostFile.Names;

    internal string Name { get; }

    internal HostEvidence Evidence { get; }

    internal Verdict Verdict { get; }

    /// <summary>The question that decides the exit status where --role does not say.</summary>
    internal Questions Question => Verdict.Facts.Layer.Kind is LayerKind.BareMetal or LayerKind.XenDom0 or LayerKind.Lpar
        ? Questions.GuestsCanNest : Questions.RunsGuests;

    private static readonly ConcurrentDictionary<string, HostFixture> All = new(StringComparer.Ordinal);

    /// <summary>A host, judged once for all tests.</summary>
    internal static HostFixture Read(string name) => All.GetOrAdd(name, Judge);

    private static HostFixture Judge(string name)
    {
        HostEvidence? evidence = EvidenceJson.Read(HostFile.Read(name).Evidence, out string? problem);
        Assert.True(evidence is not null, $"{name}: {problem}");
        return new HostFixture(name, evidence);
    }

    /// <summary>The same host after its evidence was written out and read back.</summary>
    internal HostFixture RoundTrip()
    {
        HostEvidence? again = EvidenceJson.Read(EvidenceJson.Write(Evidence), out string? problem);
        Assert.True(again is not null, problem);
        return new HostFixture(Name, again);
    }

    /// <summary>The document of `check --json` without the line of the version, which every release changes.</summary>
    internal string Json() => Encoding.UTF8.GetString(CheckJson.Write(Verdict, Question))
        .Replace($"  \"version\": \"{ProductVersion.Text}\",\n", "", StringComparison.Ordinal);

    /// <summary>The same, parsed.</summary>
    internal JsonNode Document() => JsonNode.Parse(Json())!;

    internal string Text(Language language, bool isVerbose = false) =>
        CheckText.Write(Verdict, Question, language, usesColour: false, isVerbose);

    /// <summary>The output of a command `virt-nest check` with --json, --verbose or --lang zh-CN.</summary>
    internal string Printed(string command) => command.Contains("--json", StringComparison.Ordinal) ? Json()
        : Text(command.Contains("--lang zh-CN", StringComparison.Ordinal) ? Language.Chinese : Language.English,
            command.Contains("--verbose", StringComparison.Ordinal));
}
