using System.Collections.Generic;
using System.Linq;
using VirtNest.Cli.CommandLine;
using VirtNest.Guarding;
using VirtNest.Host.Guarding;
using VirtNest.Reports;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest guard release.</summary>
internal static class GuardReleaseCommand
{
    private static readonly Option UnlessClosed = new("--unless-closed", null, m => m.HelpGuardUnlessClosed);

    internal static readonly Command Table = new("release", m => m.HelpGuardRelease)
    {
        Options = [UnlessClosed, GuardSetup.Config, InstanceLooking.Connect],
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        using GuardRecords? records = GuardSetup.Take(arguments, session, isGuard: false, out GuardConfig config, out int status);
        if (records is null)
        {
            return status;
        }

        bool isLeft = arguments.Has(UnlessClosed) && config.FailsClosed;
        IReadOnlyList<BlockedInstance> done = isLeft ? [] : Blockers.Release(config.Uri, records);
        BlockedInstance[] left = [.. done.Where(static b => b.IsBlocked != false)];
        if (arguments.Has(CommandTable.Json))
        {
            session.Output.Write(GuardJson.Release(done.Count - left.Length, new GuardReport(null, config, GuardPolicy.Off, left)));
        }
        else
        {
            session.Output.Write((isLeft ? session.Messages.GuardLeftClosed : done.Count == 0 ? session.Messages.GuardNothingToRelease : session.Messages.GuardReleased(done.Count - left.Length)) + "\n");
        }

        foreach (BlockedInstance blocked in left)
        {
            session.Fail(session.Messages.GuardNotReleased(blocked.Name, blocked.Failure is { } failure ? LibvirtText.Of(failure, session.Messages) : null));
        }

        return left.Length == 0 ? ExitCode.Yes : ExitCode.No;
    }
}
