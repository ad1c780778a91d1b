namespace VirtNest.Instances.Xml;

/// <summary>How a document is laid out, so that what is written into it looks like the rest: white space, line ends, quotes.</summary>
/// <param name="domain">The document.</param>
internal sealed class DomainLayout(DomainXml domain)
{
    private ReadOnlySpan<byte> Document => domain.Bytes.Span;

    /// <summary>The quote of the document's first attribute; an apostrophe, as libvirt writes, where there is none.</summary>
    internal char Quote
    {
        get
        {
            ReadOnlySpan<byte> tag = Document[domain.RootTag.Start..domain.RootTag.End];
            int first = tag.IndexOfAny((byte)'\'', (byte)'"');
            return first < 0 ? '\'' : (char)tag[first];
        }
    }

    /// <summary>An attribute with a space before it.</summary>
    internal string Attribute(string name, string value) => $" {name}={Quote}{value}{Quote}";

    /// <summary>A feature element.</summary>
    internal string Feature(string name, string policy) => $"<feature{Attribute("policy", policy)}{Attribute("name", name)}/>";

    /// <summary>The white space directly before a byte.</summary>
    internal ByteSpan SpaceBefore(int at)
    {
        int length = Document[..at].TrimEnd(" \t\r\n"u8).Length;
        return new ByteSpan(length, at);
    }

    /// <summary>The same, as text.</summary>
    internal string SpaceTextBefore(int at)
    {
        ByteSpan span = SpaceBefore(at);
        return Encoding.ASCII.GetString(Document[span.Start..span.End]);
    }

    /// <summary>The line end and the indentation before an element; empty where it does not begin its line.</summary>
    internal string BreakBefore(int at)
    {
        string space = SpaceTextBefore(at);
        int feed = space.LastIndexOf('\n');
        return feed < 0 ? "" : space[(feed > 0 && space[feed - 1] == '\r' ? feed - 1 : feed)..];
    }

    /// <summary>The same for a child of an element at that place: one step further in.</summary>
    internal string ChildBreak(string parentBreak)
    {
        if (parentBreak.Length == 0)
        {
            return "";
        }

        string root = BreakBefore(domain.RootTag.Start);
        string rootIndent = root[(root.LastIndexOf('\n') + 1)..];
        string indent = parentBreak[(parentBreak.LastIndexOf('\n') + 1)..];
        string step = indent.Length > rootIndent.Length && indent.StartsWith(rootIndent, StringComparison.Ordinal)
            ? indent[rootIndent.Length..] : "  ";
        return parentBreak + step;
    }
}
