using System.Net.Sockets;
using System.Threading;

namespace VirtNest.Host.Guarding;

/// <summary>Tells systemd that the service lives (sd_notify(3), WATCHDOG=1): one that hangs in the kernel is then ended and started again
/// (systemd.service(5), WatchdogSec=).</summary>
public sealed class ServiceWatchdog : IDisposable
{
    /// <summary>Longest time between two signs of life while nothing is to be done.</summary>
    private static readonly TimeSpan BetweenSigns = TimeSpan.FromSeconds(10);

    private readonly Socket? _socket;

    /// <summary>Finds the service manager.</summary>
    /// <param name="address">The variable NOTIFY_SOCKET: a path, or behind an @ a name without a file; null where nobody watches.</param>
    public ServiceWatchdog(string? address)
    {
        if (string.IsNullOrEmpty(address))
        {
            return;
        }

        Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(address[0] == '@' ? "\0" + address[1..] : address));
            _socket = socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
        }
    }

    /// <summary>Waits, and says meanwhile that the service lives.</summary>
    /// <param name="time">How long; nothing less than zero is waited.</param>
    /// <param name="stop">Ends the waiting.</param>
    public void Wait(TimeSpan time, CancellationToken stop)
    {
        do
        {
            Tell();
        }
        while (time > TimeSpan.Zero && !stop.WaitHandle.WaitOne(time < BetweenSigns ? time : BetweenSigns)
            && (time -= BetweenSigns) > TimeSpan.Zero);
    }

    /// <summary>Where the manager takes nothing right now, the next time counts.</summary>
    private void Tell()
    {
        try
        {
            _socket?.Send("WATCHDOG=1"u8);
        }
        catch (SocketException)
        {
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket?.Dispose();
}
