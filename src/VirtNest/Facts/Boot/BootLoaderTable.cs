using VirtNest.Evidence;

namespace VirtNest.Facts.Boot;

/// <summary>The boot loaders, one row each, in the order in which they are looked for. What keeps the boot partition for itself goes first,
/// since the tools of others lie there unused; a tool is taken only where the entries are its own.</summary>
internal static class BootLoaderTable
{
    /// <summary>Programs that make entries of /etc/kernel/cmdline.</summary>
    private static readonly BootLoaderKind EntriesOfWords = new(static (_, _) => null)
    {
        Writing = BootWriting.WordInFile,
        WordFile = BootLoader.KernelCommandLineFile,
        Files = static _ => [BootLoader.KernelCommandLineFile],
    };

    /// <summary>GRUB whose menu a program makes of pieces of shell.</summary>
    private static readonly BootLoaderKind GrubMenu = new(static (_, _) => null)
    {
        Writing = BootWriting.ShellLine,
        WordFile = BootLoader.GrubFile,
        Variable = "GRUB_CMDLINE_LINUX_DEFAULT",
        Files = BootConfiguration.GrubFiles,
        Runs = static (_, loader) => [["-o", loader.Output!]],
        Entries = static (facts, loader) => loader.Output is null ? null : NextBoot.OfMenu(facts.Evidence, loader.Output),
        EntriesSource = null,
    };

    internal static IReadOnlyList<BootLoaderKind> Rows { get; } =
    [
        // WSL2: .wslconfig on the Windows side.
        new(static (kind, facts) => facts.Layer.Platform == "wsl2" ? new(kind, null) { Obstacle = BootObstacle.Wsl } : null),

        // Fedora CoreOS, Silverblue and their like: rpm-ostree kargs.
        new(static (kind, facts) => !BootLoader.IsThere(facts, "/run/ostree-booted") ? null
            : BootLoader.Find(facts, "/usr/bin/rpm-ostree") is { } ostree ? new(kind, ostree)
            : new(kind, null) { Obstacle = BootObstacle.NoProgram })
        {
            Writing = BootWriting.RpmOstree,
            Entries = static (facts, _) => facts.Evidence[Sources.OstreeArguments] is { IsKnown: true } told
                ? [new(Sources.OstreeArguments, told.Text)] : null,
            EntriesSource = Sources.OstreeArguments,
        },

        // Systems whose configuration is declared elsewhere.
        new(static (kind, facts) =>
            BootObstacle.OfDeclared(facts) is { } declared ? new(kind, null) { Obstacle = declared } : null),

        // Proxmox VE, whose boot partitions are filled by proxmox-boot-tool, with systemd-boot.
        EntriesOfWords with
        {
            Recognise = static (kind, facts) => !BootLoader.IsThere(facts, "/etc/kernel/proxmox-boot-uuids") ? null
                : BootLoader.Find(facts, "/usr/sbin/proxmox-boot-tool") is { } tool && HasWords(facts) && IsSystemdBoot(facts)
                ? new(kind, tool) : new(kind, null) { Obstacle = BootObstacle.ProxmoxGrub },
            Runs = static (_, _) => [["refresh"]],
            EntriesSource = null,
        },

        // openSUSE with systemd-boot or GRUB with boot entries.
        EntriesOfWords with
        {
            Recognise = static (kind, facts) => BootLoader.Find(facts, "/usr/bin/sdbootutil") is { } sdbootutil && HasWords(facts)
                && LoaderType(facts.Evidence) is not ("grub2" or "grub2-efi" or "u-boot" or "none") ? new(kind, sdbootutil) : null,
            Runs = static (_, _) => [["update-all-entries"]],
            Entries = static (facts, _) => NextBoot.NewestFirst(
                NextBoot.OfSnapshot(facts, Sources.BootPlaces.SelectMany(p => NextBoot.OfFolder(facts, p + Sources.EntryFolder) ?? []))),
        },

        // Unified kernel images, which mkinitcpio makes with the command line inside.
        new(static (kind, facts) =>
            BootLoader.MakesUnifiedImages(facts.Evidence) ? new(kind, null) { Obstacle = BootObstacle.UnifiedImages } : null),

        // A read-only root whose boot menu is made in a new snapshot.
        GrubMenu with
        {
            Recognise = static (kind, facts) => HasGrubFile(facts) && BootLoader.IsThere(facts, "/usr/sbin/transactional-update")
                ? new(kind, null) { Obstacle = BootObstacle.Transactional } : null,
        },

        // Debian, Ubuntu: /etc/default/grub.d and update-grub. A program of that name elsewhere is somebody's own: the folder is read by
        // Debian's grub-mkconfig alone. The menu is what update-grub writes, wherever else one lies.
        GrubMenu with
        {
            Recognise = static (kind, facts) =>
                HasGrubFile(facts) && IsDebian(facts.Evidence) && BootLoader.Find(facts, "/usr/sbin/update-grub") is { } update
                    ? new(kind, update) { Output = "/boot/grub/grub.cfg" } : null,
            WordFile = BootLoader.GrubDropIn,
            WordFileIsOurs = true,
            Runs = static (_, _) => [[]],
        },

        // Fedora, RHEL: grubby, which writes every boot entry in /boot/loader/entries.
        new(static (kind, facts) => !IsSystemdBoot(facts)
            && BootLoader.Find(facts, "/usr/sbin/grubby", "/usr/bin/grubby") is { } grubby && HasEntriesOfGrubby(facts.Evidence)
            ? new(kind, grubby) { Obstacle = ObstacleOfGrubby(facts.Evidence, grubby) } : null)
        {
            Writing = BootWriting.Grubby,
            Entries = static (facts, _) => NextBoot.NewestFirst(NextBoot.OfFolder(facts, NextBoot.EntryFolder)),
        },

        // openSUSE, Arch: /etc/default/grub and grub-mkconfig.
        GrubMenu with
        {
            Recognise = static (kind, facts) => HasGrubFile(facts)
                && Array.Find(Sources.GrubMenus, m => BootLoader.IsThere(facts, m)) is { } menu
                && BootLoader.Find(facts, "/usr/sbin/grub2-mkconfig", "/usr/bin/grub2-mkconfig", "/usr/sbin/grub-mkconfig",
                    "/usr/bin/grub-mkconfig") is { } mkconfig
                ? new(kind, mkconfig)
                {
                    Output = menu,
                    Obstacle = BootConfiguration.Variable(facts.Evidence, "GRUB_ENABLE_BLSCFG") == "true"
                        ? BootObstacle.EntriesLeftAlone : null,
                }
                : null,
        },

        // systemd-boot and unified kernel images. What kernel-install has not written it does not write anew: with the layout of others it
        // ends with status 0 and changes nothing.
        EntriesOfWords with
        {
            Recognise = static (kind, facts) =>
                !HasWords(facts) || BootLoader.Find(facts, "/usr/bin/kernel-install", "/bin/kernel-install") is not { } install ? null
                : KernelsWithEntry(facts).Any(k => k.Version == facts.Release) ? new(kind, install)
                : Array.Exists(Sources.BootPlaces, p => facts.Evidence[p + Sources.EntryFolder].State == ReadingState.Denied)
                ? new(kind, install) { Obstacle = BootObstacle.EntriesNotRead } : null,

            // One for each kernel that has an entry, since the next boot may be that of another kernel than the running one.
            Runs = static (facts, _) => KernelsWithEntry(facts).DistinctBy(static k => k.Version)
                .Select(static k => (string[])["add", k.Version, .. k.Images]),
            Entries = static (facts, _) =>
                NextBoot.NewestFirst(KernelsWithEntry(facts).Select(k => NextBoot.OfFile(facts.Evidence, k.Entry))),
            CopiesImages = true,
        },

        // None that is known here.
        new(static (kind, _) => new(kind, null) { Obstacle = BootObstacle.NothingFound }),
    ];

    private static IEnumerable<InstalledKernel> KernelsWithEntry(HostFacts facts) =>
        InstalledKernel.Parse(facts.Evidence).Where(static k => k.Images.Count > 0);

    private static bool HasWords(HostFacts facts) => facts.Evidence[BootLoader.KernelCommandLineFile].IsKnown;

    private static bool HasGrubFile(HostFacts facts) => !IsSystemdBoot(facts) && facts.Evidence[BootLoader.GrubFile].IsKnown;

    /// <summary>Where grubby has no entry to change, it ends with status 0, and writes an /etc/kernel/cmdline that has no root file system
    /// in it.</summary>
    private static bool HasEntriesOfGrubby(HostEvidence evidence) => AreEntriesHidden(evidence)
        || evidence.Entries(NextBoot.EntryFolder).Any(n => evidence[NextBoot.EntryFolder + n].Bytes.Length > 0);

    private static bool AreEntriesHidden(HostEvidence evidence) =>
        evidence[NextBoot.EntryFolder].State is not (ReadingState.Known or ReadingState.Absent)
        || evidence.Entries(NextBoot.EntryFolder).Any(n => !evidence[NextBoot.EntryFolder + n].IsKnown);

    private static BootObstacle? ObstacleOfGrubby(HostEvidence evidence, string grubby)
    {
        string[] lines = evidence[BootLoader.KernelCommandLineFile].Text.TrimEnd('\n').Split('\n');
        return AreEntriesHidden(evidence) ? BootObstacle.EntriesNotRead
            : lines.Length > 1 || lines[0].StartsWith('#') ? BootObstacle.SecondLine
            : evidence[grubby].Text.Contains("s/^GRUB_CMDLINE_LINUX.*/", StringComparison.Ordinal)
                && evidence[BootLoader.GrubFile].Text.Split('\n')
                    .Any(static l => l.StartsWith("GRUB_CMDLINE_LINUX_", StringComparison.Ordinal))
                ? BootObstacle.OverwritesDefault
            : null;
    }

    /// <summary>Debian, or of its family; believed of evidence that was gathered before this was asked.</summary>
    private static bool IsDebian(HostEvidence evidence) => evidence["stat:/usr/bin/dpkg"].State != ReadingState.Absent;

    /// <summary>systemd-boot started this boot, by its own word.</summary>
    private static bool IsSystemdBoot(HostFacts facts) =>
        facts.Evidence[Sources.LoaderInfo].Bytes is { Length: > 4 } told
            && Encoding.Unicode.GetString(told[4..]).StartsWith("systemd-boot", StringComparison.Ordinal);

    /// <summary>openSUSE's own word for who boots: "grub2-bls", "systemd-boot", "grub2-efi".</summary>
    private static string? LoaderType(HostEvidence evidence) =>
        evidence["/etc/sysconfig/bootloader"].Value?.Split('\n')[^1].Split('=')[^1].Trim('"', '\'', ' ');
}
