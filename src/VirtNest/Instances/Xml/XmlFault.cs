namespace VirtNest.Instances.Xml;

/// <summary>Why a text is no domain XML that can be read.</summary>
public enum XmlFaultKind
{
    /// <summary>More bytes than <see cref="DomainXml.MostBytes"/>.</summary>
    TooLarge,
    /// <summary>Elements deeper than <see cref="XmlScanner.MostDepth"/>.</summary>
    TooDeep,
    /// <summary>More attributes in one element, or more elements in one subtree, than are read.</summary>
    TooMany,
    /// <summary>Another encoding than UTF-8, by byte order mark or declaration; Detail names it.</summary>
    OtherEncoding,
    /// <summary>A byte sequence that is no UTF-8.</summary>
    BrokenEncoding,
    /// <summary>A character that XML 1.0 does not allow; Detail is its number ("U+0000").</summary>
    ForbiddenCharacter,
    /// <summary>A document type declaration: no domain has one, and entities of its own could grow without end.</summary>
    DocumentType,
    /// <summary>The text ended inside something; Detail names what is open.</summary>
    UnexpectedEnd,
    /// <summary>Something that is not well-formed; Detail is the character or name at which reading stopped.</summary>
    NotWellFormed,
    /// <summary>An end tag that does not close the open element; Detail names the open element.</summary>
    WrongEndTag,
    /// <summary>An attribute twice in one element; Detail names it.</summary>
    AttributeTwice,
    /// <summary>A reference to an entity that XML does not predefine; Detail names it.</summary>
    UnknownEntity,
    /// <summary>Well-formed, but the root element is no domain; Detail names it.</summary>
    NotADomain,
}

/// <summary>Where and why reading stopped.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Offset">The byte at which it stopped, from 0.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Detail">The name or character in question, hostile text; empty where there is none.</param>
public sealed record XmlFault(XmlFaultKind Kind, int Offset, int Line, string Detail)
{
    /// <summary>A fault at a byte of a document.</summary>
    /// <param name="kind">Why.</param>
    /// <param name="document">The whole document, of which the line is counted.</param>
    /// <param name="offset">The byte.</param>
    /// <param name="detail">The name or character in question.</param>
    internal static XmlFault At(XmlFaultKind kind, ReadOnlySpan<byte> document, int offset, string detail = "") =>
        new(kind, offset, 1 + document[..Math.Min(offset, document.Length)].Count((byte)'\n'), detail);
}
