using VirtNest.Changes;
using VirtNest.Cli.CommandLine;
using VirtNest.Host.Applying;
using VirtNest.Host.Gathering;
using VirtNest.Messages;
using VirtNest.Reports;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest undo --cut-off: deals with a change that was cut off, without a question, and does nothing where there is none. For the boot (virt-nest-repair.service).</summary>
internal sealed class CutOffRun(Arguments arguments, Session session)
{
    private readonly bool _isJson = arguments.Has(CommandTable.Json);

    internal int Execute()
    {
        if (!CurrentUser.IsRoot)
        {
            return Report(null, ChangeOutcome.NeedsRoot, session.Messages.ChangeNeedsRoot);
        }

        ChangeRun.ReleaseInherited(session);
        try
        {
            // Where nothing is open no journal is made, and nobody who holds the lock is waited for.
            using Journal look = Journal.Look(Journal.DefaultFolder);
            if (look.Unfinished is not { } seen)
            {
                return Report(null, ChangeOutcome.NotNeeded, session.Messages.NothingCutOff);
            }

            if (arguments.Has(ChangeOptions.DryRun))
            {
                return Report(seen.Plan, ChangeOutcome.Planned, session.Messages.RecoveryPlanned(seen.When, Applier.IsWhole(seen)));
            }

            using Journal? journal = ChangeRun.Open(session);
            return journal is null ? ExitCode.No
                : journal.Unfinished is { } cutOff ? Recover(journal, cutOff)
                : Report(null, ChangeOutcome.NotNeeded, session.Messages.NothingCutOff);
        }
        catch (JournalException e)
        {
            session.Fail(session.Messages.JournalBroken(e.Path, e.Why(session.Messages)));
            return ExitCode.No;
        }
    }

    private int Recover(Journal journal, JournalEntry cutOff)
    {
        StepFailure? failure = new Applier(journal, static _ => { }).Recover(cutOff, returnsModule: true, out bool isKept);
        if (failure is null)
        {
            return Report(cutOff.Plan, ChangeOutcome.Applied, isKept ? session.Messages.RecoveryCompleted(cutOff.When) : session.Messages.RecoveryRolledBack(cutOff.When), isKept ? "committed" : "rolled-back");
        }

        session.Fail(session.Messages.RecoveryStuck(cutOff.Folder, failure.Why(session.Messages)));
        MessageCatalog english = MessageCatalog.For(Language.English);
        return Report(cutOff.Plan, ChangeOutcome.NotRolledBack, "", undoFailure: new(failure.Step + 1, PlanText.StepName(cutOff.Plan, failure.Step, english), failure.Why(english)));
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
}
