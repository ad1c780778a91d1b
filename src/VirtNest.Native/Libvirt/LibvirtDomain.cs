using System.Runtime.InteropServices;

namespace VirtNest.Native.Libvirt;

/// <summary>libvirt-domain.h and libvirt-domain-snapshot.h: what is read of one domain. Each throws <see cref="LibvirtException"/> where
/// libvirt refuses.</summary>
internal static unsafe partial class LibvirtDomain
{
    internal const uint VIR_DOMAIN_STATS_STATE = 1;
    internal const uint VIR_DOMAIN_STATS_VCPU = 8;
    internal const uint VIR_CONNECT_LIST_DOMAINS_ACTIVE = 1;
    internal const uint VIR_CONNECT_LIST_DOMAINS_TRANSIENT = 8;

    /// <summary>Running domains alone. libvirt 1.2.8.</summary>
    internal const uint VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE = 1;

    /// <summary>Do not wait for a domain that a job holds: give what can be told at once. libvirt 4.5.</summary>
    internal const uint VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT = 1u << 29;

    internal const uint VIR_DOMAIN_XML_SECURE = 1;
    internal const uint VIR_DOMAIN_XML_INACTIVE = 2;

    private const int SizeOfUuid = 16;
    private const int MostNameBytes = 1 << 20;

    internal static DomainHandle LookupByName(ConnectHandle connection, string name) =>
        VirError.Check(virDomainLookupByName(connection, name), nameof(virDomainLookupByName));

    internal static DomainHandle LookupByUuid(ConnectHandle connection, Guid id)
    {
        byte* bytes = stackalloc byte[SizeOfUuid];
        id.TryWriteBytes(new Span<byte>(bytes, SizeOfUuid), bigEndian: true, out _);

        // SAFETY: libvirt reads VIR_UUID_BUFLEN bytes during the call.
        return VirError.Check(virDomainLookupByUUID(connection, bytes), nameof(virDomainLookupByUUID));
    }

    /// <summary>The name, which belongs to the handle and is copied.</summary>
    internal static string Name(DomainHandle domain)
    {
        // SAFETY: the text lives as long as the handle, which its caller holds.
        byte* name = virDomainGetName(domain);
        return name is not null ? CText.Copy(name, MostNameBytes) : throw VirError.Last(nameof(virDomainGetName));
    }

    /// <summary>The UUID; libvirt keeps it in the handle and asks nobody.</summary>
    internal static Guid Uuid(DomainHandle domain)
    {
        byte* bytes = stackalloc byte[SizeOfUuid];

        // SAFETY: libvirt writes VIR_UUID_BUFLEN bytes.
        VirError.Check(virDomainGetUUID(domain, bytes), nameof(virDomainGetUUID));
        return new Guid(new ReadOnlySpan<byte>(bytes, SizeOfUuid), bigEndian: true);
    }

    /// <summary>The UUID of a domain that a record owns, or null.</summary>
    internal static Guid? Uuid(nint domain)
    {
        byte* bytes = stackalloc byte[SizeOfUuid];

        // SAFETY: as above; the pointer is valid while its record is, which the caller holds.
        return virDomainGetUUID(domain, bytes) == 0 ? new Guid(new ReadOnlySpan<byte>(bytes, SizeOfUuid), bigEndian: true) : null;
    }

    /// <summary>The name of a domain that a record owns, and the number of its process: -1 where it is off.</summary>
    internal static (string Name, int LibvirtId) Names(nint domain)
    {
        // SAFETY: as above; the text lives as long as the record.
        return (CText.Copy(virDomainGetName(domain), MostNameBytes), (int)virDomainGetID(domain));
    }

    /// <summary>The number of the domain's process as of its lookup; -1 where it was off.</summary>
    internal static int LibvirtId(DomainHandle domain) => (int)virDomainGetID(domain);

    /// <summary>The XML as libvirt writes it.</summary>
    internal static byte[] Xml(DomainHandle domain, uint flags) =>
        CText.Take(virDomainGetXMLDesc(domain, flags), LibvirtHost.MostXmlBytes) ?? throw VirError.Last(nameof(virDomainGetXMLDesc));

    /// <summary>virDomainState and the reason, whose meaning depends on the state.</summary>
    internal static (int State, int Reason) State(DomainHandle domain)
    {
        VirError.Check(virDomainGetState(domain, out int state, out int reason, 0), nameof(virDomainGetState));
        return (state, reason);
    }

    internal static bool IsPersistent(DomainHandle domain) =>
        VirError.Check(virDomainIsPersistent(domain), nameof(virDomainIsPersistent)) == 1;

    internal static bool HasManagedSave(DomainHandle domain) =>
        VirError.Check(virDomainHasManagedSaveImage(domain, 0), nameof(virDomainHasManagedSaveImage)) == 1;

    internal static bool IsAutostarted(DomainHandle domain)
    {
        VirError.Check(virDomainGetAutostart(domain, out int autostart), nameof(virDomainGetAutostart));
        return autostart != 0;
    }

    internal static int SnapshotCount(DomainHandle domain) => VirError.Check(virDomainSnapshotNum(domain, 0), nameof(virDomainSnapshotNum));

    internal static JobReport Job(DomainHandle domain)
    {
        VirError.Check(virDomainGetJobInfo(domain, out JobReport job), nameof(virDomainGetJobInfo));
        return job;
    }

    [LibraryImport(LibvirtLibraries.Libvirt, StringMarshalling = StringMarshalling.Utf8)]
    private static partial DomainHandle virDomainLookupByName(ConnectHandle connection, string name);

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial DomainHandle virDomainLookupByUUID(ConnectHandle connection, byte* uuid);

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial byte* virDomainGetName(DomainHandle domain);

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial byte* virDomainGetName(nint domain);

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial uint virDomainGetID(nint domain);

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial uint virDomainGetID(DomainHandle domain);

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial int virDomainGetUUID(DomainHandle domain, byte* uuid);

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial int virDomainGetUUID(nint domain, byte* uuid);

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial byte* virDomainGetXMLDesc(DomainHandle domain, uint flags);

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial int virDomainGetState(DomainHandle domain, out int state, out int reason, uint flags);

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial int virDomainIsPersistent(DomainHandle domain);

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial int virDomainHasManagedSaveImage(DomainHandle domain, uint flags);

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial int virDomainGetAutostart(DomainHandle domain, out int autostart);

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial int virDomainSnapshotNum(DomainHandle domain, uint flags);

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial int virDomainGetJobInfo(DomainHandle domain, out JobReport job);
}
