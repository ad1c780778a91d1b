using System.Diagnostics;
using System.Threading;
using VirtNest.Checking;
using VirtNest.Facts;
using VirtNest.Host.Gathering;
using VirtNest.Instances;
using VirtNest.Instances.Xml;
using VirtNest.Native.Libvirt;

namespace VirtNest.Host.Libvirt;

/// <summary>What looking at instances may do.</summary>
/// <param name="Uri">The connection; null for libvirt's own choice.</param>
/// <param name="LooksInside">Ask guest agents: libvirt notes that in its log (the domain is "tainted").</param>
/// <param name="AsksQemu">Ask QEMU's monitor, with the same note.</param>
public sealed record LookOptions(string? Uri, bool LooksInside, bool AsksQemu);

/// <summary>Looks at instances and changes nothing. What libvirt refuses is data.</summary>
public static class InstanceReader
{
    /// <summary>Between two counts of nested runs: an idle Linux in an L2 mostly enters it several times in that time (its
    /// timer).</summary>
    private static readonly TimeSpan BetweenSamples = TimeSpan.FromMilliseconds(500);

    /// <summary>Reads all instances of a connection.</summary>
    /// <param name="options">How.</param>
    /// <param name="failure">Why there is no list, or null.</param>
    public static InstanceList? List(LookOptions options, out LibvirtFailure? failure) => Look(options, out failure, hypervisor =>
    {
        (ulong libvirt, ulong qemu) = hypervisor.Versions();
        List<Domain> domains = hypervisor.All();
        domains.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return new InstanceList(hypervisor.Uri, libvirt, qemu, Read(hypervisor, domains, options));
    });

    /// <summary>Reads one instance.</summary>
    /// <param name="options">How.</param>
    /// <param name="name">Its name or UUID.</param>
    /// <param name="uri">The connection, as libvirt names it.</param>
    /// <param name="failure">Why there is none, or null.</param>
    public static InstanceFacts? One(LookOptions options, string name, out string uri, out LibvirtFailure? failure)
    {
        string connected = options.Uri ?? "";
        InstanceFacts? facts = Look(options, out failure, hypervisor =>
        {
            connected = hypervisor.Uri;
            return Read(hypervisor, hypervisor.Find(name), options);
        });
        uri = connected;
        return facts;
    }

    /// <summary>Reads one instance, and the versions of its connection beside it.</summary>
    /// <param name="options">How.</param>
    /// <param name="name">Its name or UUID.</param>
    /// <param name="failure">Why there is none, or null.</param>
    /// <returns>A list of that one instance, or null.</returns>
    public static InstanceList? Alone(LookOptions options, string name, out LibvirtFailure? failure) =>
        Look(options, out failure, hypervisor =>
    {
        (ulong libvirt, ulong qemu) = hypervisor.Versions();
        return new InstanceList(hypervisor.Uri, libvirt, qemu, [Read(hypervisor, hypervisor.Find(name), options)]);
    });

    /// <summary>Reads one instance through a connection that is there.</summary>
    internal static InstanceFacts Read(Hypervisor hypervisor, Domain domain, LookOptions options)
    {
        InstanceFacts facts = Read(hypervisor, [domain], options)[0];
        return facts with { Reading =
            facts.Reading with { HasManagedSave = !facts.Reading.State.IsActive() && hypervisor.Circumstances(domain).HasManagedSave } };
    }

    /// <summary>Whether VMX or SVM is there for each of some running instances, by their live XML and the host's offer; those that could
    /// not be read are left out.</summary>
    internal static Dictionary<Guid, bool?> Exposed(Hypervisor hypervisor, List<Domain> domains)
    {
        InstanceReading[] readings = Definitions(hypervisor, domains, []);
        HostOffer host =
            Offer(hypervisor, readings.Select(static r => r.Xml).FirstOrDefault(static x => x is { Type: "kvm", IsX86: true }));
        return readings.Where(static r => r.Failure is null).ToDictionary(static r => r.Id, r => new InstanceFacts(r, host).IsExposed);
    }

    private static T? Look<T>(LookOptions options, out LibvirtFailure? failure, Func<Hypervisor, T> look)
        where T : class
    {
        failure = null;
        try
        {
            using Hypervisor hypervisor = Connect(options);
            return look(hypervisor);
        }
        catch (HypervisorException exception)
        {
            failure = exception.Failure;
            return null;
        }
    }

    /// <summary>Agents and monitors answer only to connections that may write; where this user has none, the rest can be read all the
    /// same.</summary>
    private static Hypervisor Connect(LookOptions options)
    {
        if (!options.LooksInside && !options.AsksQemu)
        {
            return Hypervisor.Connect(options.Uri, isReadOnly: true);
        }

        try
        {
            return Hypervisor.Connect(options.Uri, isReadOnly: false);
        }
        catch (HypervisorException exception) when (exception.Failure.Kind is LibvirtFailureKind.Denied or LibvirtFailureKind.NotReached)
        {
            return Hypervisor.Connect(options.Uri, isReadOnly: true);
        }
    }

    private static List<InstanceFacts> Read(Hypervisor hypervisor, List<Domain> domains, LookOptions options)
    {
        Dictionary<Guid, IReadOnlyList<KeyValuePair<string, long>>> first = Numbers(hypervisor);
        Stopwatch sinceFirst = Stopwatch.StartNew();
        InstanceReading[] readings = Definitions(hypervisor, domains, first);
        for (int i = 0; i < domains.Count; i++)
        {
            readings[i] = readings[i] with { Samples = (Sample(first, domains[i]), Sample(first, domains[i])) };
        }

        // Who has entered no L2, or is seen in one, needs no second look; whose count stands needs more than one.
        while (readings.Any(static r => r.IsUndecided))
        {
            Thread.Sleep(BetweenSamples);
            TimeSpan lookedFor = sinceFirst.Elapsed;
            Dictionary<Guid, IReadOnlyList<KeyValuePair<string, long>>> now = Numbers(hypervisor);
            for (int i = 0; i < domains.Count; i++)
            {
                readings[i] =
                    readings[i].IsUndecided ? Later(readings[i], now.GetValueOrDefault(domains[i].Id, []), lookedFor) : readings[i];
            }
        }

        HostOffer host =
            Offer(hypervisor, readings.Select(static r => r.Xml).FirstOrDefault(static x => x is { Type: "kvm", IsX86: true }));
        List<InstanceFacts> all = new(domains.Count);
        for (int i = 0; i < domains.Count; i++)
        {
            all.Add(new InstanceFacts(Deepened(hypervisor, domains[i], readings[i], options, host), host));
        }

        return all;
    }

    /// <summary>The reading with what is counted now; an instance that is paused by now is.</summary>
    private static InstanceReading Later(InstanceReading reading, IReadOnlyList<KeyValuePair<string, long>> numbers, TimeSpan lookedFor) =>
        reading with
    {
        State = State(numbers) ?? reading.State,
        Samples = (reading.Samples.First, NestedSample.Parse(numbers)),
        SampledFor = lookedFor,
    };

    private static DomainState? State(IReadOnlyList<KeyValuePair<string, long>> numbers) =>
        numbers.Where(static n => n.Key == "state.state").Select(static n => (DomainState?)DomainStates.Of(n.Value)).FirstOrDefault();

    private static NestedSample Sample(Dictionary<Guid, IReadOnlyList<KeyValuePair<string, long>>> numbers, Domain domain) =>
        numbers.TryGetValue(domain.Id, out IReadOnlyList<KeyValuePair<string, long>>? own) ? NestedSample.Parse(own) : default;

    /// <summary>State and vCPU counts of all in one call; nothing where the driver has no such call.</summary>
    private static Dictionary<Guid, IReadOnlyList<KeyValuePair<string, long>>> Numbers(Hypervisor hypervisor)
    {
        try
        {
            return hypervisor.Numbers(LibvirtDomain.VIR_DOMAIN_STATS_STATE | LibvirtDomain.VIR_DOMAIN_STATS_VCPU);
        }
        catch (HypervisorException exception) when (exception.Failure.Kind == LibvirtFailureKind.Unsupported)
        {
            return [];
        }
    }

    /// <summary>The XML of each: what runs, and beside it the definition only where it may differ.</summary>
    private static InstanceReading[] Definitions(Hypervisor hypervisor, List<Domain> domains,
        Dictionary<Guid, IReadOnlyList<KeyValuePair<string, long>>> numbers)
    {
        InstanceReading[] readings = new InstanceReading[domains.Count];
        for (int i = 0; i < domains.Count; i++)
        {
            DomainState state =
                State(numbers.GetValueOrDefault(domains[i].Id, [])) ?? (domains[i].IsActive ? DomainState.Running : DomainState.ShutOff);
            readings[i] = new(domains[i].Name, domains[i].Id, state, domains[i].IsTransient);
        }

        hypervisor.ReadEach(domains, static handle => LibvirtDomain.Xml(handle, 0), (i, xml, failure) => readings[i] = domains[i].IsActive
            ? readings[i] with { Live = Parsed(xml), Failure = failure }
            : readings[i] with { Persistent = Parsed(xml), Failure = failure });

        int[] both = [.. Enumerable.Range(0, domains.Count)
            .Where(i => domains[i].IsActive && !domains[i].IsTransient && readings[i].Failure is null)];
        hypervisor.ReadEach([.. both.Select(i => domains[i])],
            static handle => LibvirtDomain.Xml(handle, LibvirtDomain.VIR_DOMAIN_XML_INACTIVE), (at, xml, failure) =>
            readings[both[at]] = readings[both[at]] with { Persistent = Parsed(xml), Failure = failure });
        return readings;
    }

    private static DomainXml? Parsed(byte[]? xml) => xml is null ? null : DomainXml.Parse(xml, out _);

    /// <summary>What the host offers to an instance: this machine is judged itself, of another libvirt tells. Nobody is asked where it is
    /// not an instance of KVM.</summary>
    internal static HostOffer Offer(Hypervisor hypervisor, DomainXml? kvm)
    {
        if (kvm is not { Type: "kvm", IsX86: true })
        {
            return HostOffer.Unknown;
        }

        if (hypervisor.Address.IsLocal)
        {
            return HostOffer.From(
                Verdict.Judge(HostFacts.Parse(EvidenceGatherer.Quick())));
        }

        try
        {
            return DomainCapabilities.Read(hypervisor.Capabilities(null, kvm.Arch, null, "kvm"));
        }
        catch (HypervisorException exception) when (exception.Failure.Kind is not LibvirtFailureKind.NoAnswer)
        {
            return HostOffer.Unknown;
        }
    }

    private static InstanceReading Deepened(Hypervisor hypervisor, Domain domain, InstanceReading reading, LookOptions options,
        HostOffer host)
    {
        bool runs = reading.State == DomainState.Running;
        if (options.LooksInside)
        {
            reading = reading with { Inside = runs ? hypervisor.Inside(domain) : new(InsideState.NotRunning) };
        }

        if (options.AsksQemu && runs)
        {
            string property = (reading.Live?.Type == "qemu" ? Extension.Svm : host.Extension) == Extension.Vmx ? "vmx" : "svm";
            try
            {
                reading = reading with { QemuHas = hypervisor.QemuProperty(domain, property) };
            }
            catch (HypervisorException exception) when (exception.Failure.Kind is not LibvirtFailureKind.NoAnswer)
            {
                // The XML has to do.
            }
        }

        return reading with { DefinedAt = ConfigurationFile.WrittenAt(hypervisor.Address, reading.Name) };
    }
}
