namespace VirtNest.Facts;

/// <summary>One value that a line of modprobe's configuration gives to a parameter.</summary>
/// <param name="Value">The text behind "=", quotes at its ends taken away; null where the parameter is named without "=".</param>
/// <param name="Directive">The line and where it stands.</param>
/// <param name="Offset">Where "NAME=VALUE" begins in that file, in bytes; on the kernel command line "MODULE.NAME=VALUE".</param>
/// <param name="Length">Its length as written, in bytes.</param>
public sealed record ModuleSetting(string? Value, ModprobeDirective Directive, int Offset, int Length);

/// <summary>All values that a parameter of a module is given at its next load, in the order in which the kernel takes them.</summary>
/// <param name="All">The settings. The last wins; but one that the kernel refuses, wherever it stands, fails the load
/// (<see cref="NestedValue.AtLoad"/>).</param>
public sealed record ModuleSettings(IReadOnlyList<ModuleSetting> All)
{
    /// <summary>The setting that wins; null where nothing sets the parameter.</summary>
    public ModuleSetting? Winner => All is [.., ModuleSetting last] ? last : null;

    /// <summary>True where an overridden setting says another text than the one that wins. Two words of the kernel command line do not:
    /// boot loaders put it together from pieces, and the last one wins.</summary>
    public bool HasConflict
    {
        get
        {
            foreach (ModuleSetting setting in All)
            {
                if (setting.Value != Winner?.Value
                    && !(setting.Directive.File == KernelCommandLine.Source && Winner?.Directive.File == KernelCommandLine.Source))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
