using VirtNest.Cli.CommandLine;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest instance disable: takes nesting out of the definition of an instance.</summary>
internal static class InstanceDisableCommand
{
    private static readonly Option Former = new("--former", "FILE", m => m.HelpInstanceFormer);

    internal static readonly Command Table = new("disable", m => m.HelpInstanceDisable)
    {
        ArgumentName = "NAME",
        IsArgumentOptional = true,
        Options = [InstanceOptions.Xml, Former, InstanceOptions.Extension, InstanceOptions.EvenIfManaged, InstanceOptions.DryRun],
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        if (!arguments.Has(InstanceOptions.Xml))
        {
            session.Fail(session.Messages.InstanceNeedsXml);
            return ExitCode.Usage;
        }

        return InstanceXml.Disable(arguments, session, arguments[Former]);
    }
}
