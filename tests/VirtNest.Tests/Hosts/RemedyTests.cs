using System.Text.Json;
using VirtNest.Changing;
using VirtNest.Checking;
using VirtNest.Facts;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Tests.Hosts;

/// <summary>A remedy that is a command: the command does something on that host and is not refused, and it is named nowhere else.</summary>
public sealed class RemedyTests
{
    private const string Enable = "virt-nest enable";

    private const string Repair = "virt-nest undo --cut-off";

    /// <summary>What the evidence of a fixture lacks (which programs there are), and what a plan says for want of it.</summary>
    private static readonly RemarkCode[] ForWantOfEvidence = [RemarkCode.ByHand, RemarkCode.ConfigurationNotRead];

    public static TheoryData<string> Hosts => [.. HostFixture.Names];

    /// <summary>Containers, and hosts whose chain is broken below the module.</summary>
    public static TheoryData<string> HostsNotAtFault =>
        [.. HostFixture.Names.Where(static n => HostFixture.Read(n) is { } host && (host.Verdict.Facts.Layer.Kind == LayerKind.Container
        || host.Verdict.Findings.Any(
            static f => f is { Outcome: Outcome.Fail, Link: < ChainLink.Module } && (f.Decides & Questions.GuestsCanNest) != 0)))];

    /// <summary>Hosts of which nested is the broken link, but for those that only wait for their reboot.</summary>
    public static TheoryData<string> HostsWithNestedOff =>
        [.. HostFixture.Names.Where(static n => HostFixture.Read(n).Verdict is { Facts.Cpu.IsX86: true } verdict
        && verdict.Decisive(Questions.GuestsCanNest) is { Outcome: Outcome.Fail, Code: FindingCode.NestedParameter }
        && verdict.Facts.Layer.Platform != "wsl2"
        && !(verdict.Facts.Modules.State == ModuleState.Builtin && verdict.Findings.Any(
            static f => f is { Code: FindingCode.NestedPending, Outcome: Outcome.Fail })))];

    [Theory]
    [MemberData(nameof(Hosts))]
    public void The_command_of_a_remedy_is_one_whose_plan_has_steps_and_is_not_refused(string name)
    {
        HostFixture host = HostFixture.Read(name);
        foreach (Finding finding in host.Verdict.Findings.Where(static f => f.Remedy?.Command is not (null or Repair)))
        {
            string command = finding.Remedy!.Command!;
            Assert.Contains(command, (string[])[Enable, Enable + " --override-mitigation"]);
            ChangeGoal goal = new(IsOn: true, ChangeReach.Both, command != Enable);
            ChangePlan plan = Planner.Plan(host.Verdict.Facts, new KvmUse([], [], 0, false, null), goal);
            string[] refused =
                [.. plan.Refusals.Where(static r => !ForWantOfEvidence.Contains(r.Code)).Select(static r => r.Text.In(Language.English))];
            Assert.True(refused.Length == 0, $"{finding.Code.Text()}: {command}: {string.Join('\n', refused)}");
            Assert.True(plan.HasSteps || plan.Refusals.Count > 0, $"{finding.Code.Text()}: {command} has nothing to do");
        }
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public void The_repair_is_named_for_a_change_that_was_cut_off_and_nowhere_else(string name) =>
        Assert.All(HostFixture.Read(name).Verdict.Findings,
            static f => Assert.Equal(f is { Code: FindingCode.ChangeCutOff, Outcome: Outcome.Fail }, f.Remedy?.Command == Repair));

    [Theory]
    [MemberData(nameof(HostsNotAtFault))]
    public void Where_the_host_itself_is_not_at_fault_no_remedy_speaks_of_the_command(string name)
    {
        HostFixture host = HostFixture.Read(name);
        Assert.All(host.Verdict.Findings, static f => Assert.Null(f.Remedy?.Command));
        foreach (Language language in Enum.GetValues<Language>())
        {
            Assert.DoesNotContain(Enable, host.Text(language, isVerbose: true), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(HostsWithNestedOff))]
    public void Nested_off_has_the_command_in_the_document_and_in_both_texts(string name)
    {
        HostFixture host = HostFixture.Read(name);
        Finding decisive = host.Verdict.Decisive(Questions.GuestsCanNest)!;
        Assert.StartsWith(Enable, decisive.Remedy?.Command, StringComparison.Ordinal);
        Assert.Contains(decisive.Remedy!.Command!, host.Text(Language.English), StringComparison.Ordinal);
        Assert.Contains(decisive.Remedy.Command!, host.Text(Language.Chinese), StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(host.Json());
        Assert.Contains(Commands(document), c => c == decisive.Remedy.Command);
    }

    private static IEnumerable<string?> Commands(JsonDocument document) => document.RootElement.GetProperty("findings").EnumerateArray()
        .Select(static f => f.GetProperty("remedy")).Where(static r => r.ValueKind == JsonValueKind.Object)
        .Select(static r => r.GetProperty("command").GetString());
}
