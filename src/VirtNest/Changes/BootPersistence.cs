using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Facts.Boot;

namespace VirtNest.Changes;

/// <summary>How the kernel command line of the next boot comes to say what is wished, in the boot loader's own way.</summary>
internal static class BootPersistence
{
    private const string DropIn = BootLoader.GrubFolder + "virt-nest.cfg";

    /// <summary>What stands around the line of ours.</summary>
    private const string Begin = "# Written by virt-nest; \"virt-nest undo\" takes it away.\n";

    private const string End = " # virt-nest\n";

    /// <summary>The parameter of arm64.</summary>
    internal const string ArmMode = "kvm-arm.mode";

    /// <summary>Its value that lets instances nest.</summary>
    internal const string ArmNested = "nested";

    /// <summary>Plans it.</summary>
    /// <param name="facts">The machine.</param>
    /// <param name="name">The parameter: "kvm_amd.nested", "kvm-arm.mode".</param>
    /// <param name="value">Its value: "1"; null to take the word out that is there (<see cref="ArmMode"/> with <see cref="ArmNested"/>).</param>
    /// <param name="files">Gets the files.</param>
    /// <param name="programs">Gets the programs.</param>
    /// <returns>What a person has to do where no program of ours can, or null.</returns>
    internal static Remark? Plan(HostFacts facts, string name, string? value, List<FileStep> files, List<ProgramStep> programs)
    {
        BootLoader loader = BootLoader.Of(facts);
        string word = $"{name}={value ?? ArmNested}";
        bool isIn = value is not null;
        switch (loader.Kind)
        {
            case BootLoaderKind.GrubFolder or BootLoaderKind.GrubFile:
                string path = loader.Kind == BootLoaderKind.GrubFolder ? DropIn : BootLoader.GrubFile;
                string[] output = loader.Kind == BootLoaderKind.GrubFolder ? [] : ["-o", loader.Output!];
                if (!isIn && ForeignLine(facts, name, path) is { } foreign)
                {
                    return new(RemarkCode.ByHand, m => m.ByHandWithout(foreign.Source == KernelCommandLine.Source ? null : foreign.Source, foreign.Value), [foreign]);
                }

                files.Add(Shell(facts, path, isIn ? word : null));
                programs.Add(new(loader.Program!, output, output));
                return null;
            case BootLoaderKind.Grubby:
                // grubby replaces what it names: the former word, where there was one, is given back by the undo.
                string? former = Former(facts, name);
                string[] give = ["--update-kernel=ALL", "--args=" + word], take = ["--update-kernel=ALL", "--remove-args=" + name];
                programs.Add(isIn ? new(loader.Program!, give, former is null ? take : ["--update-kernel=ALL", "--args=" + former]) : new(loader.Program!, take, give));
                return null;
            case BootLoaderKind.RpmOstree when loader.Program is { } ostree:
                programs.Add(isIn ? Kargs(ostree, Former(facts, name), word) : Kargs(ostree, null, word).Undo);
                return null;
            case BootLoaderKind.KernelInstall when isIn || KernelCommandLine.Parse(facts.Evidence[BootLoader.KernelCommandLineFile].Bytes).Last(name) is not null:
                files.Add(Words(facts, BootLoader.KernelCommandLineFile, name, isIn ? word : null));
                programs.AddRange(InstalledKernel.Of(facts.Evidence).Where(static k => k.Images.Count > 0).DistinctBy(static k => k.Version).Select(k => AddKernel(loader.Program!, k)));
                return null;
            case BootLoaderKind.Wsl or BootLoaderKind.Declared or BootLoaderKind.Unknown or BootLoaderKind.RpmOstree or BootLoaderKind.KernelInstall when !isIn:
                return new(RemarkCode.ByHand, m => m.ByHandWithout(null, word));
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

    /// <summary>Where the word stands when our own line is left out of account; where nothing of the boot loader's names it, the running kernel's command line. Null where only our line says it.</summary>
    private static Witness? ForeignLine(HostFacts facts, string name, string path)
    {
        HostEvidence without = new(facts.Evidence.Origin, "");
        foreach (string source in (string[])[BootLoader.KernelCommandLineFile, BootLoader.GrubFile, BootLoader.GrubFolder, .. Array.ConvertAll(facts.Evidence.Entries(BootLoader.GrubFolder), static f => BootLoader.GrubFolder + f)])
        {
            without[source] = facts.Evidence[source];
        }

        string text = Latin(facts.Evidence[path]);
        string rest = WithoutOurs(text);
        without[path] = Reading.Known(Encoding.Latin1.GetBytes(rest));
        return BootLoader.Configured(without, name)
            ?? (rest == text && Former(facts, name) is { } word ? new(KernelCommandLine.Source, word) : null);
    }

    /// <summary>The word that the running kernel was started with, or null.</summary>
    private static string? Former(HostFacts facts, string name) => facts.CommandLine.Last(name) is { } parameter ? $"{name}={parameter.Value}" : null;

    private static ProgramStep Kargs(string program, string? former, string word) => former is null
        ? new(program, ["kargs", "--append-if-missing=" + word], ["kargs", "--delete-if-present=" + word])
        : new(program, ["kargs", "--delete-if-present=" + former, "--append-if-missing=" + word], ["kargs", "--delete-if-present=" + word, "--append-if-missing=" + former]);

    /// <summary>Writes the kernel's entry anew, from /etc/kernel/cmdline.</summary>
    private static ProgramStep AddKernel(string program, InstalledKernel kernel)
    {
        string[] add = ["add", kernel.Version, .. kernel.Images];
        return new(program, add, add);
    }

    /// <summary>A line at the end of a piece of shell: the last word of a command line wins, and no line of others changes. A line of ours that is there is replaced, or taken away where there is no word; a file with nothing else goes with it.</summary>
    private static FileStep Shell(HostFacts facts, string path, string? word)
    {
        Reading old = facts.Evidence[path];
        byte[]? before = old.IsKnown ? old.Bytes.ToArray() : null;
        string text = WithoutOurs(Latin(old));
        if (word is null)
        {
            return new(path, before, text.Length == 0 && path == DropIn ? null : Encoding.Latin1.GetBytes(text));
        }

        string added = $"{Begin}GRUB_CMDLINE_LINUX_DEFAULT=\"$GRUB_CMDLINE_LINUX_DEFAULT {word}\"{End}";
        string separator = text.Length == 0 || text.EndsWith('\n') ? "" : "\n";
        return new(path, before, Encoding.Latin1.GetBytes(text + separator + added));
    }

    private static string WithoutOurs(string text)
    {
        int ours = text.IndexOf(Begin, StringComparison.Ordinal);
        return ours >= 0 && text.IndexOf(End, ours, StringComparison.Ordinal) is >= 0 and var end ? text[..ours] + text[(end + End.Length)..] : text;
    }

    /// <summary>A file of words: the parameter's word is replaced where it stands, or set at the end; without a new word it is taken out, with the space before it.</summary>
    private static FileStep Words(HostFacts facts, string path, string name, string? word)
    {
        Reading old = facts.Evidence[path];
        string text = Latin(old);
        KernelCommandLine words = KernelCommandLine.Parse(old.Bytes);
        string changed = text;
        if (word is null)
        {
            foreach (KernelParameter parameter in words.All(name).Reverse())
            {
                string rest = changed[(parameter.Offset + parameter.Length)..];
                changed = parameter.Offset == 0 ? rest.TrimStart(' ') : changed[..parameter.Offset].TrimEnd(' ') + rest;
            }
        }
        else
        {
            changed = words.Last(name) is { } parameter
                ? text[..parameter.Offset] + word + text[(parameter.Offset + parameter.Length)..]
                : text.TrimEnd('\n', ' ') + " " + word + (text.EndsWith('\n') ? "\n" : "");
        }

        return new(path, old.Bytes.ToArray(), Encoding.Latin1.GetBytes(changed));
    }

    /// <summary>One character for each byte, so that no byte of others is lost.</summary>
    private static string Latin(Reading reading) => Encoding.Latin1.GetString(reading.Bytes);
}
