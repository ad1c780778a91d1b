using System.Collections.Concurrent;
using System.IO;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace VirtNest.Host.Tests.Libvirt;

/// <summary>What a libvirtd that hangs looks like: it takes connections and never answers.</summary>
internal sealed class HungDaemon : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("virt-nest-hung-").FullName;
    private readonly Socket _listening = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly ConcurrentBag<Socket> _taken = [];

    internal HungDaemon()
    {
        _listening.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder, "sock")));
        _listening.Listen(100);
        _ = Task.Run(Take);
    }

    internal string Uri => $"qemu+unix:///system?socket={_folder}/sock";

    /// <summary>How many have connected.</summary>
    internal int Connections { get; private set; }

    /// <summary>Ends all connections, as a restart does.</summary>
    internal void HangUp()
    {
        while (_taken.TryTake(out Socket? socket))
        {
            socket.Dispose();
        }
    }

    public void Dispose()
    {
        _listening.Dispose();
        HangUp();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task Take()
    {
        try
        {
            while (true)
            {
                _taken.Add(await _listening.AcceptAsync());
                Connections++;
            }
        }
        catch (SocketException)
        {
            // It is over.
        }
        catch (ObjectDisposedException)
        {
            // It was over before.
        }
    }
}
