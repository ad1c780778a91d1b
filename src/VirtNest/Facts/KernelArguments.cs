using VirtNest.Text;

namespace VirtNest.Facts;

/// <summary>One argument in a text of arguments, as positions in that text.</summary>
/// <param name="Start">Where it begins, a quote included.</param>
/// <param name="End">Behind its last character.</param>
/// <param name="Name">The name.</param>
/// <param name="Value">The text behind the first "="; null where there is none.</param>
internal readonly record struct KernelArgument(int Start, int End, string Name, string? Value);

/// <summary>How the kernel takes arguments apart, of its own command line and of a module at its load alike: next_arg() and parse_args(),
/// Linux v6.1 lib/cmdline.c and kernel/params.c.</summary>
internal static class KernelArguments
{
    /// <summary>The next argument. Words are split at white space outside quotes; a quote may stand before the name, before the value or
    /// inside it, and only one at either end is taken away. False at the end of the text and at a bare "--", where the kernel stops
    /// reading.</summary>
    /// <param name="text">Raw text without NUL.</param>
    /// <param name="position">Where to go on; 0 at first.</param>
    /// <param name="argument">The argument.</param>
    internal static bool Next(string text, ref int position, out KernelArgument argument)
    {
        argument = default;
        while (position < text.Length && IsSpace(text[position]))
        {
            position++;
        }

        if (position >= text.Length)
        {
            return false;
        }

        int start = position;
        bool isQuoted = text[start] == '"';
        int name = isQuoted ? start + 1 : start;
        bool inQuotes = isQuoted;
        int equals = -1;
        int end = name;
        for (; end < text.Length && (inQuotes || !IsSpace(text[end])); end++)
        {
            // An "=" that comes first makes no value: the kernel's own test is "equals == 0".
            if (text[end] == '=' && equals < 0 && end > name)
            {
                equals = end;
            }

            inQuotes ^= text[end] == '"';
        }

        position = end;
        bool endsInQuote = end > name && text[end - 1] == '"';
        string? value = null;
        if (equals >= 0)
        {
            int from = equals + 1;
            int to = end;
            bool valueIsQuoted = from < end && text[from] == '"';
            from += valueIsQuoted ? 1 : 0;
            to -= endsInQuote && (valueIsQuoted || isQuoted) ? 1 : 0;
            value = to > from ? text[from..to] : "";
        }

        int nameEnd = equals >= 0 ? equals : isQuoted && endsInQuote ? end - 1 : end;
        argument = new KernelArgument(start, end, text[name..nameEnd], value);
        return value is not null || argument.Name != "--";
    }

    /// <summary>True where two names are the same to the kernel: "-" and "_" are one (parameq(), kernel/params.c).</summary>
    internal static bool SameName(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        if (one.Length != other.Length)
        {
            return false;
        }

        for (int i = 0; i < one.Length; i++)
        {
            if (one[i] != other[i] && !(one[i] is '-' or '_' && other[i] is '-' or '_'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>isspace() of the kernel: 0xA0 counts (lib/ctype.c).</summary>
    private static bool IsSpace(char c) => RawText.IsSpace(c) || c == '\xA0';
}
