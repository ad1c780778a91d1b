using VirtNest.Cli.CommandLine;
using VirtNest.Domains;
using VirtNest.Instances;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest instance enable: asks for nesting in the definition of an instance.</summary>
internal static class InstanceEnableCommand
{
    private static readonly Option Mode = new("--mode", "MODE", m => m.HelpInstanceMode) { Choices = ["host-passthrough", "host-model", "keep"] };

    private static readonly Option Drop = new("--drop-conflicts", null, m => m.HelpInstanceDrop);

    internal static readonly Command Table = new("enable", m => m.HelpInstanceEnable)
    {
        ArgumentName = "NAME",
        IsArgumentOptional = true,
        Options = [InstanceOptions.Xml, Mode, InstanceOptions.Extension, Drop, InstanceOptions.EvenIfManaged, InstanceOptions.DryRun, .. InstanceChangeRun.Options],
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        CpuTarget target = arguments[Mode] switch
        {
            "host-passthrough" => CpuTarget.HostPassthrough,
            "host-model" => CpuTarget.HostModel,
            "keep" => CpuTarget.Keep,
            _ => CpuTarget.Fitting,
        };
        return arguments.Has(InstanceOptions.Xml)
            ? InstanceXml.Enable(arguments, session, target, arguments.Has(Drop))
            : new InstanceChangeRun(arguments, session).Execute(InstanceGoal.Enable, target, InstanceOptions.GivenExtension(arguments), arguments.Has(Drop));
    }
}
