using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Facts.Boot;

namespace VirtNest.Changing.Boot;

/// <summary>GRUB and its like, whose menu a program makes of pieces of shell: a line of ours in one, and the program.</summary>
internal static class GrubShell
{
    /// <summary>What stands around the line of ours.</summary>
    private const string Begin = "# Written by virt-nest; \"virt-nest undo\" takes it away.\n";

    private const string End = " # virt-nest\n";

    /// <summary>Plans it; the word is null where ours is to go.</summary>
    internal static Remark? Plan(HostFacts facts, BootLoader loader, string name, string? word, List<FileStep> files,
        List<ProgramStep> programs)
    {
        string path = loader.Kind.WordFile!;
        if (word is null && ForeignLine(facts, loader, name) is { } foreign)
        {
            return BootPersistence.ByHand(
                ChangeSentences.ByHandWithout(foreign.Source == KernelCommandLine.Source ? null : foreign.Source, foreign.Value), foreign);
        }

        Reading old = facts.Evidence[path];
        byte[]? before = old.IsKnown ? old.Bytes.ToArray() : null;
        byte[]? after = With(BootPersistence.Latin(old), loader.Kind, word);
        if (!FileStep.AreSame(before, after))
        {
            files.Add(new(path, before, after));
        }

        programs.AddRange(EntryPrograms.Plan(facts, loader));
        return null;
    }

    /// <summary>A line at the end of a piece of shell: the last word of a command line wins, and no line of others changes. A line of ours
    /// that is there is replaced, or taken away where there is no word; a file with nothing else goes with it.</summary>
    private static byte[]? With(string former, BootLoaderKind kind, string? word)
    {
        string text = WithoutOurs(former);
        if (word is null)
        {
            return text.Length == 0 && kind.WordFileIsOurs ? null : Encoding.Latin1.GetBytes(text);
        }

        string added = $"{Begin}{kind.Variable}=\"${kind.Variable} {word}\"{End}";
        string separator = text.Length == 0 || text.EndsWith('\n') ? "" : "\n";
        return Encoding.Latin1.GetBytes(text + separator + added);
    }

    /// <summary>Where the word stands when our own line is left out of account; where nothing of the boot loader's names it, the running
    /// kernel's command line. Null where only our line says it.</summary>
    private static Witness? ForeignLine(HostFacts facts, BootLoader loader, string name)
    {
        HostEvidence without = facts.Evidence.Copy();
        string path = loader.Kind.WordFile!;
        string text = BootPersistence.Latin(facts.Evidence[path]);
        string rest = WithoutOurs(text);
        without[path] = Reading.Known(Encoding.Latin1.GetBytes(rest));
        return BootConfiguration.Find(without, loader, name)
            ?? (rest == text && BootPersistence.Former(facts, name) is { } word ? new(KernelCommandLine.Source, word) : null);
    }

    private static string WithoutOurs(string text)
    {
        int ours = text.IndexOf(Begin, StringComparison.Ordinal);
        return ours >= 0 && text.IndexOf(End, ours, StringComparison.Ordinal) is >= 0 and var end
            ? text[..ours] + text[(end + End.Length)..] : text;
    }
}
