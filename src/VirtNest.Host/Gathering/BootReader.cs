using VirtNest.Evidence;
using VirtNest.Facts.Boot;
using VirtNest.Host.Files;

namespace VirtNest.Host.Gathering;

/// <summary>What the next boot's kernel command line is made of: the configuration of boot loaders, and the boot entries as they are.
/// Files only.</summary>
internal static class BootReader
{
    private const int MachineIdLength = 32;

    /// <summary>Reads them.</summary>
    internal static void Gather(HostTree tree, HostEvidence evidence)
    {
        foreach (string path in Sources.BootStats)
        {
            evidence["stat:" + path] = tree.Describe(path);
        }

        foreach (FileSource source in Sources.BootFiles)
        {
            evidence[source.Path] = Read(tree, source.Path, source.Limit, source.Keep);
        }

        ReadFolder(tree, evidence, Sources.BootFolder, ".cfg", Keep.Everything);
        ReadFolder(tree, evidence, Sources.ImagePresets, ".preset", Keep.UnifiedImages);
        ReadGrubby(tree, evidence);
        string machine = tree.Read("/etc/machine-id", Sources.Small).Value ?? "";
        Reading token = tree.Read(Sources.EntryToken, Sources.Small);
        evidence[Sources.EntryToken] = token.IsKnown ? Reading.Known(WithoutMachine(token.Text, machine)) : token;
        foreach (string place in Sources.BootPlaces)
        {
            ReadEntries(tree, evidence, place + Sources.EntryFolder, ".conf", Sources.Small, Keep.EntryOptions, machine);
            ReadEntries(tree, evidence, place + Sources.ImageFolder, ".efi", Sources.ImageLimit, Keep.ImageCommandLine, machine);
        }

        foreach (InstalledKernel kernel in InstalledKernel.Parse(evidence))
        {
            foreach (string image in Sources.KernelImages(kernel.Version))
            {
                evidence["stat:" + image] = tree.Describe(image);
            }
        }
    }

    /// <summary>A menu that is too long is not read; of an image the front is enough.</summary>
    private static Reading Read(HostTree tree, string path, int limit, Keep keep)
    {
        Reading reading = tree.Read(path, limit);
        if (!reading.IsKnown || keep == Keep.Everything)
        {
            return reading;
        }

        byte[] kept = SourceFilter.Apply(keep, reading.Bytes.ToArray());
        return keep == Keep.ImageCommandLine ? kept.Length > 0 ? Reading.Known(kept) : Reading.OfErrno(LinuxErrno.EINVAL)
            : reading.IsTruncated ? Reading.OfErrno(LinuxErrno.E2BIG)
            : Reading.Known(kept);
    }

    private static void ReadFolder(HostTree tree, HostEvidence evidence, string folder, string ending, Keep keep)
    {
        evidence[folder] = tree.List(folder, name => name.EndsWith(ending, StringComparison.Ordinal));
        int count = 0;
        foreach (string name in evidence.Entries(folder))
        {
            evidence[folder + name] = ++count > Sources.MostEntriesOfBoot ? Reading.OfErrno(LinuxErrno.E2BIG)
                : Read(tree, folder + name, Sources.Small, keep);
        }
    }

    /// <summary>How grubby writes /etc/default/grub differs by edition, and matters only where a line stands there that one of them
    /// loses.</summary>
    private static void ReadGrubby(HostTree tree, HostEvidence evidence)
    {
        foreach (string path in (string[])["/usr/sbin/grubby", "/usr/bin/grubby"])
        {
            if (evidence["stat:" + path].IsKnown
                && evidence["/etc/default/grub"].Text.Contains("GRUB_CMDLINE_LINUX_", StringComparison.Ordinal))
            {
                evidence[path] = Read(tree, path, 1 << 20, Keep.GrubbyEdit);
            }
        }
    }

    private static void ReadEntries(HostTree tree, HostEvidence evidence, string folder, string ending, int limit, Keep keep,
        string machine)
    {
        Reading listing = tree.List(folder, name => name.EndsWith(ending, StringComparison.Ordinal));
        string[] names = HostEvidence.NamesIn(listing);
        evidence[folder] =
            listing.IsKnown ? Reading.Known(string.Concat(Array.ConvertAll(names, n => WithoutMachine(n, machine) + "\0"))) : listing;
        foreach (string name in names.AsSpan(0, Math.Min(names.Length,
            keep == Keep.ImageCommandLine ? Sources.MostImagesOfBoot : Sources.MostEntriesOfBoot)))
        {
            Reading entry = Read(tree, folder + name, limit, keep);
            evidence[folder + WithoutMachine(name, machine)] = entry.IsKnown ? Reading.Known(WithoutMachine(entry.Text, machine)) : entry;
        }
    }

    /// <summary>This machine's id becomes a star; of another one at the front, of an image or of another system, the first four digits
    /// stay.</summary>
    private static string WithoutMachine(string text, string machine)
    {
        string masked =
            machine.Length == MachineIdLength ? text.Replace(machine, InstalledKernel.OwnMachine, StringComparison.Ordinal) : text;
        bool isOther =
            masked.Length >= MachineIdLength && Array.TrueForAll(masked[..MachineIdLength].ToCharArray(), char.IsAsciiHexDigitLower);
        return isOther ? masked[..4] + InstalledKernel.OwnMachine + masked[MachineIdLength..] : masked;
    }
}
