using System.Buffers;

namespace VirtNest.Text;

/// <summary>The unified format of diff(1), three lines of context: what patch(1) and every reviewer reads. Lines are compared as bytes; a
/// byte that is not UTF-8 is shown as \xNN, as <see cref="Printable"/> shows a control character. The rest is made printable by the
/// caller, line by line.</summary>
public static class UnifiedDiff
{
    private const int Context = 3;

    /// <summary>Above this many cells the table of the longest common subsequence is not made: the changed middle is shown as removed and
    /// added whole.</summary>
    private const int MostCells = 4 << 20;

    private enum Kind
    {
        Same,
        Removed,
        Added,
    }

    /// <param name="Kind">What becomes of it.</param>
    /// <param name="Raw">One character for each byte, the newline included.</param>
    /// <param name="Old">Its index before.</param>
    /// <param name="New">Its index after.</param>
    private readonly record struct Line(Kind Kind, string Raw, int Old, int New);

    /// <summary>A difference made fit for a terminal, line by line.</summary>
    /// <param name="diff">As <see cref="Write"/> gives it.</param>
    public static string ForTerminal(string diff)
    {
        StringBuilder text = new();
        foreach (string line in diff.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            text.Append(Printable.Sanitise(line.TrimEnd('\r').Replace("\t", "    ", StringComparison.Ordinal), int.MaxValue)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The difference of two versions of a file; empty where they are the same.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="before">The old content, or null where the file was not there.</param>
    /// <param name="after">The new content, or null where the file goes away.</param>
    public static string Write(string path, byte[]? before, byte[]? after)
    {
        if (before is not null && after is not null && before.AsSpan().SequenceEqual(after))
        {
            return "";
        }

        List<Line> lines = Compare(Lines(before), Lines(after));
        StringBuilder text = new();
        text.Append("--- ").Append(before is null ? "/dev/null" : path).Append('\n');
        text.Append("+++ ").Append(after is null ? "/dev/null" : path).Append('\n');
        for (int i = 0; i < lines.Count;)
        {
            if (lines[i].Kind == Kind.Same)
            {
                i++;
                continue;
            }

            int start = Math.Max(0, i - Context);
            int end = i;
            for (int gap = 0; end < lines.Count && gap <= 2 * Context; end++)
            {
                gap = lines[end].Kind == Kind.Same ? gap + 1 : 0;
                i = gap == 0 ? end + 1 : i;
            }

            Hunk(text, lines, start, Math.Min(lines.Count, i + Context));
        }

        return text.ToString();
    }

    private static void Hunk(StringBuilder text, List<Line> lines, int start, int end)
    {
        int removed = 0;
        int added = 0;
        for (int i = start; i < end; i++)
        {
            removed += lines[i].Kind == Kind.Added ? 0 : 1;
            added += lines[i].Kind == Kind.Removed ? 0 : 1;
        }

        text.Append(CultureInfo.InvariantCulture, $"@@ -{Range(lines[start].Old, removed)} +{Range(lines[start].New, added)} @@\n");
        for (int i = start; i < end; i++)
        {
            text.Append(lines[i].Kind switch { Kind.Same => ' ', Kind.Removed => '-', Kind.Added => '+' });
            AppendText(text, lines[i].Raw);
            text.Append(lines[i].Raw.EndsWith('\n') ? "" : "\n\\ No newline at end of file\n");
        }
    }

    private static void AppendText(StringBuilder text, string raw)
    {
        if (Ascii.IsValid(raw))
        {
            text.Append(raw);
            return;
        }

        for (ReadOnlySpan<byte> rest = Encoding.Latin1.GetBytes(raw); !rest.IsEmpty;)
        {
            bool isText = Rune.DecodeFromUtf8(rest, out Rune rune, out int length) == OperationStatus.Done;
            if (isText)
            {
                text.Append(rune.ToString());
            }
            else
            {
                // One byte, though more of them may belong together.
                length = 1;
                text.Append(CultureInfo.InvariantCulture, $"\\x{rest[0]:x2}");
            }

            rest = rest[length..];
        }
    }

    /// <summary>"LINE,COUNT", without the count where it is 1; of no lines the line before.</summary>
    private static string Range(int index, int count) =>
        count == 1 ? (index + 1).ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{(count == 0 ? index : index + 1)},{count}");

    private static List<Line> Compare(List<string> before, List<string> after)
    {
        int head = 0;
        while (head < before.Count && head < after.Count && before[head] == after[head])
        {
            head++;
        }

        int tail = 0;
        while (tail < before.Count - head && tail < after.Count - head && before[^(tail + 1)] == after[^(tail + 1)])
        {
            tail++;
        }

        List<Line> lines = [];
        for (int i = 0; i < head; i++)
        {
            lines.Add(new(Kind.Same, before[i], i, i));
        }

        Middle(lines, before, after, head, tail);
        for (int i = tail; i > 0; i--)
        {
            lines.Add(new(Kind.Same, before[^i], before.Count - i, after.Count - i));
        }

        return lines;
    }

    private static void Middle(List<Line> lines, List<string> before, List<string> after, int head, int tail)
    {
        int rows = before.Count - head - tail;
        int columns = after.Count - head - tail;
        int[,]? longest = (long)(rows + 1) * (columns + 1) <= MostCells ? LongestCommon(before, after, head, rows, columns) : null;
        int i = 0;
        int j = 0;
        while (i < rows || j < columns)
        {
            bool isSame = longest is not null && i < rows && j < columns && before[head + i] == after[head + j];
            if (isSame)
            {
                lines.Add(new(Kind.Same, before[head + i], head + i++, head + j++));
            }
            else if (i < rows && (j >= columns || longest is null || longest[i + 1, j] >= longest[i, j + 1]))
            {
                lines.Add(new(Kind.Removed, before[head + i], head + i++, head + j));
            }
            else
            {
                lines.Add(new(Kind.Added, after[head + j], head + i, head + j++));
            }
        }
    }

    /// <summary>For each pair of places the length of the longest common subsequence behind them.</summary>
    private static int[,] LongestCommon(List<string> before, List<string> after, int head, int rows, int columns)
    {
        int[,] longest = new int[rows + 1, columns + 1];
        for (int i = rows - 1; i >= 0; i--)
        {
            for (int j = columns - 1; j >= 0; j--)
            {
                longest[i, j] =
                    before[head + i] == after[head + j] ? longest[i + 1, j + 1] + 1 : Math.Max(longest[i + 1, j], longest[i, j + 1]);
            }
        }

        return longest;
    }

    /// <summary>Lines with their newline, so that a last one without is told from one with; one character for each byte.</summary>
    private static List<string> Lines(byte[]? content)
    {
        List<string> lines = [];
        string text = RawText.Of(content);
        for (int start = 0; start < text.Length;)
        {
            int end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(text[start..end]);
            start = end;
        }

        return lines;
    }
}
