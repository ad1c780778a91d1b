using VirtNest.Changing;
using VirtNest.Cli.CommandLine;
using VirtNest.Evidence;
using VirtNest.Host.Applying;
using VirtNest.Host.Files;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest history: what virt-nest changed here.</summary>
internal static class HistoryCommand
{
    internal static readonly Command Table = new("history", new(
        "What virt-nest changed here: the host, instances, the hook; when, with what result, and what \"undo\" can take back.",
        "virt-nest 在此做过的更改：主机、实例、钩子；时间、结果，以及 “undo” 可撤销哪些。"))
    {
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        List<PastChange> changes = [];
        bool isComplete = true;

        // Who is not root has changes of their own, to instances of their session.
        foreach (string folder in ((string[])[Sources.Journal, Journal.DefaultFolder]).Distinct())
        {
            try
            {
                using Journal journal = Journal.Look(folder, null);
                foreach (ChangeRecordException unread in journal.Unread)
                {
                    session.Fail(ChangeSentences.JournalNotRead(unread.Path, unread.Why));
                    isComplete = false;
                }

                changes.AddRange(journal.Entries.Reverse()
                    .Select(static e => new PastChange(e.Number, e.When, e.Command, e.Plan, e.State, e.CanBeUndone)));
            }
            catch (ChangeRecordException exception)
            {
                session.Fail(ChangeSentences.JournalNotRead(exception.Path, exception.Why));
                isComplete = false;
            }
        }

        session.Print(arguments, () => ChangeHistory.Json(changes, isComplete),
            () => changes.Count > 0 || isComplete ? ChangeHistory.Text(changes, session.Language) : "");
        return isComplete ? ExitCode.Yes : ExitCode.Unknown;
    }
}
