using VirtNest.Checking;
using VirtNest.Cli.CommandLine;
using VirtNest.Facts;
using VirtNest.Guarding;
using VirtNest.Host.Files;
using VirtNest.Host.Gathering;
using VirtNest.Host.Libvirt;
using VirtNest.Instances;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest guard hook install and virt-nest guard hook remove: look, plan, show, ask, do.</summary>
internal static class HookChangeCommand
{
    private static readonly Option DryRun =
        new("--dry-run", null, new("show what would change and change nothing", "只显示将作的更改，不作任何更改"));

    internal static readonly Command Install = new("install", new(
        "Puts the hook beside those that are there: shows the file, asks, writes it.",
        "在现有钩子之外安装此钩子：先显示文件，再询问，然后写入。"))
    {
        Options = [HookRunCommand.AllowHostPassthrough, DryRun, ChangeOptions.Yes],
        Run = static (arguments, session) => Run(arguments, session, Script(arguments)),
    };

    internal static readonly Command Remove =
        new("remove", new("Takes the hook away: what virt-nest wrote, and nothing else.", "移除此钩子：只移除 virt-nest 写入的内容。"))
    {
        Options = [DryRun, ChangeOptions.Yes],
        Run = static (arguments, session) => Run(arguments, session, null),
    };

    private static string Program => Environment.ProcessPath ?? "";

    private static HookScript Script(Arguments arguments) => new(Program)
    {
        AllowsHostPassthrough = arguments.Has(HookRunCommand.AllowHostPassthrough),
        Language = arguments[CommandTable.Lang],
    };

    private static int Run(Arguments arguments, Session session, HookScript? script)
    {
        HookPlace place = LibvirtOfHost.Look(HookFolder.SystemPath);
        HookPlan plan =
            script is null ? HookPlan.Remove(place) : HookPlan.Install(place, script, RootOnlyPath.Weakness(Program), IsOffered());
        bool isJson = arguments.Has(CommandTable.Json);
        string text = HookText.Plan(plan, place, Program, session.Language, session.UsesColour);
        if (!isJson)
        {
            session.Output.Write(text);
        }

        HookOutcome? known = plan.Refusal is not null ? HookOutcome.Refused
            : plan.IsDone ? HookOutcome.NotNeeded
            : arguments.Has(DryRun) ? HookOutcome.Planned
            : !CurrentUser.IsRoot ? HookOutcome.NeedsRoot
            : null;
        if (known is null && Question.HasNoAnswer(arguments, session))
        {
            return ExitCode.Usage;
        }

        HookReport report = new(known ?? HookOutcome.Declined, plan, place, Program) { IsDryRun = arguments.Has(DryRun) };
        if (known is null && Question.IsAnsweredYes(arguments, session, isJson ? text : null))
        {
            int errno = HookFolder.Apply(plan, out string? failed);
            report = report with { Outcome = errno == 0 ? HookOutcome.Done : HookOutcome.Failed, FailedPath = failed, FailedErrno = errno };
        }

        session.Print(arguments, () => HookJson.Write(report), () => HookText.Outcome(report, session.Language));
        return report.Outcome is HookOutcome.Done or HookOutcome.NotNeeded or HookOutcome.Planned ? ExitCode.Yes : ExitCode.No;
    }

    private static bool? IsOffered() =>
        HostOffer.From(
            Verdict.Judge(HostFacts.Parse(EvidenceGatherer.Live(new GatheringOptions(AllowsVm: false, IsDeep: false))))).IsOffered;
}
