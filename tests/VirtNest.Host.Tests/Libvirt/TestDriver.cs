using System.IO;
using System.Security.Cryptography;

namespace VirtNest.Host.Tests.Libvirt;

/// <summary>A file for libvirt's test driver (libvirt, "Test 'mock' driver"): a host with the domains that a test wants. Each connection
/// has its own copy of them.</summary>
internal sealed class TestDriver : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    internal TestDriver(params string[] domains)
    {
        StringBuilder node = new("<node>\n");
        foreach (string domain in domains)
        {
            node.Append(domain).Append('\n');
        }

        File.WriteAllText(_file, node.Append("</node>\n").ToString());
    }

    /// <summary>Why libvirt cannot be used on this machine; null where it can.</summary>
    internal static string? Missing { get; } = FindMissing();

    internal string Uri => "test://" + _file;

    /// <summary>One domain; those of the test driver run unless a state is given.</summary>
    internal static string Domain(string name, string cpu = "", string type = "test", string? state = null) =>
        $"<domain type='{type}' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>"
            + $"{(state is null ? "" : $"<test:runstate>{state}</test:runstate>")}"
        + $"<name>{name}</name><uuid>"
        + $"{new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16))}</uuid><memory>8192</memory><vcpu>1</vcpu><os><type "
        + $"arch='x86_64'>hvm</type></os>{cpu}</domain>";

    public void Dispose() => File.Delete(_file);

    private static string? FindMissing()
    {
        foreach (string folder in (string[])["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"])
        {
            if (File.Exists(folder + "/libvirt.so.0"))
            {
                return null;
            }
        }

        return "libvirt.so.0 is not installed (libvirt0)";
    }
}
