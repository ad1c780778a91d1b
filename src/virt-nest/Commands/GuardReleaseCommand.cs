using System;
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

    /// <summary>A guard that was told to end may still be at it.</summary>
    private static readonly TimeSpan LockWait = TimeSpan.FromSeconds(5);

    private static int Run(Arguments arguments, Session session)
    {
        if (GuardSetup.Read(arguments, session, out int status) is not { } config)
        {
            return status;
        }

        using GuardRecords? records = GuardSetup.Open(session, LockWait, out string? holder, out status);
        if (records is null)
        {
            if (holder is not null)
            {
                session.Fail(session.Messages.GuardRuns(holder));
            }

            return status;
        }

        bool isLeft = arguments.Has(UnlessClosed) && config.FailsClosed;
        IReadOnlyList<BlockedInstance> done = isLeft ? [] : Blockers.Release(config.Uri, records);
        BlockedInstance[] left = [.. done.Where(static b => b.IsBlocked != false)];
        if (arguments.Has(CommandTable.Json))
        {
            session.Output.Write(GuardJson.Release(done.Count - left.Length, new GuardReport(null, config, GuardPolicy.Off, left), Program.Version));
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
