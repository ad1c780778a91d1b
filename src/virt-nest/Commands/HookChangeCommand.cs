using VirtNest.Changing;
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
    internal static readonly Command Install = new("install", new(
        "Puts the hook beside those that are there: shows the file, asks, writes it.",
        "在现有钩子之外安装此钩子：先显示文件，再询问，然后写入。"))
    {
        Options = [HookRunCommand.AllowHostPassthrough, ChangeOptions.DryRun, ChangeOptions.Yes],
        Run = static (arguments, session) => Run(arguments, session, Script(arguments)),
    };

    internal static readonly Command Remove =
        new("remove", new("Takes the hook away: what virt-nest wrote, and nothing else.", "移除此钩子：只移除 virt-nest 写入的内容。"))
    {
        Options = [ChangeOptions.DryRun, ChangeOptions.Yes],
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
        ChangeRun run = new(arguments, session, script is null ? "guard hook remove" : "guard hook install", ChangeSubject.Hook);
        return run.Execute(journal =>
        {
            HookPlace place = LibvirtOfHost.Look(HookFolder.SystemPath);
            return script is null
                ? HookPlanner.Remove(place, (journal?.Entries ?? []).Where(static e => e.CanBeUndone).Select(static e => e.Plan))
                : HookPlanner.Install(place, script, RootOnlyPath.Weakness(Program), IsOffered());
        });
    }

    private static bool? IsOffered() =>
        HostOffer.From(
            Verdict.Judge(HostFacts.Parse(EvidenceGatherer.Quick()))).IsOffered;
}
