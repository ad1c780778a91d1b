using VirtNest.Evidence;
using VirtNest.Facts;

namespace VirtNest.Changing.Boot;

/// <summary>A file of words, /etc/kernel/cmdline: kernel-install and its like join its lines to one command line.</summary>
internal static class CommandLineWords
{
    /// <summary>Each word of the parameter is replaced where it stands, or the word is set behind the last one; without a new word each is
    /// taken out, with the space before it. A line that begins with "#" stays as it is: a comment to newer kernel-install, words like
    /// others to that of systemd 252.</summary>
    /// <param name="evidence">The machine.</param>
    /// <param name="path">The file, which is there.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="word">The word, or null.</param>
    /// <returns>The step; none where the file says it already.</returns>
    internal static IEnumerable<FileStep> Plan(HostEvidence evidence, string path, string name, string? word)
    {
        string text = BootPersistence.Latin(evidence[path]);
        string[] lines = text.Split('\n');
        bool isThere = false;
        for (int i = 0; i < lines.Length; i++)
        {
            foreach (KernelParameter parameter in IsComment(lines[i]) ? []
                : KernelCommandLine.Parse(Encoding.Latin1.GetBytes(lines[i])).All(name).Reverse())
            {
                lines[i] = Replaced(lines[i], parameter, word);
                isThere = true;
            }
        }

        if (word is not null && !isThere)
        {
            int last = Array.FindLastIndex(lines, static l => !IsComment(l) && l.Trim().Length > 0);
            lines = last >= 0 ? [.. lines[..last], lines[last].TrimEnd(' ') + " " + word, .. lines[(last + 1)..]]
                : [.. lines[..^1], word, lines[^1]];
        }

        string changed = string.Join('\n', lines);
        return changed == text ? [] : [new(path, evidence[path].Bytes.ToArray(), Encoding.Latin1.GetBytes(changed))];
    }

    private static string Replaced(string line, KernelParameter parameter, string? word)
    {
        string rest = line[(parameter.Offset + parameter.Length)..];
        return word is not null ? line[..parameter.Offset] + word + rest
            : parameter.Offset == 0 ? rest.TrimStart(' ')
            : line[..parameter.Offset].TrimEnd(' ') + rest;
    }

    private static bool IsComment(string line) => line.StartsWith('#');
}
