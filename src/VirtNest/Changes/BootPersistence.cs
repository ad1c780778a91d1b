using System;
using System.Collections.Generic;
using System.Text;
using VirtNest.Evidence;
using VirtNest.Facts;

namespace VirtNest.Changes;

/// <summary>How the kernel command line of the next boot comes to say what is wished, in the boot loader's own way.</summary>
internal static class BootPersistence
{
    private const string DropIn = BootLoader.GrubFolder + "virt-nest.cfg";

    /// <summary>What stands around the line of ours.</summary>
    private const string Begin = "# Written by virt-nest; \"virt-nest undo\" takes it away.\n";

    private const string End = " # virt-nest\n";

    /// <summary>Plans it.</summary>
    /// <param name="facts">The machine.</param>
    /// <param name="name">The parameter: "kvm_amd.nested", "kvm-arm.mode".</param>
    /// <param name="value">Its value: "1".</param>
    /// <param name="files">Gets the files.</param>
    /// <param name="programs">Gets the programs.</param>
    /// <returns>What a person has to do where no program of ours can, or null.</returns>
    internal static Remark? Plan(HostFacts facts, string name, string value, List<FileStep> files, List<ProgramStep> programs)
    {
        BootLoader loader = BootLoader.Of(facts);
        string word = $"{name}={value}";
        switch (loader.Kind)
        {
            case BootLoaderKind.GrubFolder:
                files.Add(Shell(facts, DropIn, word));
                programs.Add(new(loader.Program!, [], []));
                return null;
            case BootLoaderKind.GrubFile:
                files.Add(Shell(facts, BootLoader.GrubFile, word));
                programs.Add(new(loader.Program!, ["-o", loader.Output!], ["-o", loader.Output!]));
                return null;
            case BootLoaderKind.Grubby:
                // grubby replaces what it names: the former word, where there was one, is given back by the undo.
                string? former = Former(facts, name);
                programs.Add(new(loader.Program!, ["--update-kernel=ALL", "--args=" + word],
                    former is null ? ["--update-kernel=ALL", "--remove-args=" + name] : ["--update-kernel=ALL", "--args=" + former]));
                return null;
            case BootLoaderKind.RpmOstree when loader.Program is { } ostree:
                programs.Add(Kargs(ostree, Former(facts, name), word));
                return null;
            case BootLoaderKind.KernelInstall when facts.Release is { } release:
                files.Add(Words(facts, BootLoader.KernelCommandLineFile, name, word));
                string[] add = ["add", release, "/lib/modules/" + release + "/vmlinuz"];
                programs.Add(new(loader.Program!, add, add));
                return null;
            case BootLoaderKind.Wsl:
                return new(RemarkCode.ByHand, m => m.ByHandWsl(word));
            case BootLoaderKind.Declared:
                return new(RemarkCode.ByHand, m => m.ByHandDeclared(OsRelease.Id(facts.Evidence) ?? "", word));
            case BootLoaderKind.Unknown or BootLoaderKind.RpmOstree or BootLoaderKind.KernelInstall:
                return new(RemarkCode.ByHand, m => m.ByHandBootLoader(word));
            default:
                throw new ArgumentOutOfRangeException(nameof(facts));
        }
    }

    /// <summary>The word that the running kernel was started with, or null.</summary>
    private static string? Former(HostFacts facts, string name) => facts.CommandLine.Last(name) is { } parameter ? $"{name}={parameter.Value}" : null;

    private static ProgramStep Kargs(string program, string? former, string word) => former is null
        ? new(program, ["kargs", "--append-if-missing=" + word], ["kargs", "--delete-if-present=" + word])
        : new(program, ["kargs", "--delete-if-present=" + former, "--append-if-missing=" + word], ["kargs", "--delete-if-present=" + word, "--append-if-missing=" + former]);

    /// <summary>A line at the end of a piece of shell: the last word of a command line wins, and no line of others changes. A line of ours that is there is replaced.</summary>
    private static FileStep Shell(HostFacts facts, string path, string word)
    {
        Reading old = facts.Evidence[path];
        string text = Latin(old);
        int ours = text.IndexOf(Begin, StringComparison.Ordinal);
        if (ours >= 0 && text.IndexOf(End, ours, StringComparison.Ordinal) is >= 0 and var end)
        {
            text = text[..ours] + text[(end + End.Length)..];
        }

        string added = $"{Begin}GRUB_CMDLINE_LINUX_DEFAULT=\"$GRUB_CMDLINE_LINUX_DEFAULT {word}\"{End}";
        string separator = text.Length == 0 || text.EndsWith('\n') ? "" : "\n";
        return new(path, old.IsKnown ? old.Bytes.ToArray() : null, Encoding.Latin1.GetBytes(text + separator + added));
    }

    /// <summary>A file of words: the parameter's word is replaced where it stands, or set at the end.</summary>
    private static FileStep Words(HostFacts facts, string path, string name, string word)
    {
        Reading old = facts.Evidence[path];
        string text = Latin(old);
        KernelCommandLine words = KernelCommandLine.Parse(old.Bytes);
        string changed = words.Last(name) is { } parameter
            ? text[..parameter.Offset] + word + text[(parameter.Offset + parameter.Length)..]
            : text.TrimEnd('\n', ' ') + " " + word + (text.EndsWith('\n') ? "\n" : "");
        return new(path, old.Bytes.ToArray(), Encoding.Latin1.GetBytes(changed));
    }

    /// <summary>One character for each byte, so that no byte of others is lost.</summary>
    private static string Latin(Reading reading) => Encoding.Latin1.GetString(reading.Bytes);
}
