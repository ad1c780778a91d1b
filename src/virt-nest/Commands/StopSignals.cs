using System.Runtime.InteropServices;
using System.Threading;

namespace VirtNest.Cli.Commands;

/// <summary>Signals that end what else would go on: they are taken as a wish to stop, and no longer end the process by
/// themselves.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _came = new();
    private readonly PosixSignalRegistration[] _registrations;

    internal StopSignals(params PosixSignal[] signals) =>
        _registrations = Array.ConvertAll(signals, s => PosixSignalRegistration.Create(s, Come));

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
