using System.Runtime.InteropServices;

namespace VirtNest.Native.Libvirt;

/// <summary>virDomainStatsRecord of libvirt-domain.h, 24 bytes. The domain belongs to the record.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct DomainStatsRecord
{
    internal nint Domain;
    internal TypedParameter* Parameters;
    internal int Count;
}

/// <summary>The numbers of one domain by libvirt's names, "state.state" or "vcpu.0.nested_run.sum".</summary>
/// <param name="Id">The domain's UUID.</param>
/// <param name="Name">Its name.</param>
/// <param name="LibvirtId">What libvirt calls the running process, never used twice by one daemon; -1 for a domain that is off.</param>
/// <param name="Numbers">Whole numbers and booleans (0 and 1); texts and fractions are left out.</param>
internal readonly record struct DomainNumbers(Guid Id, string Name, int LibvirtId, IReadOnlyList<KeyValuePair<string, long>> Numbers);
