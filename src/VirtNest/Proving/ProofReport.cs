using System.Collections.Immutable;

namespace VirtNest.Proving;

/// <summary>Which question the exit status of a proof answers.</summary>
public enum ProofRole
{
    /// <summary>Can the instances of this host run instances: an L2 must run.</summary>
    Host,
    /// <summary>Can this host run instances: a plain guest must run.</summary>
    Instance,
}

/// <summary>All that a proof found.</summary>
public sealed record ProofReport
{
    /// <summary>Which question was asked.</summary>
    public required ProofRole Role { get; init; }

    /// <summary>Where it ran.</summary>
    public required ProofHost Host { get; init; }

    /// <summary>The extension that was tried; <see cref="NestedExtension.None"/> where only a plain guest was.</summary>
    public NestedExtension Extension { get; init; }

    /// <summary>True where KVM offers the extension to guests (KVM_GET_SUPPORTED_CPUID).</summary>
    public bool IsOffered { get; init; }

    /// <summary>True where KVM offers nested paging to guests (CPUID 8000000A, or the VMX capability MSRs).</summary>
    public bool IsPagingOffered { get; init; }

    /// <summary>A plain guest.</summary>
    public required ProofRun Plain { get; init; }

    /// <summary>An L2 with nested paging (NPT, EPT); null where it was not tried.</summary>
    public ProofRun? WithPaging { get; init; }

    /// <summary>An L2 without; null where it was not tried.</summary>
    public ProofRun? WithoutPaging { get; init; }

    /// <summary>What exits cost, where that was asked for.</summary>
    public ImmutableArray<ExitCost> Costs { get; init; } = [];

    /// <summary>The load, where that was asked for.</summary>
    public LoopRun? Loop { get; init; }

    /// <summary>Whether state with a live L2 can be moved, one run for each kind of paging and each order, where that was asked
    /// for.</summary>
    public ImmutableArray<StateRun> States { get; init; } = [];

    /// <summary>The whole time.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Whether an L2 ran: proven if either run is, refuted if each that was tried is.</summary>
    public ProofVerdict Nested => (WithPaging?.Verdict, WithoutPaging?.Verdict) switch
    {
        (ProofVerdict.Proven, _) or (_, ProofVerdict.Proven) => ProofVerdict.Proven,
        (null, null) or (ProofVerdict.Inconclusive, _) or (_, ProofVerdict.Inconclusive) =>
            Plain.Verdict == ProofVerdict.Refuted ? ProofVerdict.Refuted : ProofVerdict.Inconclusive,
        _ => ProofVerdict.Refuted,
    };

    /// <summary>The answer to the question that was asked.</summary>
    public ProofVerdict Verdict => Role == ProofRole.Instance ? Plain.Verdict : Nested;

    /// <summary>The failure that explains <see cref="Verdict"/>; null where it is proven.</summary>
    public ProofFailure? Failure => Verdict == ProofVerdict.Proven ? null
        : Plain.Failure ?? (WithoutPaging ?? WithPaging)?.Failure ?? WithPaging?.Failure;

    /// <summary>A report of a proof that came to nothing.</summary>
    /// <param name="role">Which question was asked.</param>
    /// <param name="host">Where it ran.</param>
    /// <param name="failure">Why.</param>
    public static ProofReport Of(ProofRole role, ProofHost host, ProofFailure failure) =>
        new() { Role = role, Host = host, Plain = ProofRun.Failed(failure) };
}
