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
        string[][] formers = [.. entries.Select(e => Array.FindAll(e.Words(name), w => w.Split('=')[0] == name))];
        string?[] last = [.. formers.Select(static w => w.LastOrDefault()).Distinct()];
        string? former = last.Length == 1 ? last[0] : BootPersistence.Former(facts, name) is { } running && last.Contains(running) ? running : null;
        string[] give = [All, "--args=" + word], take = [All, "--remove-args=" + name];
        programs.Add(new(loader.Program!, isIn ? give : take, former is null ? take : [All, "--args=" + former]));
        if (last.Length > 1 || Array.Exists(formers, static w => w.Length > 1))
        {
            notices.Add(new(RemarkCode.UndoNotExact, m => m.UndoAlikeForAll(former), [.. entries.Select((e, i) => new Witness(e.Source, formers[i].Length == 0 ? "-" : string.Join(' ', formers[i])))]));
        }

        if (!facts.Evidence[BootLoader.KernelCommandLineFile].IsKnown)
        {
            notices.Add(new(RemarkCode.UndoNotExact, m => m.GrubbyMakesFile(BootLoader.KernelCommandLineFile)));
        }
    }
}
