using VirtNest.Text;

namespace VirtNest.Facts;

/// <content>The configuration as modprobe itself shows it.</content>
public sealed partial record ModprobeConfig
{
    /// <summary>The options in what modprobe --showconfig (kmod 30) printed: one line for each, in the order in which they count, the
    /// kernel command line included, and nothing escaped. Of other lines nothing is taken.</summary>
    /// <param name="source">The name of the source, for the lines.</param>
    /// <param name="shown">What was printed.</param>
    public static ModprobeConfig OfShown(string source, ReadOnlySpan<byte> shown)
    {
        const string keyword = "options ";
        List<ModprobeDirective> directives = [];
        int number = 0;
        int offset = 0;
        foreach (string line in RawText.Of(shown).Split('\n'))
        {
            number++;
            int space = line.StartsWith(keyword, StringComparison.Ordinal) ? line.IndexOf(' ', keyword.Length) : -1;
            if (space > 0)
            {
                directives.Add(
                    new(ModprobeKeyword.Options, RawText.Display(line[keyword.Length..space]), RawText.Display(line[(space + 1)..]), source,
                        number, RawText.Display(line), offset, line.Length)
                {
                    RawArgument = line[(space + 1)..],
                    ArgumentOffset = offset + space + 1,
                });
            }

            offset += line.Length + 1;
        }

        return new ModprobeConfig(directives, []);
    }
}
