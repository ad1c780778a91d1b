using System.Text.Json.Nodes;
using VirtNest.Changing;
using VirtNest.Facts;
using VirtNest.Guarding;
using VirtNest.Tests.Changing;
using VirtNest.Tests.Hosts;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Tests.Schemas;

/// <summary>docs/schema holds for plans and for what came of them, and refuses what is none.</summary>
public sealed class ChangeSchemaTests
{
    private static readonly SchemaFile Plan = SchemaFile.Read("plan");

    private static readonly SchemaFile Change = SchemaFile.Read("change");

    public static TheoryData<string> Hosts => [.. HostFixture.Names];

    [Theory]
    [MemberData(nameof(Hosts))]
    public void Every_plan_for_a_host_is_as_the_schema_says_and_is_read_back_as_it_is(string name)
    {
        foreach (bool isOn in (bool[])[true, false])
        {
            foreach (ChangeReach reach in (ChangeReach[])[ChangeReach.Running, ChangeReach.Boot, ChangeReach.Both])
            {
                foreach (bool overrides in (bool[])[true, false])
                {
                    byte[] document = PlanJson.Write(PlanOf(name, new(isOn, reach, overrides)));
                    Assert.Empty(Plan.Problems(Encoding.UTF8.GetString(document)));
                    ChangePlan? again = PlanJson.Read(document, out string? problem);
                    Assert.True(again is not null, problem);
                    JsonObject before = Bare(document);
                    Assert.Equal(before.ToJsonString(), Bare(PlanJson.Write(again)).ToJsonString());
                }
            }
        }
    }

    [Fact]
    public void A_plan_with_each_kind_of_step_and_a_file_that_is_no_text_is_as_the_schema_says()
    {
        byte[] document = PlanJson.Write(WithEachStep());
        Assert.Empty(Plan.Problems(Encoding.UTF8.GetString(document)));
        ChangePlan again = PlanJson.Read(document, out _)!;
        Assert.Equal((byte[])[0xff, 0xfe, 0x0a], again.Files[1].Before);
        Assert.Equal(Bare(document).ToJsonString(), Bare(PlanJson.Write(again)).ToJsonString());
    }

    [Fact]
    public void A_plan_for_the_hook_and_one_for_an_instance_are_as_the_schema_says_and_read_back()
    {
        foreach (ChangePlan plan in (ChangePlan[])[new(ChangeSubject.Hook, new HookGoal(false), [], [], []),
            new(ChangeSubject.Instance(Id), new DefinitionGoal("enable", "keep", "svm", true, false, true, 120, true), [], [], []),
            new(ChangeSubject.Instance(Id), new DefinitionGoal("undo", null, null, false, true, false, 1, false), [], [], [])])
        {
            byte[] document = PlanJson.Write(plan);
            Assert.Empty(Plan.Problems(Encoding.UTF8.GetString(document)));
            ChangePlan again = PlanJson.Read(document, out _)!;
            Assert.Equal((plan.Subject, plan.Goal), (again.Subject, again.Goal));
        }
    }

    [Theory]
    [InlineData("""{"kind":"shell","command":"reboot"}""")]
    [InlineData("""{"kind":"file","path":"etc/x","before":null,"after":null}""")]
    [InlineData("""{"kind":"file","path":"/etc/x","before":"text","after":null}""")]
    [InlineData("""{"kind":"file","path":"/etc/x","before":null,"after":{"text":"a","base64":"YQ=="}}""")]
    [InlineData("""{"kind":"program","program":"update-grub","arguments":[],"undo_arguments":[]}""")]
    [InlineData("""{"kind":"program","program":"/sbin/x","arguments":"-u","undo_arguments":[]}""")]
    [InlineData("""{"kind":"module","module":"kvm_amd"}""")]
    [InlineData("""{"kind":"definition","connection":"","uuid":"x","instance":"a","before":null,"after":null}""")]
    [InlineData("""{"kind":"restart","connection":"","uuid":"x","instance":"a","timeout_s":1,"force_off":1}""")]
    public void A_step_that_is_none_is_refused(string step)
    {
        JsonNode document = JsonNode.Parse(PlanJson.Write(WithEachStep()))!;
        document["steps"]!.AsArray().Add(JsonNode.Parse(step));
        Assert.NotEmpty(Plan.Problems(document.ToJsonString()));
    }

    [Theory]
    [InlineData("schema")]
    [InlineData("subject")]
    [InlineData("goal")]
    [InlineData("module")]
    [InlineData("nested_now")]
    [InlineData("steps")]
    [InlineData("refusals")]
    [InlineData("notices")]
    public void A_plan_without_one_of_its_fields_is_refused(string field)
    {
        JsonObject document = JsonNode.Parse(PlanJson.Write(WithEachStep()))!.AsObject();
        document.Remove(field);
        Assert.NotEmpty(Plan.Problems(document.ToJsonString()));
    }

    [Fact]
    public void Every_outcome_of_every_command_is_as_the_schema_says()
    {
        ChangePlan plan = WithEachStep();
        StepReport failure = new(2, "Run /usr/sbin/update-initramfs", "it ended with status 1");
        foreach (ChangeOutcome outcome in Enum.GetValues<ChangeOutcome>())
        {
            foreach (string command in (string[])["enable", "disable", "undo", "apply", "guard hook install", "guard hook remove"])
            {
                foreach (string? recovered in (string?[])[null, "committed", "rolled-back"])
                {
                    Assert.Empty(Problems(new(command, outcome, plan, null, null, null, [], recovered)));
                    Assert.Empty(
                        Problems(
                            new(command, outcome, plan, failure, failure, TimeSpan.FromMilliseconds(330.25),
                                ["kvm_amd: avic was N and is Y now."], recovered) { Number = 7 }));
                }
            }
        }
    }

    [Fact]
    public void Plans_for_the_hook_are_as_the_schema_says()
    {
        HookScript script = new("/usr/bin/virt-nest");
        HookPlace empty = HookPlannerTests.Place() with { Profile = "/etc/apparmor.d/usr.sbin.libvirtd",
            ReloadCommand = "systemctl try-reload-or-restart libvirtd" };
        HookPlace changed = HookPlannerTests.Place(own: [.. script.Bytes, (byte)'#']);
        foreach (ChangePlan plan in (ChangePlan[])[HookPlanner.Install(empty with { Libvirt = null }, new("/opt/virt-nest"), null, false),
            HookPlanner.Install(changed, script, null, true), HookPlanner.Remove(changed, []),
            HookPlanner.Remove(HookPlannerTests.Place(own: script.Bytes), []),
            HookPlanner.Install(HookPlannerTests.Place(own: script.Bytes, mode: 0), script, null, null)])
        {
            Assert.Empty(Problems(new("guard hook install", ChangeOutcome.Refused, plan, null, null, null, [], null)));
        }
    }

    [Fact]
    public void What_was_changed_in_the_past_is_as_the_schema_says_and_told_in_both_languages()
    {
        SchemaFile history = SchemaFile.Read("history");
        PastChange[] changes = [.. Enum.GetValues<ChangeState>().Select(static (state, i) =>
            new PastChange(i + 1, "2026-12-01T00:00:00Z", "instance enable", WithEachStep() with { Steps = [WithEachStep().Steps[^2]] },
                state, state == ChangeState.Committed))];
        string json = Encoding.UTF8.GetString(ChangeHistory.Json(changes, isComplete: true));
        Assert.Empty(history.Problems(json));
        Assert.NotEmpty(history.Problems(json.Replace("\"id\"", "\"number\"", StringComparison.Ordinal)));
        foreach (Language language in Enum.GetValues<Language>())
        {
            string text = ChangeHistory.Text(changes, language);
            Assert.DoesNotContain('\e', text);
            Assert.Contains("   2  2026-12-01T00:00:00Z  instance enable we", text, StringComparison.Ordinal);
            Assert.All(text.Split('\n'), static l => Assert.True(TerminalColumns.Of(l) <= 80, l));
            Assert.NotEmpty(ChangeHistory.Text([], language));
        }
    }

    [Fact]
    public void Without_a_change_that_was_cut_off_there_is_no_plan()
    {
        Assert.Empty(Problems(new("undo", ChangeOutcome.NotNeeded, null, null, null, null, [], null)));
        Assert.Empty(Problems(new("undo", ChangeOutcome.NeedsRoot, null, null, null, null, [], null)));
    }

    [Fact]
    public void Every_code_of_a_remark_is_in_the_closed_set()
    {
        string[] codes = [.. Enum.GetValues<RemarkCode>().Select(PlanJson.Word)];
        foreach (string schema in (string[])["plan", "change"])
        {
            JsonNode document = JsonNode.Parse(System.IO.File.ReadAllText(RepositoryFolder.Of("docs", "schema", schema + ".schema.json")))!;
            JsonArray words = document["definitions"]!["remark"]!["properties"]!["code"]!["enum"]!.AsArray();
            Assert.Equal(codes.Order(StringComparer.Ordinal),
                words.Select(static w => w!.GetValue<string>()).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Both_schemas_say_the_same_of_a_plan()
    {
        JsonObject plan = JsonNode.Parse(System.IO.File.ReadAllText(RepositoryFolder.Of("docs", "schema", "plan.schema.json")))!.AsObject();
        JsonObject change = JsonNode.Parse(
            System.IO.File.ReadAllText(RepositoryFolder.Of("docs", "schema", "change.schema.json")))!["definitions"]!.AsObject();
        Assert.Equal(plan["properties"]!.ToJsonString(), change["plan"]!["properties"]!.ToJsonString());
        Assert.All(plan["definitions"]!.AsObject(), d => Assert.Equal(d.Value!.ToJsonString(), change[d.Key]!.ToJsonString()));
    }

    private static KvmUse Use { get; } = new(
        [new(7, 107, new KvmHoldings(1, 1, 2, 0), new ProcessNaming("qemu-system-x86", "web", IsLibvirt: true), IsAncestor: false)],
        [3], 1, true, new ModuleUse("kvm_amd", 2, ["other"]));

    private static string[] Problems(ChangeReport report) => Change.Problems(Encoding.UTF8.GetString(ChangeJson.Write(report)));

    private static ChangePlan PlanOf(string host, ChangeGoal goal) =>
        Planner.Plan(HostFixture.Read(host).Verdict.Facts, new KvmUse([], [], 0, false, null), goal);

    /// <summary>What is read back: all but the sentences.</summary>
    private static JsonObject Bare(byte[] document)
    {
        JsonObject plan = JsonNode.Parse(document)!.AsObject();
        plan["refusals"] = new JsonArray();
        plan["notices"] = new JsonArray();
        return plan;
    }

    private static ChangePlan WithEachStep() => new(ChangeSubject.Host, new ChangeGoal(true, ChangeReach.Both, false),
        [
            new FileStep("/etc/modprobe.d/kvm.conf", null, "options kvm-amd nested=1\n"u8.ToArray()),
            new FileStep("/etc/modprobe.d/other.conf", [0xff, 0xfe, 0x0a], []),
            new FileStep("/etc/modprobe.d/gone.conf", [], null)
            {
                Mode = Convert.ToUInt32("755", 8), ModeBefore = Convert.ToUInt32("600", 8), Folders = ["/etc/made"],
            },
            new ProgramStep("/usr/sbin/update-initramfs", ["-u", "-k", "all"], ["-u", "-k", "all"]),
            new ModuleStep("kvm_amd", WasLoaded: true, IsLoadedAfter: true, IsOn: null, ["nested=1"], IgnoresInstall: true,
                [new("nested", "0"), new("npt", "Y")]),
            new DefinitionStep("qemu:///system", Id, "we\u001bb", "<domain/>"u8.ToArray(), "<domain>\n</domain>"u8.ToArray()),
            new RestartStep("qemu:///system", Id, "web", 120, ForcesOff: true),
        ],
        [new(RemarkCode.InUse, ChangeSentences.PlanInUse("kvm_amd", false), [new Witness("pid 7", "qemu")]) { Use = Use }],
        [new(RemarkCode.StaleCache, ChangeSentences.StaleLibvirt)])
    {
        Module = "kvm_amd",
        IsOnNow = false,
    };

    private static Guid Id { get; } = Guid.Parse("6695eb01-f6a4-8304-79aa-97f2502e193f");
}
