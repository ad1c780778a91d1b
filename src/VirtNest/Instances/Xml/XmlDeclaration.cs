using System.Buffers;

namespace VirtNest.Instances.Xml;

/// <summary>The XML declaration (XML 1.0, "Prolog and Document Type Declaration", production XMLDecl): version, then perhaps encoding,
/// then perhaps standalone.</summary>
internal static class XmlDeclaration
{
    private static readonly SearchValues<char> EncodingCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>True where an instruction is a declaration.</summary>
    /// <param name="instruction">From "&lt;?" to "?&gt;".</param>
    /// <param name="encoding">The encoding that it names, or null.</param>
    internal static bool TryRead(ReadOnlySpan<byte> instruction, out string? encoding)
    {
        encoding = null;
        if (!instruction.StartsWith("<?xml"u8) || !instruction.EndsWith("?>"u8))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = instruction["<?xml".Length..^2];
        if (!Take(ref rest, "version"u8, out string? version) || !IsVersion(version))
        {
            return false;
        }

        if (Take(ref rest, "encoding"u8, out encoding) && !IsEncoding(encoding!))
        {
            return false;
        }

        return (!Take(ref rest, "standalone"u8, out string? standalone) || standalone is "yes" or "no") && rest.Trim(" \t\r\n"u8).IsEmpty;
    }

    /// <summary>Takes white space, a name, an equals sign and a quoted value off the front.</summary>
    private static bool Take(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> name, out string? value)
    {
        value = null;
        ReadOnlySpan<byte> word = rest.TrimStart(" \t\r\n"u8);
        if (word.Length == rest.Length || !word.StartsWith(name))
        {
            return false;
        }

        ReadOnlySpan<byte> after = word[name.Length..].TrimStart(" \t\r\n"u8);
        if (after.IsEmpty || after[0] != '=')
        {
            return false;
        }

        after = after[1..].TrimStart(" \t\r\n"u8);
        int close = after.IsEmpty || after[0] is not ((byte)'\'' or (byte)'"') ? -1 : after[1..].IndexOf(after[0]);
        if (close < 0)
        {
            return false;
        }

        value = Encoding.Latin1.GetString(after[1..(close + 1)]);
        rest = after[(close + 2)..];
        return true;
    }

    private static bool IsVersion(string? text) => text is ['1', '.', _, ..] && text.AsSpan(2).IndexOfAnyExceptInRange('0', '9') < 0;

    private static bool IsEncoding(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && text.AsSpan().IndexOfAnyExcept(EncodingCharacters) < 0;
}
