using System.Buffers;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using VirtNest.Evidence;
using VirtNest.Host.Exporting;
using Xunit;

namespace VirtNest.Host.Tests.Exporting;

/// <summary>One page over HTTP, to whoever connects and however; and the file of the textfile collector.</summary>
public sealed class ExportingTests : IDisposable
{
    private readonly MetricsListener _listener;
    private readonly Thread _serving;
    private string _page = "x 1\n";
    private int _written;

    public ExportingTests()
    {
        _listener = MetricsListener.Open(new IPEndPoint(IPAddress.Loopback, 0), Write, TimeSpan.Zero, out int errno)!;
        Assert.Equal(0, errno);
        _serving = new Thread(_listener.Run) { IsBackground = true };
        _serving.Start();
    }

    public void Dispose()
    {
        _listener.Stop();
        Assert.True(_serving.Join(TimeSpan.FromSeconds(10)), "it did not end");
        _listener.Dispose();
    }

    [Theory]
    [InlineData("GET /metrics HTTP/1.1\r\nHost: localhost:9772\r\n\r\n", 200)]
    [InlineData("GET /metrics HTTP/1.1\r\nX: y\r\nhost: 127.0.0.1:9772\r\n\r\n", 200)]
    [InlineData("GET /metrics HTTP/1.1\r\nHost: [::1]:9772\r\n\r\n", 200)]
    [InlineData("GET /metrics HTTP/1.1\r\nHost: rebound.example\r\n\r\n", 421)]
    [InlineData("GET /metrics HTTP/1.1\r\nHost: localhost\r\nHost: localhost.example:9772\r\n\r\n", 421)]
    [InlineData("GET /metrics?collect[]=x HTTP/1.0\r\n\r\n", 200)]
    [InlineData("GET /metrics HTTP/1.1\n\n", 200)]
    [InlineData("HEAD /metrics HTTP/1.1\r\n\r\n", 200)]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 404)]
    [InlineData("GET /metrics/ HTTP/1.1\r\n\r\n", 404)]
    [InlineData("GET http://127.0.0.1/metrics HTTP/1.1\r\n\r\n", 404)]
    [InlineData("POST /metrics HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc", 405)]
    [InlineData("GET /metrics HTTP/2.0\r\n\r\n", 400)]
    [InlineData("GET /metrics\r\n\r\n", 400)]
    [InlineData("\r\n\r\n", 400)]
    [InlineData("\0\u00ff\u00fe \r\n\r\n", 400)]
    public void A_request_has_the_answer_that_it_must(string request, int status)
    {
        string answer = Ask(request);
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: close\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(status == 200 && request[0] == 'G', answer.EndsWith("\r\n\r\nx 1\n", StringComparison.Ordinal));
        Assert.Equal(status == 200, answer.Contains("text/plain; version=0.0.4", StringComparison.Ordinal));
    }

    [Fact]
    public void A_request_may_come_byte_by_byte_and_ends_at_8_KiB()
    {
        using Socket socket = Connect();
        foreach (char c in "GET /metrics HTTP/1.1\r\nX: y\r\n\r\n")
        {
            socket.Send([(byte)c]);
            Thread.Sleep(1);
        }

        Assert.EndsWith("x 1\n", Rest(socket), StringComparison.Ordinal);
        using Socket endless = Connect();
        endless.Send(Encoding.ASCII.GetBytes("GET /metrics HTTP/1.1\r\nX: " + new string('a', (8 << 10) - 26)));
        Assert.StartsWith("HTTP/1.1 431 ", Rest(endless), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_of_megabytes_arrives_whole_though_it_is_taken_slowly()
    {
        _page = string.Concat(Enumerable.Range(0, 300_000).Select(static i => $"metric{i} 1\n"));
        using Socket socket = Connect();
        socket.Send("GET /metrics HTTP/1.1\r\n\r\n"u8);
        Thread.Sleep(300);
        string answer = Rest(socket, pause: TimeSpan.FromMilliseconds(1));
        Assert.Contains($"Content-Length: {_page.Length}\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith(_page, answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_reads_slowly_gets_the_page_of_his_moment_while_others_get_newer_ones()
    {
        string big = new string('a', 8 << 20) + "\n";
        _page = big;
        using Socket slow = Connect();
        slow.Send("GET /metrics HTTP/1.1\r\n\r\n"u8);
        Thread.Sleep(200);
        _page = "y 2\n";
        Assert.EndsWith("\r\n\r\ny 2\n", Ask("GET /metrics HTTP/1.1\r\n\r\n"), StringComparison.Ordinal);
        Assert.EndsWith(big, Rest(slow), StringComparison.Ordinal);
    }

    [Fact]
    public void A_thousand_connections_that_say_nothing_keep_no_scraper_out()
    {
        List<Socket> idle = [];
        try
        {
            for (int i = 0; i < 1000; i++)
            {
                Socket socket = Connect();
                socket.Send("GET /metrics HTTP/1.1\r\nX: "u8);
                idle.Add(socket);
                if (i % 100 == 99)
                {
                    Assert.EndsWith("x 1\n", Ask("GET /metrics HTTP/1.1\r\n\r\n"), StringComparison.Ordinal);
                }
            }

            // All but the last of them were ended.
            Thread.Sleep(100);
            Assert.InRange(idle.Count(static s => !IsClosed(s)), 1, MetricsListener.MostConnections);
        }
        finally
        {
            idle.ForEach(static s => s.Dispose());
        }
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void A_request_that_drips_is_ended_in_time()
    {
        using Socket socket = Connect();
        long begin = Stopwatch.GetTimestamp();
        while (!IsClosed(socket))
        {
            Assert.True(Stopwatch.GetElapsedTime(begin) < MetricsListener.RequestTime * 3, "still open");
            try
            {
                socket.Send("a"u8);
            }
            catch (SocketException)
            {
                break;
            }

            Thread.Sleep(100);
        }

        Assert.True(Stopwatch.GetElapsedTime(begin) > MetricsListener.RequestTime / 2);
    }

    [Fact]
    public void Random_bytes_end_nothing()
    {
        Random random = new(20261125);
        for (int i = 0; i < 200; i++)
        {
            byte[] bytes = new byte[random.Next(1, 20_000)];
            random.NextBytes(bytes);
            using Socket socket = Connect();
            try
            {
                socket.Send(bytes);
            }
            catch (SocketException)
            {
                // It was ended before it had said all.
            }
        }

        Assert.EndsWith("x 1\n", Ask("GET /metrics HTTP/1.1\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_that_is_new_enough_is_given_once_more()
    {
        using MetricsListener listener =
            MetricsListener.Open(new IPEndPoint(IPAddress.Loopback, 0), Write, TimeSpan.FromMinutes(1), out _)!;
        Thread serving = new(listener.Run) { IsBackground = true };
        serving.Start();
        for (int i = 0; i < 20; i++)
        {
            using Socket socket = Connect(listener);
            socket.Send("GET /metrics HTTP/1.1\r\n\r\n"u8);
            Assert.EndsWith("x 1\n", Rest(socket), StringComparison.Ordinal);
        }

        Assert.Equal(1, _written);
        listener.Stop();
        Assert.True(serving.Join(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void A_port_in_use_and_an_address_of_others_are_named()
    {
        Assert.Null(MetricsListener.Open(_listener.Address, Write, TimeSpan.Zero, out int errno));
        Assert.Equal(LinuxErrno.EADDRINUSE, errno);
        Assert.Null(MetricsListener.Open(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 9772), Write, TimeSpan.Zero, out errno));
        Assert.Equal(LinuxErrno.EADDRNOTAVAIL, errno);
    }

    [Theory]
    [InlineData("9772", "127.0.0.1:9772")]
    [InlineData("192.0.2.1:9772", "192.0.2.1:9772")]
    [InlineData("[::1]:9772", "[::1]:9772")]
    [InlineData("[::]:1", "[::]:1")]
    [InlineData("0.0.0.0:65535", "0.0.0.0:65535")]
    [InlineData("0", null)]
    [InlineData("65536", null)]
    [InlineData("-1", null)]
    [InlineData(":9772", null)]
    [InlineData("::1:9772", null)]
    [InlineData("[::1]", null)]
    [InlineData("[127.0.0.1]:9772", null)]
    [InlineData("127.1:9772", null)]
    [InlineData("localhost:9772", null)]
    [InlineData("127.0.0.1:", null)]
    [InlineData("127.0.0.1:9772 ", null)]
    [InlineData("", null)]
    public void An_address_is_taken_as_it_is_or_refused(string text, string? address) =>
        Assert.Equal(address, ListenAddress.Parse(text)?.ToString());

    [Fact]
    public async Task The_file_is_the_old_one_or_the_new_one_whole_whoever_writes()
    {
        string folder = Directory.CreateTempSubdirectory("virt-nest-").FullName;
        try
        {
            string path = Path.Combine(folder, "virt-nest.prom");
            byte[][] contents =
                [.. Enumerable.Range(0, 4).Select(static i => Encoding.ASCII.GetBytes(new string((char)('a' + i), 200_000)))];
            Assert.Equal(0, new TextFile(path).Write(contents[0]));
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
                    File.GetUnixFileMode(path));
            }

            using CancellationTokenSource over = new();
            Task reading = Task.Run(() =>
            {
                while (!over.IsCancellationRequested)
                {
                    byte[] bytes = File.ReadAllBytes(path);
                    Assert.True(bytes.Length == 200_000 && bytes.All(b => b == bytes[0]), $"{bytes.Length} bytes");
                }
            }, CancellationToken.None);
            Parallel.ForEach(contents, content =>
            {
                for (int i = 0; i < 20; i++)
                {
                    Assert.Equal(0, new TextFile(path).Write(content));
                }
            });
            await over.CancelAsync();
            await reading;
            Assert.Equal([path], Directory.GetFileSystemEntries(folder));
            Assert.Equal(0, new TextFile(path).Remove());
            Assert.Empty(Directory.GetFileSystemEntries(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_folder_that_is_missing_and_a_link_are_refused()
    {
        string folder = Directory.CreateTempSubdirectory("virt-nest-").FullName;
        try
        {
            Assert.Equal(LinuxErrno.ENOENT, new TextFile(Path.Combine(folder, "missing", "a.prom")).Write("x"u8));
            File.CreateSymbolicLink(Path.Combine(folder, "link.prom"), "/dev/null");
            Assert.Equal(LinuxErrno.ELOOP, new TextFile(Path.Combine(folder, "link.prom")).Write("x"u8));
            Directory.CreateDirectory(Path.Combine(folder, "folder.prom"));
            Assert.Equal(LinuxErrno.EINVAL, new TextFile(Path.Combine(folder, "folder.prom")).Write("x"u8));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Write(IBufferWriter<byte> to)
    {
        _written++;
        to.Write(Encoding.ASCII.GetBytes(_page));
    }

    private string Ask(string request)
    {
        using Socket socket = Connect();
        socket.Send(Encoding.Latin1.GetBytes(request));
        return Rest(socket);
    }

    private Socket Connect() => Connect(_listener);

    private static Socket Connect(MetricsListener listener)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 20_000 };
        socket.Connect(listener.Address);
        return socket;
    }

    private static string Rest(Socket socket, TimeSpan pause = default)
    {
        using MemoryStream rest = new();
        byte[] buffer = new byte[64 << 10];
        for (int count; (count = socket.Receive(buffer)) > 0;)
        {
            rest.Write(buffer, 0, count);
            Thread.Sleep(pause);
        }

        return Encoding.ASCII.GetString(rest.ToArray());
    }

    private static bool IsClosed(Socket socket)
    {
        try
        {
            return socket.Poll(0, SelectMode.SelectRead) && socket.Receive(new byte[1]) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
