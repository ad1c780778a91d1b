using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using VirtNest.Watching;

namespace VirtNest.Host.Exporting;

/// <summary>One connection: a request that arrives in pieces, then an answer that leaves in pieces, then the end.</summary>
/// <param name="socket">A socket without blocking.</param>
internal sealed class Connection(Socket socket) : IDisposable
{
    private const int MostOfRequest = 8 << 10;

    private readonly byte[] _request = new byte[MostOfRequest];
    private long _began = Stopwatch.GetTimestamp();
    private readonly bool _isLocal = socket.LocalEndPoint is IPEndPoint { Address: var address } && IPAddress.IsLoopback(address);
    private int _received;
    private byte[]? _head;
    private MetricsPage? _page;
    private int _sent;

    internal Socket Socket { get; } = socket;

    internal bool IsAnswering => _head is not null;

    internal TimeSpan TimeLeft =>
        (IsAnswering ? MetricsListener.AnswerTime : MetricsListener.RequestTime) - Stopwatch.GetElapsedTime(_began);

    internal bool IsLate => TimeLeft <= TimeSpan.Zero;

    /// <summary>Goes on as far as it can without waiting; false where the connection is to be closed.</summary>
    /// <param name="page">The page that is given now.</param>
    internal bool Go(Func<MetricsPage> page)
    {
        if (!IsAnswering)
        {
            int count = Socket.Receive(_request.AsSpan(_received), SocketFlags.None, out SocketError error);
            if (error == SocketError.WouldBlock)
            {
                return !IsLate;
            }

            if (error != SocketError.Success || count == 0)
            {
                return false;
            }

            _received += count;
            if (HttpRequest.Read(_request.AsSpan(0, _received), isFull: _received == MostOfRequest, _isLocal) is not { } answer)
            {
                return !IsLate;
            }

            Answer(answer, page);
        }

        return Send() && !IsLate;
    }

    public void Dispose()
    {
        if (_page is not null)
        {
            _page.Readers--;
        }

        Socket.Dispose();
    }

    private void Answer(HttpAnswer answer, Func<MetricsPage> page)
    {
        MetricsPage? given = answer.Status == 200 ? page() : null;
        byte[] words = Encoding.ASCII.GetBytes(answer.Reason + "\n");
        int length = given?.Text.WrittenCount ?? words.Length;
        string head = $"HTTP/1.1 {answer.Status} {answer.Reason}\r\nContent-Type: "
            + $"{(given is null ? "text/plain; charset=utf-8" : MetricsText.ContentType)}\r\n"
            + $"Content-Length: {length}\r\n{(answer.Status == 405 ? "Allow: GET, HEAD\r\n" : "")}X-Content-Type-Options: "
            + "nosniff\r\nConnection: close\r\n\r\n";
        _head = [.. Encoding.ASCII.GetBytes(head), .. given is null && !answer.IsHead ? words : []];
        if (given is not null && !answer.IsHead)
        {
            _page = given;
            _page.Readers++;
        }

        _began = Stopwatch.GetTimestamp();
    }

    /// <summary>Sends what the peer takes; false at the end, and where it has gone.</summary>
    private bool Send()
    {
        int whole = _head!.Length + (_page?.Text.WrittenCount ?? 0);
        while (_sent < whole)
        {
            ReadOnlySpan<byte> rest = _sent < _head.Length ? _head.AsSpan(_sent) : _page!.Text.WrittenSpan[(_sent - _head.Length)..];
            int count = Socket.Send(rest, SocketFlags.None, out SocketError error);
            if (error == SocketError.WouldBlock)
            {
                return true;
            }

            if (error != SocketError.Success)
            {
                return false;
            }

            _sent += count;
        }

        return false;
    }
}
