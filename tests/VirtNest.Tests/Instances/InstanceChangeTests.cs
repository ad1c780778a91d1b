using VirtNest.Changing;
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

    /// <summary>The refusals that a change of an instance can end in.</summary>
    private static readonly RemarkCode[] Refusals =
    [
        RemarkCode.Edit, RemarkCode.Managed, RemarkCode.Transient, RemarkCode.ManagedSave, RemarkCode.Busy, RemarkCode.OtherRun,
        RemarkCode.CannotShutDown, RemarkCode.NoExtension, RemarkCode.HostDoesNotOffer, RemarkCode.ShutdownIgnored, RemarkCode.CannotKeep,
        RemarkCode.ChangedMeanwhile, RemarkCode.ChangedSince, RemarkCode.PlanOutdated, RemarkCode.NothingToUndo, RemarkCode.Libvirt,
    ];

    public static TheoryData<InstanceChangeOutcome, RemarkCode?> Ends
    {
        get
        {
            TheoryData<InstanceChangeOutcome, RemarkCode?> ends = [];
            foreach (InstanceChangeOutcome outcome in Enum.GetValues<InstanceChangeOutcome>())
            {
                ends.Add(outcome, null);
            }

            foreach (RemarkCode refusal in Refusals)
            {
                ends.Add(InstanceChangeOutcome.Refused, refusal);
                ends.Add(InstanceChangeOutcome.RolledBack, refusal);
            }

            return ends;
        }
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void Every_end_is_told_in_both_languages_within_eighty_columns_and_fits_the_schema(InstanceChangeOutcome outcome,
        RemarkCode? refusal)
    {
        foreach (InstanceGoal goal in Enum.GetValues<InstanceGoal>())
        {
            InstanceChangeReport report = Report("web\e[31m\n实例", goal, outcome)
                with { Refusal = refusal is { } code ? new(code, new("it is so", "如此")) : null };
            InstanceChangeReport[] two = [report, report with { IsForced = true, IsRecovered = true }];
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

    public static TheoryData<string, RemarkCode?> Situations => new()
    {
        { "web", null }, { "transient", RemarkCode.Transient }, { "busy", RemarkCode.Busy }, { "saved", RemarkCode.ManagedSave },
        { "paused", RemarkCode.CannotShutDown }, { "unknown", RemarkCode.NoExtension }, { "denied", RemarkCode.HostDoesNotOffer },
        { "managed", RemarkCode.Managed },
    };

    [Theory]
    [MemberData(nameof(Situations))]
    public void What_stands_against_a_change_refuses_it(string kind, RemarkCode? refusal)
    {
        InstanceSituation now = Situation("<cpu mode='host-model'/>", kind == "managed" ? NovaMark : "");
        now = kind switch
        {
            "transient" => now with { Circumstances = now.Circumstances with { IsTransient = true } },
            "busy" => now with { Circumstances = now.Circumstances with { IsBusy = true } },
            "saved" => now with { Circumstances = now.Circumstances with { State = DomainState.ShutOff, HasManagedSave = true } },
            "paused" => now with { Circumstances = now.Circumstances with { State = DomainState.Paused } },
            "unknown" => now with { Host = HostOffer.Unknown },
            "denied" => now with { Host = new(Extension.Svm, false, "x") },
            _ => now,
        };
        ChangePlan plan = InstancePlanner.Plan(now, Wish(InstanceGoal.Enable)).Plan;
        Assert.Equal(refusal, plan.Refusals.Count == 0 ? null : plan.Refusals[0].Code);
        Assert.Equal(refusal is null ? [typeof(DefinitionStep), typeof(RestartStep)] : [], plan.Steps.Select(static s => s.GetType()));
        Assert.Equal(refusal is null, plan.Title is not null);
    }

    [Fact]
    public void A_change_is_taken_back_unless_others_have_changed_the_cpu_since_and_disabling_goes_back_to_before_the_first()
    {
        InstanceSituation plain = Situation("<cpu mode='custom' match='exact'><model>qemu64</model></cpu>");
        ChangePlan first = InstancePlanner.Plan(plain, Wish(InstanceGoal.Enable) with { Target = CpuTarget.Keep }).Plan;
        InstanceSituation once = After(plain, first);
        ChangePlan second =
            InstancePlanner.Plan(once, Wish(InstanceGoal.Enable) with { Target = CpuTarget.HostPassthrough, DropsConflicts = true }).Plan;
        InstanceSituation twice = After(once, second);
        Assert.Equal(2, twice.Former.Count);

        Assert.Equal(once.Definition.CpuBytes.ToArray(), CpuAfter(InstancePlanner.Plan(twice, Wish(InstanceGoal.Undo)).Plan));
        Assert.Equal(plain.Definition.CpuBytes.ToArray(), CpuAfter(InstancePlanner.Plan(twice, Wish(InstanceGoal.Disable)).Plan));

        InstanceSituation edited = Situation("<cpu mode='host-model'/>") with { Former = twice.Former };
        Assert.Equal(RemarkCode.ChangedSince, InstancePlanner.Plan(edited, Wish(InstanceGoal.Undo)).Plan.Refusals[0].Code);
        Assert.Equal(RemarkCode.NothingToUndo, InstancePlanner.Plan(plain, Wish(InstanceGoal.Undo)).Plan.Refusals[0].Code);
        Assert.True(InstancePlanner.Plan(once with { Former = twice.Former }, Wish(InstanceGoal.Undo)).Plan is
            { HasSteps: false, IsAllowed: true });

        static byte[] CpuAfter(ChangePlan plan) => Parsed(Encoding.UTF8.GetString(Step(plan).After)).CpuBytes.ToArray();
        static DefinitionStep Step(ChangePlan plan) => Assert.IsType<DefinitionStep>(plan.Steps[0]);
        static InstanceSituation After(InstanceSituation before, ChangePlan plan)
        {
            DomainXml left = Parsed(Encoding.UTF8.GetString(Step(plan).After));
            return before with { Definition = left, IsPending = false,
                Former = [new(Step(plan), before.Definition, left, "/x"), .. before.Former] };
        }
    }

    [Fact]
    public void A_wish_is_read_back_from_the_goal_of_its_plan()
    {
        foreach (InstanceGoal goal in Enum.GetValues<InstanceGoal>())
        {
            foreach (CpuTarget target in Enum.GetValues<CpuTarget>())
            {
                InstanceWish wish = Wish(goal) with { Target = target, Extension = Extension.Vmx, ForcesOff = true };
                Assert.Equal(wish, InstanceWish.Read(wish.PlanGoal));
            }
        }

        Assert.Null(InstanceWish.Read(Wish(InstanceGoal.Enable).PlanGoal with { Mode = "custom" }));
        Assert.Null(InstanceWish.Read(Wish(InstanceGoal.Enable).PlanGoal with { Action = "destroy" }));
        Assert.Null(InstanceWish.Read(Wish(InstanceGoal.Enable).PlanGoal with { Extension = "ept" }));
        Assert.Null(InstanceWish.Read(Wish(InstanceGoal.Enable).PlanGoal with { Seconds = 0 }));
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
        Assert.Equal("4 (<b>)",
            DefinitionLoss.Find(before, Parsed("<domain type='kvm'>\n  <name>a</name>\n  <a/>\n  <cpu mode='maximum'/>\n</domain>")));
    }

    [Fact]
    public void A_lost_line_is_named_without_the_secret_in_it()
    {
        DomainXml before = Parsed("<domain type='kvm'>\n  <name>a</name>\n  <graphics type='vnc' passwd='pss'/>\n</domain>");
        string lost = DefinitionLoss.Find(before, Parsed("<domain type='kvm'>\n  <name>a</name>\n  <graphics type='vnc'/>\n</domain>"))!;
        Assert.Equal("3 (<graphics>)", lost);
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

    private const string NovaMark = "<metadata><n:instance xmlns:n='http://openstack.org/xmlns/libvirt/nova/1.1'/></metadata>";

    private static InstanceSituation Situation(string cpu, string metadata = "") => new("qemu:///system", Id, "web",
        new(DomainState.Running, false, false, 2, true, false),
        Parsed($"<domain type='kvm'>\n  <name>web</name>\n  {metadata}\n  <os><type arch='x86_64'>hvm</type></os>\n  {cpu}\n</domain>"),
        new(Extension.Svm, true, "x"), IsPending: false, []);

    private static Guid Id { get; } = Guid.Parse("6695eb01-f6a4-8304-79aa-97f2502e193f");

    private static InstanceChangeReport Report(string name, InstanceGoal goal, InstanceChangeOutcome outcome)
    {
        InstanceSituation now = Situation("<cpu mode='host-model'/>") with { Name = name };
        return new(name, goal, outcome)
        {
            Id = Id,
            Planned = InstancePlanner.Plan(now, Wish(goal)) with
            {
                Owner = new DomainOwner(EmbeddedTable.Load("owners.txt").First(static r => r.Id == "nova"), "name x"),
            },
            Circumstances = now.Circumstances,
            Failure = new(LibvirtFailureKind.Refused, "virDomainCreateWithFlags", 9, 10, "no\e[2J"),
            KeptIn = "/var/lib/virt-nest/changes/000001-x\e",
        };
    }

    private static DomainXml Parsed(string xml) => DomainXml.Parse(Encoding.UTF8.GetBytes(xml), out _) ?? throw new FormatException(xml);

    private static InstanceWish Wish(InstanceGoal goal) => new(
        goal, CpuTarget.Fitting, null, DropsConflicts: false, EvenIfManaged: false, IsNow: true, TimeSpan.FromSeconds(1), ForcesOff: false,
            IsDryRun: false, LooksInside: true, AsksQemu: false);
}
