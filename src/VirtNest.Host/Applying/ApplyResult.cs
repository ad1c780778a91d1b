namespace VirtNest.Host.Applying;

/// <summary>How an attempt to apply a plan ended.</summary>
public enum ApplyOutcome
{
    /// <summary>Every step done, and the outcome verified.</summary>
    Applied,
    /// <summary>A step failed or the verification did; everything was taken back.</summary>
    RolledBack,
    /// <summary>A step failed, and so did taking one back; the next run tries again.</summary>
    NotRolledBack,
}

/// <summary>What came of a plan.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Entry">The change in the journal.</param>
/// <param name="Failure">The step that failed, or null.</param>
/// <param name="UndoFailure">The step that could not be taken back, or null.</param>
public sealed record ApplyResult(ApplyOutcome Outcome, JournalEntry Entry, StepFailure? Failure, StepFailure? UndoFailure);
