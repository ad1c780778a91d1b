using VirtNest.Evidence;

namespace VirtNest.Facts.Boot;

/// <summary>What the next boot will really have: the kernel command lines of the entries that it may be started from, as they are on
/// disk.</summary>
/// <param name="Entries">The entries of this system, the newest kernel's first; of a menu in its order.</param>
public sealed record NextBoot(IReadOnlyList<BootEntry> Entries)
{
    /// <summary>Boot entries where the boot partition is mounted at /boot.</summary>
    internal const string EntryFolder = "/boot" + Sources.EntryFolder;

    /// <summary>Reads them; null where they cannot be read, or where nothing tells which they are.</summary>
    /// <param name="facts">The machine, with the sources of the boot.</param>
    /// <param name="loader">Who writes them.</param>
    public static NextBoot? Find(HostFacts facts, BootLoader loader)
    {
        BootEntry[] entries = [.. loader.Kind.Entries?.Invoke(facts, loader) ?? []];
        return entries is [] ? null : new(entries);
    }

    /// <summary>What the next boot gives to a parameter: the word of the newest entry, or where no entry can be read the last one in the
    /// files that the boot loader's programs read. Null where nothing names it.</summary>
    /// <param name="facts">The machine, with the sources of the boot.</param>
    /// <param name="name">"kvm_amd.nested".</param>
    public static Witness? Configured(HostFacts facts, string name)
    {
        BootLoader loader = BootLoader.Detect(facts);
        return Find(facts, loader) is not { } next ? BootConfiguration.Find(facts.Evidence, loader, name)
            : next.Entries[0].Word(name) is { } word ? new(next.Entries[0].Source, word)
            : null;
    }

    /// <summary>The machine as the next boot has it: its kernel command line is that of the newest kernel's entry or the menu's first one
    /// (which default a boot loader was given is not read), where that says something else of a parameter than the running one. Where no
    /// entry can be read, the last word in the files of the boot loader comes after all others.</summary>
    /// <param name="facts">The machine, with the sources of the boot.</param>
    /// <param name="name">"kvm_amd.nested".</param>
    /// <returns>The same facts where the next boot has the same words.</returns>
    public static HostFacts After(HostFacts facts, string name)
    {
        Reading running = facts.Evidence[KernelCommandLine.Source];
        string[] now = BootEntry.WordsOf(running.Bytes, name);
        BootLoader loader = BootLoader.Detect(facts);
        string? options = Find(facts, loader) is { } next ? next.Entries[0].Options
            : BootConfiguration.Find(facts.Evidence, loader, name) is { } word && word.Value != now.LastOrDefault()
            ? running.Text.TrimEnd('\n') + " " + word.Value
            : null;
        if (options is null || BootEntry.WordsOf(Encoding.UTF8.GetBytes(options), name).SequenceEqual(now))
        {
            return facts;
        }

        HostEvidence evidence = facts.Evidence.Copy();
        evidence[KernelCommandLine.Source] = Reading.Known(options);
        return facts with { Evidence = evidence, Modprobe = ModprobeConfig.Parse(evidence),
            CommandLine = KernelCommandLine.Parse(evidence) };
    }

    /// <summary>The first entry that would boot without what is wished, and its word of the parameter, "-" where it has none; null where
    /// every entry is as wished.</summary>
    /// <param name="name">"kvm_amd.nested".</param>
    /// <param name="word">"kvm_amd.nested=1".</param>
    /// <param name="isIn">The word is to win in every entry; false where it is to win in none.</param>
    public Witness? EntryThatDiffers(string name, string word, bool isIn) =>
        Entries.FirstOrDefault(e => (e.Word(name) == word) != isIn) is { } odd ? new(odd.Source, odd.Word(name) ?? "-") : null;

    /// <summary>This system's own, then those of newer kernels first.</summary>
    internal static IEnumerable<BootEntry>? NewestFirst(IEnumerable<BootEntry>? entries) =>
        entries?.OrderByDescending(IsOwn).ThenByDescending(static e => e.Source, VersionOrder.Ascending);

    /// <summary>The entries in a folder; null where it cannot be read.</summary>
    internal static IEnumerable<BootEntry>? OfFolder(HostFacts facts, string folder)
    {
        HostEvidence evidence = facts.Evidence;
        if (!evidence[folder].IsKnown)
        {
            return null;
        }

        string kernelOptions = evidence[Sources.GrubVariables].Text.Trim();
        kernelOptions = kernelOptions.Length > 0 ? kernelOptions[(kernelOptions.IndexOf('=', StringComparison.Ordinal) + 1)..] : "";
        return evidence.Entries(folder).Where(n => evidence[folder + n].Bytes.Length > 0).Select(n => OfFile(evidence, folder + n))
            .Select(e => e with { Options = e.Options.Replace("$kernelopts", kernelOptions, StringComparison.Ordinal) });
    }

    /// <summary>Named after this machine's id; others are of another system on the same partition, or were written by hand.</summary>
    private static bool IsOwn(BootEntry entry) =>
        entry.Source.AsSpan(entry.Source.LastIndexOf('/') + 1).StartsWith(InstalledKernel.OwnMachine + "-");

    /// <summary>"linux /boot/vmlinuz-6.1.0-13-amd64 root=UUID=... ro quiet", one a line.</summary>
    internal static IEnumerable<BootEntry> OfMenu(HostEvidence evidence, string menu) =>
        evidence[menu].Text.Split('\n').Select(static l => l.Split((char[])[' ', '\t'], 3, StringSplitOptions.RemoveEmptyEntries))
            .Where(static w => w.Length > 1).Select(w => new BootEntry(menu + " " + w[1], w.Length > 2 ? w[2] : ""));

    /// <summary>A snapshot of the root has a /etc/kernel/cmdline of its own: of several roots, the entries of the running one.</summary>
    internal static BootEntry[] OfSnapshot(HostFacts facts, IEnumerable<BootEntry> entries)
    {
        BootEntry[] all = [.. entries];
        string? root = facts.CommandLine.Last("rootflags")?.Value;
        BootEntry[] own = root is null ? [] : Array.FindAll(all, e => e.Word("rootflags") == "rootflags=" + root);
        return own.Length > 0 ? own : all;
    }

    /// <summary>One entry. Several "options" lines are one command line (UAPI.1 Boot Loader Specification); of an image the text is the
    /// command line itself.</summary>
    internal static BootEntry OfFile(HostEvidence evidence, string path) => new(path, string.Join(' ', evidence[path].Text.Split('\n')
        .Select(static l => l.StartsWith("options", StringComparison.Ordinal) && l.Length > 7 && l[7] is ' ' or '\t' ? l[8..].Trim() : l)
        .Where(static l => l.Length > 0)));
}
