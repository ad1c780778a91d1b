using VirtNest.Changing;
using VirtNest.Cli.CommandLine;

namespace VirtNest.Cli.Commands;

/// <summary>The options of the commands that change the host.</summary>
internal static class ChangeOptions
{
    internal static readonly Option DryRun = new("--dry-run", null, new("show the plan and change nothing", "只显示计划，不做任何更改"));
    internal static readonly Option Yes = new("--yes", null, new("do not ask", "不询问"));
    internal static readonly Option Only = new("--only", "WHAT",
        new("only the running module, or only what later loads and boots obey",
            "只更改运行中的模块，或只更改今后加载和启动所遵循的配置")) { Choices = ["running", "boot"] };
    internal static readonly Option AtIdle =
        new("--at-idle", null, new("wait until nothing uses the module, then go on", "等到没有任何东西使用该模块时再继续"));
    internal static readonly Option Timeout =
        new("--timeout", "SECONDS", new("how long --at-idle waits (3600)", "--at-idle 等待多久（3600）")) { Range = (1, 2_592_000) };
    internal static readonly Option OverrideMitigation =
        new("--override-mitigation", null, new("change lines too that stand against nesting on purpose", "有意禁止嵌套的行也一并修改"));
    internal static readonly Option CutOff = new("--cut-off", null, new(
        "only keep or take back a change that was cut off; nothing else, and no question",
        "只保留或撤回被打断的更改；不做其他事，也不询问"));

    /// <summary>The goal that the options describe.</summary>
    internal static ChangeGoal Goal(Arguments arguments, bool isOn) => new(
        isOn,
        arguments[Only] switch { "running" => ChangeReach.Running, "boot" => ChangeReach.Boot, _ => ChangeReach.Both },
        arguments.Has(OverrideMitigation));
}
