using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Facts.Boot;
using VirtNest.Text;

namespace VirtNest.Changing.Boot;

/// <summary>How the kernel command line of the next boot comes to say what is wished, in the boot loader's own way.</summary>
internal static class BootPersistence
{
    /// <summary>True where every entry of the next boot says it already; where none can be read, where the files say it of which GRUB's
    /// menu is made.</summary>
    /// <param name="facts">The machine.</param>
    /// <param name="name">The parameter: "kvm_amd.nested", "kvm-arm.mode".</param>
    /// <param name="value">As for <see cref="Plan"/>.</param>
    internal static bool IsSettled(HostFacts facts, string name, string? value)
    {
        BootLoader loader = BootLoader.Detect(facts);
        return NextBoot.Find(facts, loader) is { } next
            ? next.EntryThatDiffers(name, WordOf(facts, name, value), value is not null) is null
            : value is not null && loader.Kind.Writing == BootWriting.ShellLine
                && BootConfiguration.Find(facts.Evidence, loader, name)?.Value == $"{name}={value}";
    }

    /// <summary>Plans it.</summary>
    /// <param name="facts">The machine.</param>
    /// <param name="name">The parameter: "kvm_amd.nested", "kvm-arm.mode".</param>
    /// <param name="value">Its value: "1"; null to take the word out by which an architecture switches nesting on.</param>
    /// <param name="files">Gets the files; one that says it already is left out.</param>
    /// <param name="programs">Gets the programs.</param>
    /// <param name="notices">Gets what to know beforehand.</param>
    /// <returns>What a person has to do where no program of ours can, or null.</returns>
    internal static Remark? Plan(HostFacts facts, string name, string? value, List<FileStep> files, List<ProgramStep> programs,
        List<Remark> notices)
    {
        BootLoader loader = BootLoader.Detect(facts);
        string word = WordOf(facts, name, value);
        bool isIn = value is not null;
        if (loader.Obstacle is { } obstacle)
        {
            return obstacle.Kind switch
            {
                BootObstacleKind.NotRead => new(RemarkCode.ConfigurationNotRead, obstacle.ByHand(word)),

                // What stands in the way of a word stands in the way of taking it out.
                BootObstacleKind.CanBePutAway => ByHand(obstacle.ByHand(word)),
                BootObstacleKind.LeftToPerson or BootObstacleKind.NothingFound =>
                    ByHand(isIn ? obstacle.ByHand(word) : ChangeSentences.ByHandWithout(null, word)),
            };
        }

        switch (loader.Kind.Writing)
        {
            case BootWriting.ShellLine:
                return GrubShell.Plan(facts, loader, name, isIn ? word : null, files, programs);
            case BootWriting.Grubby:
                GrubbyArguments.Plan(facts, loader, name, word, isIn, programs, notices);
                return null;
            case BootWriting.RpmOstree:
                return OstreeArguments.Plan(facts, loader, name, word, isIn, programs);
            case BootWriting.WordInFile:
                string path = loader.Kind.WordFile!;
                if (!isIn && BootEntry.WordsOf(facts.Evidence[path].Bytes, name).Length == 0)
                {
                    return ByHand(ChangeSentences.ByHandWithout(null, word));
                }

                files.AddRange(CommandLineWords.Plan(facts.Evidence, path, name, isIn ? word : null));
                programs.AddRange(EntryPrograms.Plan(facts, loader));
                if (loader.Kind.Entries is null)
                {
                    notices.Add(new(RemarkCode.NotReadBack, EntriesNotReadBack(loader.Program!)));
                }

                return null;
            case BootWriting.ByHand:
                throw new InvalidOperationException("left to a person above");
            default:
                throw new ArgumentOutOfRangeException(nameof(facts));
        }
    }

    private static string WordOf(HostFacts facts, string name, string? value) => $"{name}={value ?? facts.Cpu.Architecture.SwitchValue}";

    /// <summary>The refusal that tells a person what to do.</summary>
    /// <param name="text">The sentence.</param>
    /// <param name="evidence">What it rests on.</param>
    internal static Remark ByHand(Sentence text, params Witness[] evidence) => new(RemarkCode.ByHand, text, evidence);

    /// <summary>The word that the running kernel was started with, as it is written; null where there is none.</summary>
    /// <param name="facts">The machine.</param>
    /// <param name="name">The parameter.</param>
    internal static string? Former(HostFacts facts, string name) =>
        BootEntry.WordsOf(facts.Evidence[KernelCommandLine.Source].Bytes, name).LastOrDefault();

    /// <summary>One character for each byte, so that no byte of others is lost.</summary>
    /// <param name="reading">A file.</param>
    internal static string Latin(Reading reading) => Encoding.Latin1.GetString(reading.Bytes);

    private static Sentence EntriesNotReadBack(string program)
    {
        string name = program[(program.LastIndexOf('/') + 1)..];
        return new(
            $"The boot partitions are not mounted: virt-nest believes the exit status of {name}, and does not read the entries that it "
                + "writes. After the reboot, \"virt-nest check\" tells.",
            $"启动分区没有挂载：virt-nest 只能依据 {name} 的退出状态，无法读取它写入的条目。重启后请用 “virt-nest check” 确认。");
    }
}
