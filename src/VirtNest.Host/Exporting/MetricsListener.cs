using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using VirtNest.Evidence;

namespace VirtNest.Host.Exporting;

/// <summary>Serves one page over HTTP/1.1 on one thread, and is bounded against whoever connects: so many connections, so long a request,
/// so much time (docs/decisions/0021-own-http-listener.md). Each connection is answered once and closed.</summary>
public sealed class MetricsListener : IDisposable
{
    /// <summary>Connections at once. One more takes the place of the one that has kept us waiting longest, so that a scraper gets its
    /// turn.</summary>
    internal const int MostConnections = 32;

    /// <summary>Connections that the kernel keeps until we take them: where it is full, one more comes a second later.</summary>
    private const int MostWaiting = 512;

    /// <summary>How long a request may take to arrive, and how long an answer to be taken.</summary>
    internal static readonly TimeSpan RequestTime = TimeSpan.FromSeconds(5), AnswerTime = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan WithoutDescriptors = TimeSpan.FromMilliseconds(200);

    private readonly Socket _listening;
    private readonly Action<IBufferWriter<byte>> _write;
    private readonly TimeSpan _age;
    private readonly List<Connection> _connections = [];
    private MetricsPage? _page;
    private volatile bool _isOver;

    private MetricsListener(Socket listening, Action<IBufferWriter<byte>> write, TimeSpan age)
    {
        _listening = listening;
        _write = write;
        _age = age;
    }

    /// <summary>The address and port that it listens on.</summary>
    public IPEndPoint Address => (IPEndPoint)_listening.LocalEndPoint!;

    /// <summary>Begins to listen.</summary>
    /// <param name="address">Where.</param>
    /// <param name="write">Writes the page anew.</param>
    /// <param name="age">How old a page may be that is given once more.</param>
    /// <param name="errno">Why that cannot be (EADDRINUSE, EADDRNOTAVAIL, EACCES), or 0.</param>
    public static MetricsListener? Open(IPEndPoint address, Action<IBufferWriter<byte>> write, TimeSpan age, out int errno)
    {
        Socket? socket = null;
        try
        {
            socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            if (address.Address.Equals(IPAddress.IPv6Any))
            {
                // "[::]" is every address, those of IPv4 too.
                socket.DualMode = true;
            }

            socket.Bind(address);
            socket.Listen(MostWaiting);
            errno = 0;
            return new MetricsListener(socket, write, age);
        }
        catch (SocketException exception)
        {
            socket?.Dispose();
            errno = exception.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => LinuxErrno.EADDRINUSE,
                SocketError.AddressNotAvailable => LinuxErrno.EADDRNOTAVAIL,
                SocketError.AddressFamilyNotSupported => LinuxErrno.EAFNOSUPPORT,
                SocketError.AccessDenied => LinuxErrno.EACCES,
                _ => exception.NativeErrorCode,
            };
            return null;
        }
    }

    /// <summary>Serves until <see cref="Stop"/>.</summary>
    public void Run()
    {
        List<Socket> reading = [], writing = [];
        while (!_isOver)
        {
            reading.Clear();
            writing.Clear();
            reading.Add(_listening);
            foreach (Connection connection in _connections)
            {
                (connection.IsAnswering ? writing : reading).Add(connection.Socket);
            }

            Socket.Select(reading, writing, null, NextDeadline());
            for (int i = _connections.Count - 1; i >= 0; i--)
            {
                Connection connection = _connections[i];
                bool isReady = (connection.IsAnswering ? writing : reading).Contains(connection.Socket);
                if (isReady ? !connection.Go(Page) : connection.IsLate)
                {
                    Close(i);
                }
            }

            if (reading.Contains(_listening))
            {
                Accept();
            }
        }
    }

    /// <summary>Ends <see cref="Run"/>, from another thread.</summary>
    public void Stop()
    {
        _isOver = true;

        // A connection of our own wakes it; where none is to be had, others keep it awake.
        IPEndPoint there = Address;
        IPAddress own = there.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : there.Address.Equals(IPAddress.IPv6Any)
            ? IPAddress.IPv6Loopback : there.Address;
        using Socket socket = new(own.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        try
        {
            socket.Connect(new IPEndPoint(own, there.Port));
        }
        catch (SocketException)
        {
            // It is on its way (EINPROGRESS), or there is no room for it.
        }
    }

    /// <summary>Stops listening; after <see cref="Run"/> has ended.</summary>
    public void Dispose()
    {
        for (int i = _connections.Count - 1; i >= 0; i--)
        {
            Close(i);
        }

        _listening.Dispose();
    }

    /// <summary>Until when to wait, or for ever where nobody is connected.</summary>
    private TimeSpan NextDeadline()
    {
        TimeSpan least = Timeout.InfiniteTimeSpan;
        foreach (Connection connection in _connections)
        {
            TimeSpan left = connection.TimeLeft;
            least = least < TimeSpan.Zero || left < least ? left : least;
        }

        return least == Timeout.InfiniteTimeSpan || least > TimeSpan.Zero ? least : TimeSpan.Zero;
    }

    private void Accept()
    {
        // As many as fit at once: between them those that wait get their turn.
        for (int i = 0; i < MostConnections; i++)
        {
            Socket socket;
            try
            {
                socket = _listening.Accept();
            }
            catch (SocketException exception)
            {
                if (exception.SocketErrorCode is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable)
                {
                    Thread.Sleep(WithoutDescriptors);
                }

                return;
            }

            if (_connections.Count == MostConnections)
            {
                // The oldest is the first: a list keeps its order.
                int slow = _connections.FindIndex(static c => !c.IsAnswering);
                Close(Math.Max(0, slow));
            }

            socket.Blocking = false;
            _connections.Add(new Connection(socket));
        }
    }

    private void Close(int index)
    {
        _connections[index].Dispose();
        _connections.RemoveAt(index);
    }

    /// <summary>The page that is given now: the last one while it is new enough.</summary>
    private MetricsPage Page()
    {
        if (_page is null || Stopwatch.GetElapsedTime(_page.WrittenAt) >= _age)
        {
            // A page that somebody still reads stays as it is.
            MetricsPage page = _page is { Readers: 0 } ? _page : new MetricsPage();
            page.Text.ResetWrittenCount();
            _write(page.Text);
            page.WrittenAt = Stopwatch.GetTimestamp();
            _page = page;
        }

        return _page;
    }
}
