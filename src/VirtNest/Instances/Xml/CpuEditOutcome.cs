using System.Collections.Immutable;

namespace VirtNest.Instances.Xml;

/// <summary>How an edit ended.</summary>
public enum CpuEditState
{
    /// <summary>Changed as wished.</summary>
    Changed,
    /// <summary>Nothing to change: the wished state is there.</summary>
    Unchanged,
    /// <summary>Not changed: <see cref="CpuEditOutcome.Refusal"/>.</summary>
    Refused,
}

/// <summary>The outcome of one edit of a definition.</summary>
/// <param name="State">How it ended.</param>
/// <param name="Bytes">The document after it; the same bytes where it is unchanged or refused.</param>
/// <param name="Refusal">Why it was refused, or null.</param>
/// <param name="Dropped">What the new mode made meaningless and was taken out, as it stood in the document; hostile.</param>
/// <param name="IsRestored">True where a former element was put back.</param>
public sealed record CpuEditOutcome(CpuEditState State, ReadOnlyMemory<byte> Bytes, CpuRefusal? Refusal, ImmutableArray<string> Dropped,
    bool IsRestored = false)
{
    internal static CpuEditOutcome Same(DomainXml domain) => new(CpuEditState.Unchanged, domain.Bytes, null, []);

    internal static CpuEditOutcome Refuse(DomainXml domain, CpuRefusal refusal) => new(CpuEditState.Refused, domain.Bytes, refusal, []);
}
