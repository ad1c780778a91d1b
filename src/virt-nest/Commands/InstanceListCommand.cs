using VirtNest.Cli.CommandLine;
using VirtNest.Host.Libvirt;
using VirtNest.Instances;
using VirtNest.Reports;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest instance list.</summary>
internal static class InstanceListCommand
{
    internal static readonly Command Table = new("list", m => m.HelpInstanceList)
    {
        Options = [InstanceLooking.Connect, InstanceLooking.Inside, InstanceLooking.AskQemu],
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        LookOptions options = new(arguments[InstanceLooking.Connect], arguments.Has(InstanceLooking.Inside), arguments.Has(InstanceLooking.AskQemu));
        if (InstanceReader.List(options, out LibvirtFailure? failure) is not { } list)
        {
            session.Fail(LibvirtText.Of(failure!, session.Messages));
            return ExitCode.Unknown;
        }

        if (arguments.Has(CommandTable.Json))
        {
            session.Output.Write(InstanceListJson.Write(list));
        }
        else
        {
            session.Output.Write(InstanceListText.Write(list, session.Messages));
        }

        return ExitCode.Yes;
    }
}
