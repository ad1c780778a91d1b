namespace VirtNest.Tables;

/// <summary>A line of a log without what does not count where error lines are compared: colour codes, quotes, backslashes, case, runs of
/// spaces, the difference between _ and -.</summary>
public static class LineText
{
    private const char Escape = '\x1b', Bell = '\a';

    /// <summary>Quotes in all their forms, backslashes (JSON inside JSON), and characters without a width (among them the zero bytes of
    /// UTF-16, which wsl.exe writes).</summary>
    private const string Dropped = "'\"`\u00b4\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb\\\0\u200b\u200c\u200d\ufeff";

    /// <summary>The line as patterns are compared with it.</summary>
    /// <param name="line">Any text.</param>
    public static string Normalise(ReadOnlySpan<char> line)
    {
        StringBuilder plain = new(line.Length);
        bool hasSpace = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (c == Escape)
            {
                i = EndOfEscape(line, i);
            }
            else if (char.IsWhiteSpace(c) || (char.IsControl(c) && c != '\0'))
            {
                hasSpace = plain.Length > 0;
            }
            else if (!Dropped.Contains(c, StringComparison.Ordinal))
            {
                plain.Append(hasSpace ? " " : "").Append(c == '_' ? '-' : char.ToLowerInvariant(c));
                hasSpace = false;
            }
        }

        return plain.ToString();
    }

    /// <summary>The line as it is shown: without colour codes and zero bytes; what else is not printable stays.</summary>
    /// <param name="line">Any text.</param>
    public static string WithoutColour(ReadOnlySpan<char> line)
    {
        StringBuilder shown = new(line.Length);
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == Escape)
            {
                i = EndOfEscape(line, i);
            }
            else if (line[i] != '\0')
            {
                shown.Append(line[i]);
            }
        }

        return shown.ToString().Trim();
    }

    /// <summary>The last character of the escape sequence that begins here (ECMA-48, "Control sequences": ESC [ parameters, a final
    /// character; ESC ] text, BEL or ESC \; else one character).</summary>
    private static int EndOfEscape(ReadOnlySpan<char> line, int start)
    {
        int i = start + 1;
        if (i >= line.Length)
        {
            return start;
        }

        if (line[i] == '[')
        {
            i++;
            while (i < line.Length && line[i] is < '@' or > '~')
            {
                i++;
            }
        }
        else if (line[i] == ']')
        {
            while (i < line.Length && line[i] != Bell && !(line[i] == '\\' && line[i - 1] == Escape))
            {
                i++;
            }
        }

        return i;
    }
}
