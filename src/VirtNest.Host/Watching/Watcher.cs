using System.Diagnostics;
using System.Threading.Tasks;
using VirtNest.Host.Files;
using VirtNest.Host.Libvirt;
using VirtNest.Instances;
using VirtNest.Watching;

namespace VirtNest.Host.Watching;

/// <summary>What a watch may ask.</summary>
/// <param name="Uri">The libvirt connection; null for libvirt's own choice.</param>
/// <param name="Debugfs">Where the kernel's counts are: <see cref="Watcher.KernelCounts"/>.</param>
/// <param name="AsksQemu">Ask QEMU's monitor where libvirt has no counts; libvirt notes that in its log.</param>
public sealed record WatchOptions(string? Uri, string Debugfs, bool AsksQemu);

/// <summary>Reads who runs an L2, again and again. The kernel's own counts come first: one small file of each VM, or descriptors that its
/// process has open, whoever runs it, and no waiting for anybody. libvirt adds names, and counts where the kernel's cannot be read. It is
/// asked beside: where it hangs or is restarted, samples go on with what is known.</summary>
public sealed class Watcher : IDisposable
{
    /// <summary>The usual place of the kernel's counts.</summary>
    public const string KernelCounts = "/sys/kernel/debug/kvm";

    /// <summary>How old what libvirt said may be, where the kernel counts: states change without VMs coming or going.</summary>
    private static readonly TimeSpan ViewAge = TimeSpan.FromSeconds(10);

    /// <summary>How long a sample waits for libvirt: at first; then where the kernel does not count all, once for each question and less
    /// than a scraper waits for us; and else.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(15), CountsWait = TimeSpan.FromSeconds(3),
        LaterWait = TimeSpan.FromMilliseconds(100);

    /// <summary>Between the end of a try that failed and the next one.</summary>
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(2);

    private readonly DebugfsVms _kernel;
    private readonly LibvirtView _view;
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly Dictionary<int, LibvirtInstance> _byPid = [];
    private readonly Dictionary<string, LibvirtInstance> _byName = [];

    /// <summary>Instances of libvirt that the kernel has shown as well: once it does not any more, they have ended, whatever libvirt said
    /// last.</summary>
    private readonly HashSet<string> _metInKernel = [];
    private Task<LibvirtAnswer>? _asking;
    private LibvirtAnswer? _answer;
    private TimeSpan? _answeredAt;
    private TimeSpan _askedAt;

    /// <summary>When that was asked whose answer there is.</summary>
    private TimeSpan? _viewAt;
    private bool _isStale = true;
    private bool _hasWaited;

    /// <summary>The question that is on its way was waited for in vain.</summary>
    private bool _isLate;

    /// <summary>The connection is that of another machine: its instances are not the VMs of this kernel.</summary>
    private bool _isElsewhere;

    /// <summary>A watch that has not looked yet.</summary>
    /// <param name="options">What it may ask.</param>
    public Watcher(WatchOptions options)
    {
        _kernel = new DebugfsVms(options.Debugfs);
        _view = new LibvirtView(options.Uri, options.AsksQemu);
        _isElsewhere = options.Uri is { } uri && !ConnectionUri.Parse(uri).IsLocal;
    }

    /// <summary>Looks once.</summary>
    public WatchSample Sample()
    {
        DebugfsGap? gap = null;
        IReadOnlyList<DebugfsVm> vms = _isElsewhere ? [] : _kernel.Read(out gap);
        (TimeSpan At, DateTimeOffset Clock) read = (Stopwatch.GetElapsedTime(_began), DateTimeOffset.UtcNow);
        bool kernelCounts = !_isElsewhere && gap is null && vms.All(static v => v.Sample.NestedRuns is not null);
        _isStale |= _kernel.HasChanged;
        _isStale |= NeedsStates(vms, read.At);
        Ask(kernelCounts);
        if (_isElsewhere)
        {
            (vms, gap) = ([], null);
        }

        // The moment is that of the counts: the kernel's were taken before libvirt was waited for, libvirt's after.
        (TimeSpan at, DateTimeOffset clock) =
            kernelCounts && !_isElsewhere ? read : (Stopwatch.GetElapsedTime(_began), DateTimeOffset.UtcNow);
        return new WatchSample(at, clock, Joined(vms, isWhole: !_isElsewhere && gap is null), gap, _answer?.Failure) { From = read.At,
            LibvirtAt = _viewAt, IsElsewhere = _isElsewhere, IsSession = _answer?.IsSession == true };
    }

    /// <summary>Ends the connection to libvirt, unless a question still hangs in it.</summary>
    public void Dispose()
    {
        if (_asking is null or { IsCompleted: true })
        {
            _view.Dispose();
        }
    }

    /// <summary>A count has stood for as long as means that no L2 runs, and what libvirt said is older than that: the VM may have been
    /// paused since.</summary>
    private bool NeedsStates(IReadOnlyList<DebugfsVm> vms, TimeSpan now)
    {
        bool isNeeded = false;
        foreach (DebugfsVm vm in vms)
        {
            if (vm.IsPaused || vm.Earlier.RanUntil(vm.Sample) != false)
            {
                vm.StandsSince = now;
            }

            TimeSpan end = vm.StandsSince + NestedSample.Linger;
            isNeeded |= vm.Sample.NestedRuns > 0 && now >= end && _viewAt < end;
        }

        return isNeeded;
    }

    /// <summary>Asks libvirt where that is due, and takes what it has answered.</summary>
    private void Ask(bool kernelCounts)
    {
        TimeSpan now = Stopwatch.GetElapsedTime(_began);
        bool hasFailed = _answer?.Failure is not null;
        bool isDue = !kernelCounts || _isStale || hasFailed || now - _answeredAt >= ViewAge;
        if (_asking is null && isDue && !(hasFailed && now - _answeredAt < BetweenTries))
        {
            _isStale = false;
            _isLate = false;
            _askedAt = now;
            _asking = BackgroundThread.Ask(() => _view.Answer(hasCounts: !kernelCounts),
                () => new LibvirtAnswer([], false, Failures.Lack(_view.Call)));
        }

        if (_asking is not { } asking)
        {
            return;
        }

        TimeSpan wait = !_hasWaited ? FirstWait : kernelCounts || _isLate ? LaterWait : CountsWait;
        _hasWaited = true;
        if (asking.Wait(wait))
        {
            _asking = null;
            _answeredAt = Stopwatch.GetElapsedTime(_began);
            Take(asking.Result);
            return;
        }

        _isLate = true;
        if (!kernelCounts || _answer is null)
        {
            // It may answer yet. Until then nobody can say that it can be asked, what it would count, or that a VM is not its own.
            Take(new LibvirtAnswer([], false, new(LibvirtFailureKind.NoAnswer, _view.Call, 0, 0, "")));
        }
    }

    private void Take(LibvirtAnswer answer)
    {
        // Where libvirt could not be asked, what was there may be there still; nobody counts it now.
        if (answer.Failure is null)
        {
            _answer = answer;
            _viewAt = _askedAt;
            _isElsewhere = answer.IsElsewhere;
            _metInKernel.IntersectWith(answer.Instances.Select(static i => i.Key));
        }
        else
        {
            _answer = answer with { Instances =
                [.. (_answer?.Instances ?? []).Select(static i => i with { Sample = default, Source = CountSource.None })] };
        }

        _byPid.Clear();
        _byName.Clear();
        foreach (LibvirtInstance instance in _answer.Instances)
        {
            if (instance.Pid is { } pid)
            {
                _byPid[pid] = instance;
            }
            else
            {
                _byName[instance.Name] = instance;
            }
        }
    }

    /// <summary>The kernel's VMs with what libvirt says of them, and libvirt's instances that the kernel's list does not have.</summary>
    /// <param name="vms">The kernel's VMs.</param>
    /// <param name="isWhole">They are all that the kernel has.</param>
    private List<WatchedVm> Joined(IReadOnlyList<DebugfsVm> vms, bool isWhole)
    {
        List<WatchedVm> joined = new(vms.Count);
        HashSet<string> met = [];
        foreach (DebugfsVm vm in vms)
        {
            LibvirtInstance? instance = _byPid.GetValueOrDefault(vm.Pid)
                ?? (vm.Naming is { IsLibvirt: true, Instance: { } name } ? _byName.GetValueOrDefault(name) : null);
            if (instance is not null)
            {
                met.Add(instance.Key);
                _metInKernel.Add(instance.Key);
            }

            vm.IsPaused = instance?.State == DomainState.Paused;

            bool isCounted = vm.Sample.NestedRuns is not null || instance is null or { Source: CountSource.None };
            joined.Add(
                new WatchedVm(vm.Key, instance?.Name ?? vm.Naming?.Instance, isCounted ? vm.Source : instance!.Source, isCounted ? vm.Sample
                    : instance!.Sample)
            {
                Pid = vm.Pid,
                Command = vm.Naming?.Command,
                DomainId = instance?.Id,
                LibvirtId = instance?.LibvirtId,
                State = instance?.State,
                IsExposed = instance?.IsExposed,
            });
        }

        foreach (LibvirtInstance instance in _answer?.Instances ?? [])
        {
            if (!met.Contains(instance.Key) && !(isWhole && _metInKernel.Contains(instance.Key)))
            {
                joined.Add(new WatchedVm(instance.Key, instance.Name, instance.Source, instance.Sample)
                {
                    Pid = instance.Pid,
                    DomainId = instance.Id,
                    LibvirtId = instance.LibvirtId,
                    State = instance.State,
                    IsExposed = instance.IsExposed,
                });
            }
        }

        return joined;
    }
}
