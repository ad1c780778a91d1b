using VirtNest.Cli.CommandLine;
using VirtNest.Domains;
using VirtNest.Instances;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest instance disable: takes nesting out of the definition of an instance.</summary>
internal static class InstanceDisableCommand
{
    private static readonly Option Former = new("--former", "FILE", m => m.HelpInstanceFormer);

    internal static readonly Command Table = new("disable", m => m.HelpInstanceDisable)
    {
        ArgumentName = "NAME",
        IsArgumentOptional = true,
        Options = [InstanceOptions.Xml, Former, InstanceOptions.Extension, InstanceOptions.EvenIfManaged, InstanceOptions.DryRun, .. InstanceChangeRun.Options],
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session) => arguments.Has(InstanceOptions.Xml)
        ? InstanceXml.Disable(arguments, session, arguments[Former])
        : new InstanceChangeRun(arguments, session).Execute(InstanceGoal.Disable, CpuTarget.Fitting, InstanceOptions.GivenExtension(arguments), dropsConflicts: false);
}
