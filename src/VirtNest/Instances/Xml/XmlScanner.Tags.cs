using System.Buffers;

namespace VirtNest.Instances.Xml;

/// <summary>Start and end tags, attributes and references.</summary>
internal ref partial struct XmlScanner
{
    /// <summary>Bytes that end a name. Every byte above 0x7F counts as part of one: which characters beyond ASCII a name may have matters
    /// to nobody here.</summary>
    private static readonly SearchValues<byte> NoNameBytes = SearchValues.Create(
        " \t\r\n\"'<>/=!?&;#%()*+,@[\\]^`{|}~$"u8);

    private XmlToken TakeStart(int start)
    {
        ByteSpan name = NameAt(start + 1);
        if (name.Length == 0 || (_open.Count == 0 && _hasRoot))
        {
            return Fail(XmlFaultKind.NotWellFormed, start, name.Length == 0 ? "<" : "<" + Name(name));
        }

        if (_open.Count == MostDepth)
        {
            return Fail(XmlFaultKind.TooDeep, start, Name(name));
        }

        _attributes.Clear();
        int at = name.End;
        while (true)
        {
            int next = SkipSpace(at);
            if (next == _document.Length)
            {
                return Fail(XmlFaultKind.UnexpectedEnd, start, "<" + Name(name));
            }

            bool isEmpty = _document[next] == '/' && next + 1 < _document.Length && _document[next + 1] == '>';
            if (isEmpty || _document[next] == '>')
            {
                _hasRoot = true;
                IsSelfClosing = isEmpty;
                Inner = name;
                if (!isEmpty)
                {
                    _open.Add(name);
                }

                return Take(XmlToken.Start, start, next + (isEmpty ? 2 : 1));
            }

            if (next == at)
            {
                return Fail(XmlFaultKind.NotWellFormed, next, CharacterAt(next));
            }

            if (!TakeAttribute(next, out at))
            {
                return XmlToken.Fault;
            }
        }
    }

    private bool TakeAttribute(int start, out int end)
    {
        end = start;
        ByteSpan name = NameAt(start);
        int equals = SkipSpace(name.End);
        int open = equals < _document.Length && _document[equals] == '=' ? SkipSpace(equals + 1) : equals;
        if (name.Length == 0 || open == equals || open >= _document.Length || _document[open] is not ((byte)'\'' or (byte)'"'))
        {
            int at = Math.Min(name.Length == 0 ? start : open, _document.Length);
            Fail(at == _document.Length ? XmlFaultKind.UnexpectedEnd : XmlFaultKind.NotWellFormed, at, at == _document.Length ? Name(name)
                : CharacterAt(at));
            return false;
        }

        int length = _document[(open + 1)..].IndexOf(_document[open]);
        if (length < 0)
        {
            Fail(XmlFaultKind.UnexpectedEnd, open, Name(name) + "=");
            return false;
        }

        ByteSpan value = new(open + 1, open + 1 + length);
        int angle = this[value].IndexOf((byte)'<');
        if (angle >= 0)
        {
            Fail(XmlFaultKind.NotWellFormed, value.Start + angle, "<");
            return false;
        }

        foreach ((ByteSpan known, _) in _attributes)
        {
            if (this[known].SequenceEqual(this[name]))
            {
                Fail(XmlFaultKind.AttributeTwice, start, Name(name));
                return false;
            }
        }

        if (_attributes.Count == MostAttributes)
        {
            Fail(XmlFaultKind.TooMany, start, Name(name));
            return false;
        }

        _attributes.Add((name, value));
        end = value.End + 1;
        return !HasBadReference(value.Start, value.End);
    }

    private XmlToken TakeEnd(int start)
    {
        ByteSpan name = NameAt(start + 2);
        int close = SkipSpace(name.End);
        if (close >= _document.Length)
        {
            return Fail(XmlFaultKind.UnexpectedEnd, start, "</" + Name(name));
        }

        if (_document[close] != '>' || name.Length == 0)
        {
            return Fail(XmlFaultKind.NotWellFormed, close, CharacterAt(close));
        }

        if (_open.Count == 0 || !this[_open[^1]].SequenceEqual(this[name]))
        {
            return Fail(XmlFaultKind.WrongEndTag, start, _open.Count == 0 ? Name(name) : Name(_open[^1]));
        }

        _open.RemoveAt(_open.Count - 1);
        Depth = _open.Count;
        Inner = name;
        return Take(XmlToken.End, start, close + 1);
    }

    /// <summary>True, with the fault set, where something between two bytes begins like a reference and is none that XML
    /// predefines.</summary>
    private bool HasBadReference(int start, int end)
    {
        const int longest = 12; // "#x0010FFFF" and some zeros
        int at = start;
        while (true)
        {
            int ampersand = _document[at..end].IndexOf((byte)'&');
            if (ampersand < 0)
            {
                return false;
            }

            at += ampersand;
            ReadOnlySpan<byte> rest = _document[(at + 1)..Math.Min(end, at + 1 + longest)];
            int semicolon = rest.IndexOf((byte)';');
            if (semicolon < 0 || XmlText.Resolve(Encoding.Latin1.GetString(rest[..semicolon])) is null)
            {
                Fail(XmlFaultKind.UnknownEntity, at, "&" + (semicolon < 0 ? "" : Encoding.Latin1.GetString(rest[..semicolon]) + ";"));
                return true;
            }

            at += semicolon + 2;
        }
    }

    private readonly ByteSpan NameAt(int start)
    {
        int length = _document[start..].IndexOfAny(NoNameBytes);
        int end = length < 0 ? _document.Length : start + length;
        return end > start && _document[start] is (byte)'-' or (byte)'.' or (>= (byte)'0' and <= (byte)'9') ? new ByteSpan(start, start)
            : new ByteSpan(start, end);
    }

    private readonly int SkipSpace(int start)
    {
        int length = _document[start..].IndexOfAnyExcept(" \t\r\n"u8);
        return length < 0 ? _document.Length : start + length;
    }
}
