namespace VirtNest.Text;

/// <summary>Plain text at 80 columns, where a Chinese character takes two.</summary>
public static class TextLayout
{
    /// <summary>The columns that text may take.</summary>
    public const int Width = 80;

    /// <summary>How many columns of a terminal a text takes: two for an East Asian wide or full-width character, none for a combining
    /// mark.</summary>
    /// <param name="text">Without control characters.</param>
    public static int ColumnsOf(string text)
    {
        int columns = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            columns += ColumnsOf(rune);
        }

        return columns;
    }

    /// <summary>The text where it takes at most so many columns, else its beginning and "..".</summary>
    /// <param name="text">Without control characters.</param>
    /// <param name="width">Columns.</param>
    public static string Cut(string text, int width)
    {
        if (ColumnsOf(text) <= width)
        {
            return text;
        }

        int columns = 0, length = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            columns += ColumnsOf(rune);
            if (columns > width - 2)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return text[..length] + ".."[..System.Math.Clamp(width, 0, 2)];
    }

    /// <summary>Appends text in lines of at most so many columns, each line indented, broken at spaces or after a wide character. Line
    /// breaks in the text are kept.</summary>
    /// <param name="to">Where it goes.</param>
    /// <param name="text">Without control characters but line feeds.</param>
    /// <param name="indent">Columns before each line.</param>
    /// <param name="firstIndent">Columns that the first line has already; null for as many as the others.</param>
    /// <param name="width">The columns of a line.</param>
    public static void Wrap(StringBuilder to, string text, int indent, int? firstIndent = null, int width = Width)
    {
        int column = firstIndent ?? -1;
        foreach (string line in text.Split('\n'))
        {
            if (column < 0)
            {
                to.Append(' ', indent);
                column = indent;
            }

            foreach (string piece in Pieces(line))
            {
                string solid = piece.TrimEnd(' ');
                if (column > indent && column + ColumnsOf(solid) > width)
                {
                    TrimEnd(to);
                    to.Append('\n').Append(' ', indent);
                    column = indent;
                }

                to.Append(piece);
                column += ColumnsOf(piece);
            }

            TrimEnd(to);
            to.Append('\n');
            column = -1;
        }
    }

    /// <summary>Appends two columns: a name and what it means, wrapped.</summary>
    /// <param name="to">Where they go.</param>
    /// <param name="rows">Names and meanings.</param>
    public static void Columns(StringBuilder to, IEnumerable<(string Name, string Meaning)> rows)
    {
        (string Name, string Meaning)[] all = [.. rows];
        int widest = Math.Min(26, all.Max(r => ColumnsOf(r.Name)));
        foreach ((string name, string meaning) in all)
        {
            int columns = ColumnsOf(name);
            to.Append("  ").Append(name);
            if (columns > widest)
            {
                to.Append('\n').Append(' ', widest + 4);
            }
            else
            {
                to.Append(' ', widest - columns + 2);
            }

            Wrap(to, meaning, widest + 4, widest + 4);
        }
    }

    /// <summary>Pieces between which a line may break: words with the spaces behind them, and single wide characters with the closing
    /// punctuation behind them.</summary>
    private static IEnumerable<string> Pieces(string line)
    {
        int start = 0, end = 0;
        bool mayBreak = false;
        foreach (Rune rune in line.EnumerateRunes())
        {
            bool isWide = ColumnsOf(rune) == 2;
            bool isSpace = rune.Value == ' ';
            bool closes = "，。；：、！？）”》】".Contains((char)rune.Value, StringComparison.Ordinal) && rune.IsBmp;
            if (end > start && !isSpace && !closes && (mayBreak || isWide) && !Opens(line[end - 1]))
            {
                yield return line[start..end];
                start = end;
            }

            end += rune.Utf16SequenceLength;
            mayBreak = isSpace || isWide;
        }

        if (end > start)
        {
            yield return line[start..end];
        }
    }

    private static bool Opens(char last) => "（“《【".Contains(last, StringComparison.Ordinal);

    private static void TrimEnd(StringBuilder text)
    {
        while (text.Length > 0 && text[^1] == ' ')
        {
            text.Length--;
        }
    }

    /// <summary>Unicode Standard Annex 11, "East Asian Width", Unicode 16: two columns for what is W or F, none for marks that stand over
    /// another character. Quotation marks are ambiguous there; Chinese text has them wide.</summary>
    private static int ColumnsOf(Rune rune) => rune.Value switch
    {
        < 0x0300 => 1,
        0x201C or 0x201D => 2,
        0x200B or 0xFEFF => 0,
        >= 0x1100 and <= 0x115F or >= 0x2E80 and <= 0xA4CF or >= 0xA960 and <= 0xA97C or >= 0xAC00 and <= 0xD7A3 or >= 0xF900 and <= 0xFAFF
            or >= 0xFE10 and <= 0xFE19 or >= 0xFE30 and <= 0xFE6F or >= 0xFF00 and <= 0xFF60 or >= 0xFFE0 and <= 0xFFE6
            or >= 0x16FE0 and <= 0x18D08 or >= 0x1AFF0 and <= 0x1B2FB or >= 0x1D300 and <= 0x1D376 or >= 0x1F000 and <= 0x1FAFF
            or >= 0x20000 and <= 0x3FFFD => IsMark(rune) ? 0 : 2,
        0x231A or 0x231B or 0x2329 or 0x232A or >= 0x23E9 and <= 0x23F3 or 0x25FD or 0x25FE or >= 0x2600 and <= 0x27BF or 0x2B1B or 0x2B1C
            or 0x2B50 or 0x2B55 => 2, // pictures: not all of them are wide, and one column too many spoils no table
        _ => IsMark(rune) ? 0 : 1,
    };

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;
}
