using System;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Threading;
using VirtNest.Cli.CommandLine;
using VirtNest.Guarding;
using VirtNest.Host.Guarding;
using VirtNest.Host.Watching;
using VirtNest.Reports;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest guard run.</summary>
internal static class GuardRunCommand
{
    internal static readonly Option Debugfs = new("--debugfs", "DIR", m => m.HelpWatchDebugfs);

    internal static readonly Command Table = new("run", m => m.HelpGuardRun)
    {
        Options = [GuardSetup.Config, InstanceLooking.Connect, Debugfs],
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        using GuardRecords? records = GuardSetup.Take(arguments, session, isGuard: true, out GuardConfig config, out int status);
        if (records is null)
        {
            return status;
        }

        using CancellationTokenSource stop = new();
        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }

        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        bool isJson = arguments.Has(CommandTable.Json);

        // The journal gives each line its moment.
        bool tellsTime = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("JOURNAL_STREAM"));
        void Tell(GuardEvent happened)
        {
            if (isJson)
            {
                session.Output.Write(GuardJson.Event(happened, config));
                return;
            }

            string time = tellsTime ? happened.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z '", CultureInfo.InvariantCulture) : "";
            session.Output.Write($"{time}{GuardText.Line(happened, config, session.Messages)}\n");
        }

        using Guard guard = new(config, GuardSetup.Host(), new WatchOptions(config.Uri, arguments[Debugfs] ?? Watcher.KernelCounts, AsksQemu: false), records, Tell);
        guard.Run(stop.Token);
        return ExitCode.Yes;
    }
}
