using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using VirtNest.Watching;

namespace VirtNest.Host.Watching;

/// <summary>What a watch may ask.</summary>
/// <param name="Uri">The libvirt connection; null for libvirt's own choice.</param>
/// <param name="Debugfs">Where the kernel's counts are: <see cref="Watcher.KernelCounts"/>.</param>
/// <param name="AsksQemu">Ask QEMU's monitor where libvirt has no counts; libvirt notes that in its log.</param>
/// <param name="Version">The version of virt-nest, for the evidence of the host.</param>
public sealed record WatchOptions(string? Uri, string Debugfs, bool AsksQemu, string Version);

/// <summary>
/// Reads who runs an L2, again and again. The kernel's own counts come first: one small file of each VM, whoever runs it, and no waiting for
/// anybody. libvirt adds names, and counts where the kernel's cannot be read. It is asked beside: where it hangs or is restarted, samples go on.
/// </summary>
public sealed class Watcher : IDisposable
{
    /// <summary>The usual place of the kernel's counts.</summary>
    public const string KernelCounts = "/sys/kernel/debug/kvm";

    /// <summary>How old what libvirt said may be, where the kernel counts: states change without VMs coming or going.</summary>
    private static readonly TimeSpan ViewAge = TimeSpan.FromSeconds(10);

    /// <summary>How long a sample waits for libvirt where the kernel counts: at first, and then.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(15), LaterWait = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(2);

    private readonly DebugfsVms _kernel;
    private readonly LibvirtView _view;
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly Dictionary<int, LibvirtInstance> _byPid = [];
    private readonly Dictionary<string, LibvirtInstance> _byName = [];
    private Task<LibvirtAnswer>? _asking;
    private LibvirtAnswer? _answer;
    private TimeSpan? _answeredAt;
    private TimeSpan? _triedAt;
    private bool _isStale = true;

    /// <summary>A watch that has not looked yet.</summary>
    /// <param name="options">What it may ask.</param>
    public Watcher(WatchOptions options)
    {
        _kernel = new DebugfsVms(options.Debugfs);
        _view = new LibvirtView(options.Uri, options.AsksQemu, options.Version);
    }

    /// <summary>Looks once.</summary>
    public WatchSample Sample()
    {
        IReadOnlyList<DebugfsVm> vms = _kernel.Read(out DebugfsGap? gap);
        bool kernelCounts = gap is null && vms.All(static v => v.Source == CountSource.Debugfs);
        _isStale |= _kernel.HasChanged;
        Ask(kernelCounts);

        // The VMs of this kernel are not those of another machine's libvirt.
        List<WatchedVm> joined = Joined(_answer is { IsElsewhere: true } ? [] : vms);
        return new WatchSample(Stopwatch.GetElapsedTime(_began), DateTimeOffset.UtcNow, joined, gap, _answer?.Failure);
    }

    /// <summary>Ends the connection to libvirt, unless a question still hangs in it.</summary>
    public void Dispose()
    {
        if (_asking is null or { IsCompleted: true })
        {
            _view.Dispose();
        }
    }

    /// <summary>Asks libvirt where that is due, and takes what it has answered.</summary>
    private void Ask(bool kernelCounts)
    {
        TimeSpan now = Stopwatch.GetElapsedTime(_began);
        bool hasFailed = _answer?.Failure is not null;
        bool isDue = !kernelCounts || _isStale || hasFailed || _answer is { IsElsewhere: true } || now - _answeredAt >= ViewAge;
        if (_asking is null && isDue && !(hasFailed && now - _triedAt < BetweenTries))
        {
            _isStale = false;
            _triedAt = now;
            bool hasCounts = !kernelCounts || _answer is { IsElsewhere: true };
            _asking = Task.Run(() => _view.Answer(hasCounts));
        }

        if (_asking is not { } asking)
        {
            return;
        }

        // Its calls end in time by themselves.
        TimeSpan wait = !kernelCounts || _answer is { IsElsewhere: true } ? Timeout.InfiniteTimeSpan : _answer is null ? FirstWait : LaterWait;
        if (asking.Wait(wait))
        {
            _asking = null;
            _answeredAt = Stopwatch.GetElapsedTime(_began);
            Take(asking.Result);
        }
    }

    private void Take(LibvirtAnswer answer)
    {
        // Where libvirt could not be asked, what was there may be there still; nobody counts it now.
        _answer = answer.Failure is null || _answer is null
            ? answer
            : answer with { IsElsewhere = _answer.IsElsewhere, Instances = [.. _answer.Instances.Select(static i => i with { Sample = default, Source = CountSource.None })] };
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
    private List<WatchedVm> Joined(IReadOnlyList<DebugfsVm> vms)
    {
        List<WatchedVm> joined = new(vms.Count);
        HashSet<string> met = [];
        foreach (DebugfsVm vm in vms)
        {
            LibvirtInstance? instance = _byPid.GetValueOrDefault(vm.Pid) ?? (vm.Naming is { IsLibvirt: true, Instance: { } name } ? _byName.GetValueOrDefault(name) : null);
            if (instance is not null)
            {
                met.Add(instance.Key);
            }

            bool isCounted = vm.Source == CountSource.Debugfs || instance is null or { Source: CountSource.None };
            joined.Add(new WatchedVm(vm.Key, instance?.Name ?? vm.Naming?.Instance, isCounted ? vm.Source : instance!.Source, isCounted ? vm.Sample : instance!.Sample)
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
            if (!met.Contains(instance.Key))
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
