using System;
using System.Diagnostics;
using System.Threading;
using VirtNest.Cli.CommandLine;
using VirtNest.Host.Output;
using VirtNest.Host.Watching;
using VirtNest.Reports;
using VirtNest.Watching;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest top: who runs an L2, as a live view, as one table, or as documents.</summary>
internal static class TopCommand
{
    private static readonly Option Once = new("--once", null, m => m.HelpTopOnce);

    private static readonly Option Interval = new("--interval", "SECONDS", m => m.HelpTopInterval) { Range = (1, 3600) };

    private static readonly Option Sort = new("--sort", "KEY", m => m.HelpTopSort) { Choices = [.. TopView.SortWords] };

    private static readonly Option Filter = new("--filter", "TEXT", m => m.HelpTopFilter);

    internal static readonly Option AskQemu = new("--ask-qemu", null, m => m.HelpTopAskQemu);

    internal static readonly Command Table = new("top", m => m.HelpTop)
    {
        Options = [Once, Interval, Sort, Filter, InstanceLooking.Connect, AskQemu, GuardRunCommand.Debugfs],
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        bool isOnce = arguments.Has(Once), isJson = arguments.Has(CommandTable.Json);
        if (!isOnce && !isJson && !Screen.IsPossible)
        {
            session.Fail(session.Messages.TopNeedsTerminal);
            return ExitCode.Usage;
        }

        WatchOptions options = new(arguments[InstanceLooking.Connect], arguments[GuardRunCommand.Debugfs] ?? Watcher.KernelCounts, arguments.Has(AskQemu));
        TopView view = new(arguments[Sort] is { } word ? TopView.SortOf(word) : TopSort.Running, arguments[Filter]);
        TimeSpan interval = TimeSpan.FromSeconds(arguments.Number(Interval, 1));

        // Not disposed of: a sample may still be on its way when the view ends, and the process ends next.
        Watcher watcher = new(options);
        WatchState? last = isOnce ? PrintOnce(watcher, view, interval, options, isJson, session)
            : isJson ? PrintDocuments(watcher, view, interval, options, session)
            : new TopScreen(watcher, interval, session).Show(view);
        return last is { Sample.IsReadable: true } ? ExitCode.Yes : ExitCode.Unknown;
    }

    private static WatchState PrintOnce(Watcher watcher, TopView view, TimeSpan interval, WatchOptions options, bool isJson, Session session)
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
            session.Output.Write(new TopText(session.Messages, session.UsesColour).Once(state, view, columns));
        }

        return state;
    }

    /// <summary>One document a line, until a signal asks for the end or nobody reads any more.</summary>
    private static WatchState? PrintDocuments(Watcher watcher, TopView view, TimeSpan interval, WatchOptions options, Session session)
    {
        using Alarm alarm = new();
        WatchState? state = null;
        while (!alarm.IsEnding && session.Output.IsWhole)
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
}
