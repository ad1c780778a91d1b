using VirtNest.Facts;
using VirtNest.Tables;

namespace VirtNest.Instances;

/// <summary>The host of an instance, as the limits see it.</summary>
/// <param name="Limits">What limits.txt asks of it.</param>
/// <param name="Facts">The host itself; null where it is not this machine.</param>
public sealed record InstanceHost(LimitHost Limits, HostFacts? Facts)
{
    /// <summary>The host of the instances of a connection.</summary>
    /// <param name="list">The connection: its versions, and one of its instances, whose CPU tells the vendor of a host that is not this
    /// machine.</param>
    /// <param name="facts">This machine; null where the connection leads to another.</param>
    public static InstanceHost From(InstanceList list, HostFacts? facts)
    {
        LimitHost limits = facts is not null ? LimitHost.From(facts) : new(VendorElsewhere(list), null);
        bool isQemu = ConnectionUri.Parse(list.Uri).Driver == "qemu";
        return new(
            limits with { Qemu = isQemu ? VersionOf(list.HypervisorVersion) : null, Libvirt = VersionOf(list.LibvirtVersion),
                IsQemu = isQemu }, facts);
    }

    /// <summary>libvirt's number as a version; null where it is not known.</summary>
    /// <param name="number">major * 1,000,000 + minor * 1,000 + release.</param>
    public static KernelVersion? VersionOf(ulong number) => KernelVersion.Parse(InstanceList.Version(number));

    private static string? VendorElsewhere(InstanceList list)
    {
        foreach (InstanceFacts facts in list.Instances)
        {
            string? vendor = Architecture.Find(CpuFacts.Normalise(facts.Reading.Xml?.Arch ?? "")).LimitVendor
                ?? (facts.Host.Extension is { } extension ? LimitHost.VendorOf(extension) : null);
            if (vendor is not null)
            {
                return vendor;
            }
        }

        return null;
    }
}
