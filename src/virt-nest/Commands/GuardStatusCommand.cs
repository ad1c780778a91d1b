using System.Linq;
using VirtNest.Cli.CommandLine;
using VirtNest.Guarding;
using VirtNest.Host.Guarding;
using VirtNest.Reports;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest guard status.</summary>
internal static class GuardStatusCommand
{
    internal static readonly Command Table = new("status", m => m.HelpGuardStatus)
    {
        Options = [GuardSetup.Config, InstanceLooking.Connect],
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        if (GuardSetup.Read(arguments, session, out int status) is not { } config)
        {
            return status;
        }

        if (!GuardSetup.Find(session, out string? guard))
        {
            return ExitCode.Unknown;
        }

        GuardReport report = new(guard, config, GuardSetup.Auto(config), [.. Blockers.Look(config.Uri, GuardRecords.DefaultFolder).Where(static b => b.IsBlocked != false)]);
        session.Output.Write(arguments.Has(CommandTable.Json) ? GuardJson.Status(report) : System.Text.Encoding.UTF8.GetBytes(GuardText.Status(report, session.Messages)));
        return ExitCode.Yes;
    }
}
