using VirtNest.Facts;
using VirtNest.Facts.Boot;
using VirtNest.Text;

namespace VirtNest.Checking;

/// <summary>What a person has to do for a word on the kernel command line where no program of this host is run for it.</summary>
internal static class BootByHand
{
    /// <summary>The words to write and what to run, or null where a program of this host does it.</summary>
    /// <param name="facts">The machine.</param>
    /// <param name="loader">Who writes the command line.</param>
    /// <param name="word">"kvm_amd.nested=1".</param>
    internal static Sentence? Instructions(HostFacts facts, BootLoader loader, string word) => loader.Kind switch
    {
        BootLoaderKind.Wsl => ByHandWsl(word),
        BootLoaderKind.Declared => ByHandDeclared(OsRelease.Id(facts.Evidence) ?? "", word),
        BootLoaderKind.RpmOstree or BootLoaderKind.GrubFolder or BootLoaderKind.Grubby or BootLoaderKind.GrubFile
            or BootLoaderKind.KernelInstall or BootLoaderKind.Sdbootutil
            or BootLoaderKind.ProxmoxBoot or BootLoaderKind.Unknown => Instructions(loader, word),
    };

    private static Sentence? Instructions(BootLoader loader, string word) => loader.Obstacle switch
    {
        BootObstacle.None => loader.Program is null ? ByHandBootLoader(word) : null,
        BootObstacle.EntriesNotRead => BootEntriesNotRead,
        BootObstacle.SecondLine => CheckSentences.GrubbyKeepsOneLine(BootLoader.KernelCommandLineFile),
        BootObstacle.OverwritesDefault => GrubbyOverwrites(BootLoader.GrubFile),
        BootObstacle.EntriesLeftAlone => ByHandEntries(word),
        BootObstacle.Transactional => ByHandThen(BootLoader.GrubFile, "GRUB_CMDLINE_LINUX_DEFAULT", word, "transactional-update grub.cfg"),
        BootObstacle.ProxmoxGrub => ByHandProxmox(word),
        BootObstacle.UnifiedImages => ByHandThen(BootLoader.KernelCommandLineFile, null, word, "mkinitcpio -P"),
    };

    private static Sentence ByHandWsl(string word) => new(
        "The kernel command line is set on the Windows side. In "
            + $"%UserProfile%\\.wslconfig:\n[wsl2]\nnestedVirtualization=true\nkernelCommandLine={word}\nthen in Windows: wsl --shutdown",
        "内核命令行在 Windows 一侧设置。在 %UserProfile%\\.wslconfig 中写入：\n[wsl2]\nnestedVirtualization=true\nkernelCommandLine="
            + $"{word}\n然后在 Windows 中运行：wsl --shutdown");
    private static Sentence ByHandDeclared(string system, string word) => new(
        $"The configuration of this system ({system}) is made elsewhere and its root is not written to. Add \"{word}\" to the kernel "
            + "arguments there, and boot that.",
        $"本系统（{system}）的配置在别处生成，其根文件系统不可写。请在那里把 “{word}” 加入内核参数，然后用它启动。");
    private static Sentence ByHandBootLoader(string word) => new(
        "No boot loader was found whose configuration virt-nest can change. "
            + $"Add \"{word}\" to the kernel command line by hand, and reboot.",
        $"没有找到 virt-nest 能够修改其配置的引导程序。请手动把 “{word}” 加入内核命令行并重启。");
    private static Sentence ByHandThen(string file, string? variable, string word, string command) => new(
        $"What the next boot has is written by \"{command}\", which virt-nest leaves to a person here. Add "
            + $"\"{word}\" to {(variable is null ? file : $"{variable} in {file}")} by hand, run that, and reboot.",
        $"在本系统上，下次启动的内核命令行由 “{command}” 写入，virt-nest 不代为执行。请手动把 "
            + $"“{word}” 加入 {(variable is null ? file : $"{file} 的 {variable}")}，运行该命令，然后重启。");
    private static Sentence ByHandProxmox(string word) => new(
        "The boot partitions of this host are filled by proxmox-boot-tool, and nothing tells that systemd-boot boots from them. Add "
            + $"\"{word}\" by hand to GRUB_CMDLINE_LINUX_DEFAULT in /etc/default/grub where GRUB boots, or to /etc/kernel/cmdline where "
            + "systemd-boot does (\"proxmox-boot-tool status\" tells); run \"proxmox-boot-tool refresh\", and reboot.",
        $"本主机的启动分区由 proxmox-boot-tool 填充，而没有迹象表明是 systemd-boot 从中启动的。请手动加入 “{word}”：由 GRUB 启动时写入 "
            + "/etc/default/grub 的 GRUB_CMDLINE_LINUX_DEFAULT，由 systemd-boot 启动时写入 /etc/kernel/cmdline（“proxmox-boot-tool "
            + "status” 会说明是哪一种）；然后运行 “proxmox-boot-tool refresh” 并重启。");
    private static Sentence ByHandEntries(string word) => new(
        "GRUB takes kernel command lines from the entries in /boot/loader/entries here (GRUB_ENABLE_BLSCFG=true), which grub2-mkconfig "
            + $"leaves as they are. Install grubby and run virt-nest again; or add \"{word}\" by hand to the \"options\" line of each "
            + "entry and to /etc/kernel/cmdline, and reboot.",
        "本系统的 GRUB 从 /boot/loader/entries 中的条目取得内核命令行（GRUB_ENABLE_BLSCFG=true），而 grub2-mkconfig 不会改动这些条目。"
            + $"请安装 grubby 后再次运行 virt-nest；或者手动把 “{word}” 加入每个条目的 “options” 行和 /etc/kernel/cmdline，然后重启。");
    private static Sentence BootEntriesNotRead =>
        new("The boot entries could not be read; as root they can.", "无法读取引导条目；以 root 身份可以读取。");
    private static Sentence GrubbyOverwrites(string file) => new(
        $"This version of grubby overwrites every line of {file} that begins with GRUB_CMDLINE_LINUX, GRUB_CMDLINE_LINUX_DEFAULT too. "
            + "Update grubby, or move what such lines say to GRUB_CMDLINE_LINUX and take them out; then run virt-nest again.",
        $"这个版本的 grubby 会覆盖 {file} 中所有以 GRUB_CMDLINE_LINUX 开头的行，包括 GRUB_CMDLINE_LINUX_DEFAULT。请更新 grubby，"
            + "或把这些行的内容移到 GRUB_CMDLINE_LINUX 并删去它们，然后再次运行 virt-nest。");
}
