using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Facts.Boot;
using VirtNest.Text;

namespace VirtNest.Changing.Boot;

/// <summary>rpm-ostree kargs, by what it says of the next boot, which need not be what the running kernel was started with.</summary>
internal static class OstreeArguments
{
    /// <summary>Plans it: each word of the name is deleted as it is written, and the new one appended. Whatever their order, rpm-ostree
    /// deletes first and appends next, and a word that is no longer there is an error that changes nothing. Not "--append-if-missing"
    /// behind a deletion: between 2023.4 and 2024.1 it looks for the name alone, finds the word that is about to go, and appends nothing
    /// (rpm-ostree issue 4718, pull requests 4161, 4738).</summary>
    internal static Remark? Plan(HostFacts facts, BootLoader loader, string name, string word, bool isIn, List<ProgramStep> programs)
    {
        Reading told = facts.Evidence[Sources.OstreeArguments];
        if (!told.IsKnown)
        {
            return BootPersistence.ByHand(isIn ? ByHandOstree(word) : ChangeSentences.ByHandWithout(null, word));
        }

        string[] formers = BootEntry.WordsOf(told.Bytes, name);
        if (formers.Length == 0 && !isIn)
        {
            return BootPersistence.ByHand(ChangeSentences.ByHandWithout(null, word));
        }

        programs.Add(formers.Length == 0
            ? new(loader.Program!, ["kargs", "--append-if-missing=" + word], ["kargs", "--delete-if-present=" + word])
            : new(loader.Program!, Arguments(formers, isIn ? [word] : []), Arguments(isIn ? [word] : [], formers)));
        return null;
    }

    /// <summary>The undo of such a step, by what rpm-ostree says now: null where the words of the name are not those that the step made.
    /// It failed then, or somebody has changed them since, and "--delete" of a word that is not there is an error.</summary>
    /// <param name="facts">The machine as it is now.</param>
    /// <param name="step">The step, as it was planned.</param>
    internal static ProgramStep? Undo(HostFacts facts, ProgramStep step)
    {
        string[] made = [.. step.Arguments.Where(static a => a.StartsWith("--append", StringComparison.Ordinal)).Select(WordOf)];
        Reading told = facts.Evidence[Sources.OstreeArguments];
        return told.IsKnown
            && step.Arguments.Concat(step.UndoArguments).FirstOrDefault(static a => a.Contains('=', StringComparison.Ordinal)) is { } any
            && !BootEntry.WordsOf(told.Bytes, WordOf(any).Split('=')[0]).SequenceEqual(made) ? null : step.Undo;

        // "kvm_amd.nested=1" of "--append=kvm_amd.nested=1".
        static string WordOf(string argument) => argument[(argument.IndexOf('=', StringComparison.Ordinal) + 1)..];
    }

    private static List<string> Arguments(string[] deleted, string[] appended)
    {
        List<string> arguments = ["kargs"];
        arguments.AddRange(Array.ConvertAll(deleted, static w => "--delete=" + w));
        arguments.AddRange(Array.ConvertAll(appended, static w => "--append=" + w));
        return arguments;
    }

    private static Sentence ByHandOstree(string word) => new(
        "What the next boot has could not be read by \"rpm-ostree kargs\". Look there for words of the same name, and run by hand: "
            + $"rpm-ostree kargs --append={word} (with --delete=OLD for each that is there); then reboot.",
        "无法用 “rpm-ostree kargs” 读出下次启动的内核参数。请先查看其中有无同名参数，再手动运行：rpm-ostree kargs "
            + $"--append={word}（每个已有的同名参数再加一个 --delete=旧参数）；然后重启。");
}
