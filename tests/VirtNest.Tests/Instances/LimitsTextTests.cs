using VirtNest.Facts;
using VirtNest.Instances;
using VirtNest.Proving;
using VirtNest.Tests.Schemas;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Tests.Instances;

/// <summary>What `limits` prints: golden texts in both languages (tests/limits.txt), 80 columns, the schema, hostile names.</summary>
public sealed class LimitsTextTests
{
    private const string Amd = "amd-nested-1", Intel = "intel-nested-on";
    private const string Denied = "<cpu mode='custom'><model>EPYC</model><feature policy='disable' name='svm'/></cpu>";

    private static readonly SchemaFile Schema = SchemaFile.Read("limits");

    /// <summary>Each case by its name; tests/limits.txt has a text for it in each language.</summary>
    private static readonly Dictionary<string, Func<LimitsReport>> Cases = new(StringComparer.Ordinal)
    {
        ["amd-running"] = () => Of(Amd, LimitsHost.Running(Amd, true)),
        ["amd-idle"] = () => Of(Amd, LimitsHost.Running(Amd, false)),
        ["amd-off"] = () => Of(Amd, LimitsHost.Off(Amd)),
        ["amd-not-exposed"] = () => Of(Amd, LimitsHost.Running(Amd, null, Denied)),
        ["amd-to-itself"] = () => Of(Amd, LimitsHost.Running(Amd, true), Amd),
        ["amd-to-nested-off"] = () => Of(Amd, LimitsHost.Running(Amd, true), "amd-nested-0"),
        ["amd-to-intel"] = () => Of(Amd, LimitsHost.Running(Amd, true), Intel),
        ["amd-to-unknown"] = () => Of(Amd, LimitsHost.Running(Amd, true), "unknown-empty-dump"),
        ["amd-not-exposed-to-nested-off"] = () => Of(Amd, LimitsHost.Running(Amd, null, Denied), "amd-nested-0"),
        ["amd-proof-failed"] =
            () => Of(Amd, LimitsHost.Running(Amd, true), null, InstanceLimitsTests.Proof("6.1.0-25-amd64", ProofVerdict.Refuted)),
        ["amd-proof-held"] =
            () => Of(Amd, LimitsHost.Running(Amd, true), null, InstanceLimitsTests.Proof("6.1.0-25-amd64", ProofVerdict.Proven)),
        ["amd-proof-of-another-kernel"] =
            () => Of(Amd, LimitsHost.Running(Amd, true), null, InstanceLimitsTests.Proof("6.12.9-amd64", ProofVerdict.Refuted)),
        ["amd-elsewhere"] = () => Elsewhere(),
        ["intel-running-to-less"] = () => Of(Intel, LimitsHost.Running(Intel, true), "intel-nested-features-missing"),
        ["intel-not-told"] = () => Of(Intel, LimitsHost.Running(Intel, null)),
        ["emulated"] = () => OfType("qemu"),
        ["test-driver"] = () => OfType("test"),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Fact]
    public void The_texts_are_the_golden_ones_in_both_languages()
    {
        string file = RepositoryFolder.Of("tests", "limits.txt");
        (string Command, string Text)[] said = [.. Cases.SelectMany(
            static c => Enum.GetValues<Language>().Select(l => (Command(c.Key, l), LimitsText.Write(c.Value(), l, usesColour: false))))];
        if (Hosts.HostFixture.UpdatesGolden)
        {
            Transcript.Write(file, said);
            return;
        }

        IReadOnlyList<(string Command, string Text)> golden = Transcript.Read(file);
        Assert.Equal(golden.Select(static t => t.Command), said.Select(static t => t.Command));
        Assert.All(golden.Zip(said), static p => Assert.Equal(p.First.Text, p.Second.Text));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_text_is_within_80_columns_and_the_same_without_colour_in_both_languages(string name)
    {
        LimitsReport report = Cases[name]();
        foreach (Language language in Enum.GetValues<Language>())
        {
            string text = LimitsText.Write(report, language, usesColour: false);
            Assert.All(text.Split('\n'),
                static l => Assert.True(TerminalColumns.Of(l) <= 80 || l.Contains("https://", StringComparison.Ordinal), l));
            Assert.Equal(text, Regexes.Colour().Replace(LimitsText.Write(report, language, usesColour: true), ""));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_document_is_as_its_schema_says(string name) => Assert.Empty(Schema.Problems(Json(Cases[name]())));

    [Fact]
    public void Hostile_names_files_and_kernels_stay_printable_and_in_their_lines()
    {
        const string evil = "\e[31mx\r\n\u202Ey\a";
        InstanceFacts facts = LimitsHost.Running(Amd, null);
        facts = facts with { Reading = facts.Reading with { Name = evil + new string('n', 5000) } };
        StateDocument proof = InstanceLimitsTests.Proof(evil + new string('k', 100_000), ProofVerdict.Refuted);
        InstanceLimits limits = InstanceLimits.Judge(facts, LimitsHost.Host(Amd, facts), LimitsHost.Facts("intel-hostile-names"), proof);
        LimitsReport report = new(limits, LimitsHost.Connection(facts), evil, evil);
        foreach (Language language in Enum.GetValues<Language>())
        {
            string text = LimitsText.Write(report, language, usesColour: false);
            Assert.DoesNotContain(text, static c => c is '\e' or '\a' or '\r' or '\u202E');
            Assert.True(text.Length < 20_000);
            Assert.All(text.Split('\n'),
                static l =>
                    Assert.True(TerminalColumns.Of(l) <= 80 || !l.Contains(' ', StringComparison.Ordinal)
                        || l.TrimStart().IndexOf(' ', StringComparison.Ordinal) < 0 || l.Contains("https://", StringComparison.Ordinal),
                            l));
        }

        Assert.Empty(Schema.Problems(Json(report)));
    }

    [Fact]
    public void The_document_carries_every_rule_that_it_refers_to()
    {
        foreach (LimitsReport report in Cases.Values.Select(static c => c()))
        {
            HashSet<string> told = [.. report.Rules.Select(static r => r.Id)];
            Assert.All(report.Limits.Operations.SelectMany(static o => o.WithoutNested.Rules.Concat(o.WithNested?.Rules ?? [])),
                r => Assert.Contains(r.Id, told));
            Assert.Equal(told.Count, report.Rules.Count);
        }
    }

    private static string Command(string name, Language language) =>
        $"virt-nest limits{(language == Language.English ? "" : " --lang zh-CN")} ({name})";

    private static string Json(LimitsReport report) => Encoding.UTF8.GetString(LimitsJson.Write(report));

    private static LimitsReport Of(string host, InstanceFacts facts, string? target = null, StateDocument? proof = null) => new(
        InstanceLimits.Judge(facts, LimitsHost.Host(host, facts), target is null ? null : LimitsHost.Facts(target), proof),
            LimitsHost.Connection(facts), target is null ? null : "target.json", proof is null ? null : "proof.json");

    private static LimitsReport Elsewhere()
    {
        InstanceFacts facts =
            LimitsHost.Running(Amd, true) with { Host = new HostOffer(Extension.Svm, true, "virConnectGetDomainCapabilities") };
        InstanceList connection = LimitsHost.Connection(facts, "qemu+ssh://root@other/system");
        return new(InstanceLimits.Judge(facts, InstanceHost.From(connection, null)), connection, null, null);
    }

    private static LimitsReport OfType(string type)
    {
        InstanceFacts facts = LimitsHost.Off(Amd);
        facts = facts with { Reading = facts.Reading with { Persistent = LimitsHost.Domain(type, "") } };
        return new(InstanceLimits.Judge(facts, LimitsHost.Host(Amd, facts)), LimitsHost.Connection(facts), null, null);
    }
}

/// <summary>Patterns of these tests.</summary>
internal static partial class Regexes
{
    [System.Text.RegularExpressions.GeneratedRegex("\e\\[\\d+m")]
    internal static partial System.Text.RegularExpressions.Regex Colour();
}
