using VirtNest.Cli.CommandLine;
using VirtNest.Instances;
using VirtNest.Instances.Xml;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest instance undo: puts the former &lt;cpu&gt; back.</summary>
internal static class InstanceUndoCommand
{
    internal static readonly Command Table = new("undo", new(
        "Puts the <cpu> of an instance's definition back as it was before virt-nest changed it, unless somebody else has changed it since.",
        "把实例定义中的 <cpu> 恢复为 virt-nest 修改之前的样子，除非此后有他人改动过。"))
    {
        ArgumentName = "NAME",
        IsArgumentOptional = true,
        Options = [.. InstanceChangeRun.Options, InstanceOptions.EvenIfManaged, InstanceOptions.DryRun],
        Run = (arguments, session) =>
            new InstanceChangeRun(arguments, session).Execute(InstanceGoal.Undo, CpuTarget.Fitting, null, dropsConflicts: false),
    };
}
