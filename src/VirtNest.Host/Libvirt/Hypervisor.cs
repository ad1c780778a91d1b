using System.Threading;
using VirtNest.Host.Files;
using VirtNest.Instances;
using VirtNest.Native.Libvirt;

namespace VirtNest.Host.Libvirt;

/// <summary>A connection to libvirt. Every call ends in time (<see cref="BoundedCalls"/>) and throws <see cref="HypervisorException"/>
/// where libvirt does not do what was asked. XML comes without the secrets that libvirt keeps (passwords of VNC and SPICE), except for
/// redefining a domain, which would lose them.</summary>
internal sealed partial class Hypervisor : IDisposable
{
    /// <summary>XML of many domains is asked for by this many threads: libvirtd answers five of a client at once by default
    /// (max_client_requests).</summary>
    private const int Askers = 4;

    /// <summary>Connecting may start the daemon, which looks at every emulator first: 12 seconds were measured.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>What connecting is called.</summary>
    internal const string ConnectCall = "virConnectOpenAuth";

    private readonly BoundedCalls _calls;
    private readonly ConnectHandle _connection;

    /// <summary>For a question that no domain's work stands behind.</summary>
    private readonly TimeSpan _soon;

    private Hypervisor(BoundedCalls calls, ConnectHandle connection, string uri, TimeSpan patience)
    {
        _soon = patience;
        _calls = calls;
        _connection = connection;
        Uri = uri;
        Address = ConnectionUri.Parse(uri);
    }

    /// <summary>For a question that waits for a domain's lock: libvirt gives up by itself after 30 seconds.</summary>
    private TimeSpan AfterLock => DomainPatience ?? _soon + TimeSpan.FromSeconds(30);

    /// <summary>How long a question about one domain may take; null for longer than libvirt itself waits for the domain's lock.</summary>
    internal TimeSpan? DomainPatience { get; set; }

    /// <summary>The connection's URI in full: "qemu:///system".</summary>
    internal string Uri { get; }

    /// <summary>The same, understood.</summary>
    internal ConnectionUri Address { get; }

    /// <summary>Connects.</summary>
    /// <param name="uri">Null for libvirt's own choice.</param>
    /// <param name="isReadOnly">Without the right to change anything.</param>
    /// <param name="patience">How long the daemon may take to answer; null for the default.</param>
    /// <exception cref="HypervisorException">The library or the daemon is not there, or denies.</exception>
    internal static Hypervisor Connect(string? uri, bool isReadOnly, TimeSpan? patience = null)
    {
        BoundedCalls calls = new();
        try
        {
            return calls.Run(ConnectCall, patience ?? Patience, () =>
            {
                VirError.Silence();
                ConnectHandle connection = LibvirtHost.Open(uri, isReadOnly);
                return new Hypervisor(calls, connection, Encoding.UTF8.GetString(LibvirtHost.Uri(connection)), patience ?? Patience);
            });
        }
        catch (HypervisorException)
        {
            calls.Dispose();
            throw;
        }
    }

    /// <summary>The versions of the daemon's libvirt and of its hypervisor, in libvirt's form: 9000000 is 9.0.0. The second is 0 where
    /// nobody tells.</summary>
    internal (ulong Libvirt, ulong Hypervisor) Versions() => Ask("virConnectGetLibVersion", _soon, () =>
    {
        try
        {
            return (LibvirtHost.LibraryVersion(_connection), LibvirtHost.HypervisorVersion(_connection));
        }
        catch (LibvirtException)
        {
            return (0UL, 0UL);
        }
    });

    /// <summary>All domains of every state, with what bulk calls tell of them.</summary>
    internal List<Domain> All() => Ask("virConnectListAllDomains", _soon, () =>
    {
        Dictionary<Guid, Domain> all = [];
        foreach (DomainHandle handle in LibvirtHost.AllDomains(_connection, 0))
        {
            Domain domain = new(handle, LibvirtDomain.Name(handle), LibvirtDomain.Uuid(handle));
            all[domain.Id] = domain;
        }

        Mark(all, LibvirtDomain.VIR_CONNECT_LIST_DOMAINS_ACTIVE, static d => d.IsActive = true);
        Mark(all, LibvirtDomain.VIR_CONNECT_LIST_DOMAINS_TRANSIENT, static d => d.IsTransient = true);
        return new List<Domain>(all.Values);
    });

    /// <summary>One domain by its name, or where none has that name, by its UUID.</summary>
    /// <param name="name">As the user typed it.</param>
    /// <exception cref="HypervisorException">There is none.</exception>
    internal Domain Find(string name) => Ask("virDomainLookupByName", _soon, () =>
    {
        DomainHandle handle;
        if (name.Contains('\0', StringComparison.Ordinal))
        {
            // libvirt would read up to the zero, and find another.
            throw new LibvirtException("virDomainLookupByName", VirError.VIR_ERR_NO_DOMAIN, 0, "");
        }

        try
        {
            handle = LibvirtDomain.LookupByName(_connection, name);
        }
        catch (LibvirtException exception) when (exception.Code == VirError.VIR_ERR_NO_DOMAIN && Guid.TryParse(name, out Guid id))
        {
            handle = LibvirtDomain.LookupByUuid(_connection, id);
        }

        return new Domain(handle, LibvirtDomain.Name(handle), LibvirtDomain.Uuid(handle))
        {
            IsActive = DomainStates.Of(LibvirtDomain.State(handle).State).IsActive(),
            IsTransient = !LibvirtDomain.IsPersistent(handle),
        };
    });

    /// <summary>The state of one domain.</summary>
    internal DomainState State(Domain domain) =>
        Ask("virDomainGetState", AfterLock, () => DomainStates.Of(LibvirtDomain.State(domain.Handle).State));

    /// <summary>The numbers of all running domains that can be told without waiting, by UUID; of one group or more,
    /// VIR_DOMAIN_STATS_*.</summary>
    internal Dictionary<Guid, IReadOnlyList<KeyValuePair<string, long>>> Numbers(uint groups) =>
        Ask("virConnectGetAllDomainStats", AfterLock, () =>
    {
        Dictionary<Guid, IReadOnlyList<KeyValuePair<string, long>>> all = [];
        foreach (DomainNumbers numbers in LibvirtHost.AllDomainStats(_connection, groups,
            LibvirtDomain.VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT))
        {
            all[numbers.Id] = numbers.Numbers;
        }

        return all;
    });

    /// <summary>The persistent definition: what the next cold start takes.</summary>
    internal byte[] PersistentXml(Domain domain) =>
        Ask("virDomainGetXMLDesc", AfterLock, () => LibvirtDomain.Xml(domain.Handle, LibvirtDomain.VIR_DOMAIN_XML_INACTIVE));

    /// <summary>The persistent definition with its secrets: for redefining alone, and never printed.</summary>
    internal byte[] DefinitionForEditing(Domain domain) =>
        Ask("virDomainGetXMLDesc", AfterLock,
            () => LibvirtDomain.Xml(domain.Handle, LibvirtDomain.VIR_DOMAIN_XML_INACTIVE | LibvirtDomain.VIR_DOMAIN_XML_SECURE));

    /// <summary>Reads something of many domains, a bounded number at a time. One that libvirt refuses (it may be gone by now) gets the
    /// failure.</summary>
    /// <param name="domains">The domains.</param>
    /// <param name="read">What is read of one; native calls.</param>
    /// <param name="store">Where it goes, by the domain's place; called from several threads, each place once.</param>
    internal void ReadEach(IReadOnlyList<Domain> domains, Func<DomainHandle, byte[]> read, Action<int, byte[]?, LibvirtFailure?> store) =>
        Ask("virDomainGetXMLDesc", AfterLock + (_soon * (domains.Count / 1000)), () =>
        {
            int next = -1;
            void Work()
            {
                for (int i = Interlocked.Increment(ref next); i < domains.Count && _calls.IsAlive; i = Interlocked.Increment(ref next))
                {
                    try
                    {
                        store(i, read(domains[i].Handle), null);
                    }
                    catch (LibvirtException exception)
                    {
                        store(i, null, Failures.Of(exception));
                    }
                }
            }

            List<Thread> others = [];
            while (others.Count < Math.Min(Askers, domains.Count) - 1 && BackgroundThread.Start(Work) is { } other)
            {
                others.Add(other);
            }

            Work();
            others.ForEach(static t => t.Join());
            return true;
        });

    /// <summary>What the hypervisor can give to domains like this one (libvirt, "Domain capabilities XML format").</summary>
    internal byte[] Capabilities(string? emulator, string? architecture, string? machine, string? type) =>
        Ask("virConnectGetDomainCapabilities", AfterLock,
            () => LibvirtHost.DomainCapabilities(_connection, emulator, architecture, machine, type));

    /// <summary>Closes the connection, unless a call still hangs in it: closing would hang too.</summary>
    public void Dispose()
    {
        if (_calls.IsAlive)
        {
            _connection.Dispose();
        }

        _calls.Dispose();
    }

    private T Ask<T>(string name, TimeSpan limit, Func<T> call) => _calls.Run(name, limit, call);

    private void Mark(Dictionary<Guid, Domain> all, uint filter, Action<Domain> mark)
    {
        foreach (DomainHandle handle in LibvirtHost.AllDomains(_connection, filter))
        {
            using (handle)
            {
                if (all.TryGetValue(LibvirtDomain.Uuid(handle), out Domain? domain))
                {
                    mark(domain);
                }
            }
        }
    }
}
