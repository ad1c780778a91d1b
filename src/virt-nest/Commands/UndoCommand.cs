using VirtNest.Changes;
using VirtNest.Cli.CommandLine;
using VirtNest.Host.Gathering;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest undo: takes the last change back.</summary>
internal static class UndoCommand
{
    internal static readonly Command Table = new("undo", m => m.HelpUndo)
    {
        Options = [ChangeOptions.DryRun, ChangeOptions.Yes, ChangeOptions.AtIdle, ChangeOptions.Timeout],
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session) => new ChangeRun(arguments, session, "undo").Execute((journal, facts, use) =>
    {
        if (journal?.LastCommitted is not { } last)
        {
            return null;
        }

        ChangeReader.ReadFiles(facts.Evidence, last.Plan.Files);
        return UndoPlanner.Of(last.Plan, facts, use, last.IsOfThisBoot);
    });
}
