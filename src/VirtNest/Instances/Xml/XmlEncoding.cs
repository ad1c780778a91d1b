using System.Buffers;
using System.Text.Unicode;

namespace VirtNest.Instances.Xml;

/// <summary>What must hold of a document's bytes before its markup is looked at: UTF-8, and only characters that XML 1.0 allows
/// ("Characters", production Char).</summary>
internal static class XmlEncoding
{
    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31]);

    /// <summary>Bytes of the UTF-8 byte order mark in front of a document: 3 or 0.</summary>
    internal static int MarkLength(ReadOnlySpan<byte> document) => document.StartsWith("\uFEFF"u8) ? 3 : 0;

    /// <summary>The first fault of the bytes, or null.</summary>
    internal static XmlFault? FaultOf(ReadOnlySpan<byte> document)
    {
        if (document.Length > DomainXml.MostBytes)
        {
            return XmlFault.At(XmlFaultKind.TooLarge, document, DomainXml.MostBytes);
        }

        // UTF-32 first: its little-endian mark begins like that of UTF-16.
        string? other = document.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0])
            || document.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF]) ? "UTF-32"
            : document.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || document.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
                || document.StartsWith("<\0"u8) || document.StartsWith("\0<"u8) ? "UTF-16"
            : null;
        if (other is not null)
        {
            return XmlFault.At(XmlFaultKind.OtherEncoding, document, 0, other);
        }

        int control = document.IndexOfAny(Controls);
        if (control >= 0)
        {
            return XmlFault.At(XmlFaultKind.ForbiddenCharacter, document, control, "U+"
                + document[control].ToString("X4", CultureInfo.InvariantCulture));
        }

        if (!Utf8.IsValid(document))
        {
            int offset = 0;
            while (Rune.DecodeFromUtf8(document[offset..], out _, out int consumed) == OperationStatus.Done)
            {
                offset += consumed;
            }

            // A document in an older encoding says so in its declaration: that is the better sentence.
            return DeclaredOther(document) is { } declared
                ? XmlFault.At(XmlFaultKind.OtherEncoding, document, 0, declared)
                : XmlFault.At(XmlFaultKind.BrokenEncoding, document, offset, "0x"
                    + document[offset].ToString("X2", CultureInfo.InvariantCulture));
        }

        int noncharacter = Math.Max(document.IndexOf("\uFFFE"u8), document.IndexOf("\uFFFF"u8));
        if (noncharacter >= 0)
        {
            return XmlFault.At(XmlFaultKind.ForbiddenCharacter, document, noncharacter, document[noncharacter + 2] == 0xBE ? "U+FFFE"
                : "U+FFFF");
        }

        return DeclaredOther(document) is { } name ? XmlFault.At(XmlFaultKind.OtherEncoding, document, 0, name) : null;
    }

    /// <summary>The encoding that the XML declaration names, where it is neither UTF-8 nor ASCII of which all bytes are ASCII; else
    /// null.</summary>
    private static string? DeclaredOther(ReadOnlySpan<byte> document)
    {
        ReadOnlySpan<byte> rest = document[MarkLength(document)..];
        int end = rest.IndexOf("?>"u8);
        if (end < 0 || !XmlDeclaration.TryRead(rest[..(end + 2)], out string? name) || name is null)
        {
            return null;
        }

        bool isUtf8 = name.Equals("UTF-8", StringComparison.OrdinalIgnoreCase) || name.Equals("UTF8", StringComparison.OrdinalIgnoreCase);
        bool isAscii = (name.Equals("US-ASCII", StringComparison.OrdinalIgnoreCase)
            || name.Equals("ASCII", StringComparison.OrdinalIgnoreCase)) && Ascii.IsValid(document);
        return isUtf8 || isAscii ? null : name;
    }
}
