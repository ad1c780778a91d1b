using VirtNest.Cli.CommandLine;
using VirtNest.Instances;
using VirtNest.Instances.Xml;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest instance disable: takes nesting out of the definition of an instance.</summary>
internal static class InstanceDisableCommand
{
    private static readonly Option Former = new("--former", "FILE", new(
        "the XML as it was before enable: its <cpu> is put back where nobody has changed it since",
        "启用之前的 XML：若此后无人改动 <cpu>，则恢复其原样"));

    internal static readonly Command Table = new("disable", new(
        "Takes nesting out of the definition of an instance: edits its <cpu> element and nothing else.",
        "从实例的定义中取消嵌套：只修改 <cpu> 元素，其余一概不动。"))
    {
        ArgumentName = "NAME",
        IsArgumentOptional = true,
        Options = [InstanceOptions.Xml, Former, InstanceOptions.Extension, InstanceOptions.EvenIfManaged, InstanceOptions.DryRun,
            .. InstanceChangeRun.Options],
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session) => arguments.Has(InstanceOptions.Xml)
        ? InstanceXml.Disable(arguments, session, arguments[Former])
        : new InstanceChangeRun(arguments, session).Execute(InstanceGoal.Disable, CpuTarget.Fitting,
            InstanceOptions.GivenExtension(arguments), dropsConflicts: false);
}
