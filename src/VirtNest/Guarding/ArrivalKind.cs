namespace VirtNest.Guarding;

/// <summary>How an instance comes in, for a sentence.</summary>
public enum ArrivalKind
{
    /// <summary>It starts.</summary>
    Start,
    /// <summary>It is restored from a file.</summary>
    Restore,
    /// <summary>It migrates to this host.</summary>
    Migration,
}
