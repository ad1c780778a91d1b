using System.Diagnostics;
using VirtNest.Changing;
using VirtNest.Host.Applying;
using VirtNest.Host.Files;
using VirtNest.Instances;
using VirtNest.Instances.Xml;
using VirtNest.Text;

namespace VirtNest.Host.Libvirt;

/// <summary>Plans and applies the change of one instance. Never throws for what libvirt or the disk refuse.</summary>
/// <param name="hypervisor">A connection; one that may write, unless for a dry run.</param>
/// <param name="wish">What is wished.</param>
/// <param name="watch">The journal, progress, and the end of waiting.</param>
internal sealed class InstanceChanger(Hypervisor hypervisor, InstanceWish wish, ChangeWatch watch)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>Plans. Unless for a dry run, a change that was cut off is dealt with first.</summary>
    /// <param name="name">The instance's name or UUID.</param>
    internal InstanceChangeReport Plan(string name) => With(name, new(name, wish.Goal, InstanceChangeOutcome.Refused),
        (domain, journal, report) =>
        {
            report = Planned(domain, journal, report, out _);
            if (wish is { Goal: InstanceGoal.Undo, IsDryRun: false } && report.Outcome == InstanceChangeOutcome.NotNeeded)
            {
                Applier.MarkUndone(Undoable(journal).First());
            }

            return report;
        });

    /// <summary>Applies what was planned; where the plan would be another one now, nothing.</summary>
    /// <param name="planned">The report of the plan.</param>
    internal InstanceChangeReport Apply(InstanceChangeReport planned) => With(planned.Id!.Value.ToString("D"),
        planned with { Outcome = InstanceChangeOutcome.Refused }, (domain, journal, report) =>
        {
            // Shown and compared is the definition without its secrets; the one with them is what libvirt gets back. It is read first:
            // an edit since then is found before the definition is changed.
            DomainXml whole = InstanceSteps.Parsed(hypervisor.DefinitionForEditing(domain));
            InstanceChangeReport again = Planned(domain, journal, report, out InstanceSituation situation);
            if (again.Outcome != InstanceChangeOutcome.Planned)
            {
                return again;
            }

            if (!IsSame(again.Planned!.Plan, planned.Planned!.Plan))
            {
                return Refused(again, new(RemarkCode.ChangedMeanwhile, PlanIsAnother));
            }

            ChangePlan plan = InstancePlanner.Plan(situation with { Definition = whole }, wish).Plan;
            using InstanceSteps steps = new(hypervisor, domain, watch.Progress, watch.Cancellation);
            ApplyResult result = new Applier(journal, steps, static _ => { }).Apply(plan, wish.Command, watch.Cancellation,
                wish.Goal == InstanceGoal.Undo ? Undoable(journal).First() : null);
            return Report(domain, again with { IsForced = steps.IsForced }, result);
        });

    private InstanceChangeReport With(string name, InstanceChangeReport report,
        Func<Domain, Journal, InstanceChangeReport, InstanceChangeReport> act)
    {
        try
        {
            Domain domain = hypervisor.Find(name);
            report = report with { Name = domain.Name, Id = domain.Id };
            ChangeSubject subject = ChangeSubject.Instance(domain.Id);
            using Journal? journal =
                wish.IsDryRun ? Journal.Look(watch.Journal, subject) : Journal.Open(watch.Journal, subject, TimeSpan.Zero, out _);
            return journal is null ? Refused(report, new(RemarkCode.OtherRun, OtherRun))
                : Recovered(domain, journal, ref report) ? act(domain, journal, report)
                : report;
        }
        catch (HypervisorException exception)
        {
            return Refused(report, new(RemarkCode.Libvirt, LibvirtText.SentenceOf(exception.Failure))) with { Failure = exception.Failure };
        }
        catch (ChangeRecordException exception)
        {
            string path = Printable.Sanitise(exception.Path);
            return Refused(report, new(RemarkCode.CannotKeep,
                exception.Errno == 0 ? ChangeSentences.JournalBroken(path, exception.Why) : CannotKeep(path, exception.Why)))
                with { KeptIn = exception.Path };
        }
    }

    private bool Recovered(Domain domain, Journal journal, ref InstanceChangeReport report)
    {
        if (wish.IsDryRun || journal.Unfinished is not { } cutOff)
        {
            return true;
        }

        if (cutOff.Plan.Connection is { } other && other != hypervisor.Uri)
        {
            report = Refused(report, new(RemarkCode.OtherRun, CutOffElsewhere(Printable.Sanitise(other)))) with { KeptIn = cutOff.Folder };
            return false;
        }

        watch.Progress(domain.Name, InstanceStep.Recovering, TimeSpan.Zero);
        using InstanceSteps steps = new(hypervisor, domain, watch.Progress, watch.Cancellation) { KeepsOthers = true };
        if (new Applier(journal, steps, static _ => { }).Recover(cutOff, out _) is { } failure)
        {
            report = report with
            {
                Outcome = InstanceChangeOutcome.Stuck,
                Refusal = new(failure.Code ?? RemarkCode.Libvirt, failure.Why),
                Failure = failure.Libvirt,
                KeptIn = cutOff.Folder,
            };
            return false;
        }

        report = report with { IsRecovered = true };
        return true;
    }

    private InstanceChangeReport Planned(Domain domain, Journal journal, InstanceChangeReport report, out InstanceSituation situation)
    {
        DomainXml shown = InstanceSteps.Parsed(hypervisor.PersistentXml(domain));
        DomainCircumstances circumstances = hypervisor.Circumstances(domain);
        using InstanceSteps steps = new(hypervisor, domain, watch.Progress, watch.Cancellation);
        bool isPending = circumstances is { IsTransient: false } && circumstances.State.IsActive() && steps.IsPending() == true;
        situation = new(hypervisor.Uri, domain.Id, domain.Name, circumstances, shown, InstanceReader.Offer(hypervisor, shown), isPending,
            [.. Undoable(journal).Select(static e => Former(e))]);
        InstancePlan plan = InstancePlanner.Plan(situation, wish);
        report = report with { Planned = plan, Circumstances = circumstances };
        return watch.Reviewed is { } reviewed && !IsSame(reviewed, plan.Plan)
            ? Refused(report, new(RemarkCode.PlanOutdated, PlanIsAnother))
            : plan.Plan.Refusals is [var refusal, ..] ? Refused(report, refusal)
            : report with { Outcome = plan.Plan.HasSteps ? InstanceChangeOutcome.Planned
                : isPending ? InstanceChangeOutcome.Defined : InstanceChangeOutcome.NotNeeded };
    }

    private static bool IsSame(ChangePlan one, ChangePlan other) => PlanJson.Steps(one).AsSpan().SequenceEqual(PlanJson.Steps(other));

    private IEnumerable<JournalEntry> Undoable(Journal journal) => journal.Entries.Reverse().Where(e => e.CanBeUndone
        && e.Plan.Connection == hypervisor.Uri && (watch.Number is null || wish.Goal != InstanceGoal.Undo || e.Number == watch.Number));

    private static FormerDefinition Former(JournalEntry entry)
    {
        DefinitionStep step = (DefinitionStep)entry.Plan.Steps[0];
        return new(step, InstanceSteps.Parsed(step.Before), InstanceSteps.Parsed(entry.Left(0) ?? step.After), entry.Folder);
    }

    private static InstanceChangeReport Refused(InstanceChangeReport report, Remark refusal) =>
        report with { Outcome = InstanceChangeOutcome.Refused, Refusal = refusal };

    private InstanceChangeReport Report(Domain domain, InstanceChangeReport report, ApplyResult result)
    {
        report = report with { Number = result.Entry.Number };
        if (result is not { Failure: { } failure })
        {
            report = report with { KeptIn = result.Entry.Folder, Outcome = InstanceChangeOutcome.Defined };
            return result.Entry.Plan.Steps.Any(static s => s is RestartStep) ? Seen(domain, report) : report;
        }

        bool isBack = result.Outcome == ApplyOutcome.RolledBack;
        bool isUntouched = isBack && failure is { Step: 0, Code: not null };
        return report with
        {
            Outcome = !isBack ? InstanceChangeOutcome.Stuck : isUntouched || failure.Libvirt?.Kind == LibvirtFailureKind.NoDomain
                ? InstanceChangeOutcome.Refused : InstanceChangeOutcome.RolledBack,
            Refusal = !isBack && result.UndoFailure is { Code: { } left } undo ? new(left,
                    failure.Why + new Sentence("; ", "；") + undo.Why)
                : failure.Code is { } code ? new(code, failure.Why)
                : failure.Libvirt is null ? new(RemarkCode.Edit, failure.Why)
                : failure.Libvirt.Kind == LibvirtFailureKind.NoDomain ? new(RemarkCode.Libvirt, failure.Why)
                : null,
            Failure = failure.Libvirt,
            SecondFailure = failure.IsUnanswered ? null : result.UndoFailure?.Libvirt,
            KeptIn = isBack && failure.Libvirt?.Kind != LibvirtFailureKind.NoDomain ? null : result.Entry.Folder,
        };
    }

    /// <summary>What a restarted instance has, by what is seen: its XML, QEMU's word, its own.</summary>
    private InstanceChangeReport Seen(Domain domain, InstanceChangeReport report)
    {
        Stopwatch clock = Stopwatch.StartNew();
        InstanceFacts facts;
        try
        {
            facts = InstanceReader.Read(hypervisor, domain, new(hypervisor.Uri, LooksInside: false, wish.AsksQemu));
            if (wish.LooksInside && facts.Reading.Live is { HasAgentChannel: true })
            {
                InsideReading inside = hypervisor.Inside(domain);
                while (inside.State is InsideState.NoAgent && clock.Elapsed < wish.Timeout
                    && !watch.Cancellation.WaitHandle.WaitOne(BetweenLooks))
                {
                    watch.Progress(domain.Name, InstanceStep.LookingInside, clock.Elapsed);
                    inside = hypervisor.Inside(domain);
                }

                facts = facts with { Reading = facts.Reading with { Inside = inside } };
            }
        }
        catch (HypervisorException exception)
        {
            return report with { Outcome = InstanceChangeOutcome.Unverified, Failure = exception.Failure };
        }

        bool? has = facts.Reading.Inside.HasExtension == false ? false : facts.IsExposed;
        bool? isGood = wish.Goal switch { InstanceGoal.Enable => has, InstanceGoal.Disable => !has, InstanceGoal.Undo => true };
        return report with
        {
            After = facts,
            Outcome = isGood switch { true =>
                InstanceChangeOutcome.Applied, false => InstanceChangeOutcome.NotDelivered, null => InstanceChangeOutcome.Unverified },
        };
    }

    private static Sentence CutOffElsewhere(string connection) => new(
        $"a change of it over {connection} was cut off: run the command over that connection first",
        $"经 {connection} 对它的一次更改曾被打断：请先经该连接运行命令");
    private static Sentence OtherRun => new("another run of virt-nest works on it", "另一个 virt-nest 正在处理它");
    private static Sentence PlanIsAnother =>
        new("it is not as it was when the plan was made; run the command again", "它与制定计划时不同；请再次运行该命令");
    private static Sentence CannotKeep(string path, Sentence why) => new(
        $"its former definition cannot be kept in {path}: {why.English}", $"其原定义无法保存到 {path}：{why.Chinese}");
}
