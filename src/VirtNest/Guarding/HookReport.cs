namespace VirtNest.Guarding;

/// <summary>How a run of `hook install` or `hook remove` ended.</summary>
public enum HookOutcome
{
    /// <summary>It is as wished already.</summary>
    NotNeeded,
    /// <summary>A dry run.</summary>
    Planned,
    /// <summary>Something stands against it.</summary>
    Refused,
    /// <summary>Not by who is not root.</summary>
    NeedsRoot,
    /// <summary>The answer to the question was no.</summary>
    Declined,
    /// <summary>Done.</summary>
    Done,
    /// <summary>A file could not be written or removed.</summary>
    Failed,
}

/// <summary>A run of `hook install` or `hook remove`.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Plan">What it was to do.</param>
/// <param name="Place">What it found.</param>
/// <param name="Program">The absolute path of virt-nest.</param>
public sealed record HookReport(HookOutcome Outcome, HookPlan Plan, HookPlace Place, string Program)
{
    /// <summary>True for --dry-run.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>The path that failed; null where none did.</summary>
    public string? FailedPath { get; init; }

    /// <summary>Why it failed, or 0.</summary>
    public int FailedErrno { get; init; }
}
