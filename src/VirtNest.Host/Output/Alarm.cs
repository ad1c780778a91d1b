using System.Runtime.InteropServices;
using System.Threading;
using VirtNest.Native.LibC;

namespace VirtNest.Host.Output;

/// <summary>Wakes a loop that waits: for time, for a descriptor, for work of another thread, and for the signals that end a program
/// (SIGINT, SIGTERM, SIGHUP, SIGQUIT), which then ends in its own order.</summary>
public sealed class Alarm : IDisposable
{
    private readonly FileDescriptor _wake = EventCounter.Open();
    private readonly PosixSignalRegistration[] _signals;
    private int _isEnding;

    /// <summary>From now on the signals do not end this process by themselves.</summary>
    public Alarm() =>
        _signals = Array.ConvertAll((PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT],
            s => PosixSignalRegistration.Create(s, End));

    /// <summary>A signal has asked for the end.</summary>
    public bool IsEnding => Volatile.Read(ref _isEnding) != 0;

    /// <summary>Ends the waiting that goes on, or the next one; from any thread.</summary>
    public void Wake()
    {
        // After the end, the number may be another file's.
        if (!_wake.IsClosed)
        {
            EventCounter.Add(_wake.Number);
        }
    }

    /// <summary>Waits until somebody wakes, a signal asks for the end, or the time is over.</summary>
    /// <param name="time">How long.</param>
    public void Wait(TimeSpan time) => Wait(time, -1);

    /// <summary>The same, and until a descriptor has something to read; true where it has.</summary>
    internal bool Wait(TimeSpan time, int descriptor)
    {
        Span<Poll.Descriptor> waited =
            [new() { Number = _wake.Number, Events = Poll.POLLIN }, new() { Number = descriptor, Events = Poll.POLLIN }];
        int milliseconds = time <= TimeSpan.Zero ? 0 : (int)Math.Min(int.MaxValue, Math.Ceiling(time.TotalMilliseconds));
        if (Poll.Wait(waited, milliseconds) <= 0)
        {
            return false;
        }

        if (waited[0].Answer != 0)
        {
            EventCounter.Clear(_wake.Number);
        }

        return waited[1].Answer != 0;
    }

    /// <summary>Gives the signals their own effect back; not where one has asked for the end, since a second one (timeout(1) sends two)
    /// would cut that end off.</summary>
    public void Dispose()
    {
        Array.ForEach(_signals, IsEnding ? GC.SuppressFinalize : static s => s.Dispose());
        _wake.Dispose();
    }

    private void End(PosixSignalContext context)
    {
        context.Cancel = true;
        Volatile.Write(ref _isEnding, 1);
        Wake();
    }
}
