using VirtNest.Changing;
using VirtNest.Cli.CommandLine;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest enable and virt-nest disable.</summary>
internal static class EnableCommand
{
    internal static readonly Command Enable = new("enable", new(
        "Switches nested virtualization on: shows the plan, applies it, verifies it, and takes everything back if a step fails.",
        "启用嵌套虚拟化：显示计划、执行、验证，任何一步失败则全部撤回。"))
    {
        Options = [ChangeOptions.DryRun, ChangeOptions.Yes, ChangeOptions.Only, ChangeOptions.AtIdle, ChangeOptions.Timeout,
            ChangeOptions.OverrideMitigation],
        Needs = [(ChangeOptions.Timeout, [ChangeOptions.AtIdle])],
        Run = static (arguments, session) => Run(arguments, session, isOn: true),
    };

    internal static readonly Command Disable =
        new("disable", new("Switches nested virtualization off, in the same way.", "以同样的方式关闭嵌套虚拟化。"))
    {
        Options = [ChangeOptions.DryRun, ChangeOptions.Yes, ChangeOptions.Only, ChangeOptions.AtIdle, ChangeOptions.Timeout],
        Needs = [(ChangeOptions.Timeout, [ChangeOptions.AtIdle])],
        Run = static (arguments, session) => Run(arguments, session, isOn: false),
    };

    private static int Run(Arguments arguments, Session session, bool isOn)
    {
        ChangeRun run = new(arguments, session, isOn ? "enable" : "disable", ChangeSubject.Host);
        ChangeGoal goal = ChangeOptions.Goal(arguments, isOn);
        return run.Execute(_ => run.OfHost((facts, use) => Planner.Plan(facts, use, goal)));
    }
}
