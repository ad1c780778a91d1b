namespace VirtNest.Facts;

/// <summary>What modprobe's configuration says about loading one module.</summary>
/// <param name="Blacklist">The lines that blacklist it. They stop a load by alias (the CPU's device alias, by which udev loads vendor
/// modules) and modprobe -b; a plain "modprobe MODULE" and a load for another module's sake go on (a plain one does not where an alias
/// line gives the module its own name).</param>
/// <param name="Installs">The lines whose commands run instead of the load: of several the first does ("find only the first command", kmod
/// 30 libkmod/libkmod-module.c). The modules it depends on are still loaded.</param>
/// <param name="Aliases">Lines that make the module's own name mean something else: modprobe then loads that instead ("alias kvm_intel
/// off").</param>
public sealed record ModuleLoading(
    IReadOnlyList<ModprobeDirective> Blacklist,
    IReadOnlyList<ModprobeDirective> Installs,
    IReadOnlyList<ModprobeDirective> Aliases)
{
    /// <summary>The softdep line that counts where it names other modules: if one of them exists, modprobe passes over the install lines
    /// (modprobe.d(5), "softdep takes precedence"; kmod 30 libkmod/libkmod-module.c, ignorecmd). Null where there is none; of several the
    /// first counts.</summary>
    public ModprobeDirective? Softdep { get; init; }

    /// <summary>True where a line blacklists it.</summary>
    public bool IsBlacklisted => Blacklist.Count > 0;

    /// <summary>The line of <see cref="Installs"/> that counts; null where there is none.</summary>
    public ModprobeDirective? Install => Installs.Count > 0 ? Installs[0] : null;

    /// <summary>True where an install command keeps the module from being loaded: it fails, or does nothing. Whether
    /// <see cref="Softdep"/> sets it aside is not asked.</summary>
    public bool IsRefused => Refusals.Any();

    /// <summary>The install lines that keep the module from being loaded: where the first is gone, the next counts.</summary>
    public IEnumerable<ModprobeDirective> Refusals => Installs.TakeWhile(static i => InstallCommand.KeepsOut(i.Argument));

    /// <summary>"alias kvm_intel off": there is no module of that name, and nothing is loaded.</summary>
    public IEnumerable<ModprobeDirective> SwitchedOff => Aliases.Where(static a => a.Argument == "off");
}
