using VirtNest.Host.Libvirt;
using VirtNest.Instances;
using VirtNest.Native.Libvirt;
using VirtNest.Watching;

namespace VirtNest.Host.Watching;

/// <summary>The running instances of one libvirt connection, which is made again after it broke. One caller at a time.</summary>
/// <param name="uri">Null for libvirt's own choice.</param>
/// <param name="asksQemu">Where libvirt has no counts, ask QEMU's monitor through it.</param>
internal sealed class LibvirtView(string? uri, bool asksQemu) : IDisposable
{
    /// <summary>What is not there yet while an instance starts is looked for this often; then it stays unknown.</summary>
    private const int MostLooks = 3;

    private readonly Dictionary<string, LibvirtInstance> _known = [];
    private readonly HangingCalls _hanging = new();
    private volatile Hypervisor? _hypervisor;

    /// <summary>What an answer that does not come waits for.</summary>
    internal string Call => _hypervisor is null ? Hypervisor.ConnectCall : "virConnectGetAllDomainStats";

    /// <summary>Reads the running instances; what does not change in the life of one is asked once. What libvirt refuses is data.</summary>
    /// <param name="hasCounts">Also what their vCPUs count.</param>
    internal LibvirtAnswer Answer(bool hasCounts)
    {
        try
        {
            _hypervisor ??= _hanging.Connect(uri, isReadOnly: !asksQemu);
            return new LibvirtAnswer(Read(_hypervisor, hasCounts), !_hypervisor.Address.IsLocal, null)
            {
                IsSession = _hypervisor.Address.Path == "/session",
            };
        }
        catch (HypervisorException exception)
        {
            _hanging.Note(exception);
            Dispose();
            return new LibvirtAnswer([], false, exception.Failure);
        }
    }

    public void Dispose()
    {
        _hypervisor?.Dispose();
        _hypervisor = null;
    }

    private List<LibvirtInstance> Read(Hypervisor hypervisor, bool hasCounts)
    {
        List<LibvirtInstance> running =
            [.. hypervisor.Running(hasCounts).Where(static n => n.LibvirtId >= 0).Select(n => Instance(n, hypervisor.Address))];
        List<LibvirtInstance> unknown = running.FindAll(i => i.IsExposed is null && IsLookedFor(i.Key));
        Dictionary<string, bool?> exposed = Exposed(hypervisor, unknown);
        for (int i = 0; i < running.Count; i++)
        {
            LibvirtInstance instance = running[i];
            instance = instance with { IsExposed = instance.IsExposed ?? exposed.GetValueOrDefault(instance.Key),
                Looks = Math.Min(instance.Looks + 1, MostLooks) };
            running[i] = hasCounts && asksQemu && instance.Sample.NestedRuns is null ? Counted(hypervisor, instance) : instance;
        }

        _known.Clear();
        running.ForEach(i => _known[i.Key] = i);
        return running;
    }

    private LibvirtInstance Instance(DomainNumbers numbers, ConnectionUri address)
    {
        NestedSample sample = NestedSample.Parse(numbers.Numbers);
        long state = numbers.Numbers.Where(static n => n.Key == "state.state").Select(static n => n.Value).FirstOrDefault();
        LibvirtInstance instance = new(numbers.Id, numbers.Name, numbers.LibvirtId, DomainStates.Of(state))
        {
            Sample = sample,
            Source = sample.NestedRuns is null ? CountSource.None : CountSource.Libvirt,
        };
        LibvirtInstance? known = _known.GetValueOrDefault(instance.Key);
        return instance with
        {
            Pid = known?.Pid ?? (IsLookedFor(instance.Key) ? ProcessFile.Read(address, numbers.Name) : null),
            IsExposed = known?.IsExposed,
            Looks = known?.Looks ?? 0,
        };
    }

    private bool IsLookedFor(string key) => !_known.TryGetValue(key, out LibvirtInstance? known) || known.Looks < MostLooks;

    private static Dictionary<string, bool?> Exposed(Hypervisor hypervisor, List<LibvirtInstance> unknown)
    {
        if (unknown.Count == 0)
        {
            return [];
        }

        List<Domain> domains = [];
        Dictionary<string, bool?> exposed = [];
        foreach (LibvirtInstance instance in unknown)
        {
            try
            {
                domains.Add(hypervisor.Find(instance.Id));
            }
            catch (HypervisorException exception) when (exception.Failure.Kind == LibvirtFailureKind.NoDomain)
            {
                // It has ended meanwhile.
            }
        }

        Dictionary<Guid, bool?> byId = InstanceReader.Exposed(hypervisor, domains);
        unknown.ForEach(i => exposed[i.Key] = byId.GetValueOrDefault(i.Id));
        return exposed;
    }

    private static LibvirtInstance Counted(Hypervisor hypervisor, LibvirtInstance instance)
    {
        try
        {
            NestedSample sample = hypervisor.QemuCounts(hypervisor.Find(instance.Id));
            return instance with { Sample = sample, Source = sample.NestedRuns is null ? CountSource.None : CountSource.QemuMonitor };
        }
        catch (HypervisorException exception) when (exception.Failure.Kind is not LibvirtFailureKind.NoAnswer)
        {
            return instance;
        }
    }
}
