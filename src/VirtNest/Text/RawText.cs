namespace VirtNest.Text;

/// <summary>Bytes seen as characters, one for one (Latin-1): kmod and the kernel compare bytes, and an index into such a text is an offset
/// into the file.</summary>
internal static class RawText
{
    /// <summary>The bytes as characters U+0000 to U+00FF.</summary>
    internal static string Of(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    /// <summary>The text as a person reads it: the same bytes taken as UTF-8, each invalid sequence replaced by U+FFFD.</summary>
    internal static string Display(string raw) => Ascii.IsValid(raw) ? raw : Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(raw));

    /// <summary>The text up to the first NUL, where a C string ends.</summary>
    internal static string CString(string raw)
    {
        int nul = raw.IndexOf('\0', StringComparison.Ordinal);
        return nul < 0 ? raw : raw[..nul];
    }

    /// <summary>isspace() of a byte in the C locale; the kernel's own isspace() also takes 0xA0 (lib/ctype.c).</summary>
    internal static bool IsSpace(char c) => c is ' ' or (>= '\t' and <= '\r');
}
