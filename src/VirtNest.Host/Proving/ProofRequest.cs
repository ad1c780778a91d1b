using VirtNest.Proving;

namespace VirtNest.Host.Proving;

/// <summary>What is to be proven, and how long it may take.</summary>
public sealed record ProofRequest
{
    /// <summary>Which question decides; <see cref="ProofRole.Instance"/> runs a plain guest and nothing else.</summary>
    public ProofRole Role { get; init; } = ProofRole.Host;

    /// <summary>How many counted hypercalls L2 makes.</summary>
    public int Count { get; init; } = 100;

    /// <summary>The time for all of it, beside <see cref="LoopFor"/>.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many exits of each kind to measure; 0 for none.</summary>
    public int MeasuredExits { get; init; }

    /// <summary>For how long to keep an L2 running; null for not at all.</summary>
    public TimeSpan? LoopFor { get; init; }

    /// <summary>How often to move the state of a vCPU with an L2 to a new VM; 0 for not at all.</summary>
    public int StateMoves { get; init; }

    /// <summary>The device; another path only in tests.</summary>
    public string Device { get; init; } = "/dev/kvm";
}
