using System.Collections.Immutable;

namespace VirtNest.Instances.Xml;

/// <summary>Makes one element's tree from the tokens of a scanner: from its start tag on, until <see cref="Whole"/> is set.</summary>
internal sealed class XmlElementBuilder
{
    /// <summary>Elements of one tree that are read: a &lt;cpu&gt; with the distances of 128 NUMA cells has 16,500.</summary>
    internal const int MostElements = 1 << 16;

    private readonly Stack<Node> _open = [];
    private int _count;

    /// <summary>The tree, once its last tag was seen.</summary>
    internal XmlElement? Whole { get; private set; }

    /// <summary>Takes a start tag; false where there are too many elements.</summary>
    internal bool Start(in XmlScanner scanner, string name, string? uri)
    {
        if (++_count > MostElements)
        {
            return false;
        }

        ImmutableArray<XmlAttribute>.Builder attributes = ImmutableArray.CreateBuilder<XmlAttribute>(scanner.Attributes.Count);
        foreach ((ByteSpan key, ByteSpan value) in scanner.Attributes)
        {
            attributes.Add(
                new XmlAttribute(Encoding.UTF8.GetString(scanner[key]), XmlText.Decode(scanner[value], isAttribute: true),
                    new ByteSpan(key.Start, value.End + 1), value));
        }

        _open.Push(new Node(name, uri, attributes.MoveToImmutable(), scanner.Span));
        if (scanner.IsSelfClosing)
        {
            Close(scanner.Span.End, scanner.Span.End);
        }

        return true;
    }

    /// <summary>Takes character data of the innermost open element.</summary>
    internal void Text(string text) => _open.Peek().Text.Append(text);

    /// <summary>Takes the end tag of the innermost open element.</summary>
    internal void End(ByteSpan tag) => Close(tag.Start, tag.End);

    private void Close(int contentEnd, int end)
    {
        Node node = _open.Pop();
        XmlElement element = new(
            node.Name, node.Uri, node.Attributes, [.. node.Children], node.Text.ToString(),
            new ByteSpan(node.Tag.Start, end), node.Tag, new ByteSpan(node.Tag.End, contentEnd));
        if (_open.TryPeek(out Node? parent))
        {
            parent.Children.Add(element);
        }
        else
        {
            Whole = element;
        }
    }

    private sealed record Node(string Name, string? Uri, ImmutableArray<XmlAttribute> Attributes, ByteSpan Tag)
    {
        internal List<XmlElement> Children { get; } = [];

        internal StringBuilder Text { get; } = new();
    }
}
