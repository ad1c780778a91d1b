using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace VirtNest.Reports;

/// <summary>Plain text at 80 columns, where a Chinese character takes two.</summary>
public static class TextLayout
{
    /// <summary>The columns that text may take.</summary>
    public const int Width = 80;

    /// <summary>How many columns of a terminal a text takes: two for an East Asian wide or full-width character, none for a combining mark.</summary>
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

    /// <summary>Appends text in lines of at most <see cref="Width"/> columns, each line indented, broken at spaces or after a wide character. Line breaks in the text are kept.</summary>
    /// <param name="to">Where it goes.</param>
    /// <param name="text">Without control characters but line feeds.</param>
    /// <param name="indent">Columns before each line.</param>
    /// <param name="firstIndent">Columns that the first line has already; null for as many as the others.</param>
    public static void Wrap(StringBuilder to, string text, int indent, int? firstIndent = null)
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
                if (column > indent && column + ColumnsOf(solid) > Width)
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
        int widest = System.Math.Min(26, all.Max(r => ColumnsOf(r.Name)));
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

    /// <summary>Pieces between which a line may break: words with the spaces behind them, and single wide characters with the closing punctuation behind them.</summary>
    private static IEnumerable<string> Pieces(string line)
    {
        StringBuilder piece = new();
        bool mayBreak = false;
        foreach (Rune rune in line.EnumerateRunes())
        {
            bool isWide = ColumnsOf(rune) == 2;
            bool isSpace = rune.Value == ' ';
            bool closes = "，。；：、！？）”》】".Contains((char)rune.Value, System.StringComparison.Ordinal) && rune.IsBmp;
            if (piece.Length > 0 && !isSpace && !closes && (mayBreak || isWide) && !Opens(piece))
            {
                yield return piece.ToString();
                piece.Clear();
            }

            piece.Append(rune.ToString());
            mayBreak = isSpace || isWide;
        }

        if (piece.Length > 0)
        {
            yield return piece.ToString();
        }
    }

    private static bool Opens(StringBuilder piece) => "（“《【".Contains(piece[^1], System.StringComparison.Ordinal);

    private static void TrimEnd(StringBuilder text)
    {
        while (text.Length > 0 && text[^1] == ' ')
        {
            text.Length--;
        }
    }

    /// <summary>Unicode Standard Annex 11, "East Asian Width": the blocks whose characters are W or F, as far as our sentences and host names have them.</summary>
    private static int ColumnsOf(Rune rune) => rune.Value switch
    {
        >= 0x0300 and <= 0x036F or 0x200B or 0xFEFF => 0,
        >= 0x1100 and <= 0x115F or >= 0x2E80 and <= 0xA4CF or >= 0xAC00 and <= 0xD7A3 or >= 0xF900 and <= 0xFAFF
            or >= 0xFE30 and <= 0xFE6F or >= 0xFF00 and <= 0xFF60 or >= 0xFFE0 and <= 0xFFE6 or >= 0x1F300 and <= 0x1FAFF
            or >= 0x20000 and <= 0x3FFFD => 2,
        0x201C or 0x201D => 2,
        _ => 1,
    };
}
