using System.IO;
using VirtNest.Host.Files;
using VirtNest.Instances;

namespace VirtNest.Host.Libvirt;

/// <summary>The file in which libvirt keeps the process of a running domain, /run/libvirt/qemu/NAME.pid.</summary>
internal static class ProcessFile
{
    private const string Folder = "/run/libvirt/qemu/";

    /// <summary>The process; null where the domain is of another machine, user or daemon, or the file cannot be read.</summary>
    /// <param name="address">The connection.</param>
    /// <param name="name">The domain's name.</param>
    internal static int? Read(ConnectionUri address, string name)
    {
        if (!address.IsLocal || address.Driver != "qemu" || address.Path != "/system" || address.HasParameters
            || name.Contains('/', StringComparison.Ordinal))
        {
            return null;
        }

        using HostTree tree = HostTree.Live();
        return int.TryParse(tree.Read(Path.Combine(Folder, name + ".pid"), 64).Value, NumberStyles.None, CultureInfo.InvariantCulture,
            out int pid) ? pid : null;
    }
}
