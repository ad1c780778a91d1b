using VirtNest.Checks;
using VirtNest.Cli.CommandLine;
using VirtNest.Host.Libvirt;
using VirtNest.Instances;
using VirtNest.Reports;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest instance check.</summary>
internal static class InstanceCheckCommand
{
    private static readonly Option NoAgent = new("--no-agent", null, m => m.HelpInstanceNoAgent);

    private static readonly Option Verbose = new("--verbose", null, m => m.HelpVerbose);

    internal static readonly Command Table = new("check", m => m.HelpInstanceCheck)
    {
        ArgumentName = "NAME",
        Options = [InstanceLooking.Connect, NoAgent, InstanceLooking.AskQemu, Verbose],
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        LookOptions options = new(arguments[InstanceLooking.Connect], LooksInside: !arguments.Has(NoAgent), arguments.Has(InstanceLooking.AskQemu));
        if (InstanceReader.One(options, arguments.Positional!, out string uri, out LibvirtFailure? failure) is not { } facts)
        {
            session.Fail(LibvirtText.Of(failure!, session.Messages));
            return failure!.Kind == LibvirtFailureKind.NoDomain ? ExitCode.Usage : ExitCode.Unknown;
        }

        InstanceVerdict verdict = InstanceVerdict.Of(facts);
        if (arguments.Has(CommandTable.Json))
        {
            session.Output.Write(InstanceCheckJson.Write(verdict, uri));
        }
        else
        {
            session.Output.Write(InstanceCheckText.Write(verdict, session.Messages, session.UsesColour, arguments.Has(Verbose)));
        }

        return verdict.CanNest switch
        {
            Answer.Yes => ExitCode.Yes,
            Answer.No => ExitCode.No,
            Answer.Unknown => ExitCode.Unknown,
        };
    }
}
