using System;
using VirtNest.Facts;
using VirtNest.Facts.Boot;
using VirtNest.Messages;

namespace VirtNest.Checks;

/// <summary>What a person has to do for a word on the kernel command line where no program of this host is run for it.</summary>
internal static class BootByHand
{
    /// <summary>The words to write and what to run, or null where a program of this host does it.</summary>
    /// <param name="facts">The machine.</param>
    /// <param name="loader">Who writes the command line.</param>
    /// <param name="word">"kvm_amd.nested=1".</param>
    internal static Func<MessageCatalog, string>? Of(HostFacts facts, BootLoader loader, string word) => loader.Kind switch
    {
        BootLoaderKind.Wsl => m => m.ByHandWsl(word),
        BootLoaderKind.Declared => m => m.ByHandDeclared(OsRelease.Id(facts.Evidence) ?? "", word),
        BootLoaderKind.RpmOstree or BootLoaderKind.GrubFolder or BootLoaderKind.Grubby or BootLoaderKind.GrubFile or BootLoaderKind.KernelInstall or BootLoaderKind.Sdbootutil
            or BootLoaderKind.ProxmoxBoot or BootLoaderKind.Unknown => Of(loader, word),
    };

    private static Func<MessageCatalog, string>? Of(BootLoader loader, string word) => loader.Obstacle switch
    {
        BootObstacle.None => loader.Program is null ? m => m.ByHandBootLoader(word) : null,
        BootObstacle.EntriesNotRead => static m => m.BootEntriesNotRead,
        BootObstacle.SecondLine => static m => m.GrubbyKeepsOneLine(BootLoader.KernelCommandLineFile),
        BootObstacle.OverwritesDefault => static m => m.GrubbyOverwrites(BootLoader.GrubFile),
        BootObstacle.EntriesLeftAlone => m => m.ByHandEntries(word),
        BootObstacle.Transactional => m => m.ByHandThen(BootLoader.GrubFile, "GRUB_CMDLINE_LINUX_DEFAULT", word, "transactional-update grub.cfg"),
        BootObstacle.ProxmoxGrub => m => m.ByHandProxmox(word),
        BootObstacle.UnifiedImages => m => m.ByHandThen(BootLoader.KernelCommandLineFile, null, word, "mkinitcpio -P"),
    };
}
