using VirtNest.Facts;
using VirtNest.Instances;
using VirtNest.Tables;

namespace VirtNest.Host.Libvirt;

/// <summary>The versions behind a connection.</summary>
public static class HypervisorVersions
{
    /// <summary>The host with those of libvirt's daemon and of QEMU as libvirt knows it; without them where libvirt cannot be
    /// asked.</summary>
    /// <param name="host">The host.</param>
    /// <param name="uri">The connection.</param>
    public static LimitHost Ask(LimitHost host, string uri)
    {
        try
        {
            using Hypervisor hypervisor = Hypervisor.Connect(uri, isReadOnly: true);
            return With(host, hypervisor);
        }
        catch (HypervisorException)
        {
            return host;
        }
    }

    /// <summary>The host with the versions of a connection; null for those that nobody tells.</summary>
    internal static LimitHost With(LimitHost host, Hypervisor hypervisor)
    {
        (ulong libvirt, ulong qemu) = hypervisor.Versions();
        return host with { Libvirt = KernelVersion.Parse(InstanceList.Version(libvirt)),
            Qemu = KernelVersion.Parse(InstanceList.Version(qemu)) };
    }
}
