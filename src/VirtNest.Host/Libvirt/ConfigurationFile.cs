using System.IO;
using VirtNest.Instances;
using VirtNest.Native.LibC;

namespace VirtNest.Host.Libvirt;

/// <summary>The files in which libvirt's QEMU driver keeps definitions (libvirt, "QEMU/KVM/HVF hypervisor driver", "Location of
/// configuration files"). Only their time is looked at.</summary>
internal static class ConfigurationFile
{
    /// <summary>When a definition was last written, where its file is on this machine and may be seen; else null.</summary>
    internal static DateTimeOffset? WrittenAt(ConnectionUri address, string name)
    {
        if (!address.IsLocal || address.Driver != "qemu" || address.HasParameters || name.Contains('/', StringComparison.Ordinal))
        {
            return null;
        }

        string? folder = address.Path switch
        {
            "/system" => "/etc",
            "/session" when Unistd.GetEUid() == 0 => "/etc",
            "/session" => Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } configured ? configured
                : Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home ? Path.Join(home, ".config")
                : null,
            _ => null,
        };
        return folder is not null && Stat.OfPath(Path.Join(folder, "libvirt/qemu", name + ".xml"), out Stat.StatX file) == 0
            ? DateTimeOffset.FromUnixTimeSeconds(file.MTimeSeconds)
            : null;
    }
}
