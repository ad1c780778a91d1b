using VirtNest.Changes;
using VirtNest.Cli.CommandLine;

namespace VirtNest.Cli.Commands;

/// <summary>The options of the commands that change the host.</summary>
internal static class ChangeOptions
{
    internal static readonly Option DryRun = new("--dry-run", null, m => m.HelpDryRun);
    internal static readonly Option Yes = new("--yes", null, m => m.HelpYes);
    internal static readonly Option Only = new("--only", "WHAT", m => m.HelpOnly) { Choices = ["running", "boot"] };
    internal static readonly Option AtIdle = new("--at-idle", null, m => m.HelpAtIdle);
    internal static readonly Option Timeout = new("--timeout", "SECONDS", m => m.HelpTimeout) { Range = (1, 2_592_000) };
    internal static readonly Option OverrideMitigation = new("--override-mitigation", null, m => m.HelpOverrideMitigation);
    internal static readonly Option CutOff = new("--cut-off", null, m => m.HelpCutOff);

    /// <summary>The goal that the options describe.</summary>
    internal static ChangeGoal Goal(Arguments arguments, bool isOn) => new(
        isOn,
        arguments[Only] switch { "running" => ChangeReach.Running, "boot" => ChangeReach.Boot, _ => ChangeReach.Both },
        arguments.Has(OverrideMitigation));
}
