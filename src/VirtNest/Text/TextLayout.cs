using Wcwidth;

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

    /// <summary>By the newest Unicode that Wcwidth knows (docs/decisions/0008-dependencies.md). Curly quotation marks are ambiguous
    /// in Unicode Standard Annex 11, "East Asian Width"; Chinese text has them wide.</summary>
    private static int ColumnsOf(Rune rune) => rune.Value is 0x201C or 0x201D ? 2 : Math.Max(UnicodeCalculator.GetWidth(rune), 0);
}
