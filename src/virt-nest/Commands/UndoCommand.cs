using VirtNest.Changing;
using VirtNest.Cli.CommandLine;
using VirtNest.Facts;
using VirtNest.Host.Applying;
using VirtNest.Host.Files;
using VirtNest.Text;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest undo: takes the last change back, or a named one, of the host, the hook or an instance.</summary>
internal static class UndoCommand
{
    internal static readonly Command Table = new("undo", new(
        "Takes the last change back, or the one of a number that \"history\" shows.",
        "撤销上一次更改，或 “history” 所列编号的更改。"))
    {
        ArgumentName = "ID",
        IsArgumentOptional = true,
        Options = [ChangeOptions.DryRun, ChangeOptions.Yes, ChangeOptions.AtIdle, ChangeOptions.Timeout, ChangeOptions.CutOff],
        Excludes = [(ChangeOptions.CutOff, ChangeOptions.AtIdle)],
        Needs = [(ChangeOptions.Timeout, [ChangeOptions.AtIdle])],
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        if (arguments.Has(ChangeOptions.CutOff))
        {
            return arguments.Positional is not null ? session.Fail(CommandTable.OptionsExclude(ChangeOptions.CutOff.Name, "ID"))
                : new CutOffRun(arguments, session).Execute();
        }

        int? number = null;
        if (arguments.Positional is { } id)
        {
            if (!int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int parsed))
            {
                return session.Fail(NoNumber(id));
            }

            number = parsed;
        }

        try
        {
            using Journal journal = Journal.Look(Journal.DefaultFolder, null);
            JournalEntry? entry = number is null
                ? journal.Entries.LastOrDefault(static e =>
                    e.CanBeUndone || (e.State == ChangeState.Unfinished && !e.Plan.Subject.IsInstance))
                : journal.Entries.FirstOrDefault(e => e.Number == number);
            if (number is not null && entry is null && journal.Unread is [var unread, ..])
            {
                return session.Fail(ChangeSentences.JournalBroken(unread.Path, unread.Why), ExitCode.No);
            }

            if (number is not null && entry is null)
            {
                return session.Fail(NoSuchChange(number.Value));
            }

            if (number is not null && !entry!.CanBeUndone)
            {
                return session.Fail(entry.State == ChangeState.Unfinished ? IsUnfinished(number.Value) : CannotBeUndone(number.Value),
                    ExitCode.No);
            }

            ChangeSubject subject = entry?.Plan.Subject ?? ChangeSubject.Host;
            if (subject.IsInstance)
            {
                return new InstanceChangeRun(arguments, session).Undo(entry!);
            }

            ChangeRun run = new(arguments, session, JournalEntry.UndoCommand, subject);
            return run.Execute(j => run.Undo(j, number));
        }
        catch (ChangeRecordException e)
        {
            return session.Fail(ChangeSentences.JournalBroken(e.Path, e.Why), ExitCode.No);
        }
    }

    private static Sentence NoNumber(string typed) =>
        new($"\"{typed}\" is no number of a change: see \"virt-nest history\"", $"“{typed}” 不是更改的编号：见 “virt-nest history”");
    private static Sentence NoSuchChange(int number) => new(
        $"there is no change {number}: see \"virt-nest history\"", $"没有编号为 {number} 的更改：见 “virt-nest history”");
    private static Sentence IsUnfinished(int number) => new(
        $"Change {number} was cut off, or runs right now. The next change of the same deals with it first.",
        $"更改 {number} 曾被打断，或正在进行。对同一对象的下一次更改会首先处理它。");
    private static Sentence CannotBeUndone(int number) => new(
        $"Change {number} cannot be undone: it was taken back, or is an undo itself. See \"virt-nest history\".",
        $"更改 {number} 无法撤销：它已被撤回，或其本身就是撤销。见 “virt-nest history”。");
}
