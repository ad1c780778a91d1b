namespace VirtNest.Changing;

/// <summary>How a command that changes the host ended.</summary>
public enum ChangeOutcome
{
    /// <summary>It already is as wished.</summary>
    NotNeeded,
    /// <summary>A dry run: the plan could be applied.</summary>
    Planned,
    /// <summary>Something stands against it; nothing was changed.</summary>
    Refused,
    /// <summary>Only root can do it; nothing was changed.</summary>
    NeedsRoot,
    /// <summary>The answer was no; nothing was changed.</summary>
    Declined,
    /// <summary>Done and verified.</summary>
    Applied,
    /// <summary>A step failed; everything was taken back.</summary>
    RolledBack,
    /// <summary>A step failed, and not everything could be taken back.</summary>
    NotRolledBack,
}

/// <summary>A sentence about one step.</summary>
/// <param name="Step">Its number in the plan, counted from 1; one more than there are for the verification.</param>
/// <param name="Name">The step in words.</param>
/// <param name="Why">Why it failed.</param>
public sealed record StepReport(int Step, string Name, string Why);

/// <summary>What a command that changes the host has to tell. Its sentences are in the language of the report that is written of
/// it.</summary>
/// <param name="Command">"enable", "disable", "undo", "apply", "guard hook install", "guard hook remove".</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Plan">The plan; of `undo --cut-off` that of the change that was cut off, null where there is none.</param>
/// <param name="Failure">The step that failed, or null.</param>
/// <param name="UndoFailure">The step that could not be taken back, or null.</param>
/// <param name="Gap">How long the host was without the module; null where it was not unloaded.</param>
/// <param name="Remarks">What else is different afterwards.</param>
/// <param name="Recovered">"rolled-back" or "committed" where a change that had been cut off was dealt with first; null where there was
/// none.</param>
public sealed record ChangeReport(
    string Command, ChangeOutcome Outcome, ChangePlan? Plan, StepReport? Failure, StepReport? UndoFailure, TimeSpan? Gap,
        IReadOnlyList<string> Remarks, string? Recovered)
{
    /// <summary>Its number in the journal; null where nothing was begun.</summary>
    public int? Number { get; init; }
}
