namespace VirtNest.Facts;

/// <summary>What the kernel makes of the text of a parameter, by the parameter's type.</summary>
internal static class KernelValue
{
    /// <summary>"true" and "false" are taken since v5.18, commit 0d6ea3ac94ca ("lib/kstrtox.c: add "false"/"true" support to
    /// kstrtobool()").</summary>
    private static readonly Version TrueAndFalse = new(5, 18);

    /// <summary>"enabled" and "disabled" are taken since v6.16 ("kstrtox: add support for enabled and disabled in kstrtobool()").</summary>
    private static readonly Version EnabledAndDisabled = new(6, 16);

    /// <summary>param_set_bool(), kernel/params.c: no "=" means true; else kstrtobool(), lib/kstrtox.c, which looks at the first letter,
    /// of "on" and "off" at two, and never at what follows.</summary>
    /// <param name="value">The text behind "=", or null without one.</param>
    /// <param name="kernel">The kernel's version, or null where it is not known.</param>
    /// <param name="since">Where the answer is null for want of <paramref name="kernel"/>: what it would be on kernels that take the
    /// word.</param>
    /// <returns>True or false; null where it is refused (EINVAL), or where that depends on the kernel and <paramref name="since"/> is
    /// set.</returns>
    internal static bool? Bool(string? value, Version? kernel, out bool? since)
    {
        since = null;
        char first = value is null ? '1' : value.Length > 0 ? value[0] : '\0';
        char second = value is { Length: > 1 } ? value[1] : '\0';
        switch (first)
        {
            case 'y' or 'Y' or '1':
                return true;
            case 'n' or 'N' or '0':
                return false;
            case 'o' or 'O' when second is 'n' or 'N':
                return true;
            case 'o' or 'O' when second is 'f' or 'F':
                return false;
            case 't' or 'T' or 'f' or 'F':
                return Since(TrueAndFalse, kernel, first is 't' or 'T', out since);
            case 'e' or 'E' or 'd' or 'D':
                return Since(EnabledAndDisabled, kernel, first is 'e' or 'E', out since);
            default:
                return null;
        }
    }

    /// <summary>param_set_int(), kernel/params.c: kstrtoint() with base 0, lib/kstrtox.c: decimal, 0x and octal with a leading 0, one
    /// sign, one newline at the end, and nothing else. Null where it is refused: no "=" (EINVAL), no number (EINVAL), too large
    /// (ERANGE).</summary>
    internal static int? Int(string? value)
    {
        ReadOnlySpan<char> text = value;
        bool isNegative = text.StartsWith("-");
        if (isNegative || text.StartsWith("+"))
        {
            text = text[1..];
        }

        if (text.EndsWith("\n"))
        {
            text = text[..^1];
        }

        int radix = 10;
        if (text.Length > 0 && text[0] == '0')
        {
            bool isHex = text.Length > 2 && text[1] is 'x' or 'X' && char.IsAsciiHexDigit(text[2]);
            radix = isHex ? 16 : 8;
            text = isHex ? text[2..] : text;
        }

        if (text.IsEmpty)
        {
            return null;
        }

        long number = 0;
        foreach (char c in text)
        {
            int digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : radix;
            if (digit >= radix)
            {
                return null;
            }

            number = (number * radix) + digit;
            if (number > 1L + int.MaxValue)
            {
                return null;
            }
        }

        number = isNegative ? -number : number;
        return number is >= int.MinValue and <= int.MaxValue ? (int)number : null;
    }

    /// <summary>kstrtouint() with base 10; null where it is refused.</summary>
    internal static uint? Decimal(string value) =>
        uint.TryParse(value.StartsWith('+') ? value[1..] : value, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) ? number
            : null;

    private static bool? Since(Version first, Version? kernel, bool value, out bool? since)
    {
        since = kernel is null ? value : null;
        return kernel is not null && kernel >= first ? value : null;
    }
}
