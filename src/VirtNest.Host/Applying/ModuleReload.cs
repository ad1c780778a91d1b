namespace VirtNest.Host.Applying;

/// <summary>What came of a module step.</summary>
public enum ReloadOutcome
{
    /// <summary>As wished.</summary>
    Done,
    /// <summary>The kernel refused to unload the module, since it is in use; nothing changed.</summary>
    InUse,
    /// <summary>The kernel refused to unload it for another reason; nothing changed.</summary>
    NotUnloaded,
    /// <summary>modprobe would not find the module again (its files went with an update of the kernel), so it was not unloaded; nothing
    /// changed.</summary>
    NotLoadable,
    /// <summary>The load failed, and the module is as it was.</summary>
    Restored,
    /// <summary>The load failed, and so did every try to load it as it was.</summary>
    Lost,
}

/// <summary>What came of a module step, as the process that did it says it.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Gap">How long the module was not there.</param>
/// <param name="Output">What modprobe said, or the error's name; empty where it said nothing.</param>
public sealed record ModuleReload(ReloadOutcome Outcome, TimeSpan Gap, string Output)
{
    /// <summary>As that process writes it to its standard output.</summary>
    internal string Text => string.Create(CultureInfo.InvariantCulture, $"{Outcome}\n{Gap.Ticks}\n{Output}");

    /// <summary>Reads what it wrote; null where it is not this.</summary>
    internal static ModuleReload? Parse(string text)
    {
        string[] lines = text.Split('\n', 3);
        return lines.Length == 3 && Enum.TryParse(lines[0], out ReloadOutcome outcome)
            && long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out long ticks)
            ? new(outcome, TimeSpan.FromTicks(ticks), lines[2])
            : null;
    }
}
