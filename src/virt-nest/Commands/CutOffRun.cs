using VirtNest.Changing;
using VirtNest.Cli.CommandLine;
using VirtNest.Host.Applying;
using VirtNest.Host.Files;
using VirtNest.Host.Gathering;
using VirtNest.Text;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest undo --cut-off: deals with a change that was cut off, without a question, and does nothing where there is none. For
/// the boot (virt-nest-repair.service).</summary>
internal sealed class CutOffRun(Arguments arguments, Session session)
{
    private readonly bool _isJson = arguments.Has(CommandTable.Json);

    internal int Execute()
    {
        if (!CurrentUser.IsRoot)
        {
            return Report(null, ChangeOutcome.NeedsRoot, ChangeSentences.ChangeNeedsRoot.In(session.Language));
        }

        ChangeRun.ReleaseInherited(session);
        try
        {
            // Where nothing is open no journal is made, and nobody who holds the lock is waited for.
            using Journal look = Journal.Look(Journal.DefaultFolder);
            if (look.Unfinished is not { } seen)
            {
                return Report(null, ChangeOutcome.NotNeeded, NothingCutOff.In(session.Language));
            }

            if (arguments.Has(ChangeOptions.DryRun))
            {
                return Report(seen.Plan, ChangeOutcome.Planned, RecoveryPlanned(seen.When, Applier.IsWhole(seen)).In(session.Language));
            }

            using Journal? journal = ChangeRun.Open(session);
            return journal is null ? ExitCode.No
                : journal.Unfinished is { } cutOff ? Recover(journal, cutOff)
                : Report(null, ChangeOutcome.NotNeeded, NothingCutOff.In(session.Language));
        }
        catch (ChangeRecordException e)
        {
            return session.Fail(ChangeSentences.JournalBroken(e.Path, e.Why), ExitCode.No);
        }
    }

    private int Recover(Journal journal, JournalEntry cutOff)
    {
        StepFailure? failure = new Applier(journal, static _ => { }).Recover(cutOff, returnsModule: true, out bool isKept);
        if (failure is null)
        {
            return Report(cutOff.Plan, ChangeOutcome.Applied, isKept ? ChangeSentences.RecoveryCompleted(cutOff.When).In(session.Language)
                : ChangeSentences.RecoveryRolledBack(cutOff.When).In(session.Language), isKept ? "committed" : "rolled-back");
        }

        session.Fail(ChangeSentences.RecoveryStuck(cutOff.Folder, failure.Why.In(session.Language)));
        Language english = Language.English;
        return Report(cutOff.Plan, ChangeOutcome.NotRolledBack, "",
            undoFailure: new(failure.Step + 1, PlanText.StepName(cutOff.Plan, failure.Step, english), failure.Why.In(english)));
    }

    private int Report(ChangePlan? plan, ChangeOutcome outcome, string sentence, string? recovered = null, StepReport? undoFailure = null)
    {
        if (_isJson)
        {
            session.Output.Write(ChangeJson.Write(new("undo", outcome, plan, null, undoFailure, null, [], recovered)));
        }
        else if (sentence.Length > 0)
        {
            session.Output.Write(ChangeText.Wrapped(sentence));
        }

        return outcome is ChangeOutcome.Applied or ChangeOutcome.NotNeeded or ChangeOutcome.Planned ? ExitCode.Yes : ExitCode.No;
    }

    private static Sentence RecoveryPlanned(string when, bool isKept) => new(
        $"A change of {when} was cut off; it would be {(isKept ? "kept: every step of it was done" : "taken back")}.",
        $"{when} 的更改曾被打断；它将被{(isKept ? "保留：其各步均已完成" : "撤回")}。");
    private static Sentence NothingCutOff => new("No change was cut off: there is nothing to do.", "没有被打断的更改：无需处理。");
}
