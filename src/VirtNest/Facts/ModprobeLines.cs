namespace VirtNest.Facts;

/// <summary>One line as modprobe sees it, after "\" was taken away.</summary>
/// <param name="Text">Raw text.</param>
/// <param name="Start">Where it begins in the file.</param>
/// <param name="End">Behind its last byte, the newline left out.</param>
/// <param name="Number">Number of its first line in the file, from 1.</param>
/// <param name="Map">The offset in the file of each character; null where nothing was taken away.</param>
internal readonly record struct ModprobeLine(string Text, int Start, int End, int Number, int[]? Map);

/// <summary>The lines of a configuration file. "\" takes the newline behind it away and joins the lines; before any other character "\"
/// itself is dropped, and at the end of the file it becomes a byte 0xFF (a slip of kmod's that is kept, so that the value is the one that
/// the module gets).</summary>
internal static class ModprobeLines
{
    /// <summary>The next line; false at the end.</summary>
    internal static bool Next(string file, ref int position, ref int number, out ModprobeLine line)
    {
        line = default;
        if (position >= file.Length)
        {
            return false;
        }

        int start = position;
        int first = number;
        int stop = file.AsSpan(position).IndexOfAny('\n', '\\');
        if (stop < 0 || file[position + stop] == '\n')
        {
            int end = stop < 0 ? file.Length : position + stop;
            line = new ModprobeLine(file[start..end], start, end, first, null);
            position = end + 1;
            number++;
            return true;
        }

        return Joined(file, start, ref position, ref number, out line);
    }

    private static bool Joined(string file, int start, ref int position, ref int number, out ModprobeLine line)
    {
        StringBuilder text = new();
        List<int> map = [];
        int first = number;
        while (position < file.Length && file[position] != '\n')
        {
            int at = position++;
            char c = file[at];
            if (c == '\\')
            {
                bool isEnd = position >= file.Length;
                c = isEnd ? '\xFF' : file[position++];
                if (c == '\n' && !isEnd)
                {
                    number++;
                    continue;
                }
            }

            text.Append(c);
            map.Add(at);
        }

        int end = position;
        line = new ModprobeLine(text.ToString(), start, end, first, [.. map]);
        position++;
        number++;
        return end < file.Length || map.Count > 0;
    }
}
