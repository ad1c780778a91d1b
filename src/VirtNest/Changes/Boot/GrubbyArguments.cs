using System;
using System.Collections.Generic;
using System.Linq;
using VirtNest.Facts;
using VirtNest.Facts.Boot;

namespace VirtNest.Changes.Boot;

/// <summary>grubby, which writes the options of every entry, /etc/default/grub and /etc/kernel/cmdline.</summary>
internal static class GrubbyArguments
{
    private const string All = "--update-kernel=ALL";

    /// <summary>Plans it. grubby takes every word of the name away and sets the new one at the end; the undo gives all entries the word that they had.</summary>
    internal static void Plan(HostFacts facts, BootLoader loader, string name, string word, bool isIn, List<ProgramStep> programs, List<Remark> notices)
    {
        // Of a name that is written otherwise ("kvm-amd.nested") grubby does not know that it is the same: it stays where it is.
        IReadOnlyList<BootEntry> entries = NextBoot.Of(facts, loader)!.Entries;
        string?[] last = [.. entries.Select(e => Words(e, name).LastOrDefault()).Distinct()];
        string? former = last.Length == 1 ? last[0] : BootPersistence.Former(facts, name) is { } running && last.Contains(running) ? running : null;
        string[] give = [All, "--args=" + word], take = [All, "--remove-args=" + name];
        programs.Add(new(loader.Program!, isIn ? give : take, former is null ? take : [All, "--args=" + former]));
        BootEntry[] places = [.. entries, .. Files(facts)];
        if (places.Any(p => Words(p, name) is var words && (words.Length > 1 || words.LastOrDefault() != former)))
        {
            notices.Add(new(RemarkCode.UndoNotExact, m => m.UndoAlikeForAll(former), [.. places.Select(p => new Witness(p.Source, Words(p, name) is { Length: > 0 } words ? string.Join(' ', words) : "-"))]));
        }

        if (!facts.Evidence[BootLoader.KernelCommandLineFile].IsKnown)
        {
            notices.Add(new(RemarkCode.UndoNotExact, m => m.GrubbyMakesFile(BootLoader.KernelCommandLineFile)));
        }
    }

    private static string[] Words(BootEntry entry, string name) => Array.FindAll(entry.Words(name), w => w.Split('=')[0] == name);

    /// <summary>The files that grubby changes beside the entries, each as far as it is one: of /etc/default/grub GRUB_CMDLINE_LINUX where that is not empty.</summary>
    private static IEnumerable<BootEntry> Files(HostFacts facts)
    {
        if (facts.Evidence[BootLoader.KernelCommandLineFile].IsKnown)
        {
            yield return new(BootLoader.KernelCommandLineFile, facts.Evidence[BootLoader.KernelCommandLineFile].Text);
        }

        if (BootConfiguration.Variable(facts.Evidence, "GRUB_CMDLINE_LINUX") is { Length: > 0 } words)
        {
            yield return new(BootLoader.GrubFile, words);
        }
    }
}
