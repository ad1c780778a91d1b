using VirtNest.Cli.CommandLine;

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
        Options = [InstanceOptions.Xml, Mode, InstanceOptions.Extension, Drop, InstanceOptions.EvenIfManaged, InstanceOptions.DryRun],
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session) => InstanceXml.Run(arguments, session);
}
