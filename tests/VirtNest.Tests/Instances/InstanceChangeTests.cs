using VirtNest.Facts;
using VirtNest.Instances;
using VirtNest.Instances.Xml;
using VirtNest.Tables;
using VirtNest.Tests.Schemas;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Tests.Instances;

/// <summary>What is said of every end that a change can have.</summary>
public sealed class InstanceChangeTests
{
    private static readonly SchemaFile Schema = SchemaFile.Read("instance-change");

    public static TheoryData<InstanceChangeOutcome, InstanceRefusal?> Ends
    {
        get
        {
            TheoryData<InstanceChangeOutcome, InstanceRefusal?> ends = [];
            foreach (InstanceChangeOutcome outcome in Enum.GetValues<InstanceChangeOutcome>())
            {
                ends.Add(outcome, null);
            }

            foreach (InstanceRefusal refusal in Enum.GetValues<InstanceRefusal>())
            {
                ends.Add(InstanceChangeOutcome.Refused, refusal);
            }

            return ends;
        }
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void Every_end_is_told_in_both_languages_within_eighty_columns_and_fits_the_schema(InstanceChangeOutcome outcome,
        InstanceRefusal? refusal)
    {
        foreach (InstanceGoal goal in Enum.GetValues<InstanceGoal>())
        {
            InstanceChangeReport report = Report("web\e[31m\n实例", goal, outcome) with { Refusal = refusal };
            InstanceChangeReport[] two = [report, report with { IsForced = true, IsRecovered = true, IsStartedAgain = true }];
            foreach (Language language in Enum.GetValues<Language>())
            {
                string text = InstanceChangeText.Write(two, language);
                Assert.NotEmpty(text);
                Assert.DoesNotContain('\e', text);
                Assert.All(text.Split('\n'), static l => Assert.True(TerminalColumns.Of(l) <= 80, l));
            }

            string json = Encoding.UTF8.GetString(InstanceChangeJson.Write(two, Wish(goal)));
            Assert.Empty(Schema.Problems(json));
            Assert.DoesNotContain('\e', json);
        }
    }

    [Theory]
    [InlineData("operation failed: guest CPU doesn't match specification: missing features: svm", "not what the host can give")]
    [InlineData("internal error: qemu unexpectedly closed the monitor: cannot set up guest memory 'pc.ram': Cannot allocate memory",
        "not enough memory")]
    [InlineData("unsupported configuration: CPU mode 'host-passthrough' for x86_64 qemu domain on x86_64 host is not supported by "
        + "hypervisor", "another --mode")]
    public void Libvirts_words_at_a_start_are_given_and_read(string words, string reading)
    {
        InstanceChangeReport report = Report("web", InstanceGoal.Enable,
            InstanceChangeOutcome.RolledBack) with { Failure = new(LibvirtFailureKind.Refused, "virDomainCreateWithFlags", 9, 10, words) };
        string text = string.Join(' ', InstanceChangeText.Sentences(report, Language.English));
        Assert.Contains(words, text, StringComparison.Ordinal);
        Assert.Contains(reading, text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_failed_outweighs_one_that_is_not_known()
    {
        InstanceChangeReport good = Report("a", InstanceGoal.Enable, InstanceChangeOutcome.Applied);
        InstanceChangeReport unknown = Report("b", InstanceGoal.Enable, InstanceChangeOutcome.Stuck);
        InstanceChangeReport failed = Report("c", InstanceGoal.Enable, InstanceChangeOutcome.NotDelivered);
        Assert.True(InstanceChangeReport.AllGood([good, good]));
        Assert.Null(InstanceChangeReport.AllGood([good, unknown]));
        Assert.False(InstanceChangeReport.AllGood([unknown, failed, good]));
    }

    [Fact]
    public void Only_a_line_that_is_gone_is_a_loss()
    {
        DomainXml before = Parsed("<domain type='kvm'>\n  <name>a</name>\n  <a/>\n  <b/>\n</domain>");
        Assert.Null(
            DefinitionLoss.Find(before,
                Parsed("<domain type='kvm'>\n  <name>a</name>\n  <b/>\n  <a/>\n  <new/>\n  <cpu mode='maximum'/>\n</domain>")));
        Assert.Equal("<b/>",
            DefinitionLoss.Find(before, Parsed("<domain type='kvm'>\n  <name>a</name>\n  <a/>\n  <cpu mode='maximum'/>\n</domain>")));
    }

    [Fact]
    public void A_list_of_names_is_lines_and_a_pattern_is_a_shells()
    {
        Assert.Equal(["a", "b c"], InstanceNames.InList("# mine\na\r\n\nb c\na\n"));
        Assert.Equal(["a"], InstanceNames.InList("\ufeffa\n"));
        Assert.Null(InstanceNames.FaultyLine("a\tb\n实例\n"));
        Assert.Equal(2, InstanceNames.FaultyLine("a\nb\0\nc\n"));
        Assert.Equal(3, InstanceNames.FaultyLine("a\n\n\ufffdELF"));
        Assert.Equal(["web-1", "web-2"], InstanceNames.Matching(["web-2", "db", "web-1"], "web-*"));
        Assert.Equal(["db", "web"], InstanceNames.Matching(["web", "db"], null));
    }

    private static InstanceChangeReport Report(string name, InstanceGoal goal, InstanceChangeOutcome outcome)
    {
        DomainXml before = Parsed(
            "<domain type='kvm'>\n  <name>a</name>\n  <os><type arch='x86_64'>hvm</type></os>\n  <cpu mode='host-model'/>\n</domain>");
        CpuEditOutcome edit = CpuEdit.Enable(before, new CpuWish(CpuTarget.HostPassthrough, Extension.Svm));
        return new(name, goal, outcome)
        {
            Id = Guid.Parse("6695eb01-f6a4-8304-79aa-97f2502e193f"),
            Before = before,
            Edit = edit with { Refusal = new CpuRefusal(CpuRefusalKind.OtherType, "l\exc", []) },
            Extension = Extension.Svm,
            Owner = new DomainOwner(EmbeddedTable.Load("owners.txt").First(static r => r.Id == "nova"), "name x"),
            Circumstances = new(DomainState.Running, false, false, 2, true, false),
            Failure = new(LibvirtFailureKind.Refused, "virDomainCreateWithFlags", 9, 10, "no\e[2J"),
            KeptIn = "/var/lib/virt-nest/instances/x\e.json",
        };
    }

    private static DomainXml Parsed(string xml) => DomainXml.Parse(Encoding.UTF8.GetBytes(xml), out _) ?? throw new FormatException(xml);

    private static InstanceWish Wish(InstanceGoal goal) => new(
        goal, CpuTarget.Fitting, null, DropsConflicts: false, EvenIfManaged: false, IsNow: true, TimeSpan.FromSeconds(1), ForcesOff: false,
            IsDryRun: false, LooksInside: true, AsksQemu: false);
}
