using System.Diagnostics;
using System.Threading.Tasks;
using VirtNest.Cli.CommandLine;
using VirtNest.Host.Output;
using VirtNest.Host.Watching;
using VirtNest.Watching;

namespace VirtNest.Cli.Commands;

/// <summary>The live view of `top`: samples are taken beside, so that keys work while one takes long.</summary>
internal sealed class TopScreen(Watcher watcher, TimeSpan interval, Session session)
{
    /// <summary>Waiting without an end in sight: a sample that comes, or a key, ends it.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    private readonly TopText _text = new(session.Language, session.UsesColour);
    private WatchState? _state;
    private int _page = 1;
    private bool _isOver;

    /// <summary>Shows it until the user or a signal ends it.</summary>
    /// <param name="view">What is shown at first.</param>
    /// <returns>The last state; null where there was no sample yet.</returns>
    internal WatchState? Show(TopView view)
    {
        using Alarm alarm = new();
        Screen.Hold(alarm, session.Output, screen => Run(alarm, screen, view));
        return _state;
    }

    private void Run(Alarm alarm, Screen screen, TopView view)
    {
        Task<WatchSample>? sampling = null;
        TimeSpan next = TimeSpan.Zero;
        long began = Stopwatch.GetTimestamp();
        while (!_isOver && !alarm.IsEnding && !screen.HasEnded && session.Output.Errno == 0)
        {
            TimeSpan now = Stopwatch.GetElapsedTime(began);
            if (sampling is { IsCompleted: true })
            {
                _state = WatchState.After(_state, sampling.GetAwaiter().GetResult());
                sampling = null;
            }

            if (sampling is null && now >= next)
            {
                next = now + interval;
                sampling = Task.Run(watcher.Sample);
                sampling.ContinueWith(_ => alarm.Wake(), TaskScheduler.Default);
            }

            view = Draw(screen, view);
            foreach (ScreenKey key in screen.Wait(sampling is null ? next - now : Long))
            {
                view = view.IsTyping ? Type(view, key) : Press(screen, view, key);
            }
        }
    }

    private TopView Draw(Screen screen, TopView view)
    {
        (int columns, int lines) = Screen.Size;
        TopFrame frame = _text.Frame(_state, view, columns - 1, lines);
        screen.Draw(frame.Lines);
        _page = frame.Page;
        return view with { First = frame.First };
    }

    private TopView Press(Screen screen, TopView view, ScreenKey key)
    {
        switch (key.Kind)
        {
            case ScreenKeyKind.Up:
                return view with { First = view.First - 1 };
            case ScreenKeyKind.Down:
                return view with { First = view.First + 1 };
            case ScreenKeyKind.PageUp:
                return view with { First = view.First - _page };
            case ScreenKeyKind.PageDown:
                return view with { First = view.First + _page };
            case ScreenKeyKind.Home:
                return view with { First = 0 };
            case ScreenKeyKind.End:
                return view with { First = _state?.Uses.Count ?? 0 };
            case ScreenKeyKind.Escape:
                return view.Cleared();
            case ScreenKeyKind.Character:
                return PressCharacter(screen, view, key);
            case ScreenKeyKind.Enter or ScreenKeyKind.Backspace or ScreenKeyKind.Other:
            default:
                return view;
        }
    }

    private TopView PressCharacter(Screen screen, TopView view, ScreenKey key)
    {
        switch (key.Character.Value)
        {
            case 's':
                return view.NextSort();
            case 'r':
                return view with { IsReversed = !view.IsReversed, First = 0 };
            case '/':
                return view with { IsTyping = true };
            default:
                Control(screen, key);
                _isOver |= key.Character.Value is 'q' or 'Q';
                return view;
        }
    }

    private TopView Type(TopView view, ScreenKey key)
    {
        Control(screen: null, key);
        return key.Kind switch
        {
            ScreenKeyKind.Enter => view with { IsTyping = false },
            ScreenKeyKind.Escape => view.Cleared(),
            ScreenKeyKind.Backspace => view.Erased(),
            ScreenKeyKind.Character => view.Typed(key.Character),
            ScreenKeyKind.Up or ScreenKeyKind.Down or ScreenKeyKind.PageUp or ScreenKeyKind.PageDown or ScreenKeyKind.Home
                or ScreenKeyKind.End or ScreenKeyKind.Other =>
                view,
        };
    }

    /// <summary>Keys that do the same everywhere.</summary>
    private void Control(Screen? screen, ScreenKey key)
    {
        _isOver |= key == ScreenKey.Interrupt;
        if (key == ScreenKey.Suspend)
        {
            screen?.Suspend();
        }
    }
}
