using System.Collections.Immutable;

namespace VirtNest.Instances.Xml;

/// <summary>One attribute of an element.</summary>
/// <param name="Name">As written, with its prefix.</param>
/// <param name="Value">With references replaced.</param>
/// <param name="Span">From the first byte of the name to the closing quote.</param>
/// <param name="ValueSpan">Between the quotes.</param>
public sealed record XmlAttribute(string Name, string Value, ByteSpan Span, ByteSpan ValueSpan);

/// <summary>One element of a document with what is inside it, and where its bytes are.</summary>
/// <param name="Name">As written, with its prefix.</param>
/// <param name="Namespace">The address that its prefix or xmlns stands for; null where it has none.</param>
/// <param name="Attributes">In the order of the document.</param>
/// <param name="Children">Its child elements, in the order of the document.</param>
/// <param name="Text">Its own character data, without that of its children.</param>
/// <param name="Span">The whole element, tags included.</param>
/// <param name="StartTag">The start tag; the whole element where that is one tag.</param>
/// <param name="Content">Between start tag and end tag; empty at the end of the element where it is one tag.</param>
public sealed record XmlElement(
    string Name, string? Namespace, ImmutableArray<XmlAttribute> Attributes, ImmutableArray<XmlElement> Children, string Text,
        ByteSpan Span, ByteSpan StartTag, ByteSpan Content)
{
    /// <summary>True where the element is one tag: &lt;cpu/&gt;.</summary>
    public bool IsSelfClosing => StartTag == Span;

    /// <summary>The value of an attribute, or null.</summary>
    /// <param name="name">As written.</param>
    public string? this[string name] => Attribute(name)?.Value;

    /// <summary>An attribute, or null.</summary>
    /// <param name="name">As written.</param>
    public XmlAttribute? Attribute(string name) => Attributes.FirstOrDefault(a => a.Name == name);

    /// <summary>The first child of a name and no namespace, or null.</summary>
    /// <param name="name">"model", "topology".</param>
    public XmlElement? Child(string name) => Children.FirstOrDefault(c => c.Name == name && c.Namespace is null);

    /// <summary>The element's bytes.</summary>
    /// <param name="document">The document that it was read from.</param>
    public ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> document) => document[Span.Start..Span.End];
}
