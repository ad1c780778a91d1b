using VirtNest.Cli.CommandLine;
using VirtNest.Domains;
using VirtNest.Instances;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest instance undo: puts the former &lt;cpu&gt; back.</summary>
internal static class InstanceUndoCommand
{
    internal static readonly Command Table = new("undo", m => m.HelpInstanceUndo)
    {
        ArgumentName = "NAME",
        IsArgumentOptional = true,
        Options = [.. InstanceChangeRun.Options, InstanceOptions.EvenIfManaged, InstanceOptions.DryRun],
        Run = (arguments, session) => new InstanceChangeRun(arguments, session).Execute(InstanceGoal.Undo, CpuTarget.Fitting, null, dropsConflicts: false),
    };
}
