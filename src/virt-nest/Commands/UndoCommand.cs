using VirtNest.Changing;
using VirtNest.Cli.CommandLine;
using VirtNest.Facts;
using VirtNest.Host.Applying;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest undo: takes the last change back.</summary>
internal static class UndoCommand
{
    internal static readonly Command Table = new("undo", new("Takes the last change back.", "撤销上一次更改。"))
    {
        Options = [ChangeOptions.DryRun, ChangeOptions.Yes, ChangeOptions.AtIdle, ChangeOptions.Timeout, ChangeOptions.CutOff],
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        if (!arguments.Has(ChangeOptions.CutOff))
        {
            return new ChangeRun(arguments, session, "undo").Execute(Plan);
        }

        if (arguments.Has(ChangeOptions.AtIdle))
        {
            return session.Fail(CommandTable.OptionsExclude(ChangeOptions.CutOff.Name, ChangeOptions.AtIdle.Name));
        }

        return new CutOffRun(arguments, session).Execute();
    }

    private static ChangePlan? Plan(Journal? journal, HostFacts facts, KvmUse use)
    {
        if (journal?.LastCommitted is not { } last)
        {
            return null;
        }

        ChangeReader.ReadFiles(facts.Evidence, last.Plan.Files);
        return UndoPlanner.Plan(last.Plan, facts, use, last.IsOfThisBoot);
    }
}
