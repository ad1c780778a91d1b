using System;
using System.Collections.Generic;
using System.Linq;

namespace VirtNest.Facts;

/// <summary>What modprobe's configuration says about loading one module.</summary>
/// <param name="Module">With underscores.</param>
/// <param name="Blacklist">The lines that blacklist it. They stop a load by alias (the CPU's device alias, by which udev loads vendor modules) and modprobe -b; a plain "modprobe MODULE" and a load for another module's sake go on (a plain one does not where an alias line gives the module its own name).</param>
/// <param name="BlacklistWithoutEffect">Lines that look as if they blacklisted it and do not: wildcards, and "-" or quotes in modprobe.blacklist=.</param>
/// <param name="Installs">The lines whose commands run instead of the load: of several the first does ("find only the first command", kmod 30 libkmod/libkmod-module.c). The modules it depends on are still loaded.</param>
/// <param name="Remove">The line whose command runs instead of modprobe -r: of several the first.</param>
/// <param name="Softdep">The line with modules to load before and after: of several the first.</param>
/// <param name="Aliases">Lines that make the module's own name mean something else: modprobe then loads that instead ("alias kvm_intel off").</param>
public sealed record ModuleLoading(
    string Module,
    IReadOnlyList<ModprobeDirective> Blacklist,
    IReadOnlyList<ModprobeDirective> BlacklistWithoutEffect,
    IReadOnlyList<ModprobeDirective> Installs,
    ModprobeDirective? Remove,
    ModprobeDirective? Softdep,
    IReadOnlyList<ModprobeDirective> Aliases)
{
    /// <summary>True where a line blacklists it.</summary>
    public bool IsBlacklisted => Blacklist.Count > 0;

    /// <summary>The line of <see cref="Installs"/> that counts; null where there is none.</summary>
    public ModprobeDirective? Install => Installs.Count > 0 ? Installs[0] : null;

    /// <summary>What the install command does; null where there is none.</summary>
    public InstallEffect? InstallEffect => Install is null ? null : InstallCommand.EffectOf(Install.Argument);

    /// <summary>True where an install command keeps the module from being loaded: it fails, or does nothing.</summary>
    public bool IsRefused => Refusals.Any();

    /// <summary>The install lines that keep the module from being loaded: where the first is gone, the next counts.</summary>
    public IEnumerable<ModprobeDirective> Refusals => Installs.TakeWhile(static i => InstallCommand.EffectOf(i.Argument) is Facts.InstallEffect.Fails or Facts.InstallEffect.DoesNothing);

    /// <summary>"alias kvm_intel off": there is no module of that name, and nothing is loaded.</summary>
    public IEnumerable<ModprobeDirective> SwitchedOff => Aliases.Where(static a => a.Argument == "off");

    /// <summary>
    /// True where a softdep line names modules: as soon as one of them exists modprobe sets the install command aside and loads the module
    /// ("if there are install or remove commands with the same modulename argument, softdep takes precedence", modprobe.d(5)).
    /// </summary>
    public bool SoftdepMaySetInstallAside => Install is not null && (SoftdepsBefore.Count > 0 || SoftdepsAfter.Count > 0);

    /// <summary>The modules to load before, as written.</summary>
    public IReadOnlyList<string> SoftdepsBefore => Softdep is null ? [] : Softdeps(Softdep.Argument, "pre:");

    /// <summary>The modules to load after, as written.</summary>
    public IReadOnlyList<string> SoftdepsAfter => Softdep is null ? [] : Softdeps(Softdep.Argument, "post:");

    /// <summary>
    /// The module names behind one of the two words of a softdep line; "pre:" and "post:" must stand alone. One white space too many before the
    /// first word, and only one, spoils that word (a slip of kmod's: "softdep a  pre: b" names nothing).
    /// </summary>
    private static List<string> Softdeps(string argument, string part)
    {
        List<string> names = [];
        string current = "";
        bool isSpoilt = argument.Length > 1 && RawText.IsSpace(argument[0]) && !RawText.IsSpace(argument[1]);
        foreach (Range range in argument.AsSpan().SplitAny(" \t\n\v\f\r"))
        {
            string word = argument[range];
            if (word.Length > 0 && isSpoilt)
            {
                isSpoilt = false;
            }
            else if (word is "pre:" or "post:")
            {
                current = word;
            }
            else if (word.Length > 0 && current == part)
            {
                names.Add(word);
            }
        }

        return names;
    }
}
