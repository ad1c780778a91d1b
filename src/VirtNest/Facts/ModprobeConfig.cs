using VirtNest.Evidence;
using VirtNest.Text;

namespace VirtNest.Facts;

/// <summary>The configuration that modprobe will obey at the next load of a module: all modprobe.d folders and the kernel command line,
/// judged as kmod 30 does (modprobe.d(5), and experiments with the real program where the page is silent). The parse is total, and linear
/// in the bytes.</summary>
/// <param name="Directives">All lines that can concern KVM (or every module), in the order in which modprobe takes them: files by name,
/// then the kernel command line.</param>
/// <param name="Gaps">Sources that modprobe reads and whose content the evidence does not hold whole; what they say could change every
/// answer.</param>
public sealed partial record ModprobeConfig(
    IReadOnlyList<ModprobeDirective> Directives,
    IReadOnlyList<string> Gaps)
{
    /// <summary>Lines about KVM that modprobe ignores without a word to whoever wrote them: those with an unknown keyword, and all
    /// lines of files in its directories whose names do not end in ".conf".</summary>
    public IReadOnlyList<ModprobeDirective> IgnoredLines { get; private init; } = [];

    /// <summary>True where everything that modprobe reads is in the evidence: an answer of "nothing says so" is then a fact.</summary>
    public bool IsComplete => Gaps.Count == 0;

    /// <summary>Reads the lines that can concern KVM: those that name a kvm module or a wildcard.</summary>
    /// <param name="evidence">What was read of the machine.</param>
    public static ModprobeConfig Parse(HostEvidence evidence)
    {
        List<string> gaps = [];
        List<ModprobeDirective> directives = [];
        foreach (string path in Files(evidence, gaps))
        {
            Reading reading = evidence[path];
            bool isWhole = !ModprobeInterest.MayCover(reading.Bytes) || ModprobeSyntax.Parse(path, WholeLines(reading), directives);
            if (!isWhole || !IsRead(reading))
            {
                gaps.Add(path);
            }
        }

        Reading commandLine = evidence[KernelCommandLine.Source];
        bool isParsed = ModprobeCommandLine.Parse(KernelCommandLine.Source, RawText.Of(commandLine.Bytes), directives);
        if (!isParsed || !commandLine.IsKnown || commandLine.IsTruncated)
        {
            gaps.Add(KernelCommandLine.Source);
        }

        List<ModprobeDirective> unread = [];
        foreach (string path in UnreadFiles(evidence))
        {
            ModprobeSyntax.Parse(path, WholeLines(evidence[path]), unread);
        }

        return new ModprobeConfig(directives, gaps)
        {
            IgnoredLines = [.. directives.Where(static d => d.Keyword == ModprobeKeyword.Ignored && d.File != KernelCommandLine.Source),
                .. unread.Where(static d => d.Keyword != ModprobeKeyword.Ignored)],
        };
    }

    /// <summary>The text; of a file that was cut off the last line is left out, since it may say something else than its
    /// beginning.</summary>
    private static string WholeLines(Reading reading)
    {
        string raw = RawText.Of(reading.Bytes);
        return reading.IsTruncated ? raw[..(raw.LastIndexOf('\n') + 1)] : raw;
    }
}
