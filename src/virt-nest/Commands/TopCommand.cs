using System.Diagnostics;
using System.Threading;
using VirtNest.Cli.CommandLine;
using VirtNest.Host.Output;
using VirtNest.Host.Watching;
using VirtNest.Text;
using VirtNest.Watching;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest top: who runs an L2, as a live view, as one table, or as documents.</summary>
internal static class TopCommand
{
    private static readonly Option Once = new("--once", null, new(
        "look twice, --interval apart, print one table and end; that no L2 runs where one once ran takes --interval 3",
        "间隔 --interval 查看两次，输出一张表后结束；曾经运行过 L2 的实例，--interval 3 才能断定此刻没有"));

    private static readonly Option Interval = new("--interval", "SECONDS",
        new("how long between two looks; 1 by default", "两次查看之间的间隔，默认 1 秒")) { Range = (1, 3600) };

    private static readonly Option Sort =
        new("--sort", "KEY", new("what comes first; running by default", "按什么排序，默认 running")) { Choices = [.. TopView.SortWords] };

    private static readonly Option Filter = new("--filter", "TEXT", new(
        "only instances with this in their name; with * or ? a pattern for the whole name",
        "只显示名称中含有该文字的实例；含 * 或 ? 时为匹配整个名称的模式"));

    internal static readonly Option AskQemu = new("--ask-qemu", null, new(
        "where libvirt does not count (before 8.9), ask QEMU's monitor through it; libvirt notes that in its log",
        "libvirt 不计数时（8.9 之前）经由它询问 QEMU 监视器；libvirt 会在日志中记下"));

    internal static readonly Command Table = new("top", new(
        "A live view of who runs an L2: which instances have VMX or SVM, which have used it since they started, in which an L2 runs now "
            + "and how often it is entered. Changes nothing.",
        "实时查看谁在运行 L2：哪些实例具有 VMX 或 SVM，哪些自启动以来用过，哪些此刻正有 L2 运行，每秒进入多少次。不作任何修改。"))
    {
        Options = [Once, Interval, Sort, Filter, InstanceOptions.Connect, AskQemu, GuardRunCommand.Debugfs],
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        bool isOnce = arguments.Has(Once), isJson = arguments.Has(CommandTable.Json);
        if (!isOnce && !isJson && !Screen.IsPossible)
        {
            return session.Fail(TopNeedsTerminal);
        }

        WatchOptions options = new(arguments[InstanceOptions.Connect], arguments[GuardRunCommand.Debugfs] ?? Watcher.KernelCounts,
            arguments.Has(AskQemu));
        TopView view = new(arguments[Sort] is { } word ? TopView.SortOf(word) : TopSort.Running, arguments[Filter]);
        TimeSpan interval = TimeSpan.FromSeconds(arguments.Number(Interval, 1));

        // Not disposed of: a sample may still be on its way when the view ends, and the process ends next.
        Watcher watcher = new(options);
        WatchState? last = isOnce ? PrintOnce(watcher, view, interval, options, isJson, session)
            : isJson ? PrintDocuments(watcher, view, interval, options, session)
            : new TopScreen(watcher, interval, session).Show(view);
        return last is { Sample.IsReadable: true } ? ExitCode.Yes : ExitCode.Unknown;
    }

    private static WatchState PrintOnce(Watcher watcher, TopView view, TimeSpan interval, WatchOptions options, bool isJson,
        Session session)
    {
        WatchState state = WatchState.After(null, watcher.Sample());
        Thread.Sleep(interval);
        state = WatchState.After(state, watcher.Sample());
        if (isJson)
        {
            session.Output.Write(TopJson.Write(state, view, (options.Uri, options.Debugfs), isOneLine: false));
        }
        else
        {
            int columns = session.Output.IsTerminal ? Screen.Size.Columns : TextLayout.Width;
            session.Output.Write(new TopText(session.Language, session.UsesColour).Once(state, view, columns));
        }

        return state;
    }

    /// <summary>One document a line, until a signal asks for the end or nobody reads any more.</summary>
    private static WatchState? PrintDocuments(Watcher watcher, TopView view, TimeSpan interval, WatchOptions options, Session session)
    {
        using Alarm alarm = new();
        WatchState? state = null;
        while (!alarm.IsEnding && session.Output.Errno == 0)
        {
            long began = Stopwatch.GetTimestamp();
            state = WatchState.After(state, watcher.Sample());
            session.Output.Write(TopJson.Write(state, view, (options.Uri, options.Debugfs), isOneLine: true));
            while (!alarm.IsEnding && interval - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } rest)
            {
                alarm.Wait(rest);
            }
        }

        return state;
    }

    private static Sentence TopNeedsTerminal => new(
        "the live view needs a terminal (standard input and output); without one use --once, for one table, or --json, for one document a "
            + "line",
        "实时查看需要终端（标准输入和标准输出）；没有终端时请用 --once（一张表）或 --json（每行一个文档）");
}
