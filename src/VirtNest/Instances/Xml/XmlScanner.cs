namespace VirtNest.Instances.Xml;

/// <summary>What a step of <see cref="XmlScanner"/> met.</summary>
internal enum XmlToken
{
    /// <summary>A start tag, or an element in one tag (<see cref="XmlScanner.IsSelfClosing"/>, to which no end follows).</summary>
    Start,
    /// <summary>An end tag.</summary>
    End,
    /// <summary>Character data, with its references.</summary>
    Text,
    /// <summary>A CDATA section; <see cref="XmlScanner.Inner"/> is what it holds, as it is.</summary>
    CData,
    /// <summary>A comment, a processing instruction or the XML declaration.</summary>
    Aside,
    /// <summary>The end of a well-formed document.</summary>
    Done,
    /// <summary>Not well-formed: <see cref="XmlScanner.Fault"/>.</summary>
    Fault,
}

/// <summary>Goes through an XML document token by token and says of each where its bytes are. Hostile input: size, depth and attributes
/// are bounded, no entity is expanded but the five of XML, and no document type is read. Our own, since an edit must keep every byte
/// outside &lt;cpu&gt; as it is, and System.Xml alone would add 5 MB to the binary. Namespaces are the caller's; a prefix that is not
/// declared is no fault, as in libvirt.</summary>
internal ref partial struct XmlScanner
{
    /// <summary>Elements inside one another that are read: as many as libxml2 allows by default (XML_PARSE_HUGE,
    /// "xmlParserMaxDepth").</summary>
    internal const int MostDepth = 256;

    /// <summary>Attributes of one element that are read.</summary>
    internal const int MostAttributes = 256;

    private readonly ReadOnlySpan<byte> _document;
    private readonly List<ByteSpan> _open = [];
    private readonly List<(ByteSpan Name, ByteSpan Value)> _attributes = [];
    private int _position;
    private bool _hasRoot;

    /// <summary>Begins at the front of a document whose bytes <see cref="XmlEncoding.FaultOf"/> found fit.</summary>
    internal XmlScanner(ReadOnlySpan<byte> document)
    {
        _document = document;
        _position = XmlEncoding.MarkLength(document);
    }

    /// <summary>The bytes of the token.</summary>
    internal ByteSpan Span { get; private set; }

    /// <summary>The name of an element, or what a CDATA section holds.</summary>
    internal ByteSpan Inner { get; private set; }

    /// <summary>True where a start tag is the whole element.</summary>
    internal bool IsSelfClosing { get; private set; }

    /// <summary>Elements around the token: 0 for the root's tags.</summary>
    internal int Depth { get; private set; }

    /// <summary>Name and value of each attribute of a start tag; values without their quotes.</summary>
    internal readonly List<(ByteSpan Name, ByteSpan Value)> Attributes => _attributes;

    /// <summary>Why the last step was a fault.</summary>
    internal XmlFault? Fault { get; private set; }

    /// <summary>The bytes of a span.</summary>
    internal readonly ReadOnlySpan<byte> this[ByteSpan span] => _document[span.Start..span.End];

    /// <summary>The next token. After Done or Fault there is none.</summary>
    internal XmlToken Next()
    {
        if (_position == _document.Length)
        {
            return _open.Count > 0 ? Fail(XmlFaultKind.UnexpectedEnd, _position, "<" + Name(_open[^1]) + ">")
                : _hasRoot ? XmlToken.Done
                : Fail(XmlFaultKind.UnexpectedEnd, _position, "");
        }

        int start = _position;
        ReadOnlySpan<byte> rest = _document[start..];
        Depth = _open.Count;
        return rest[0] != '<' ? TakeText(start)
            : rest.StartsWith("</"u8) ? TakeEnd(start)
            : rest.StartsWith("<!--"u8) ? TakeComment(start)
            : rest.StartsWith("<![CDATA["u8) ? TakeCData(start)
            : rest.StartsWith("<?"u8) ? TakeInstruction(start)
            : rest.StartsWith("<!DOCTYPE"u8) ? Fail(XmlFaultKind.DocumentType, start)
            : TakeStart(start);
    }

    private XmlToken TakeText(int start)
    {
        int length = _document[start..].IndexOf((byte)'<');
        int end = length < 0 ? _document.Length : start + length;
        ReadOnlySpan<byte> text = _document[start..end];
        if (_open.Count == 0)
        {
            int solid = text.IndexOfAnyExcept(" \t\r\n"u8);
            if (solid >= 0)
            {
                return Fail(XmlFaultKind.NotWellFormed, start + solid, CharacterAt(start + solid));
            }
        }

        int closed = text.IndexOf("]]>"u8);
        return closed >= 0 ? Fail(XmlFaultKind.NotWellFormed, start + closed, "]]>")
            : HasBadReference(start, end) ? XmlToken.Fault
            : Take(XmlToken.Text, start, end);
    }

    private XmlToken TakeComment(int start)
    {
        int dashes = _document[(start + 4)..].IndexOf("--"u8);
        if (dashes < 0)
        {
            return Fail(XmlFaultKind.UnexpectedEnd, start, "<!--");
        }

        int end = start + 4 + dashes + 2;
        return end < _document.Length && _document[end] == '>' ? Take(XmlToken.Aside, start, end + 1)
            : Fail(XmlFaultKind.NotWellFormed, end - 2, "--");
    }

    private XmlToken TakeCData(int start)
    {
        const int opening = 9; // "<![CDATA["
        int length = _document[(start + opening)..].IndexOf("]]>"u8);
        if (_open.Count == 0)
        {
            return Fail(XmlFaultKind.NotWellFormed, start, "<![CDATA[");
        }

        if (length < 0)
        {
            return Fail(XmlFaultKind.UnexpectedEnd, start, "<![CDATA[");
        }

        Inner = new ByteSpan(start + opening, start + opening + length);
        return Take(XmlToken.CData, start, Inner.End + 3);
    }

    private XmlToken TakeInstruction(int start)
    {
        int length = _document[start..].IndexOf("?>"u8);
        if (length < 0)
        {
            return Fail(XmlFaultKind.UnexpectedEnd, start, "<?");
        }

        ByteSpan target = NameAt(start + 2);
        if (target.Length == 0 || target.End > start + length)
        {
            return Fail(XmlFaultKind.NotWellFormed, start, "<?");
        }

        // "xml" in any case is reserved, and the declaration stands at the very front.
        if (Name(target).Equals("xml", StringComparison.OrdinalIgnoreCase))
        {
            bool isDeclaration =
                start == XmlEncoding.MarkLength(_document) && XmlDeclaration.TryRead(_document[start..(start + length + 2)], out _);
            return isDeclaration ? Take(XmlToken.Aside, start, start + length + 2) : Fail(XmlFaultKind.NotWellFormed, start, "<?xml");
        }

        // Between target and content stands white space.
        return target.End < start + length && !" \t\r\n"u8.Contains(_document[target.End])
            ? Fail(XmlFaultKind.NotWellFormed, target.End, CharacterAt(target.End))
            : Take(XmlToken.Aside, start, start + length + 2);
    }

    private XmlToken Take(XmlToken token, int start, int end)
    {
        Span = new ByteSpan(start, end);
        _position = end;
        return token;
    }

    private XmlToken Fail(XmlFaultKind kind, int offset, string detail = "")
    {
        Fault = XmlFault.At(kind, _document, offset, detail);
        return XmlToken.Fault;
    }

    private readonly string Name(ByteSpan span) => Encoding.UTF8.GetString(_document[span.Start..Math.Min(span.End, span.Start + 100)]);

    private readonly string CharacterAt(int offset)
    {
        Rune.DecodeFromUtf8(_document[offset..], out Rune rune, out _);
        return rune.ToString();
    }
}
