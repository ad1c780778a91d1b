using System.Runtime.InteropServices;
using System.Threading;
using VirtNest.Evidence;
using VirtNest.Native.LibC;

namespace VirtNest.Host.Output;

/// <summary>The whole terminal for one program: its alternate screen, keys one by one, and its size. It gives the terminal back as it was
/// when it is disposed of, while it is stopped (Ctrl-Z), and, since signals only wake it (<see cref="Alarm"/>), when one ends the
/// program.</summary>
public sealed class Screen : IDisposable
{
    // xterm, "Control Sequences": the alternate screen, no cursor, no line that goes on in the next one.
    private const string Begin = "\e[?1049h\e[?25l\e[?7l", End = "\e[?7h\e[?25h\e[?1049l";

    /// <summary>How long the rest of a key's bytes may take: over a network they may come in two parts.</summary>
    private static readonly TimeSpan RestOfKey = TimeSpan.FromMilliseconds(50);

    private readonly Alarm _alarm;
    private readonly StandardStream _output;
    private readonly PosixSignalRegistration[] _signals;
    private readonly byte[] _typed = new byte[1024];
    private readonly Termios _before;
    private int _count;
    private bool _isEntered;
    private int _isStopping;
    private int _isContinued;

    private Screen(Alarm alarm, StandardStream output, in Termios before)
    {
        _alarm = alarm;
        _output = output;
        _before = before;
        Enter();
#pragma warning disable CA1416 // Windows lacks these signals; this runs on Linux alone
        _signals =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => _alarm.Wake()),
            PosixSignalRegistration.Create(PosixSignal.SIGTSTP, context => Note(context, ref _isStopping)),
            PosixSignalRegistration.Create(PosixSignal.SIGCONT, context => Note(context, ref _isContinued)),
        ];
#pragma warning restore CA1416
    }

    /// <summary>Standard input and standard output are a terminal.</summary>
    public static bool IsPossible => Unistd.IsATty(0) == 1 && Unistd.IsATty(1) == 1;

    /// <summary>The input has ended: the terminal is gone.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The size now, in characters; 80 by 24 where the terminal does not tell.</summary>
    public static (int Columns, int Rows) Size =>
        WindowSize.TryGet(1, out WindowSize size) && size is { Columns: > 0, Rows: > 0 } ? (size.Columns, size.Rows) : (80, 24);

    /// <summary>Takes the terminal, and gives it back however the work ends.</summary>
    /// <param name="alarm">What ends the waiting for keys.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="work">What is done with it; nothing where it is no terminal.</param>
    public static void Hold(Alarm alarm, StandardStream output, Action<Screen> work)
    {
        if (Termios.Get(0, out Termios before) != 0)
        {
            return;
        }

        using Screen screen = new(alarm, output, before);
        try
        {
            work(screen);
        }
        catch (Exception)
        {
            // Where nobody catches an exception the process ends at once, and "using" gives nothing back.
            screen.Dispose();
            throw;
        }
    }

    /// <summary>Draws all lines in one write, over what was there.</summary>
    /// <param name="lines">Lines of printable characters and colours, no more than the screen has, none as wide as it: clearing what is
    /// behind a full line would take its last character.</param>
    public void Draw(IReadOnlyList<string> lines)
    {
        StringBuilder frame = new("\e[H");
        for (int i = 0; i < lines.Count; i++)
        {
            // Each line ends plain, and the rest of it is cleared.
            frame.Append(i == 0 ? "" : "\r\n").Append(lines[i]).Append("\e[0m\e[K");
        }

        _output.Write(frame.Append("\e[J").ToString());
    }

    /// <summary>Waits for a key, at most as long as said, and no longer than until the alarm wakes, or the screen changes its
    /// size.</summary>
    /// <param name="time">How long.</param>
    /// <returns>The keys that were typed; none where something else ended the waiting.</returns>
    public IReadOnlyList<ScreenKey> Wait(TimeSpan time)
    {
        bool isTyped = _alarm.Wait(time, 0);
        Obey();
        List<ScreenKey> keys = [];
        while (isTyped && Read())
        {
            ReadOnlySpan<byte> typed = _typed.AsSpan(0, _count);
            while (ScreenKeys.TryTake(ref typed, isAll: _count == _typed.Length, out ScreenKey key))
            {
                keys.Add(key);
            }

            isTyped = !typed.IsEmpty && IsTypedOn();
            while (!isTyped && ScreenKeys.TryTake(ref typed, isAll: true, out ScreenKey key))
            {
                keys.Add(key);
            }

            typed.CopyTo(_typed);
            _count = typed.Length;
        }

        return keys;
    }

    /// <summary>Stops the program as Ctrl-Z does, with the terminal as it was; takes it again when the program goes on.</summary>
    public void Suspend()
    {
        Leave();
        ProcessSignal.StopSelf();
        Enter();
    }

    /// <summary>Gives the terminal back; a second time does nothing.</summary>
    public void Dispose()
    {
        Array.ForEach(_signals, static s => s.Dispose());
        Leave();
    }

    /// <summary>More is typed, or comes at once.</summary>
    private static bool IsTypedOn()
    {
        Span<Poll.Descriptor> input = [new() { Number = 0, Events = Poll.POLLIN }];
        return Poll.Wait(input, (int)RestOfKey.TotalMilliseconds) > 0;
    }

    private bool Read()
    {
        nint count = Unistd.Read(0, _typed.AsSpan(_count));
        if (count <= 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            HasEnded |= count == 0 || errno is not (LinuxErrno.EINTR or LinuxErrno.EAGAIN);
            return false;
        }

        _count += (int)count;
        return true;
    }

    /// <summary>Does what signals asked for meanwhile.</summary>
    private void Obey()
    {
        if (Interlocked.Exchange(ref _isStopping, 0) != 0)
        {
            Suspend();
        }

        if (Interlocked.Exchange(ref _isContinued, 0) != 0)
        {
            // Somebody else has stopped us (SIGSTOP), and the shell has had the terminal.
            Enter();
        }
    }

    private void Note(PosixSignalContext context, ref int flag)
    {
        context.Cancel = true;
        Volatile.Write(ref flag, 1);
        _alarm.Wake();
    }

    private void Enter()
    {
        Termios raw = _before;
        Termios.MakeRaw(ref raw);
        _ = Termios.Set(0, Termios.TCSADRAIN, raw);
        if (!_isEntered)
        {
            _output.Write(Begin);
            _isEntered = true;
        }
    }

    private void Leave()
    {
        if (_isEntered)
        {
            // What was typed and not read does not go to the shell.
            _output.Write(End);
            _ = Termios.Set(0, Termios.TCSAFLUSH, _before);
            _isEntered = false;
        }
    }
}
