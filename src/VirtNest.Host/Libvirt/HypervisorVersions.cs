using VirtNest.Facts;
using VirtNest.Instances;

namespace VirtNest.Host.Libvirt;

/// <summary>The versions behind a connection.</summary>
public static class HypervisorVersions
{
    /// <summary>Of libvirt's daemon and of QEMU as libvirt knows it; null where nobody tells.</summary>
    /// <param name="uri">The connection.</param>
    public static (KernelVersion? Libvirt, KernelVersion? Qemu) Of(string uri)
    {
        try
        {
            using Hypervisor hypervisor = Hypervisor.Connect(uri, isReadOnly: true);
            (ulong libvirt, ulong qemu) = hypervisor.Versions();
            return (KernelVersion.Parse(InstanceList.Version(libvirt)), KernelVersion.Parse(InstanceList.Version(qemu)));
        }
        catch (HypervisorException)
        {
            return (null, null);
        }
    }
}
