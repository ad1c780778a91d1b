namespace VirtNest.Proving;

/// <summary>What a proof came to.</summary>
public enum ProofVerdict
{
    /// <summary>It ran here.</summary>
    Proven,
    /// <summary>It was tried, or is not offered, and did not run.</summary>
    Refuted,
    /// <summary>It could not be tried, or did not come to an end: never "no".</summary>
    Inconclusive,
}
