using VirtNest.Text;

namespace VirtNest.Facts.Boot;

/// <summary>Whether something can be done about a <see cref="BootObstacle"/>.</summary>
public enum BootObstacleKind
{
    /// <summary>No program of this host is run for it: a person writes the word.</summary>
    LeftToPerson,
    /// <summary>It stands in the way of every change, and can be put away.</summary>
    CanBePutAway,
    /// <summary>The boot entries could not be read: as an ordinary user, most often.</summary>
    NotRead,
    /// <summary>A system of which nothing is known.</summary>
    NothingFound,
}

/// <summary>Why no program of this host is run for a word on the kernel command line, and what a person has to do instead.</summary>
/// <param name="Kind">Whether something can be done about it.</param>
/// <param name="ByHand">What to do for a word like "kvm_amd.nested=1".</param>
public sealed record BootObstacle(BootObstacleKind Kind, Func<string, Sentence> ByHand)
{
    /// <summary>No program writes the command line.</summary>
    public static BootObstacle NoProgram { get; } = new(BootObstacleKind.LeftToPerson, ByHandBootLoader);

    /// <summary>No boot loader was found.</summary>
    public static BootObstacle NothingFound { get; } = new(BootObstacleKind.NothingFound, ByHandBootLoader);

    /// <summary>The boot entries could not be read.</summary>
    public static BootObstacle EntriesNotRead { get; } = new(BootObstacleKind.NotRead, static _ => new(
        "The boot entries could not be read; as root they can.", "无法读取引导条目；以 root 身份可以读取。"));

    /// <summary>/etc/kernel/cmdline has more than one line or a comment: grubby reads its first line and writes back that alone.</summary>
    public static BootObstacle SecondLine { get; } = new(BootObstacleKind.CanBePutAway, static _ => new(
        $"{BootLoader.KernelCommandLineFile} has more than one line or a comment, and grubby writes back its first line alone: the others "
            + "would be lost. Put all words on one line, and run virt-nest again.",
        $"{BootLoader.KernelCommandLineFile} 不止一行或含有注释，而 grubby 只会写回第一行，其余的会丢失。请把所有参数写在同一行，"
            + "然后再次运行 virt-nest。"));

    /// <summary>This grubby turns every line of /etc/default/grub that begins with GRUB_CMDLINE_LINUX, GRUB_CMDLINE_LINUX_DEFAULT too,
    /// into GRUB_CMDLINE_LINUX (Red Hat RHEL-21301).</summary>
    public static BootObstacle OverwritesDefault { get; } = new(BootObstacleKind.CanBePutAway, static _ => new(
        $"This version of grubby overwrites every line of {BootLoader.GrubFile} that begins with GRUB_CMDLINE_LINUX, "
            + "GRUB_CMDLINE_LINUX_DEFAULT too. Update grubby, or move what such lines say to GRUB_CMDLINE_LINUX and take them "
            + "out; then run virt-nest again.",
        $"这个版本的 grubby 会覆盖 {BootLoader.GrubFile} 中所有以 GRUB_CMDLINE_LINUX 开头的行，包括 "
            + "GRUB_CMDLINE_LINUX_DEFAULT。请更新 grubby，或把这些行的内容移到 GRUB_CMDLINE_LINUX 并删去它们，然后再次运行 virt-nest。"));

    /// <summary>GRUB_ENABLE_BLSCFG=true: GRUB takes its command lines from boot entries, which grub2-mkconfig leaves as they are, and
    /// there is no grubby.</summary>
    public static BootObstacle EntriesLeftAlone { get; } = new(BootObstacleKind.LeftToPerson, static word => new(
        "GRUB takes kernel command lines from the entries in /boot/loader/entries here (GRUB_ENABLE_BLSCFG=true), which grub2-mkconfig "
            + $"leaves as they are. Install grubby and run virt-nest again; or add \"{word}\" by hand to the \"options\" line of each "
            + "entry and to /etc/kernel/cmdline, and reboot.",
        "本系统的 GRUB 从 /boot/loader/entries 中的条目取得内核命令行（GRUB_ENABLE_BLSCFG=true），而 grub2-mkconfig 不会改动这些条目。"
            + $"请安装 grubby 后再次运行 virt-nest；或者手动把 “{word}” 加入每个条目的 “options” 行和 /etc/kernel/cmdline，"
            + "然后重启。"));

    /// <summary>A read-only root whose boot menu is made in a new snapshot, by transactional-update.</summary>
    public static BootObstacle Transactional { get; } = new(BootObstacleKind.LeftToPerson, static word => ByHandThen(
        new($"GRUB_CMDLINE_LINUX_DEFAULT in {BootLoader.GrubFile}", $"{BootLoader.GrubFile} 的 GRUB_CMDLINE_LINUX_DEFAULT"), word,
        "transactional-update grub.cfg"));

    /// <summary>proxmox-boot-tool fills the boot partitions, and not systemd-boot booted from them.</summary>
    public static BootObstacle ProxmoxGrub { get; } = new(BootObstacleKind.LeftToPerson, static word => new(
        "The boot partitions of this host are filled by proxmox-boot-tool, and nothing tells that systemd-boot boots from them. Add "
            + $"\"{word}\" by hand to GRUB_CMDLINE_LINUX_DEFAULT in /etc/default/grub where GRUB boots, or to /etc/kernel/cmdline where "
            + "systemd-boot does (\"proxmox-boot-tool status\" tells); run \"proxmox-boot-tool refresh\", and reboot.",
        $"本主机的启动分区由 proxmox-boot-tool 填充，而没有迹象表明是 systemd-boot 从中启动的。请手动加入 “{word}”：由 GRUB 启动时写入 "
            + "/etc/default/grub 的 GRUB_CMDLINE_LINUX_DEFAULT，由 systemd-boot 启动时写入 /etc/kernel/cmdline（“proxmox-boot-tool "
            + "status” 会说明是哪一种）；然后运行 “proxmox-boot-tool refresh” 并重启。"));

    /// <summary>mkinitcpio makes unified kernel images, with the command line inside.</summary>
    public static BootObstacle UnifiedImages { get; } = new(BootObstacleKind.LeftToPerson, static word =>
        ByHandThen(Sentence.Verbatim(BootLoader.KernelCommandLineFile), word, "mkinitcpio -P"));

    /// <summary>WSL2, where Windows gives the command line.</summary>
    public static BootObstacle Wsl { get; } = new(BootObstacleKind.LeftToPerson, static word => new(
        "The kernel command line is set on the Windows side. In "
            + $"%UserProfile%\\.wslconfig:\n[wsl2]\nnestedVirtualization=true\nkernelCommandLine={word}\nthen in Windows: wsl --shutdown",
        "内核命令行在 Windows 一侧设置。在 %UserProfile%\\.wslconfig 中写入：\n[wsl2]\nnestedVirtualization=true\nkernelCommandLine="
            + $"{word}\n然后在 Windows 中运行：wsl --shutdown"));

    /// <summary>Systems whose configuration is declared, with what is declared there and how it is made effective; the sentence for others
    /// is that of <see cref="ByHandBootLoader"/>.</summary>
    private static readonly (string Id, bool OwnsModules, Func<string, Sentence> ByHand)[] DeclaredSystems =
    [
        ("nixos", true, static word => new(
            $"This is NixOS. In /etc/nixos/configuration.nix add \"{word}\" to boot.kernelParams, and take the KVM modules out of "
                + "boot.blacklistedKernelModules if they are listed there; then run \"nixos-rebuild boot\" and reboot.",
            $"这是 NixOS。请在 /etc/nixos/configuration.nix 的 boot.kernelParams 中加入 “{word}”；若 boot.blacklistedKernelModules "
                + "列有 KVM 模块，请一并去掉；然后运行 “nixos-rebuild boot” 并重启。")),
        ("guix", true, static word => new(
            $"This is Guix System. Add \"{word}\" to kernel-arguments in the operating-system declaration, run \"guix system reconfigure\" "
                + "with that file, and reboot.",
            $"这是 Guix System。请在 operating-system 声明的 kernel-arguments 中加入 “{word}”，用该文件运行 “guix system "
                + "reconfigure”，然后重启。")),
        ("talos", true, static word => new(
            $"This is Talos Linux. Add \"{word}\" to machine.install.extraKernelArgs of the machine configuration and run \"talosctl "
                + "upgrade\"; a node that boots a unified kernel image needs an image with that argument (Image Factory) instead.",
            $"这是 Talos Linux。请在机器配置的 machine.install.extraKernelArgs 中加入 “{word}”，并运行 “talosctl upgrade”；"
                + "从统一内核映像（UKI）启动的节点则需要含有该参数的映像（Image Factory）。")),
        ("bottlerocket", true, static word => new(
            $"This is Bottlerocket. Add \"{word}\" to settings.boot.kernel-parameters with \"apiclient apply\", and reboot.",
            $"这是 Bottlerocket。请用 “apiclient apply” 在 settings.boot.kernel-parameters 中加入 “{word}”，然后重启。")),
        ("unraid", true, static word => new(
            "This is Unraid, which recreates /etc at each boot. Enable VMs in Settings, VM Manager: that loads the module; for nesting add "
                + $"\"{word}\" to the append line in Main, Flash, Syslinux Configuration, and reboot.",
            "这是 Unraid，每次启动都会重新生成 /etc。请在 Settings 的 VM Manager 中启用虚拟机（这会加载模块）；要启用嵌套，"
                + $"请在 Main、Flash 的 Syslinux Configuration 的 append 行中加入 “{word}”，然后重启。")),
        ("flatcar", false, static word => new(
            $"This is Flatcar. Add the line set linux_append=\"$linux_append {word}\" to /oem/grub.cfg, and reboot.",
            $"这是 Flatcar。请在 /oem/grub.cfg 中加入一行 set linux_append=\"$linux_append {word}\"，然后重启。")),
    ];

    /// <summary>A system whose configuration is declared elsewhere; null for all others.</summary>
    /// <param name="facts">The machine.</param>
    public static BootObstacle? OfDeclared(HostFacts facts) => Declared(facts, static _ => true);

    /// <summary>A system on which even module options are declared elsewhere; null for all others.</summary>
    /// <param name="facts">The machine.</param>
    public static BootObstacle? OfDeclaredModules(HostFacts facts) => Declared(facts, static ownsModules => ownsModules);

    private static BootObstacle? Declared(HostFacts facts, Predicate<bool> isAsked)
    {
        // Unraid says "slackware" for its ID.
        string? system = facts.Release?.EndsWith("-Unraid", StringComparison.Ordinal) == true ? "unraid" : OsRelease.Id(facts.Evidence);
        return Array.Find(DeclaredSystems, s => s.Id == system && isAsked(s.OwnsModules)) is { ByHand: { } byHand }
            ? new(BootObstacleKind.LeftToPerson, byHand) : null;
    }

    private static Sentence ByHandBootLoader(string word) => new(
        "No boot loader was found whose configuration virt-nest can change. "
            + $"Add \"{word}\" to the kernel command line by hand, and reboot.",
        $"没有找到 virt-nest 能够修改其配置的引导程序。请手动把 “{word}” 加入内核命令行并重启。");
    private static Sentence ByHandThen(Sentence place, string word, string command) => new(
        $"What the next boot has is written by \"{command}\", which virt-nest leaves to a person here. Add "
            + $"\"{word}\" to {place.English} by hand, run that, and reboot.",
        $"在本系统上，下次启动的内核命令行由 “{command}” 写入，virt-nest 不代为执行。请手动把 "
            + $"“{word}” 加入 {place.Chinese}，运行该命令，然后重启。");
}
