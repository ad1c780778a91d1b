using System.Runtime.InteropServices;

namespace VirtNest.Native.Libvirt;

/// <summary>libvirt-host.h: a connection and what is behind it. Each throws <see cref="LibvirtException"/> where libvirt refuses.</summary>
internal static unsafe partial class LibvirtHost
{
    internal const uint VIR_CONNECT_RO = 1;

    /// <summary>Bytes of XML that are taken: far above any that libvirt's own protocol carries (VIR_NET_MESSAGE_MAX, 32 MiB).</summary>
    internal const int MostXmlBytes = 64 << 20;

    /// <summary>Opens a connection; without callbacks for credentials, so that nothing waits for a person at a prompt of
    /// libvirt's.</summary>
    /// <param name="uri">Null for libvirt's own choice: LIBVIRT_DEFAULT_URI, uri_default, then a probe.</param>
    /// <param name="isReadOnly">Without the right to change anything.</param>
    internal static ConnectHandle Open(string? uri, bool isReadOnly) =>
        VirError.Check(virConnectOpenAuth(uri, 0, isReadOnly ? VIR_CONNECT_RO : 0), nameof(virConnectOpenAuth));

    /// <summary>The URI in full, as libvirt chose it.</summary>
    internal static byte[] Uri(ConnectHandle connection) =>
        CText.Take(virConnectGetURI(connection), MostXmlBytes) ?? throw VirError.Last(nameof(virConnectGetURI));

    /// <summary>The version of the daemon's libvirt: major * 1,000,000 + minor * 1,000 + release.</summary>
    internal static ulong LibraryVersion(ConnectHandle connection)
    {
        VirError.Check(virConnectGetLibVersion(connection, out nuint version), nameof(virConnectGetLibVersion));
        return version;
    }

    /// <summary>The version of the library itself, in the same form; no connection is made.</summary>
    internal static ulong OwnVersion()
    {
        VirError.Check(virGetVersion(out nuint version, 0, 0), nameof(virGetVersion));
        return version;
    }

    /// <summary>The version of the hypervisor (QEMU), in the same form; 0 where the daemon cannot tell.</summary>
    internal static ulong HypervisorVersion(ConnectHandle connection)
    {
        VirError.Check(virConnectGetVersion(connection, out nuint version), nameof(virConnectGetVersion));
        return version;
    }

    /// <summary>What the hypervisor can give to a domain of one kind, as XML. Nulls stand for the daemon's own choice.</summary>
    internal static byte[] DomainCapabilities(ConnectHandle connection, string? emulator, string? architecture, string? machine,
        string? type) =>
        CText.Take(virConnectGetDomainCapabilities(connection, emulator, architecture, machine, type, 0), MostXmlBytes)
            ?? throw VirError.Last(nameof(virConnectGetDomainCapabilities));

    /// <summary>All domains, or those that a filter lets through.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="filter">VIR_CONNECT_LIST_DOMAINS_*; 0 for all.</param>
    internal static DomainHandle[] AllDomains(ConnectHandle connection, uint filter)
    {
        int count = VirError.Check(virConnectListAllDomains(connection, out nint* list, filter), nameof(virConnectListAllDomains));
        DomainHandle[] domains = new DomainHandle[count];

        // SAFETY: libvirt allocated an array of this many pointers, each a reference for this caller; the handles take the references over.
        for (int i = 0; i < count; i++)
        {
            domains[i] = new DomainHandle(list[i]);
        }

        CText.Free(list);
        return domains;
    }

    /// <summary>The numbers of all domains in one call.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="groups">VIR_DOMAIN_STATS_*.</param>
    /// <param name="flags">VIR_CONNECT_GET_ALL_DOMAINS_STATS_*.</param>
    /// <param name="isWanted">Which numbers are taken; null for all.</param>
    internal static List<DomainNumbers> AllDomainStats(ConnectHandle connection, uint groups, uint flags,
        TypedParameter.NameFilter? isWanted = null)
    {
        int count = VirError.Check(virConnectGetAllDomainStats(connection, groups, out DomainStatsRecord** records, flags),
            nameof(virConnectGetAllDomainStats));
        try
        {
            List<DomainNumbers> all = new(count);

            // SAFETY: libvirt allocated this many records and a null behind them; they stay until virDomainStatsRecordListFree below, and
            // everything is copied before.
            for (int i = 0; i < count; i++)
            {
                Guid? id = LibvirtDomain.Uuid(records[i]->Domain);
                if (id is { } known)
                {
                    (string name, int libvirtId) = LibvirtDomain.Names(records[i]->Domain);
                    all.Add(
                        new DomainNumbers(known, name, libvirtId,
                            TypedParameter.Numbers(new ReadOnlySpan<TypedParameter>(records[i]->Parameters, Math.Max(0, records[i]->Count)),
                                isWanted)));
                }
            }

            return all;
        }
        finally
        {
            virDomainStatsRecordListFree(records);
        }
    }

    [LibraryImport(LibvirtLibraries.Libvirt, StringMarshalling = StringMarshalling.Utf8)]
    private static partial ConnectHandle virConnectOpenAuth(string? name, nint auth, uint flags);

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial byte* virConnectGetURI(ConnectHandle connection);

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial int virConnectGetLibVersion(ConnectHandle connection, out nuint version);

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial int virGetVersion(out nuint version, nint type, nint typeVersion);

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial int virConnectGetVersion(ConnectHandle connection, out nuint version);

    [LibraryImport(LibvirtLibraries.Libvirt, StringMarshalling = StringMarshalling.Utf8)]
    private static partial byte* virConnectGetDomainCapabilities(ConnectHandle connection, string? emulator, string? architecture,
        string? machine, string? type, uint flags);

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial int virConnectListAllDomains(ConnectHandle connection, out nint* domains, uint flags);

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial int virConnectGetAllDomainStats(ConnectHandle connection, uint groups, out DomainStatsRecord** records,
        uint flags);

    [LibraryImport(LibvirtLibraries.Libvirt)]
    private static partial void virDomainStatsRecordListFree(DomainStatsRecord** records);
}
