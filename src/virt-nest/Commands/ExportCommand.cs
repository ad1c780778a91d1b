using System.Buffers;
using System.Net;
using System.Threading;
using VirtNest.Cli.CommandLine;
using VirtNest.Evidence;
using VirtNest.Host.Exporting;
using VirtNest.Host.Watching;
using VirtNest.Instances;
using VirtNest.Text;
using VirtNest.Watching;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest export: metrics, once or for ever, to standard output, a file or a scraper.</summary>
internal static class ExportCommand
{
    private const int UsualMostInstances = 1000;

    private static readonly TimeSpan BetweenSamples = TimeSpan.FromSeconds(1);

    /// <summary>Looks after the first one: enough for <see cref="NestedSample.Linger"/>, also where libvirt counts and takes its
    /// time.</summary>
    private const int MostLooks = 4;

    /// <summary>How long the end waits for a sample that hangs in libvirt.</summary>
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(3);

    private static readonly Option Textfile = new("--textfile", "FILE", new(
        "write them to FILE, the old one or the new one whole, for node_exporter's textfile collector (a name that ends in .prom)",
        "写入 FILE，供 node_exporter 的 textfile 收集器读取（文件名须以 .prom 结尾）；文件总是完整的旧内容或完整的新内容"));

    private static readonly Option Listen = new("--listen", "[ADDRESS:]PORT", new(
        "serve /metrics over HTTP until SIGTERM or SIGINT: a port of 127.0.0.1, or ADDRESS:PORT, [IPV6]:PORT; a sample for each scrape",
        "通过 HTTP 提供 /metrics，直到收到 SIGTERM 或 SIGINT：127.0.0.1 的端口，或 ADDRESS:PORT、[IPV6]:PORT；每次抓取取样一次"));

    private static readonly Option Interval = new("--interval", "SECONDS", new(
        "how many seconds apart: with --textfile, write the file again that often until SIGTERM or SIGINT, then remove it (0, the "
            + "default: write it once); with --listen, serve a sample again that is younger than this (default 1)",
        "间隔多少秒：与 --textfile 一起使用时，每隔这么久重新写入文件，直到收到 SIGTERM 或 SIGINT，届时删除该文件（默认 0：只写一次）；与 "
            + "--listen 一起使用时，比这更新的样本会再次给出（默认 1）")) { Range = (0, 86_400) };

    private static readonly Option MostInstances = new("--most-instances", "N", new(
        "how many instances have series of their own (0 to 100000, default 1000); the rest are in the sums alone",
        "多少个实例拥有各自的序列（0 到 100000，默认 1000）；其余实例只计入总数")) { Range = (0, 100_000) };

    internal static readonly Command Table = new("export", new(
        "Prints metrics of nested virtualization in Prometheus's text format: which instances have VMX or SVM, have ever used it, and run "
            + "an L2 now, and the answers of this host. Two samples a second apart, and more for up to 4 seconds where an L2 once ran; "
            + "changes nothing.",
        "以 Prometheus 文本格式输出嵌套虚拟化的指标：哪些实例具有 VMX 或 SVM、是否曾经使用、此刻是否有 L2 在运行，以及本机的结论。"
            + "相隔一秒取样两次，曾经运行过 L2 时最多再看 4 秒；不作任何修改。"))
    {
        Options = [Textfile, Listen, Interval, MostInstances, InstanceOptions.Connect, TopCommand.AskQemu, GuardRunCommand.Debugfs],
        Excludes = [(Textfile, Listen), (CommandTable.Json, Textfile), (CommandTable.Json, Listen)],
        Needs = [(Interval, [Textfile, Listen])],
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        WatchOptions options = new(arguments[InstanceOptions.Connect], arguments[GuardRunCommand.Debugfs] ?? Watcher.KernelCounts,
            arguments.Has(TopCommand.AskQemu));

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

        using StopSignals stop = new();
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
            return session.Fail(ListenAddressInvalid(address));
        }

        using StopSignals stop = new();
        TimeSpan age = TimeSpan.FromSeconds(arguments.Number(Interval, 1));
        MetricsListener? listener =
            MetricsListener.Open(parsed, to => MetricsText.Write(exporter.Next().Families(), to), age, out int errno);
        if (listener is null)
        {
            return session.Fail(CannotListen(address, LinuxErrno.Describe(errno)), ExitCode.Unknown);
        }

        // The first scrape has a sample before it already, to compare with.
        _ = Outcome(exporter.Next(), session);
        IPEndPoint there = listener.Address;
        session.Tell(ListeningOn(there.ToString()));
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

    /// <summary>Two samples, since a count alone does not tell what runs now; and more where one stands, until it has for long
    /// enough.</summary>
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

    private static int CannotWrite(string path, int errno, Session session) =>
        session.Fail(FileSentences.CannotWrite(path, LinuxErrno.Describe(errno)), ExitCode.Unknown);

    /// <summary>The exit status, and why nothing could be read where nothing could.</summary>
    private static int Outcome(ExportReport report, Session session)
    {
        WatchSample sample = report.State.Sample;
        if (sample.IsReadable)
        {
            return ExitCode.Yes;
        }

        // Of another machine's libvirt this one's kernel was not asked.
        string libvirt = sample.Libvirt is { } failure ? LibvirtText.Describe(failure, session.Language)
            : TopSentences.SessionAlone.In(session.Language);
        return session.Fail(sample.Debugfs is { } gap ? NothingRead(gap.Path, LinuxErrno.Describe(gap.Errno), libvirt)
            : Sentence.Verbatim(libvirt), ExitCode.Unknown);
    }

    private static Sentence ListenAddressInvalid(string text) => new(
        $"option --listen: '{text}' is not a port, ADDRESS:PORT or [IPV6]:PORT; ADDRESS is a number such as 192.0.2.1, PORT is 1 to 65535",
        $"选项 --listen：“{text}”不是端口、ADDRESS:PORT 或 [IPV6]:PORT；ADDRESS 须为数字地址，如 192.0.2.1，PORT 为 1 到 65535");
    private static Sentence CannotListen(string address, Sentence why) =>
        new($"cannot listen on {address}: {why.English}", $"无法监听 {address}：{why.Chinese}");
    private static Sentence ListeningOn(string address) => new($"serving http://{address}/metrics", $"正在提供 http://{address}/metrics");
    private static Sentence NothingRead(string path, Sentence why, string libvirt) => new(
        $"nothing tells which instances run: {path}: {why.English}; {libvirt}",
        $"无从得知哪些实例在运行：{path}：{why.Chinese}；{libvirt}");
}
