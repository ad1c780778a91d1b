using System.Buffers;

namespace VirtNest.Instances.Xml;

/// <summary>Replacements in a document, collected and then made at once. Bytes between them stay as they are.</summary>
/// <param name="document">The document.</param>
internal sealed class ByteEdits(ReadOnlyMemory<byte> document)
{
    private readonly List<(ByteSpan Span, string Text)> _edits = [];

    /// <summary>Replaces a range, or inserts at an empty one. Ranges may touch and not overlap; insertions at one place keep their
    /// order.</summary>
    internal void Replace(ByteSpan span, string text) => _edits.Add((span, text));

    /// <summary>Takes a range out.</summary>
    internal void Remove(ByteSpan span) => Replace(span, "");

    /// <summary>Puts text between two bytes.</summary>
    internal void Insert(int at, string text) => Replace(new ByteSpan(at, at), text);

    /// <summary>The document with all replacements made.</summary>
    /// <exception cref="InvalidOperationException">Two ranges overlap.</exception>
    internal byte[] Apply()
    {
        ReadOnlySpan<byte> source = document.Span;
        ArrayBufferWriter<byte> result = new(source.Length + 256);
        int position = 0;
        foreach ((ByteSpan span, string text) in Sorted())
        {
            if (span.Start < position)
            {
                throw new InvalidOperationException("two edits overlap");
            }

            result.Write(source[position..span.Start]);
            result.Write(Encoding.UTF8.GetBytes(text));
            position = span.End;
        }

        result.Write(source[position..]);
        return result.WrittenSpan.ToArray();
    }

    /// <summary>By place, insertions before a replacement at the same place; equal ones in the order in which they came.</summary>
    private IEnumerable<(ByteSpan Span, string Text)> Sorted()
    {
        List<(ByteSpan Span, string Text, int Order)> all = [];
        foreach ((ByteSpan span, string text) in _edits)
        {
            all.Add((span, text, all.Count));
        }

        all.Sort(static (a, b) => (a.Span.Start, a.Span.End, a.Order).CompareTo((b.Span.Start, b.Span.End, b.Order)));
        foreach ((ByteSpan span, string text, _) in all)
        {
            yield return (span, text);
        }
    }
}
