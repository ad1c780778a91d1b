using System.Collections.Generic;
using VirtNest.Evidence;

namespace VirtNest.Facts;

/// <summary>
/// The configuration that modprobe will obey at the next load of a module: all modprobe.d folders and the kernel command line, judged as
/// kmod 30 does (modprobe.d(5), and experiments with the real program where the page is silent). The parse is total, and linear in the bytes.
/// </summary>
/// <param name="Directives">All lines that can concern KVM (or every module), in the order in which modprobe takes them: files by name, then the kernel command line.</param>
/// <param name="Files">The files, in the order in which modprobe reads them.</param>
/// <param name="MaskedFiles">Files that modprobe passes over for one of the same name in a folder that goes before.</param>
/// <param name="Gaps">Sources that modprobe reads and whose content the evidence does not hold whole; what they say could change every answer.</param>
public sealed partial record ModprobeConfig(
    IReadOnlyList<ModprobeDirective> Directives,
    IReadOnlyList<ModprobeFile> Files,
    IReadOnlyList<ModprobeFile> MaskedFiles,
    IReadOnlyList<string> Gaps)
{
    /// <summary>True where everything that modprobe reads is in the evidence: an answer of "nothing says so" is then a fact.</summary>
    public bool IsComplete => Gaps.Count == 0;

    /// <summary>Reads the lines that can concern KVM: those that name a kvm module or a wildcard.</summary>
    /// <param name="evidence">What was read of the machine.</param>
    public static ModprobeConfig Of(HostEvidence evidence) => Of(evidence, new ModprobeInterest(All: false));

    /// <summary>Reads the lines about every module.</summary>
    /// <param name="evidence">What was read of the machine.</param>
    public static ModprobeConfig OfAllModules(HostEvidence evidence) => Of(evidence, new ModprobeInterest(All: true));

    private static ModprobeConfig Of(HostEvidence evidence, ModprobeInterest interest)
    {
        List<ModprobeFile> files = [];
        List<ModprobeFile> masked = [];
        List<string> gaps = [];
        List<ModprobeDirective> directives = [];
        FindFiles(evidence, files, masked, gaps);
        foreach (ModprobeFile file in files)
        {
            Reading reading = evidence[file.Path];
            bool isWhole = !interest.MayCover(reading.Bytes) || ModprobeSyntax.Parse(file.Path, WholeLines(reading), interest, directives);
            if (!isWhole || !file.IsRead)
            {
                gaps.Add(file.Path);
            }
        }

        Reading commandLine = evidence[KernelCommandLine.Source];
        bool isParsed = ModprobeCommandLine.Parse(KernelCommandLine.Source, RawText.Of(commandLine.Bytes), interest, directives);
        if (!isParsed || !commandLine.IsKnown || commandLine.IsTruncated)
        {
            gaps.Add(KernelCommandLine.Source);
        }

        return new ModprobeConfig(directives, files, masked, gaps);
    }

    /// <summary>The text; of a file that was cut off the last line is left out, since it may say something else than its beginning.</summary>
    private static string WholeLines(Reading reading)
    {
        string raw = RawText.Of(reading.Bytes);
        return reading.IsTruncated ? raw[..(raw.LastIndexOf('\n') + 1)] : raw;
    }
}
