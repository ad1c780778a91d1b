namespace VirtNest.Proving;

/// <summary>An L2 that was kept running as a load.</summary>
/// <param name="Verdict">Proven where it ran until it was ended.</param>
/// <param name="Failure">Why not.</param>
/// <param name="Ran">For how long.</param>
/// <param name="Exits">How often L2 left for L1.</param>
public sealed record LoopRun(ProofVerdict Verdict, ProofFailure? Failure, TimeSpan Ran, ulong Exits);
