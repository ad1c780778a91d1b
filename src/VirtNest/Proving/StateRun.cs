using System.Collections.Immutable;

namespace VirtNest.Proving;

/// <summary>Where the vCPU stood when its state was moved to a new VM.</summary>
public enum StopPoint
{
    /// <summary>In L2, which had done an OUT that L1 does not intercept.</summary>
    L2AtOut,
    /// <summary>In L1, between two entries of L2.</summary>
    L1BetweenEntries,
    /// <summary>Wherever a signal met it, and KVM said that L2 was running.</summary>
    L2AtSignal,
    /// <summary>Wherever a signal met it, and KVM said that L1 was running.</summary>
    L1AtSignal,
    /// <summary>Wherever a signal met it, with an entry of L2 begun and not done (KVM_STATE_NESTED_RUN_PENDING).</summary>
    EntryPending,
}

/// <summary>When, among the other calls, the nested state is set into the new VM: kernels have had bugs in one order and not in
/// another.</summary>
public enum RestoreOrder
{
    /// <summary>Right after the special registers, before all else: as QEMU does.</summary>
    NestedEarly,
    /// <summary>After everything else.</summary>
    NestedLast,
}

/// <summary>How often the state was moved at one kind of point.</summary>
/// <param name="Point">The kind of point.</param>
/// <param name="Moves">How often.</param>
public readonly record struct StateMoves(StopPoint Point, int Moves);

/// <summary>Whether the state of a vCPU with an L2 can be saved and set into a new VM, tried with one kind of nesting.</summary>
public sealed record StateRun
{
    /// <summary>Proven where L2 went on after every move and its nonce survived.</summary>
    public required ProofVerdict Verdict { get; init; }

    /// <summary>Why not.</summary>
    public ProofFailure? Failure { get; init; }

    /// <summary>The point of the move that failed.</summary>
    public StopPoint? FailedAt { get; init; }

    /// <summary>The order of the calls.</summary>
    public RestoreOrder Order { get; init; }

    /// <summary>True where L2 used nested paging.</summary>
    public bool UsesPaging { get; init; }

    /// <summary>The moves that were made, those that came through.</summary>
    public ImmutableArray<StateMoves> Moves { get; init; } = [];

    /// <summary>The size of the nested state that KVM gave, in bytes.</summary>
    public int NestedStateSize { get; init; }
}
