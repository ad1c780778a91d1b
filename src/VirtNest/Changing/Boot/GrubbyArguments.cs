using VirtNest.Facts;
using VirtNest.Facts.Boot;
using VirtNest.Text;

namespace VirtNest.Changing.Boot;

/// <summary>grubby, which writes the options of every entry, /etc/default/grub and /etc/kernel/cmdline.</summary>
internal static class GrubbyArguments
{
    private const string All = "--update-kernel=ALL";

    /// <summary>Plans it. grubby takes every word of the name away and sets the new one at the end; the undo gives all entries the word
    /// that they had.</summary>
    internal static void Plan(HostFacts facts, BootLoader loader, string name, string word, bool isIn, List<ProgramStep> programs,
        List<Remark> notices)
    {
        // Of a name that is written otherwise ("kvm-amd.nested") grubby does not know that it is the same: it stays where it is.
        IReadOnlyList<BootEntry> entries = NextBoot.Find(facts, loader)!.Entries;
        string?[] last = [.. entries.Select(e => Words(e, name).LastOrDefault()).Distinct()];
        string? former =
            last.Length == 1 ? last[0] : BootPersistence.Former(facts, name) is { } running && last.Contains(running) ? running : null;
        string[] give = [All, "--args=" + word], take = [All, "--remove-args=" + name];
        programs.Add(new(loader.Program!, isIn ? give : take, former is null ? take : [All, "--args=" + former]));
        BootEntry[] places = [.. entries, .. Files(facts)];
        if (places.Any(p => Words(p, name) is var words && (words.Length > 1 || words.LastOrDefault() != former)))
        {
            notices.Add(
                new(RemarkCode.UndoNotExact, UndoAlikeForAll(former),
                    [.. places.Select(
                        p => new Witness(p.Source, Words(p, name) is { Length: > 0 } words ? string.Join(' ', words) : "-"))]));
        }

        if (!facts.Evidence[BootLoader.KernelCommandLineFile].IsKnown)
        {
            notices.Add(new(RemarkCode.UndoNotExact, GrubbyMakesFile(BootLoader.KernelCommandLineFile)));
        }
    }

    private static string[] Words(BootEntry entry, string name) => Array.FindAll(entry.Words(name), w => w.Split('=')[0] == name);

    /// <summary>The files that grubby changes beside the entries, each as far as it is one: of /etc/default/grub GRUB_CMDLINE_LINUX where
    /// that is not empty.</summary>
    private static IEnumerable<BootEntry> Files(HostFacts facts)
    {
        if (facts.Evidence[BootLoader.KernelCommandLineFile].IsKnown)
        {
            yield return new(BootLoader.KernelCommandLineFile, facts.Evidence[BootLoader.KernelCommandLineFile].Text);
        }

        if (BootConfiguration.Variable(facts.Evidence, "GRUB_CMDLINE_LINUX") is { Length: > 0 } words)
        {
            yield return new(BootLoader.GrubFile, words);
        }
    }

    private static Sentence GrubbyMakesFile(string file) => new(
        $"grubby also writes {file}, which is not there yet, for kernels to come. After an undo it stays, without the word.",
        $"grubby 还会为今后安装的内核写入目前不存在的 {file}。撤销之后该文件仍会保留，但不再含有该参数。");
    private static Sentence UndoAlikeForAll(string? word) => new(
        "grubby makes all boot entries and its files alike in this word, and these differ now or have it more than once. An "
            + $"undo {(word is null ? "takes it out of all of them" : $"gives all of them \"{word}\"")}:",
        "grubby 会使所有引导条目及其配置文件中的这个参数一致，而以下各处目前互不相同，或写了不止一次。撤销时"
            + $"{(word is null ? "会从各处去掉该参数" : $"各处都会得到 “{word}”")}：");
}
