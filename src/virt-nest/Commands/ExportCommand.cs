using System;
using System.Buffers;
using System.Net;
using System.Runtime.InteropServices;
using System.Threading;
using VirtNest.Cli.CommandLine;
using VirtNest.Evidence;
using VirtNest.Host.Exporting;
using VirtNest.Host.Watching;
using VirtNest.Instances;
using VirtNest.Reports;
using VirtNest.Watching;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest export: metrics, once or for ever, to standard output, a file or a scraper.</summary>
internal static class ExportCommand
{
    private const int UsualMostInstances = 1000;

    private static readonly TimeSpan BetweenSamples = TimeSpan.FromSeconds(1);

    /// <summary>Looks after the first one: enough for <see cref="NestedSample.Linger"/>, also where libvirt counts and takes its time.</summary>
    private const int MostLooks = 4;

    /// <summary>How long the end waits for a sample that hangs in libvirt.</summary>
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(3);

    private static readonly Option Textfile = new("--textfile", "FILE", m => m.HelpExportTextfile);

    private static readonly Option Listen = new("--listen", "[ADDRESS:]PORT", m => m.HelpExportListen);

    private static readonly Option Interval = new("--interval", "SECONDS", m => m.HelpExportInterval) { Range = (0, 86_400) };

    private static readonly Option MostInstances = new("--most-instances", "N", m => m.HelpExportMostInstances) { Range = (0, 100_000) };

    internal static readonly Command Table = new("export", m => m.HelpExport)
    {
        Options = [Textfile, Listen, Interval, MostInstances, InstanceLooking.Connect, TopCommand.AskQemu, GuardRunCommand.Debugfs],
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        foreach ((Option first, Option second) in ((Option, Option)[])[(Textfile, Listen), (CommandTable.Json, Textfile), (CommandTable.Json, Listen)])
        {
            if (arguments.Has(first) && arguments.Has(second))
            {
                session.Fail(session.Messages.OptionsExclude(first.Name, second.Name));
                return ExitCode.Usage;
            }
        }

        if (arguments.Has(Interval) && !arguments.Has(Textfile) && !arguments.Has(Listen))
        {
            session.Fail(session.Messages.OptionNeedsOther(Interval.Name, $"{Textfile.Name} / {Listen.Name}"));
            return ExitCode.Usage;
        }

        WatchOptions options = new(arguments[InstanceLooking.Connect], arguments[GuardRunCommand.Debugfs] ?? Watcher.KernelCounts, arguments.Has(TopCommand.AskQemu));

        // Not disposed of: a sample may still be on its way at the end, and the process ends next.
        Exporter exporter = new(options, (int)arguments.Number(MostInstances, UsualMostInstances));
        return arguments[Listen] is { } address ? Serve(address, exporter, arguments, session)
            : arguments[Textfile] is { } file ? WriteFile(file, exporter, arguments, session)
            : Print(exporter, arguments, session);
    }

    private static int Print(Exporter exporter, Arguments arguments, Session session)
    {
        ExportReport report = Look(exporter, static wait => Thread.Sleep(wait));
        if (arguments.Has(CommandTable.Json))
        {
            session.Output.Write(MetricsJson.Write(report.Families()));
        }
        else
        {
            session.Output.Write(Text(report).WrittenSpan);
        }

        return Outcome(report, session);
    }

    private static int WriteFile(string path, Exporter exporter, Arguments arguments, Session session)
    {
        TextFile file = new(path);
        TimeSpan interval = TimeSpan.FromSeconds(arguments.Number(Interval, 0));
        if (interval == TimeSpan.Zero)
        {
            ExportReport once = Look(exporter, static wait => Thread.Sleep(wait));
            return Write(file, path, once, session) == 0 ? Outcome(once, session) : ExitCode.Unknown;
        }

        using StopSignal stop = new();
        ExportReport report = Look(exporter, wait => stop.Wait(wait));
        if (Write(file, path, report, session) is var errno && errno != 0)
        {
            return ExitCode.Unknown;
        }

        _ = Outcome(report, session);
        while (!stop.Wait(interval))
        {
            // A disk that is full now may not be later; it is said once.
            report = exporter.Next();
            int before = errno;
            errno = Write(file, path, report, before == 0 ? session : null);
        }

        // Nobody renews it from now on: what it says would be taken for the present.
        return file.Remove() is var left and not 0 ? CannotWrite(path, left, session) : ExitCode.Yes;
    }

    private static int Serve(string address, Exporter exporter, Arguments arguments, Session session)
    {
        if (ListenAddress.Parse(address) is not { } parsed)
        {
            session.Fail(session.Messages.ListenAddressInvalid(address));
            return ExitCode.Usage;
        }

        using StopSignal stop = new();
        TimeSpan age = TimeSpan.FromSeconds(arguments.Number(Interval, 1));
        MetricsListener? listener = MetricsListener.Open(parsed, to => MetricsText.Write(exporter.Next().Families(), to), age, out int errno);
        if (listener is null)
        {
            session.Fail(session.Messages.CannotListen(address, session.Messages.ErrnoText(LinuxErrno.Name(errno))));
            return ExitCode.Unknown;
        }

        // The first scrape has a sample before it already, to compare with.
        _ = Outcome(exporter.Next(), session);
        IPEndPoint there = listener.Address;
        session.Error.Write(session.Messages.ListeningOn(there.ToString()) + "\n");
        Thread serving = new(listener.Run) { IsBackground = true };
        serving.Start();
        stop.Wait(Timeout.InfiniteTimeSpan);
        listener.Stop();
        if (serving.Join(TimeToEnd))
        {
            listener.Dispose();
        }

        return ExitCode.Yes;
    }

    /// <summary>Two samples, since a count alone does not tell what runs now; and more where one stands, until it has for long enough.</summary>
    private static ExportReport Look(Exporter exporter, Action<TimeSpan> wait)
    {
        ExportReport report = exporter.Next();
        for (int i = 0; i == 0 || (i < MostLooks && report.State.Undecided > 0); i++)
        {
            wait(BetweenSamples);
            report = exporter.Next();
        }

        return report;
    }

    private static ArrayBufferWriter<byte> Text(ExportReport report)
    {
        ArrayBufferWriter<byte> text = new(64 << 10);
        MetricsText.Write(report.Families(), text);
        return text;
    }

    private static int Write(TextFile file, string path, ExportReport report, Session? session)
    {
        int errno = file.Write(Text(report).WrittenSpan);
        if (errno != 0 && session is not null)
        {
            CannotWrite(path, errno, session);
        }

        return errno;
    }

    private static int CannotWrite(string path, int errno, Session session)
    {
        session.Fail(session.Messages.CannotWrite(path, session.Messages.ErrnoText(LinuxErrno.Name(errno))));
        return ExitCode.Unknown;
    }

    /// <summary>The exit status, and why nothing could be read where nothing could.</summary>
    private static int Outcome(ExportReport report, Session session)
    {
        WatchSample sample = report.State.Sample;
        if (sample.IsReadable)
        {
            return ExitCode.Yes;
        }

        // Of another machine's libvirt this one's kernel was not asked.
        string libvirt = LibvirtText.Of(sample.Libvirt!, session.Messages);
        session.Fail(sample.Debugfs is { } gap ? session.Messages.NothingRead(gap.Path, session.Messages.ErrnoText(LinuxErrno.Name(gap.Errno)), libvirt) : libvirt);
        return ExitCode.Unknown;
    }

    /// <summary>SIGTERM and SIGINT, which end what else would go on for ever.</summary>
    private sealed class StopSignal : IDisposable
    {
        private readonly ManualResetEventSlim _came = new();
        private readonly PosixSignalRegistration[] _registrations;

        internal StopSignal() => _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Come),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Come),
        ];

        public void Dispose()
        {
            Array.ForEach(_registrations, static r => r.Dispose());
            _came.Dispose();
        }

        /// <summary>Waits; true where a signal came.</summary>
        internal bool Wait(TimeSpan time) => _came.Wait(time);

        private void Come(PosixSignalContext context)
        {
            context.Cancel = true;
            _came.Set();
        }
    }
}
