using VirtNest.Checking;
using VirtNest.Facts;
using VirtNest.Instances;
using VirtNest.Instances.Xml;
using VirtNest.Tests.Schemas;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Tests.Instances;

/// <summary>The first broken link of an instance's chain, its exit and its words in both languages.</summary>
public sealed class InstanceVerdictTests
{
    private const string Passthrough = "<cpu mode='host-passthrough' check='full'><feature policy='require' name='svm'/></cpu>";
    private const string Live = "<cpu mode='host-passthrough' check='full' migratable='on'><feature policy='require' name='svm'/></cpu>";

    private static readonly SchemaFile CheckSchema = SchemaFile.Read("instance-check");
    private static readonly SchemaFile ListSchema = SchemaFile.Read("instance-list");

    [Fact]
    public void A_whole_chain_is_yes()
    {
        InstanceFacts facts =
            Running(Passthrough, Live, inside: new(InsideState.Read, HasVmx: false, HasSvm: true, Module: "kvm_amd", Nested: "1"));
        Holds(facts, Answer.Yes, null);
    }

    [Fact]
    public void The_host_comes_first() =>
        Holds(Running(Passthrough, Live) with { Host = new(Extension.Svm, false, "x") }, Answer.No, FindingCode.InstanceHost);

    [Fact]
    public void A_definition_that_does_not_ask_comes_before_the_process_that_has_not() =>
        Holds(Running("", ""), Answer.No, FindingCode.InstanceDefinition);

    [Fact]
    public void The_guides_line_is_named_on_amd() =>
        Holds(Off("<cpu mode='host-model' check='partial'/>"), Answer.No, FindingCode.InstanceHostModel);

    [Fact]
    public void The_guides_line_does_on_intel() =>
        Holds(Off("<cpu mode='host-model' check='partial'/>") with { Host = new(Extension.Vmx, true, "x") }, Answer.Yes, null);

    [Fact]
    public void A_definition_newer_than_the_process_is_named() => Holds(
        Running(Passthrough, "<cpu mode='custom'><model>EPYC</model><feature policy='disable' name='svm'/></cpu>"), Answer.No,
            FindingCode.InstanceRestartPending);

    [Fact]
    public void An_inside_without_the_flag_breaks_the_chain() => Holds(
        Running(Passthrough, Live, new(InsideState.Read, HasVmx: false, HasSvm: false)), Answer.No, FindingCode.InstanceInsideDisagrees);

    [Fact]
    public void A_lying_inside_makes_nothing_true()
    {
        InstanceFacts facts = Running("", "", new(InsideState.Read, HasVmx: true, HasSvm: true, Module: "kvm_amd", Nested: "1"));
        Assert.False(facts.IsExposed);
        Holds(facts, Answer.No, FindingCode.InstanceDefinition);
    }

    [Fact]
    public void An_inside_that_nobody_looked_into_decides_nothing() =>
        Holds(Running(Passthrough, Live, new(InsideState.NoAgent, "\e[31mno")), Answer.Yes, null);

    [Fact]
    public void A_missing_module_inside_is_the_last_link() => Holds(
        Running(Passthrough, Live, new(InsideState.Read, HasVmx: false, HasSvm: true, Module: "kvm_amd")), Answer.No,
            FindingCode.InstanceModule);

    [Fact]
    public void What_ran_outweighs_what_was_read()
    {
        InstanceFacts facts = Running("<cpu mode='host-model'/>", "<cpu mode='host-model'/>");
        facts = facts with { Host = HostOffer.Unknown, Reading = facts.Reading with { Samples = (new(5, false), new(9, false)) } };
        Assert.True(facts.IsExposed);
        Assert.True(facts.RunsNested);
        Holds(facts, Answer.Yes, null);
    }

    [Theory]
    [InlineData(500, 501, 0.5, DomainState.Running, true)]
    [InlineData(500, 500, 0.5, DomainState.Running, null)]
    [InlineData(500, 500, 2.9, DomainState.Running, null)]
    [InlineData(500, 500, 3.0, DomainState.Running, false)]
    [InlineData(0, 0, 0, DomainState.Running, false)]
    [InlineData(500, 500, 3.0, DomainState.Paused, null)]
    [InlineData(0, 0, 0, DomainState.Paused, null)] // restored or migrated and not let go on yet
    [InlineData(500, 501, 0.5, DomainState.Paused, true)]
    [InlineData(500, 500, 3.0, DomainState.ShutOff, false)]
    public void That_no_L2_runs_takes_a_count_that_has_stood_for_long_enough_in_one_that_was_not_paused(long first, long second,
        double seconds, DomainState state, bool? runs)
    {
        InstanceFacts facts = Running(Passthrough, Live);
        facts = facts with { Reading = facts.Reading with { State = state, Samples = (new(first, false), new(second, false)),
            SampledFor = TimeSpan.FromSeconds(seconds) } };
        Assert.Equal(runs, facts.RunsNested);
        Assert.Equal(runs is null && state == DomainState.Running, facts.Reading.IsUndecided);
    }

    [Fact]
    public void Another_kind_is_not_judged() =>
        Holds(With(Off(""), CpuGrantTests.Domain("lxc", "")), Answer.Unknown, FindingCode.InstanceNotJudged);

    [Fact]
    public void A_definition_that_libvirt_refuses_is_unknown() =>
        Holds(
            With(Off(""),
                null) with { Reading = With(Off(""),
                    null).Reading with { Failure = new(LibvirtFailureKind.NoDomain, "virDomainGetXMLDesc", 42, 10, "gone") } },
                    Answer.Unknown, FindingCode.InstanceNotRead);

    [Theory]
    [InlineData("a b; rm -rf /")]
    [InlineData("\e]0;owned\a")]
    [InlineData("-name")]
    [InlineData("实例")]
    [InlineData("x\u202Egnp")]
    public void A_name_that_a_shell_or_terminal_misreads_is_not_in_a_command(string name)
    {
        InstanceFacts facts = Off("");
        InstanceVerdict verdict = InstanceVerdict.Judge(facts with { Reading = facts.Reading with { Name = name } });
        Assert.Equal("virt-nest instance enable " + facts.Reading.Id, verdict.Decisive!.Remedy!.Command);
        string text = InstanceCheckText.Write(verdict, Language.English, false, true);
        Assert.DoesNotContain(text, static c => c is '\e' or '\a' or '\u202E');
    }

    [Fact]
    public void A_name_of_ten_thousand_characters_keeps_the_lines_within_eighty_columns()
    {
        InstanceFacts facts = Off("");
        facts = facts with { Reading = facts.Reading with { Name = new string('n', 10_000) } };
        foreach (Language language in Enum.GetValues<Language>())
        {
            Assert.True(InstanceCheckText.Write(InstanceVerdict.Judge(facts), language, false, true).Length < 4000);
            Assert.True(InstanceListText.Write(new("qemu:///system", 0, 0, [facts]), language).Length < 2000);
        }
    }

    [Fact]
    public void The_list_says_what_runs_on_an_older_definition_and_since_when()
    {
        InstanceFacts facts = Running(Passthrough, "<cpu mode='custom'><model>EPYC</model><feature policy='disable' name='svm'/></cpu>");
        facts = facts with { Reading = facts.Reading with { DefinedAt = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero) } };
        string text = InstanceListText.Write(new("qemu:///system", 9_000_000, 7_002_022, [facts]), Language.English);
        Assert.Contains("runs with EPYC", text, StringComparison.Ordinal);
        Assert.Contains("2026-01-02 03:04 UTC", string.Join(' ', text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);
        string json = Encoding.UTF8.GetString(InstanceListJson.Write(new("qemu:///system", 9_000_000, 7_002_022, [facts])));
        Assert.Contains("\"pending_since\": \"2026-01-02T03:04:05Z\"", json, StringComparison.Ordinal);
        Assert.Empty(ListSchema.Problems(json));
    }

    [Fact]
    public void Every_finding_of_an_instance_fires_somewhere()
    {
        InsideReading whole = new(InsideState.Read, HasVmx: false, HasSvm: true, Module: "kvm_amd", Nested: "1");
        InstanceFacts used = Running(Passthrough, Live, whole);
        DomainXml owned = DomainXml.Parse(Encoding.UTF8.GetBytes(
            "<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'><name>a</name>"
            + "<metadata><k:x xmlns:k='http://kubevirt.io'/></metadata><os><type arch='x86_64'>hvm</type></os>"
            + "<qemu:commandline><qemu:arg value='-cpu'/><qemu:arg value='host'/></qemu:commandline></domain>"), out _)!;
        InstanceFacts[] all =
        [
            used with { Reading = used.Reading with { Samples = (new(1, false), new(1, false)) } },
            Running(Passthrough, "", whole with { Nested = null }),
            Off("<cpu mode='host-model'/>") with { Reading =
                Off("").Reading with { Persistent = CpuGrantTests.Domain("kvm", "<cpu mode='host-model'/>"), HasManagedSave = true } },
            With(Off(""), owned),
            With(Off(""), CpuGrantTests.Domain("qemu", "")),
            With(Off(""), CpuGrantTests.Domain("xen", "")),
            With(Off(""), null),
        ];
        FindingCode[] fired = [.. all.SelectMany(static f => InstanceVerdict.Judge(f).Findings).Select(static f => f.Code).Distinct()];
        Assert.DoesNotContain(Enum.GetValues<FindingCode>(), c => (int)c is >= 2000 and < 3000 && !fired.Contains(c));
    }

    private static void Holds(InstanceFacts facts, Answer answer, FindingCode? decisive)
    {
        InstanceVerdict verdict = InstanceVerdict.Judge(facts);
        Assert.Equal((answer, decisive), (verdict.CanNest, verdict.Decisive?.Code));
        foreach (Language language in Enum.GetValues<Language>())
        {
            string text = InstanceCheckText.Write(verdict, language, usesColour: false, isVerbose: true);
            Assert.All(text.Split('\n'), static l => Assert.True(TerminalColumns.Of(l) <= 80, l));
            Assert.DoesNotContain('\e', text);
            InstanceListText.Write(new("test:///default", 0, 0, [facts]), language).Split('\n').ToList()
                .ForEach(static l => Assert.True(TerminalColumns.Of(l) <= 80, l));
        }

        Assert.Empty(CheckSchema.Problems(Encoding.UTF8.GetString(InstanceCheckJson.Write(verdict, "qemu:///system"))));
    }

    private static InstanceFacts Running(string persistent, string live, InsideReading? inside = null) => new(
        new InstanceReading("web", Guid.Parse("6695eb01-f6a4-8304-79aa-97f2502e193f"), DomainState.Running, false)
        {
            Persistent = CpuGrantTests.Domain("kvm", persistent),
            Live = CpuGrantTests.Domain("kvm", live),
            Inside = inside ?? new(InsideState.NotAsked),
        },
        new HostOffer(Extension.Svm, true, "x"));

    private static InstanceFacts Off(string persistent) => new(
        new InstanceReading("web", Guid.Parse("6695eb01-f6a4-8304-79aa-97f2502e193f"), DomainState.ShutOff,
            false) { Persistent = CpuGrantTests.Domain("kvm", persistent) },
        new HostOffer(Extension.Svm, true, "x"));

    private static InstanceFacts With(InstanceFacts facts, DomainXml? xml) => new(facts.Reading with { Persistent = xml }, facts.Host);
}
