using System.Runtime.InteropServices;

namespace VirtNest.Native.Libvirt;

/// <summary>What changes a domain.</summary>
internal static unsafe partial class LibvirtDomain
{
    /// <summary>Hold the XML against libvirt's schema. libvirt 1.2.12.</summary>
    internal const uint VIR_DOMAIN_DEFINE_VALIDATE = 1;
    internal const uint VIR_DOMAIN_SHUTDOWN_ACPI_POWER_BTN = 1;
    internal const uint VIR_DOMAIN_SHUTDOWN_GUEST_AGENT = 2;

    /// <summary>Defines a domain, or gives one that has this name and UUID a new persistent definition; a running one runs on as it
    /// is.</summary>
    /// <param name="connection">With the right to write.</param>
    /// <param name="xml">The definition, ended by a zero byte.</param>
    /// <param name="flags">VIR_DOMAIN_DEFINE_*.</param>
    internal static DomainHandle Define(ConnectHandle connection, byte[] xml, uint flags)
    {
        // SAFETY: libvirt reads the text up to its zero, during the call alone; the array is pinned for that time.
        System.ArgumentOutOfRangeException.ThrowIfNotEqual(Array.IndexOf(xml, (byte)0), xml.Length - 1);
        fixed (byte* text = xml)
        {
            return VirError.Check(virDomainDefineXMLFlags(connection, text, flags), nameof(virDomainDefineXMLFlags));
        }
    }

    internal static void Start(DomainHandle domain) =>
        VirError.Check(virDomainCreateWithFlags(domain, 0), nameof(virDomainCreateWithFlags));

    /// <summary>Asks the guest to shut down, and returns when it was asked.</summary>
    internal static void Shutdown(DomainHandle domain, uint flags) =>
        VirError.Check(virDomainShutdownFlags(domain, flags), nameof(virDomainShutdownFlags));

    /// <summary>Ends a domain as if its power was cut.</summary>
    internal static void Destroy(DomainHandle domain) => VirError.Check(virDomainDestroyFlags(domain, 0), nameof(virDomainDestroyFlags));

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial DomainHandle virDomainDefineXMLFlags(ConnectHandle connection, byte* xml, uint flags);

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial int virDomainCreateWithFlags(DomainHandle domain, uint flags);

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial int virDomainShutdownFlags(DomainHandle domain, uint flags);

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial int virDomainDestroyFlags(DomainHandle domain, uint flags);
}
