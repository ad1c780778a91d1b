using System.Collections.Immutable;

namespace VirtNest.Proving;

/// <summary>When L1 reached a step.</summary>
/// <param name="Step">The step.</param>
/// <param name="At">Time since L1's first instruction, by L1's time stamp counter; null where its frequency is not known.</param>
public readonly record struct StepTime(ProofStep Step, TimeSpan? At);

/// <summary>One VM that was run: what it came to, and what it rests on.</summary>
public sealed record ProofRun
{
    /// <summary>What it came to.</summary>
    public required ProofVerdict Verdict { get; init; }

    /// <summary>Why not, where it is not proven.</summary>
    public ProofFailure? Failure { get; init; }

    /// <summary>The steps that L1 reached, in order.</summary>
    public ImmutableArray<StepTime> Steps { get; init; } = [];

    /// <summary>How many counted hypercalls of L2 were asked for.</summary>
    public long Asked { get; init; }

    /// <summary>How many L1 counted.</summary>
    public ulong L1Count { get; init; }

    /// <summary>How many L2 counted.</summary>
    public ulong L2Count { get; init; }

    /// <summary>The kernel's count of entries into L2 (nested_run), which must be the counted ones and
    /// <see cref="PayloadProtocol.FixedEntries"/>; null where the kernel has no such statistic.</summary>
    public ulong? NestedRun { get; init; }

    /// <summary>The mean time of one counted hypercall of L2, there and back; null where the counter's frequency is not known.</summary>
    public TimeSpan? RoundTrip { get; init; }

    /// <summary>From making the VM to its end.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>A run that failed before or outside its VM.</summary>
    /// <param name="failure">Why.</param>
    public static ProofRun Failed(ProofFailure failure) => new()
    {
        Verdict = failure.IsInconclusive ? ProofVerdict.Inconclusive : ProofVerdict.Refuted,
        Failure = failure,
    };
}
