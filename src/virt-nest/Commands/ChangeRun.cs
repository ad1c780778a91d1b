using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using VirtNest.Changes;
using VirtNest.Cli.CommandLine;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Host.Applying;
using VirtNest.Host.Gathering;
using VirtNest.Messages;
using VirtNest.Reports;

namespace VirtNest.Cli.Commands;

/// <summary>One run of a command that changes the host: recover, plan, show, ask, apply, report. The same for enable, disable, undo and apply.</summary>
internal sealed class ChangeRun(Arguments arguments, Session session, string command)
{
    /// <summary>A command that was killed leaves a reload that goes on for a moment.</summary>
    private static readonly TimeSpan LockWait = TimeSpan.FromSeconds(10);

    private readonly bool _isJson = arguments.Has(CommandTable.Json);
    private readonly MessageCatalog _messages = arguments.Has(CommandTable.Json) ? MessageCatalog.For(Language.English) : session.Messages;
    private string? _recovered;
    private string? _kvmNode;

    /// <summary>One for the whole run: somebody who is quicker again and again must not lengthen it.</summary>
    private IdleWait? _wait;

    /// <summary>Makes the plan from the journal (null without root) and this machine; null where there is nothing to undo.</summary>
    internal delegate ChangePlan? PlanMaker(Journal? journal, HostFacts facts, KvmUse use);

    internal int Execute(PlanMaker maker)
    {
        bool isRoot = CurrentUser.IsRoot;
        ReleaseInherited(session);
        try
        {
            using Journal? journal = !isRoot ? null : arguments.Has(ChangeOptions.DryRun) ? Journal.Look(Journal.DefaultFolder) : Open(session);
            return (isRoot && journal is null) || !Recovered(journal) ? ExitCode.No : Execute(maker, journal);
        }
        catch (JournalException e)
        {
            session.Fail(session.Messages.JournalBroken(e.Path, e.Why(session.Messages)));
            return ExitCode.No;
        }
    }

    /// <summary>Descriptors of KVM that we were started with keep the module in use, and are no use to us.</summary>
    internal static void ReleaseInherited(Session session)
    {
        if (KvmHolders.ReleaseInherited() is { Count: > 0 } released)
        {
            session.Error.Write(session.Messages.InheritedReleased(string.Join(", ", released)) + "\n");
        }
    }

    private int Execute(PlanMaker maker, Journal? journal)
    {
        if (Plan(maker, journal, CancellationToken.None) is not { } plan)
        {
            return NothingToUndo(journal);
        }

        string text = PlanText.Write(plan, Title(plan, journal), session.Messages, session.UsesColour);
        if (!_isJson)
        {
            session.Output.Write(text);
        }

        if (!plan.IsAllowed)
        {
            return Report(plan, ChangeOutcome.Refused);
        }

        if (!plan.HasSteps)
        {
            if (command == "undo" && journal is { LastCommitted: { } last } && !arguments.Has(ChangeOptions.DryRun))
            {
                Applier.MarkUndone(last);
            }

            return Report(plan, ChangeOutcome.NotNeeded);
        }

        if (arguments.Has(ChangeOptions.DryRun))
        {
            return Report(plan, ChangeOutcome.Planned);
        }

        if (journal is null)
        {
            return Report(plan, ChangeOutcome.NeedsRoot);
        }

        if (Question.HasNoAnswer(arguments, session))
        {
            return ExitCode.Usage;
        }

        return Question.IsAnsweredYes(arguments, session, _isJson ? text : null) ? Apply(plan, maker, journal) : Report(plan, ChangeOutcome.Declined);
    }

    /// <summary>The first sentence of an undo; null for the plan's own.</summary>
    private string? Title(ChangePlan plan, Journal? journal) =>
        command != "undo" || journal?.LastCommitted is not { } undone ? null
        : plan is { HasSteps: false, IsAllowed: true } ? _messages.UndoNothingLeft(undone.When)
        : _messages.UndoTitle(undone.When);

    /// <summary>The journal with its lock, or null, which has been told.</summary>
    internal static Journal? Open(Session session)
    {
        Journal? journal = Journal.Open(Journal.DefaultFolder, LockWait, out string holder);
        if (journal is null)
        {
            session.Fail(session.Messages.ChangeLocked(holder));
        }

        return journal;
    }

    /// <summary>A change that was cut off is dealt with before anything else.</summary>
    private bool Recovered(Journal? journal)
    {
        if (journal?.Unfinished is not { } cutOff || arguments.Has(ChangeOptions.DryRun))
        {
            return true;
        }

        StepFailure? failure = new Applier(journal, static _ => { }).Recover(cutOff, returnsModule: command == "undo", out bool isKept);
        if (failure is not null)
        {
            session.Fail(session.Messages.RecoveryStuck(cutOff.Folder, failure.Why(session.Messages)));
            return false;
        }

        _recovered = isKept ? "committed" : "rolled-back";
        session.Error.Write((isKept ? session.Messages.RecoveryCompleted(cutOff.When) : session.Messages.RecoveryRolledBack(cutOff.When)) + "\n");
        return true;
    }

    /// <summary>The plan; with --at-idle it is made again until nothing uses the module any more, or the time is over.</summary>
    private ChangePlan? Plan(PlanMaker maker, Journal? journal, CancellationToken cancellation)
    {
        ChangePlan? plan = Make();
        if (!arguments.Has(ChangeOptions.AtIdle) || journal is null || arguments.Has(ChangeOptions.DryRun))
        {
            return plan;
        }

        _wait ??= new(arguments, session);
        while (plan is { Module: { } module, Refusals: [{ Code: RemarkCode.InUse }] } && _wait.Goes(module, plan.Refusals[0].Evidence.Count(static w => w.Source.StartsWith("pid ", StringComparison.Ordinal)), cancellation))
        {
            plan = Make();
        }

        return plan;

        ChangePlan? Make() => PlanCommand.Make((facts, use) => maker(journal, facts, use), out _kvmNode);
    }

    private int Apply(ChangePlan plan, PlanMaker maker, Journal journal)
    {
        using CancellationTokenSource cancellation = new();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Cancel);
        JournalEntry? undone = command == "undo" ? journal.LastCommitted : null;
        ApplyResult result = Once(plan);

        // Somebody was quicker between the last look and the unload: with --at-idle the waiting goes on, for the steps that were shown.
        while (result is { Outcome: ApplyOutcome.RolledBack, Failure.IsInUse: true } && _wait is not null && _wait.Goes(plan.Module!, 0, cancellation.Token) && Plan(maker, journal, cancellation.Token) is { IsAllowed: true } again && PlanJson.Steps(again).SequenceEqual(PlanJson.Steps(plan)))
        {
            plan = again;
            result = Once(plan);
        }

        if (result.Outcome == ApplyOutcome.Applied && undone is not null)
        {
            Applier.MarkUndone(undone);
        }

        return Report(plan, result);

        ApplyResult Once(ChangePlan now) => new Applier(journal, step => session.Error.Write(
            Printable.Sentence(session.Messages.ChangeApplying(step + 1, now.StepCount, PlanText.StepName(now, step, session.Messages))) + "\n")).Apply(now, command, cancellation.Token);

        void Cancel(PosixSignalContext context)
        {
            context.Cancel = true;
            cancellation.Cancel();
        }
    }

    private int NothingToUndo(Journal? journal)
    {
        session.Fail(journal is null ? session.Messages.ChangeNeedsRoot : session.Messages.NothingToUndo);
        return ExitCode.No;
    }

    private int Report(ChangePlan plan, ApplyResult result)
    {
        List<string> remarks = result.After is { } after ? [.. Afterwards(plan, after)] : [];
        return Report(new(
            command,
            result.Outcome switch { ApplyOutcome.Applied => ChangeOutcome.Applied, ApplyOutcome.RolledBack => ChangeOutcome.RolledBack, ApplyOutcome.NotRolledBack => ChangeOutcome.NotRolledBack },
            plan, Step(plan, result.Failure), Step(plan, result.UndoFailure), result.Reload is { Gap.Ticks: > 0 } reload ? reload.Gap : null, remarks, _recovered));
    }

    private int Report(ChangePlan plan, ChangeOutcome outcome) => Report(new(command, outcome, plan, null, null, null, [], _recovered));

    private int Report(ChangeReport report)
    {
        if (_isJson)
        {
            session.Output.Write(ChangeJson.Write(report));
        }
        else
        {
            session.Output.Write(ChangeText.Write(report, session.Messages));
        }

        return report.Outcome is ChangeOutcome.Applied or ChangeOutcome.NotNeeded or ChangeOutcome.Planned ? ExitCode.Yes : ExitCode.No;
    }

    private StepReport? Step(ChangePlan plan, StepFailure? failure) => failure is null ? null : new(failure.Step + 1, PlanText.StepName(plan, failure.Step, _messages), failure.Why(_messages));

    /// <summary>What is otherwise than before, beside what was asked for.</summary>
    private IEnumerable<string> Afterwards(ChangePlan plan, HostEvidence after)
    {
        if (plan.ModuleStep is not { WasLoaded: true, IsLoadedAfter: true } step)
        {
            yield break;
        }

        if (_kvmNode is { } node && KvmNode.AccessNow(node) is { } access && access != node)
        {
            yield return _messages.ChangeNodeDiffers(node, access);
        }

        IReadOnlyList<ParameterText> now = ModuleParameters.Of(after, step.Module);
        foreach (ParameterText before in step.Before)
        {
            if (before.Name != "nested" && now.FirstOrDefault(p => p.Name == before.Name) is { } current && current.Value != before.Value)
            {
                yield return _messages.ChangeParameterDiffers(step.Module, before.Name, before.Value, current.Value);
            }
        }
    }
}
