using VirtNest.Changing;

namespace VirtNest.Host.Applying;

/// <summary>Does the steps of a plan, finds them done, and takes them back. One for what is on this host, one for instances; all else of
/// a change is the <see cref="Applier"/>'s.</summary>
public abstract class StepExecutor : IDisposable
{
    /// <summary>Makes ready what a later step needs, as soon as the plan is in the journal.</summary>
    /// <param name="entry">The change.</param>
    internal virtual void Prepare(JournalEntry entry)
    {
    }

    /// <summary>Does a step, and sees that it came off.</summary>
    /// <param name="entry">The change.</param>
    /// <param name="step">The step's number.</param>
    /// <returns>Why it did not, or null.</returns>
    internal abstract StepFailure? Do(JournalEntry entry, int step);

    /// <summary>Is a step done, of a change that was cut off when every step had begun?</summary>
    /// <param name="entry">The change.</param>
    /// <param name="step">The step's number.</param>
    internal abstract bool IsDone(JournalEntry entry, int step);

    /// <summary>Notes what the steps of a change left that was cut off and is kept.</summary>
    /// <param name="entry">The change.</param>
    internal virtual void Keep(JournalEntry entry)
    {
    }

    /// <summary>Takes a step back that was begun, as far as it came.</summary>
    /// <param name="entry">The change.</param>
    /// <param name="step">The step's number.</param>
    /// <returns>Why it could not be taken back, or null.</returns>
    internal abstract StepFailure? Undo(JournalEntry entry, int step);

    /// <summary>What is left to do once every step is taken back.</summary>
    /// <param name="entry">The change.</param>
    internal virtual StepFailure? Settle(JournalEntry entry) => null;

    /// <summary>Judges the whole by what is read afterwards.</summary>
    /// <param name="plan">The plan.</param>
    /// <returns>What is not as wished, or null.</returns>
    internal virtual StepFailure? Verify(ChangePlan plan) => null;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go what <see cref="Prepare"/> made.</summary>
    /// <param name="isDisposing">Always true: there is no finalizer.</param>
    protected virtual void Dispose(bool isDisposing)
    {
    }
}
