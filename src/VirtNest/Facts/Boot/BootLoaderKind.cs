using VirtNest.Evidence;

namespace VirtNest.Facts.Boot;

/// <summary>One row of <see cref="BootLoaderTable"/>: how a boot loader is recognised, where its command lines are read, and what writes
/// them.</summary>
/// <param name="Recognise">Finds it on a machine; null where it is not there, or another one decides.</param>
internal sealed record BootLoaderKind(Func<BootLoaderKind, HostFacts, BootLoader?> Recognise)
{
    /// <summary>How a word gets onto the command line.</summary>
    internal BootWriting Writing { get; init; }

    /// <summary>The file in which the word is written; null where programs get it as an argument.</summary>
    internal string? WordFile { get; init; }

    /// <summary>The file of the word is ours alone: it goes when nothing is left in it.</summary>
    internal bool WordFileIsOurs { get; init; }

    /// <summary>The variable of the shell that holds the command line; null where the file is not of shell.</summary>
    internal string? Variable { get; init; }

    /// <summary>What later entries are made of, in the order in which they are read.</summary>
    internal Func<HostEvidence, string[]> Files { get; init; } = static _ => [];

    /// <summary>The arguments of each run of the program that writes the entries anew from the word's file.</summary>
    internal Func<HostFacts, BootLoader, IEnumerable<string[]>> Runs { get; init; } = static (_, _) => [];

    /// <summary>Reads the entries of the next boot, the one that boots first at the front; null or none where they cannot be read.
    /// Without it nothing of ours ever reads them.</summary>
    internal Func<HostFacts, BootLoader, IEnumerable<BootEntry>?>? Entries { get; init; }

    /// <summary>What fails the verification where the entries cannot be read; null where the files are believed instead.</summary>
    internal string? EntriesSource { get; init; } = NextBoot.EntryFolder;

    /// <summary>Its program copies initramfs images beside the entries, once for each kernel.</summary>
    internal bool CopiesImages { get; init; }
}

/// <summary>How a word gets onto the kernel command line.</summary>
internal enum BootWriting
{
    /// <summary>Not by virt-nest.</summary>
    ByHand,
    /// <summary>A line of shell at the end of the word's file, of which GRUB's menu is made.</summary>
    ShellLine,
    /// <summary>A word in a file of nothing but words.</summary>
    WordInFile,
    /// <summary>Arguments of grubby.</summary>
    Grubby,
    /// <summary>Arguments of "rpm-ostree kargs".</summary>
    RpmOstree,
}
