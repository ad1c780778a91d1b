using System.Threading;
using VirtNest.Changing;
using VirtNest.Host.Files;

namespace VirtNest.Host.Applying;

/// <summary>Applies a plan, of whatever subject: each step journaled before it begins, the whole verified, and everything taken back where
/// something fails. What a run that was cut off has left it keeps or takes back.</summary>
/// <param name="journal">The journal of the plan's subject, whose lock is held.</param>
/// <param name="executor">Does the steps.</param>
/// <param name="progress">Told the number of each step before it begins.</param>
public sealed class Applier(Journal journal, StepExecutor executor, Action<int> progress)
{
    /// <summary>Applies a plan that nothing stands against.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="command">The command that is run, without "virt-nest".</param>
    /// <param name="cancellation">Asked for between steps: everything is taken back.</param>
    /// <param name="undone">The change that the plan takes back; null where it takes none back.</param>
    /// <exception cref="ChangeRecordException">The journal cannot be written, and nothing has changed.</exception>
    public ApplyResult Apply(ChangePlan plan, string command, CancellationToken cancellation, JournalEntry? undone = null)
    {
        JournalEntry entry = journal.Begin(plan, command, undone);
        executor.Prepare(entry);
        for (int step = 0; step < plan.Steps.Count; step++)
        {
            if (cancellation.IsCancellationRequested)
            {
                return TakeBack(entry, new(step, new("interrupted", "被中断")));
            }

            progress(step);
            if ((Mark(entry, "step " + step.ToString(CultureInfo.InvariantCulture), step) ?? executor.Do(entry, step)) is { } failure)
            {
                return TakeBack(entry, failure);
            }
        }

        if ((executor.Verify(plan) ?? Mark(entry, "committed", plan.Steps.Count)) is { } wrong)
        {
            return TakeBack(entry, wrong);
        }

        // Where it cannot be written, the next undo finds nothing left to take back, and writes it then.
        _ = undone is null ? null : Mark(undone, "undone", plan.Steps.Count);
        return new(ApplyOutcome.Applied, entry, null, null);
    }

    /// <summary>Deals with a change that was cut off: one whose every step is found done is kept, any other is taken back.</summary>
    /// <param name="entry">The change.</param>
    /// <param name="isKept">The change was whole, and is kept.</param>
    /// <returns>What could not be taken back, or null.</returns>
    /// <exception cref="ChangeRecordException">The journal cannot be written.</exception>
    public StepFailure? Recover(JournalEntry entry, out bool isKept)
    {
        isKept = IsWhole(entry);
        if (!isKept && (Undo(entry, entry.BegunSteps) ?? executor.Settle(entry)) is { } failure)
        {
            return failure;
        }

        if (isKept)
        {
            executor.Keep(entry);
        }

        entry.Mark(isKept ? "committed" : "rolled-back");
        return null;
    }

    /// <summary>Marks a change as taken back by an undo.</summary>
    /// <param name="entry">The change.</param>
    public static void MarkUndone(JournalEntry entry) => entry.Mark("undone");

    /// <summary>True where every step of a change that was cut off is found done: it would be kept.</summary>
    /// <param name="entry">The change.</param>
    public bool IsWhole(JournalEntry entry) => entry.BegunSteps == entry.Plan.Steps.Count
        && Enumerable.Range(0, entry.BegunSteps).All(step => executor.IsDone(entry, step));

    private ApplyResult TakeBack(JournalEntry entry, StepFailure failure)
    {
        // What was found otherwise than planned was not touched.
        StepFailure? left = failure.IsUnanswered ? failure
            : Undo(entry, failure.Code == RemarkCode.ChangedMeanwhile ? failure.Step : entry.BegunSteps);
        if (left is null)
        {
            // Where it cannot be written, the next run finds everything as it was, and writes it then.
            _ = Mark(entry, "rolled-back", failure.Step);
        }

        return new(left is null ? ApplyOutcome.RolledBack : ApplyOutcome.NotRolledBack, entry, failure, left);
    }

    /// <summary>Takes the first steps back, in reverse; then what follows others, which makes something of what they are now.</summary>
    private StepFailure? Undo(JournalEntry entry, int count)
    {
        StepFailure? failure = null;
        IReadOnlyList<ChangeStep> steps = entry.Plan.Steps;
        int[] begun = [.. Enumerable.Range(0, Math.Min(count, steps.Count))];
        foreach (int step in begun.Reverse().Where(s => !steps[s].FollowsOthers).Concat(begun.Where(s => steps[s].FollowsOthers)))
        {
            StepFailure? left = executor.Undo(entry, step);
            failure ??= left;
            if (left is { IsInUse: true } or { IsUnanswered: true })
            {
                break;
            }
        }

        return failure;
    }

    private static StepFailure? Mark(JournalEntry entry, string line, int step)
    {
        try
        {
            entry.Mark(line);
            return null;
        }
        catch (ChangeRecordException exception)
        {
            return StepFailure.NotWritten(step, exception);
        }
    }
}
