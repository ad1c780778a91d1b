using VirtNest.Evidence;

namespace VirtNest.Facts.Boot;

/// <summary>The boot loader's configuration, as far as it decides the kernel command line.</summary>
/// <param name="Kind">Who writes the command line.</param>
/// <param name="Program">The program that makes the configuration effective, by absolute path; null where there is none.</param>
/// <param name="Output">The boot menu that the program writes; or null.</param>
public sealed record BootLoader(BootLoaderKind Kind, string? Program, string? Output)
{
    /// <summary>/etc/default/grub.</summary>
    public const string GrubFile = "/etc/default/grub";

    /// <summary>/etc/default/grub.d/.</summary>
    public const string GrubFolder = Sources.BootFolder;

    /// <summary>/etc/kernel/cmdline: the command line that kernel-install(8) and its like write into boot entries and images.</summary>
    public const string KernelCommandLineFile = "/etc/kernel/cmdline";

    /// <summary>What update-grub writes, wherever else a menu lies.</summary>
    private const string DebianMenu = "/boot/grub/grub.cfg";

    /// <summary>Why the program is not run here.</summary>
    public BootObstacle Obstacle { get; init; }

    /// <summary>Finds who writes the command line. What keeps the boot partition for itself goes first, since the tools of others lie
    /// there unused; a tool is taken only where the entries are its own.</summary>
    /// <param name="facts">The machine, with the sources of the boot (Sources.BootStats and what stands beside it).</param>
    public static BootLoader Detect(HostFacts facts)
    {
        HostEvidence evidence = facts.Evidence;
        bool hasWords = evidence[KernelCommandLineFile].IsKnown;
        if (facts.Layer.Platform == "wsl2")
        {
            return new(BootLoaderKind.Wsl, null, null);
        }

        if (IsThere(evidence, "/run/ostree-booted"))
        {
            return new(BootLoaderKind.RpmOstree, Find(evidence, "/usr/bin/rpm-ostree"), null);
        }

        if (OsRelease.Id(evidence) is "talos" or "bottlerocket" or "nixos" or "flatcar" or "guix")
        {
            return new(BootLoaderKind.Declared, null, null);
        }

        if (IsThere(evidence, "/etc/kernel/proxmox-boot-uuids"))
        {
            string? tool = Find(evidence, "/usr/sbin/proxmox-boot-tool");
            return new(BootLoaderKind.ProxmoxBoot, tool,
                null) { Obstacle = tool is not null && hasWords && IsSystemdBoot(evidence) ? BootObstacle.None : BootObstacle.ProxmoxGrub };
        }

        if (Find(evidence, "/usr/bin/sdbootutil") is { } sdbootutil && hasWords
            && LoaderType(evidence) is not ("grub2" or "grub2-efi" or "u-boot" or "none"))
        {
            return new(BootLoaderKind.Sdbootutil, sdbootutil, null);
        }

        if (MakesUnifiedImages(evidence))
        {
            return new(BootLoaderKind.Unknown, null, null) { Obstacle = BootObstacle.UnifiedImages };
        }

        return (IsSystemdBoot(evidence) ? null : OfGrub(evidence)) ?? (hasWords ? OfKernelInstall(facts) : null)
            ?? new(BootLoaderKind.Unknown, null, null);
    }

    /// <summary>A preset of mkinitcpio makes unified kernel images, which hold the command line and the initramfs.</summary>
    /// <param name="evidence">The machine.</param>
    public static bool MakesUnifiedImages(HostEvidence evidence) =>
        evidence.Entries(Sources.ImagePresets).Any(p => evidence[Sources.ImagePresets + p].Bytes.Length > 0);

    private static BootLoader? OfGrub(HostEvidence evidence)
    {
        string? menu = Array.Find(Sources.GrubMenus, m => IsThere(evidence, m));
        bool hasFile = evidence[GrubFile].IsKnown;
        if (hasFile && IsThere(evidence, "/usr/sbin/transactional-update"))
        {
            return new(BootLoaderKind.GrubFile, null, null) { Obstacle = BootObstacle.Transactional };
        }

        // A program of that name elsewhere is somebody's own: the folder is read by Debian's grub-mkconfig alone.
        if (hasFile && IsDebian(evidence) && Find(evidence, "/usr/sbin/update-grub") is { } update)
        {
            return new(BootLoaderKind.GrubFolder, update, DebianMenu);
        }

        if (Find(evidence, "/usr/sbin/grubby", "/usr/bin/grubby") is { } grubby && ObstacleOfGrubby(evidence, grubby) is { } obstacle)
        {
            return new(BootLoaderKind.Grubby, grubby, null) { Obstacle = obstacle };
        }

        return hasFile && menu is not null
            && Find(evidence, "/usr/sbin/grub2-mkconfig", "/usr/bin/grub2-mkconfig", "/usr/sbin/grub-mkconfig",
                "/usr/bin/grub-mkconfig") is { } mkconfig
            ? new(BootLoaderKind.GrubFile, mkconfig,
                menu) { Obstacle = BootConfiguration.Variable(evidence, "GRUB_ENABLE_BLSCFG") == "true" ? BootObstacle.EntriesLeftAlone
                    : BootObstacle.None }
            : null;
    }

    /// <summary>Null where grubby has no entry to change: it then ends with status 0, and writes an /etc/kernel/cmdline that has no root
    /// file system in it.</summary>
    private static BootObstacle? ObstacleOfGrubby(HostEvidence evidence, string grubby)
    {
        const string folder = "/boot" + Sources.EntryFolder;
        Reading listing = evidence[folder];
        if (listing.State is not (ReadingState.Known or ReadingState.Absent)
            || evidence.Entries(folder).Any(n => !evidence[folder + n].IsKnown))
        {
            return BootObstacle.EntriesNotRead;
        }

        string[] lines = evidence[KernelCommandLineFile].Text.TrimEnd('\n').Split('\n');
        return !evidence.Entries(folder).Any(n => evidence[folder + n].Bytes.Length > 0) ? null
            : lines.Length > 1 || lines[0].StartsWith('#') ? BootObstacle.SecondLine
            : evidence[grubby].Text.Contains("s/^GRUB_CMDLINE_LINUX.*/", StringComparison.Ordinal)
                && evidence[GrubFile].Text.Split('\n').Any(static l => l.StartsWith("GRUB_CMDLINE_LINUX_", StringComparison.Ordinal))
                ? BootObstacle.OverwritesDefault
            : BootObstacle.None;
    }

    /// <summary>What kernel-install has not written it does not write anew: with the layout of others it ends with status 0 and changes
    /// nothing.</summary>
    private static BootLoader? OfKernelInstall(HostFacts facts)
    {
        HostEvidence evidence = facts.Evidence;
        if (Find(evidence, "/usr/bin/kernel-install", "/bin/kernel-install") is not { } install)
        {
            return null;
        }

        bool isOwn = InstalledKernel.Parse(evidence).Any(k => k.Version == facts.Release && k.Images.Count > 0);
        bool isHidden = Array.Exists(Sources.BootPlaces, p => evidence[p + Sources.EntryFolder].State == ReadingState.Denied);
        return isOwn || isHidden
            ? new(BootLoaderKind.KernelInstall, install, null) { Obstacle = isOwn ? BootObstacle.None : BootObstacle.EntriesNotRead }
            : null;
    }

    /// <summary>Debian, or of its family; believed of evidence that was gathered before this was asked.</summary>
    private static bool IsDebian(HostEvidence evidence) => evidence["stat:/usr/bin/dpkg"].State != ReadingState.Absent;

    /// <summary>systemd-boot started this boot, by its own word.</summary>
    private static bool IsSystemdBoot(HostEvidence evidence) =>
        evidence[Sources.LoaderInfo].Bytes is { Length: > 4 } told
            && Encoding.Unicode.GetString(told[4..]).StartsWith("systemd-boot", StringComparison.Ordinal);

    /// <summary>openSUSE's own word for who boots: "grub2-bls", "systemd-boot", "grub2-efi".</summary>
    private static string? LoaderType(HostEvidence evidence) =>
        evidence["/etc/sysconfig/bootloader"].Value?.Split('\n')[^1].Split('=')[^1].Trim('"', '\'', ' ');

    private static bool IsThere(HostEvidence evidence, string path) => evidence["stat:" + path].IsKnown;

    private static string? Find(HostEvidence evidence, params string[] programs) => Array.Find(programs, p => IsThere(evidence, p));
}
