using VirtNest.Evidence;

namespace VirtNest.Facts.Boot;

/// <summary>The boot loader's configuration, as far as it decides the kernel command line.</summary>
public sealed record BootLoader
{
    /// <summary>/etc/default/grub.</summary>
    public const string GrubFile = "/etc/default/grub";

    /// <summary>/etc/default/grub.d/.</summary>
    public const string GrubFolder = Sources.BootFolder;

    /// <summary>The file of ours in it.</summary>
    internal const string GrubDropIn = GrubFolder + "virt-nest.cfg";

    /// <summary>/etc/kernel/cmdline: the command line that kernel-install(8) and its like write into boot entries and images.</summary>
    public const string KernelCommandLineFile = "/etc/kernel/cmdline";

    internal BootLoader(BootLoaderKind kind, string? program) => (Kind, Program) = (kind, program);

    /// <summary>Who writes the command line.</summary>
    internal BootLoaderKind Kind { get; }

    /// <summary>The program that makes the configuration effective, by absolute path; null where there is none.</summary>
    public string? Program { get; }

    /// <summary>The boot menu that the program writes; or null.</summary>
    public string? Output { get; init; }

    /// <summary>Why the program is not run here; null where nothing stands against it.</summary>
    public BootObstacle? Obstacle { get; init; }

    /// <summary>The next boot's arguments are asked of "rpm-ostree kargs".</summary>
    public bool IsRpmOstree => Kind.Writing == BootWriting.RpmOstree;

    /// <summary>Finds who writes the command line.</summary>
    /// <param name="facts">The machine, with the sources of the boot (Sources.BootStats and what stands beside it).</param>
    public static BootLoader Detect(HostFacts facts) =>
        BootLoaderTable.Rows.Select(row => row.Recognise(row, facts)).First(static found => found is not null)!;

    /// <summary>A preset of mkinitcpio makes unified kernel images, which hold the command line and the initramfs.</summary>
    /// <param name="evidence">The machine.</param>
    public static bool MakesUnifiedImages(HostEvidence evidence) =>
        evidence.Entries(Sources.ImagePresets).Any(p => evidence[Sources.ImagePresets + p].Bytes.Length > 0);

    internal static bool IsThere(HostFacts facts, string path) => facts.Evidence["stat:" + path].IsKnown;

    /// <summary>The first of some programs that is there.</summary>
    internal static string? Find(HostFacts facts, params string[] programs) => Array.Find(programs, p => IsThere(facts, p));
}
