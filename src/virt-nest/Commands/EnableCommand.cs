using VirtNest.Changes;
using VirtNest.Cli.CommandLine;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest enable and virt-nest disable.</summary>
internal static class EnableCommand
{
    internal static readonly Command Enable = new("enable", m => m.HelpEnable)
    {
        Options = [ChangeOptions.DryRun, ChangeOptions.Yes, ChangeOptions.Only, ChangeOptions.AtIdle, ChangeOptions.Timeout, ChangeOptions.OverrideMitigation],
        Run = static (arguments, session) => Run(arguments, session, isOn: true),
    };

    internal static readonly Command Disable = new("disable", m => m.HelpDisable)
    {
        Options = [ChangeOptions.DryRun, ChangeOptions.Yes, ChangeOptions.Only, ChangeOptions.AtIdle, ChangeOptions.Timeout],
        Run = static (arguments, session) => Run(arguments, session, isOn: false),
    };

    private static int Run(Arguments arguments, Session session, bool isOn) =>
        new ChangeRun(arguments, session, isOn ? "enable" : "disable").Execute(
            (_, facts, use) => Planner.Of(facts, use, ChangeOptions.Goal(arguments, isOn)));
}
