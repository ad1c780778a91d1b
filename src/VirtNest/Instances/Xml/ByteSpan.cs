namespace VirtNest.Instances.Xml;

/// <summary>A range of bytes of a document.</summary>
/// <param name="Start">The first byte.</param>
/// <param name="End">The byte behind the last one.</param>
public readonly record struct ByteSpan(int Start, int End)
{
    /// <summary>How many bytes.</summary>
    public int Length => End - Start;
}
