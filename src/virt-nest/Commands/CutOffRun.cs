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
    /// <summary>What there is at boot, before libvirt starts; an instance's next command deals with its own.</summary>
    private static readonly ChangeSubject[] Subjects = [ChangeSubject.Host, ChangeSubject.Hook];

    private readonly bool _isJson = arguments.Has(CommandTable.Json);

    internal int Execute()
    {
        if (!CurrentUser.IsRoot)
        {
            return Report(null, ChangeOutcome.NeedsRoot, ChangeSentences.ChangeNeedsRoot.In(session.Language));
        }

        ChangeRun.ReleaseInherited(session);

        // Where nothing is open no journal is made, and nobody who holds the lock is waited for. One subject that cannot be dealt with
        // keeps no other from it; the document is that of the first that was cut off.
        int worst = ExitCode.Yes;
        CutOffRun told = this;
        foreach (ChangeSubject subject in Subjects)
        {
            try
            {
                if (Look(subject) is not null)
                {
                    worst = Math.Max(worst, told.Execute(subject));
                    told = new(arguments, session with { Output = session.Error });
                }
            }
            catch (ChangeRecordException e)
            {
                worst = Math.Max(worst, session.Fail(ChangeSentences.JournalBroken(e.Path, e.Why), ExitCode.No));
            }
        }

        return ReferenceEquals(told, this) && worst == ExitCode.Yes
            ? Report(null, ChangeOutcome.NotNeeded, NothingCutOff.In(session.Language)) : worst;
    }

    private static JournalEntry? Look(ChangeSubject subject)
    {
        using Journal journal = Journal.Look(Journal.DefaultFolder, subject);
        return journal.Unfinished;
    }

    private int Execute(ChangeSubject subject)
    {
        if (arguments.Has(ChangeOptions.DryRun))
        {
            using Journal look = Journal.Look(Journal.DefaultFolder, subject);
            using HostSteps looking = new(look);
            return look.Unfinished is { } seen
                ? Report(seen.Plan, ChangeOutcome.Planned,
                    RecoveryPlanned(seen.When, new Applier(look, looking, static _ => { }).IsWhole(seen)).In(session.Language))
                : ExitCode.Yes;
        }

        using Journal? journal = ChangeRun.Open(session, subject);
        return journal is null ? ExitCode.No
            : journal.Unfinished is { } cutOff ? Recover(journal, cutOff)
            : Report(null, ChangeOutcome.NotNeeded, NothingCutOff.In(session.Language));
    }

    private int Recover(Journal journal, JournalEntry cutOff)
    {
        using HostSteps steps = new(journal) { ReturnsModule = true };
        StepFailure? failure = new Applier(journal, steps, static _ => { }).Recover(cutOff, out bool isKept);
        if (failure is null)
        {
            return Report(cutOff.Plan, ChangeOutcome.Applied, isKept ? ChangeSentences.RecoveryCompleted(cutOff.When).In(session.Language)
                : ChangeSentences.RecoveryRolledBack(cutOff.When).In(session.Language), isKept ? "committed" : "rolled-back");
        }

        session.Fail(ChangeSentences.RecoveryStuck(cutOff.Folder, failure.Why.In(session.Language)));
        Language english = Language.English;
        return Report(cutOff.Plan, ChangeOutcome.NotRolledBack, "",
            undoFailure: new(failure.Step + 1, cutOff.Plan.StepName(failure.Step).In(english), failure.Why.In(english)));
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
