namespace VirtNest.Instances;

/// <summary>The instances of one connection.</summary>
/// <param name="Uri">The connection, as libvirt names it.</param>
/// <param name="LibvirtVersion">Of the daemon: 9000000 is 9.0.0; 0 where it is not known.</param>
/// <param name="HypervisorVersion">Of QEMU, in the same form.</param>
/// <param name="Instances">By name.</param>
public sealed record InstanceList(string Uri, ulong LibvirtVersion, ulong HypervisorVersion, IReadOnlyList<InstanceFacts> Instances)
{
    /// <summary>"9.0.0", or null where it is not known.</summary>
    /// <param name="number">In libvirt's form: major * 1,000,000 + minor * 1,000 + release.</param>
    public static string? Version(ulong number) => number == 0 ? null : $"{number / 1_000_000}.{number / 1_000 % 1_000}.{number % 1_000}";
}
