using VirtNest.Cli.CommandLine;
using VirtNest.Instances;
using VirtNest.Instances.Xml;
using VirtNest.Text;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest instance enable, disable and undo: ask for nesting in the definition of an instance, take it out, put the former
/// &lt;cpu&gt; back.</summary>
internal static class InstanceChangeCommand
{
    private static readonly Option Mode = new("--mode", "MODE", new(
        "where the CPU comes from:\nhost-passthrough: the host's CPU; all hosts alike\nhost-model, keep (the model that is there): to "
            + "migrate among hosts that differ\ndefault: no change if it asks already, else host-passthrough; emulated: keep",
        "CPU 的来源：\nhost-passthrough：宿主机的 CPU，各主机须相同\nhost-model、keep（保留现有型号）：要在不同主机间迁移\n默认："
            + "已要求则不改，否则为 host-passthrough；纯模拟的为 keep")) { Choices = ["host-passthrough", "host-model", "keep"] };

    private static readonly Option Drop = new("--drop-conflicts", null, new(
        "drop children of <cpu> that cannot stand beside the new mode; without it they are named and nothing is changed",
        "去掉 <cpu> 中与新模式冲突的子元素；不带此选项时只列出它们，不作修改"));

    internal static readonly Command Enable = new("enable", new(
        "Asks for nesting in the definition of an instance: edits its <cpu> element and nothing else.",
        "在实例的定义中要求嵌套：只修改 <cpu> 元素，其余一概不动。"))
    {
        ArgumentName = "NAME",
        IsArgumentOptional = true,
        Options = [InstanceOptions.Xml, Mode, InstanceOptions.Extension, Drop, InstanceOptions.EvenIfManaged, InstanceOptions.DryRun,
            .. InstanceChangeRun.Options],
        Excludes = InstanceChangeRun.WithoutLibvirt,
        Needs = InstanceChangeRun.Needs,
        Run = RunEnable,
    };

    private static int RunEnable(Arguments arguments, Session session)
    {
        CpuTarget target = InstanceWish.ReadMode(arguments[Mode]);
        return arguments.Has(InstanceOptions.Xml)
            ? InstanceXml.Enable(arguments, session, target, arguments.Has(Drop))
            : new InstanceChangeRun(arguments, session).Execute(InstanceGoal.Enable, target, arguments.Has(Drop));
    }

    private static readonly Option Former = new("--former", "FILE", new(
        "the XML as it was before enable: its <cpu> is put back where nobody has changed it since",
        "启用之前的 XML：若此后无人改动 <cpu>，则恢复其原样"));

    internal static readonly Command Disable = new("disable", new(
        "Takes nesting out of the definition of an instance: edits its <cpu> element and nothing else.",
        "从实例的定义中取消嵌套：只修改 <cpu> 元素，其余一概不动。"))
    {
        ArgumentName = "NAME",
        IsArgumentOptional = true,
        Options = [InstanceOptions.Xml, Former, InstanceOptions.Extension, InstanceOptions.EvenIfManaged, InstanceOptions.DryRun,
            .. InstanceChangeRun.Options],
        Excludes = InstanceChangeRun.WithoutLibvirt,
        Needs = [.. InstanceChangeRun.Needs, (Former, [InstanceOptions.Xml])],
        Run = RunDisable,
    };

    private static int RunDisable(Arguments arguments, Session session) => arguments.Has(InstanceOptions.Xml)
        ? InstanceXml.Disable(arguments, session, arguments[Former])
        : new InstanceChangeRun(arguments, session).Execute(InstanceGoal.Disable);

    internal static readonly Command Undo = new("undo", new(
        "Puts the <cpu> of an instance's definition back as it was before virt-nest changed it, unless somebody else has changed it since.",
        "把实例定义中的 <cpu> 恢复为 virt-nest 修改之前的样子，除非此后有他人改动过。"))
    {
        ArgumentName = "NAME",
        IsArgumentOptional = true,
        Options = [.. InstanceChangeRun.Options, InstanceOptions.EvenIfManaged, InstanceOptions.DryRun],
        Needs = InstanceChangeRun.Needs,
        Run = static (arguments, session) => new InstanceChangeRun(arguments, session).Execute(InstanceGoal.Undo),
    };

    /// <summary>`instance plan` has a verb for each command that it plans.</summary>
    internal static readonly Command Plan = new("plan", new(
        "Prints the plan of an instance's change as JSON, for review elsewhere and for \"apply\".",
        "以 JSON 打印实例的更改计划，供在别处审阅，并供 “apply” 使用。"))
    {
        Verbs =
        [
            Planning("enable", new("The plan of \"instance enable\".", "“instance enable” 的计划。"), [Mode, Drop],
                static (a, run) => run.Plan(InstanceGoal.Enable, InstanceWish.ReadMode(a[Mode]), a.Has(Drop))),
            Planning("disable", new("The plan of \"instance disable\".", "“instance disable” 的计划。"), [],
                static (_, run) => run.Plan(InstanceGoal.Disable)),
        ],
    };

    private static Command Planning(string name, Sentence summary, Option[] options, Func<Arguments, InstanceChangeRun, int> plan) =>
        new(name, summary)
        {
            ArgumentName = "NAME",
            Options = [.. options, InstanceOptions.Extension, InstanceOptions.EvenIfManaged, InstanceOptions.Connect,
                InstanceChangeRun.Now, InstanceChangeRun.Timeout, InstanceChangeRun.ForceOff],
            Needs = InstanceChangeRun.Needs,
            Run = (arguments, session) => plan(arguments, new InstanceChangeRun(arguments, session)),
        };
}
