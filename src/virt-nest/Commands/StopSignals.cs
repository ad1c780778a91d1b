using System.Runtime.InteropServices;
using System.Threading;

namespace VirtNest.Cli.Commands;

/// <summary>What ends a command, from a terminal that is closed, a person or a service manager: taken as a wish to stop, and no longer
/// ending the process by itself.</summary>
internal sealed class StopSignals : IDisposable
{
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];

    private readonly CancellationTokenSource _came = new();
    private readonly PosixSignalRegistration[] _registrations;

    internal StopSignals() => _registrations = Array.ConvertAll(Signals, s => PosixSignalRegistration.Create(s, Come));

    /// <summary>Cancelled when a signal came.</summary>
    internal CancellationToken Token => _came.Token;

    public void Dispose()
    {
        Array.ForEach(_registrations, static r => r.Dispose());
        _came.Dispose();
    }

    /// <summary>Waits; true where a signal came.</summary>
    internal bool Wait(TimeSpan time) => Token.WaitHandle.WaitOne(time);

    private void Come(PosixSignalContext context)
    {
        context.Cancel = true;
        _came.Cancel();
    }
}
