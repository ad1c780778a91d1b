using System.Threading;
using VirtNest.Changing;
using VirtNest.Cli.CommandLine;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Guarding;
using VirtNest.Host.Applying;
using VirtNest.Host.Files;
using VirtNest.Host.Gathering;
using VirtNest.Text;

namespace VirtNest.Cli.Commands;

/// <summary>One run of a command that changes the host or the hook: recover, plan, show, ask, apply, report. The same for enable, disable,
/// undo, apply, hook install and hook remove.</summary>
internal sealed class ChangeRun(Arguments arguments, Session session, string command, ChangeSubject subject)
{
    /// <summary>A command that was killed leaves a reload that goes on for a moment.</summary>
    private static readonly TimeSpan LockWait = TimeSpan.FromSeconds(10);

    private readonly bool _isJson = arguments.Has(CommandTable.Json);
    private readonly Language _language = arguments.Has(CommandTable.Json) ? Language.English : session.Language;
    private string? _recovered;
    private string? _kvmNode;

    /// <summary>One for the whole run: somebody who is quicker again and again must not lengthen it.</summary>
    private readonly KvmHolders _holders = new();
    private IdleWait? _wait;

    /// <summary>The change that an undo takes back; null for other commands.</summary>
    private JournalEntry? _undone;

    private bool IsDryRun => arguments.Has(ChangeOptions.DryRun);

    /// <summary>Runs it.</summary>
    /// <param name="maker">Makes the plan from the journal (null without root); null where there is nothing to undo.</param>
    internal int Execute(Func<Journal?, ChangePlan?> maker)
    {
        bool isRoot = CurrentUser.IsRoot;
        if (subject == ChangeSubject.Host)
        {
            ReleaseInherited(session);
        }

        try
        {
            using Journal? journal = !isRoot ? null : IsDryRun ? Journal.Look(Journal.DefaultFolder, subject) : Open(session, subject);
            return (isRoot && journal is null) || !Recovered(journal) ? ExitCode.No : Execute(maker, journal);
        }
        catch (ChangeRecordException e)
        {
            return session.Fail(ChangeSentences.JournalBroken(e.Path, e.Why), ExitCode.No);
        }
    }

    /// <summary>A plan for the host, from evidence gathered now.</summary>
    internal ChangePlan? OfHost(Func<HostFacts, KvmUse, ChangePlan?> planner) => PlanCommand.Make(planner, _holders, out _kvmNode);

    /// <summary>The plan that takes a change back; null where there is none.</summary>
    /// <param name="journal">The journal; null without root.</param>
    /// <param name="number">The number of the change; null for the last one that can be undone.</param>
    internal ChangePlan? Undo(Journal? journal, int? number)
    {
        _undone = number is null ? journal?.LastCommitted
            : journal?.Entries.FirstOrDefault(e => e.Number == number && e.CanBeUndone);
        if (_undone is not { Plan: var former, When: var when })
        {
            return null;
        }

        if (subject == ChangeSubject.Host)
        {
            // Files tell whether somebody has changed them since; what a program or a load has done does not.
            int? later = journal!.Entries.LastOrDefault(e => e.Number > _undone.Number && e.CanBeUndone
                && ((e.Plan.ModuleStep is not null && former.ModuleStep is not null)
                    || e.Plan.Programs.Any(p => former.Programs.Any(f => f.Program == p.Program))))?.Number;
            return OfHost((facts, use) =>
            {
                ChangeReader.ReadFiles(facts.Evidence, former.Files);
                ChangePlan plan = UndoPlanner.Plan(former, facts, use, _undone.IsOfThisBoot, when);
                return later is { } number ? plan with { Refusals = [.. plan.Refusals, UndoPlanner.ChangedLater(number)] } : plan;
            });
        }

        HostEvidence evidence = new(EvidenceOrigin.Live);
        ChangeReader.ReadFiles(evidence, former.Files);
        ChangePlan back = UndoPlanner.Plan(former, evidence, when);
        return back.Files.Select(static f => f.After is { } script ? HookScript.Read(script)?.Program : null)
            .Select(static p => p is null ? null : RootOnlyPath.Weakness(p)).FirstOrDefault(static w => w is not null) is { } weakness
            ? back with { Refusals = [.. back.Refusals, HookPlanner.Unsafe(weakness)] } : back;
    }

    /// <summary>Descriptors of KVM that we were started with keep the module in use, and are no use to us.</summary>
    internal static void ReleaseInherited(Session session)
    {
        if (KvmHolders.ReleaseInherited() is { Count: > 0 } released)
        {
            session.Tell(InheritedReleased(string.Join(", ", released)));
        }
    }

    private int Execute(Func<Journal?, ChangePlan?> maker, Journal? journal)
    {
        if (Plan(maker, journal, CancellationToken.None) is not { } plan)
        {
            return session.Fail(journal is null ? ChangeSentences.ChangeNeedsRoot
                : new Sentence("There is no change of virt-nest to undo.", "没有可撤销的 virt-nest 更改。"), ExitCode.No);
        }

        string text = PlanText.Write(plan, session.Language, session.UsesColour);
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
            if (_undone is not null && !IsDryRun)
            {
                Applier.MarkUndone(_undone);
            }

            return Report(plan, ChangeOutcome.NotNeeded);
        }

        if (IsDryRun)
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

        return Question.IsAnsweredYes(arguments, session, _isJson ? text : null) ? Apply(plan, maker, journal)
            : Report(plan, ChangeOutcome.Declined);
    }

    /// <summary>The journal with its lock, or null, which has been told.</summary>
    internal static Journal? Open(Session session, ChangeSubject subject)
    {
        Journal? journal = Journal.Open(Journal.DefaultFolder, subject, LockWait, out string holder);
        if (journal is null)
        {
            session.Fail(ChangeLocked(holder));
        }

        return journal;
    }

    /// <summary>A change that was cut off is dealt with before anything else.</summary>
    private bool Recovered(Journal? journal)
    {
        if (journal?.Unfinished is not { } cutOff || IsDryRun)
        {
            return true;
        }

        using HostSteps steps = new(journal) { ReturnsModule = command == JournalEntry.UndoCommand };
        if (new Applier(journal, steps, static _ => { }).Recover(cutOff, out bool isKept) is { } failure)
        {
            session.Fail(ChangeSentences.RecoveryStuck(cutOff.Folder, failure.Why.In(session.Language)));
            return false;
        }

        _recovered = isKept ? "committed" : "rolled-back";
        session.Tell(isKept ? ChangeSentences.RecoveryCompleted(cutOff.When) : ChangeSentences.RecoveryRolledBack(cutOff.When));
        return true;
    }

    /// <summary>The plan; with --at-idle it is made again until nothing uses the module any more, or the time is over.</summary>
    private ChangePlan? Plan(Func<Journal?, ChangePlan?> maker, Journal? journal, CancellationToken cancellation)
    {
        ChangePlan? plan = maker(journal);
        if (!arguments.Has(ChangeOptions.AtIdle) || journal is null || IsDryRun)
        {
            return plan;
        }

        _wait ??= new(arguments, session);
        while (plan is { Module: { } module, Refusals: [{ Code: RemarkCode.InUse }] }
            && _wait.Goes(module, plan.Refusals[0].Evidence.Count(static w => w.Source.StartsWith("pid ", StringComparison.Ordinal)),
                cancellation))
        {
            plan = maker(journal);
        }

        return plan;
    }

    private int Apply(ChangePlan plan, Func<Journal?, ChangePlan?> maker, Journal journal)
    {
        using StopSignals cancellation = new();
        HostSteps? steps = null;
        try
        {
            ApplyResult result = Once(plan);

            // Somebody was quicker between the last look and the unload: with --at-idle the waiting goes on, for the steps that were
            // shown.
            while (result is { Outcome: ApplyOutcome.RolledBack, Failure.IsInUse: true } && _wait is not null
                && _wait.Goes(plan.Module!, 0, cancellation.Token) && Plan(maker, journal, cancellation.Token) is { IsAllowed: true } again
                && PlanJson.Steps(again).SequenceEqual(PlanJson.Steps(plan)))
            {
                plan = again;
                result = Once(plan);
            }

            return Report(plan, result, steps!);
        }
        finally
        {
            steps?.Dispose();
        }

        ApplyResult Once(ChangePlan now)
        {
            steps?.Dispose();
            steps = new HostSteps(journal);
            return new Applier(journal, steps, step => session.Error.Write(Printable.Sentence(
                $"[{step + 1}/{now.Steps.Count}] {now.StepName(step).In(session.Language)}") + "\n"))
                .Apply(now, command, cancellation.Token, _undone);
        }
    }

    private int Report(ChangePlan plan, ApplyResult result, HostSteps steps)
    {
        List<string> remarks = steps.After is { } after && result.Outcome == ApplyOutcome.Applied ? [.. Afterwards(plan, after)] : [];
        return Report(new(
            command,
            result.Outcome switch { ApplyOutcome.Applied => ChangeOutcome.Applied, ApplyOutcome.RolledBack =>
                ChangeOutcome.RolledBack, ApplyOutcome.NotRolledBack => ChangeOutcome.NotRolledBack },
            plan, Step(plan, result.Failure), Step(plan, result.UndoFailure), steps.Reload is { Gap.Ticks: > 0 } reload ? reload.Gap
            : null, remarks, _recovered) { Number = result.Entry.Number });
    }

    private int Report(ChangePlan plan, ChangeOutcome outcome) => Report(new(command, outcome, plan, null, null, null, [], _recovered));

    private int Report(ChangeReport report)
    {
        session.Print(arguments, () => ChangeJson.Write(report), () => ChangeText.Write(report, session.Language));
        return report.Outcome is ChangeOutcome.Applied or ChangeOutcome.NotNeeded or ChangeOutcome.Planned ? ExitCode.Yes : ExitCode.No;
    }

    private StepReport? Step(ChangePlan plan, StepFailure? failure) =>
        failure is null ? null : new(failure.Step + 1, plan.StepName(failure.Step).In(_language), failure.Why.In(_language));

    /// <summary>What is otherwise than before, beside what was asked for.</summary>
    private IEnumerable<string> Afterwards(ChangePlan plan, HostEvidence after)
    {
        if (plan.ModuleStep is not { WasLoaded: true, IsLoadedAfter: true } step)
        {
            yield break;
        }

        if (_kvmNode is { } node && KvmNode.AccessNow(node) is { } access && access != node)
        {
            yield return ChangeNodeDiffers(node, access).In(_language);
        }

        IReadOnlyList<ParameterText> now = ModuleParameters.Parse(after, step.Module);
        foreach (ParameterText before in step.Before)
        {
            if (before.Name != "nested" && now.FirstOrDefault(p => p.Name == before.Name) is { } current && current.Value != before.Value)
            {
                yield return ChangeParameterDiffers(step.Module, before.Name, before.Value, current.Value).In(_language);
            }
        }
    }

    private static Sentence ChangeParameterDiffers(string module, string parameter, string before, string now) => new(
        $"{module}: {parameter} was {before} and is {now} now. It had been set by hand, or its line in modprobe.d has changed since the "
            + "last load.",
        $"{module}：{parameter} 原为 {before}，现为 {now}。它此前是手动设置的，或者 modprobe.d 中的相应行在上次加载之后改过。");
    private static Sentence ChangeNodeDiffers(string before, string now) => new(
        $"/dev/kvm was {before} and is {now} now: the module makes the node anew, and what was set on it by hand is gone.",
        $"/dev/kvm 原为 {before}，现为 {now}：模块会重新创建该节点，手动所做的设置已丢失。");
    private static Sentence ChangeLocked(string pid) => new(
        $"Another virt-nest changes this host right now{(pid.Length > 0 ? $" (pid {pid})" : "")}. Nothing was changed.",
        $"另一个 virt-nest 正在更改本主机{(pid.Length > 0 ? $"（pid {pid}）" : "")}。未做任何更改。");
    private static Sentence InheritedReleased(string descriptors) => new(
        $"Whoever started virt-nest left it /dev/kvm open as descriptor {descriptors}; it was closed here.",
        $"启动 virt-nest 的程序留给它已打开的 /dev/kvm（描述符 {descriptors}）；已在此关闭。");
}
