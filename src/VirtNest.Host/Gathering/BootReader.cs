using System;
using System.Text;
using VirtNest.Evidence;
using VirtNest.Facts.Boot;

namespace VirtNest.Host.Gathering;

/// <summary>What the next boot's kernel command line is made of: the configuration of boot loaders, and the boot entries as they are. Files only.</summary>
internal static class BootReader
{
    private const int MachineIdLength = 32;

    internal static void Gather(HostTree tree, HostEvidence evidence)
    {
        foreach (string path in Sources.BootFiles)
        {
            evidence[path] = tree.Read(path, Sources.Small);
        }

        evidence[Sources.BootFolder] = tree.List(Sources.BootFolder, static name => name.EndsWith(".cfg", StringComparison.Ordinal));
        foreach (string name in evidence.Entries(Sources.BootFolder))
        {
            evidence[Sources.BootFolder + name] = tree.Read(Sources.BootFolder + name, Sources.Small);
        }

        string machine = tree.Read("/etc/machine-id", Sources.Small).Value ?? "";
        Reading token = tree.Read(Sources.EntryToken, Sources.Small);
        evidence[Sources.EntryToken] = token.IsKnown ? Reading.Known(WithoutMachine(token.Text, machine)) : token;
        foreach (string place in Sources.BootPlaces)
        {
            ReadEntries(tree, evidence, place + Sources.EntryFolder, machine);
        }

        foreach (InstalledKernel kernel in InstalledKernel.Of(evidence))
        {
            foreach (string image in Sources.KernelImages(kernel.Version))
            {
                evidence["stat:" + image] = tree.Describe(image);
            }
        }
    }

    private static void ReadEntries(HostTree tree, HostEvidence evidence, string folder, string machine)
    {
        Reading listing = tree.List(folder, static name => name.EndsWith(".conf", StringComparison.Ordinal));
        evidence[folder] = listing.IsKnown ? Reading.Known(string.Concat(Array.ConvertAll(Names(listing), n => WithoutMachine(n, machine) + "\0"))) : listing;
        foreach (string name in Names(listing).AsSpan(0, Math.Min(Names(listing).Length, Sources.MostEntriesOfBoot)))
        {
            Reading entry = tree.Read(folder + name, Sources.Small);
            evidence[folder + WithoutMachine(name, machine)] = entry.IsKnown
                ? Reading.Known(WithoutMachine(Encoding.UTF8.GetString(SourceFilter.Apply(Keep.EntryOptions, entry.Bytes.ToArray())), machine))
                : entry;
        }
    }

    private static string[] Names(Reading listing)
    {
        string[] names = listing.Text.Split('\0', StringSplitOptions.RemoveEmptyEntries);
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    /// <summary>This machine's id becomes a star; of another one at the front, of an image or of another system, the first four digits stay.</summary>
    private static string WithoutMachine(string text, string machine)
    {
        string masked = machine.Length == MachineIdLength ? text.Replace(machine, InstalledKernel.OwnMachine, StringComparison.Ordinal) : text;
        bool isOther = masked.Length >= MachineIdLength && Array.TrueForAll(masked[..MachineIdLength].ToCharArray(), char.IsAsciiHexDigitLower);
        return isOther ? masked[..4] + InstalledKernel.OwnMachine + masked[MachineIdLength..] : masked;
    }
}
