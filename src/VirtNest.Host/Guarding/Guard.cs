using System.Diagnostics;
using System.Threading;
using VirtNest.Guarding;
using VirtNest.Host.Watching;
using VirtNest.Instances;
using VirtNest.Tables;
using VirtNest.Watching;

namespace VirtNest.Host.Guarding;

/// <summary>The guard: watches who runs an L2, and has libvirt refuse what would lose it for as long as one runs. What is armed is on
/// record before it is, so that the guard that comes after this one, however this one ended, takes it over or away.</summary>
public sealed class Guard : IDisposable
{
    internal static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(2);

    /// <summary>What the time between two tries of a domain that is late again and again grows to.</summary>
    private static readonly TimeSpan MostBetweenTries = TimeSpan.FromMinutes(1);

    /// <summary>How long libvirt may take to say that a VM is its own, before that VM counts as another's.</summary>
    private static readonly TimeSpan NamingTime = TimeSpan.FromSeconds(5);

    /// <summary>How long the question what auto means may hold up the guard's start, and the first look that shows instances of
    /// libvirt.</summary>
    private static readonly TimeSpan VersionsAtStart = TimeSpan.FromSeconds(5), VersionsLater = TimeSpan.FromSeconds(2);

    /// <summary>How long taking all blockers away at the end may last: libvirt waits 30 seconds for a domain that something else
    /// holds.</summary>
    internal static readonly TimeSpan EndTime = TimeSpan.FromSeconds(75);

    private readonly GuardConfig _config;
    private readonly AutoPolicy _auto;
    private readonly Action<GuardEvent> _tell;
    private readonly Watcher _watcher;
    private readonly BlockerWork _work;
    private readonly GuardRecords _records;
    private readonly Dictionary<string, GuardedInstance> _instances = [];
    private readonly HashSet<string> _unguarded = [];
    private readonly Dictionary<BlockerRecord, Known> _known = [];
    private bool _isLost;

    /// <summary>A guard that has not looked yet.</summary>
    /// <param name="config">What it was told.</param>
    /// <param name="host">The host, without the versions of libvirt and QEMU.</param>
    /// <param name="options">How it watches.</param>
    /// <param name="records">Held by it alone.</param>
    /// <param name="tell">Where its events go.</param>
    public Guard(GuardConfig config, LimitHost host, WatchOptions options, GuardRecords records, Action<GuardEvent> tell)
    {
        _config = config;
        _auto = new AutoPolicy(config.Uri, host);
        _tell = tell;
        _records = records;
        _watcher = new Watcher(options with { Uri = config.Uri });
        _work = new BlockerWork(config.Uri, records);
    }

    /// <summary>Watches until told to end.</summary>
    /// <param name="watchdog">Is told that it lives.</param>
    /// <param name="stop">Ends it; blockers are then taken away, or stay, as configured.</param>
    public void Run(ServiceWatchdog watchdog, CancellationToken stop)
    {
        Adopt();
        _auto.Follow(isBack: false, VersionsAtStart);
        Tell(GuardEventKind.Started);
        WatchState? state = null;
        while (!stop.IsCancellationRequested)
        {
            long begin = Stopwatch.GetTimestamp();
            state = WatchState.After(state, _watcher.Sample());
            Follow(state);
            watchdog.Wait(_config.Interval - Stopwatch.GetElapsedTime(begin), stop);
        }

        End();
        Tell(GuardEventKind.Stopped);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watcher.Dispose();
        _work.Dispose();
    }

    /// <summary>Asks about every blocker that another run has left on record.</summary>
    private void Adopt()
    {
        foreach (BlockerRecord record in _records.All())
        {
            Known known = Restore(record);
            known.IsAdopted = true;
            Begin(record, known, BlockerTask.Look);
        }
    }

    private void Follow(WatchState state)
    {
        Drain();
        bool isBack = TellSources(state.Sample);
        FollowAuto(state, isBack);
        HashSet<string> keys = [];
        HashSet<BlockerRecord> met = [];
        foreach (VmUse use in state.Uses)
        {
            keys.Add(use.Vm.Key);
            if (use.Vm is { DomainId: { } id, LibvirtId: { } number })
            {
                BlockerRecord record = new(id, number);
                met.Add(record);
                Act(use, record, state.Sample.At);
            }
            else
            {
                TellUnguarded(use, state.Sample);
            }
        }

        Forget(keys, met);
    }

    private void Act(VmUse use, BlockerRecord record, TimeSpan now)
    {
        Known known = Restore(record);
        known.Name = use.Vm.Name;
        known.Pid = use.Vm.Pid;
        GuardedInstance instance = Instance(use, now) with { IsArmed = known.IsArmed };
        _instances[use.Vm.Key] = instance;
        if (known.IsBusy || Now < known.TryAt)
        {
            return;
        }

        switch (GuardRules.Decide(_config, Policy(use.Vm.Name ?? ""), instance, use, now))
        {
            case GuardStep.None:
                break;
            case GuardStep.Arm:
                Begin(record, known, BlockerTask.Put);
                break;
            case GuardStep.Disarm:
                Begin(record, known, BlockerTask.Take);
                break;
            case GuardStep.Warn:
                _instances[use.Vm.Key] = instance with { ToldOf = use.RunningSince };
                Tell(GuardEventKind.Warned, known, record);
                break;
        }
    }

    private GuardPolicy Policy(string name) => _config.For(name) is var policy && policy == GuardPolicy.Auto ? _auto.Policy : policy;

    /// <summary>Before the first instance of libvirt is dealt with, what auto means is waited for: it would be blocked for a moment where
    /// nothing is to be.</summary>
    private void FollowAuto(WatchState state, bool isBack)
    {
        bool isWaitedFor = !_auto.IsKnown && state.Uses.Any(static u => u.Vm.DomainId is not null);
        if (_auto.Follow(isBack, isWaitedFor ? VersionsLater : TimeSpan.Zero) && _config.HasAuto)
        {
            Tell(GuardEventKind.AutoChanged);
        }
    }

    private GuardedInstance Instance(VmUse use, TimeSpan now) => _instances.GetValueOrDefault(use.Vm.Key) ?? new GuardedInstance(now);

    private void Begin(BlockerRecord record, Known known, BlockerTask task)
    {
        known.IsBusy = true;
        known.Task = task;
        _work.Begin(record, task);
    }

    /// <summary>Takes what the work has brought about.</summary>
    private void Drain()
    {
        while (_work.Next() is { } outcome)
        {
            Known known = Restore(outcome.Record);
            bool? wasArmed = known.IsArmed;
            known.Name ??= outcome.Name;
            known.IsBusy = false;
            known.IsArmed = outcome.IsArmed;
            if (outcome.Failure is { } failure)
            {
                known.TryAt = Now + known.Pause;
                known.Pause = !outcome.IsLate ? BetweenTries : known.Pause * 2 < MostBetweenTries ? known.Pause * 2 : MostBetweenTries;
                if (known.Told != failure && known.Task != BlockerTask.Look)
                {
                    known.Told = failure;
                    Tell(known.Task == BlockerTask.Put ? GuardEventKind.ArmFailed : GuardEventKind.DisarmFailed, known, outcome.Record,
                        failure);
                }

                continue;
            }

            known.Told = null;
            known.Pause = BetweenTries;
            if (known.IsArmed != wasArmed)
            {
                Tell(known.IsArmed == false ? GuardEventKind.Disarmed : known.IsAdopted ? GuardEventKind.Adopted : GuardEventKind.Armed,
                    known, outcome.Record);
            }

            known.IsAdopted = false;
        }
    }

    /// <summary>Lets go of what has ended; of a blocker whose domain is not among those that are watched, it is asked what became of
    /// it.</summary>
    private void Forget(HashSet<string> keys, HashSet<BlockerRecord> met)
    {
        foreach (string key in _instances.Keys)
        {
            if (!keys.Contains(key))
            {
                _instances.Remove(key);
            }
        }

        _unguarded.IntersectWith(keys);
        foreach ((BlockerRecord record, Known known) in _known)
        {
            if (met.Contains(record) || known.IsBusy)
            {
                continue;
            }

            if (known.IsArmed == false)
            {
                _known.Remove(record);
            }
            else if (Now >= known.TryAt)
            {
                known.TryAt = Now + BetweenTries;
                Begin(record, known, BlockerTask.Look);
            }
        }
    }

    /// <summary>Lets everything through, unless it was told to leave it as it is.</summary>
    private void End()
    {
        foreach (Known known in _known.Values)
        {
            (known.TryAt, known.Pause) = (TimeSpan.Zero, BetweenTries);
        }

        long begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < EndTime)
        {
            Drain();
            bool isWaiting = false;
            foreach ((BlockerRecord record, Known known) in _known.ToList())
            {
                bool isToGo = known.IsArmed != false && !_config.FailsClosed;
                isWaiting |= known.IsBusy || isToGo;
                if (!known.IsBusy && isToGo && Now >= known.TryAt)
                {
                    Begin(record, known, BlockerTask.Take);
                }
            }

            if (!isWaiting)
            {
                return;
            }

            _work.Wait(TimeSpan.FromMilliseconds(100));
        }
    }

    /// <summary>Tells that libvirt does not answer, or does again; true for the latter.</summary>
    private bool TellSources(WatchSample sample)
    {
        LibvirtFailure? failure = sample.Libvirt;
        if ((failure is not null) == _isLost)
        {
            return false;
        }

        _isLost = failure is not null;
        _tell(new GuardEvent(_isLost ? GuardEventKind.SourceLost : GuardEventKind.SourceBack, DateTimeOffset.UtcNow) { Failure = failure });
        return !_isLost;
    }

    private void TellUnguarded(VmUse use, WatchSample sample)
    {
        GuardedInstance instance = Instance(use, sample.At);
        _instances[use.Vm.Key] = instance;
        string name = use.Vm.Name ?? use.Vm.Command ?? "";
        if (use.IsRunning == true && sample.Libvirt is null && sample.At - instance.FirstSeen >= NamingTime
            && Policy(name) is GuardPolicy.Block or GuardPolicy.Warn && _unguarded.Add(use.Vm.Key))
        {
            _tell(new GuardEvent(GuardEventKind.Unguarded, DateTimeOffset.UtcNow) { Name = name, Pid = use.Vm.Pid });
        }
    }

    /// <summary>By a clock that no date moves.</summary>
    private static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    private Known Restore(BlockerRecord record)
    {
        if (!_known.TryGetValue(record, out Known? known))
        {
            _known[record] = known = new Known();
        }

        return known;
    }

    private void Tell(GuardEventKind kind) => _tell(new GuardEvent(kind, DateTimeOffset.UtcNow) { Auto = _auto.Policy });

    private void Tell(GuardEventKind kind, Known known, BlockerRecord record, LibvirtFailure? failure = null) =>
        _tell(
            new GuardEvent(kind, DateTimeOffset.UtcNow) { Name = known.Name ?? record.DomainId.ToString("D"), DomainId = record.DomainId,
                Pid = known.Pid, Failure = failure });

    /// <summary>What is known of the blocker of one run of a domain.</summary>
    private sealed class Known
    {
        internal string? Name { get; set; }

        internal int? Pid { get; set; }

        /// <summary><see cref="GuardedInstance.IsArmed"/>.</summary>
        internal bool? IsArmed { get; set; } = false;

        /// <summary>It was on record when the guard started, and nobody has looked yet.</summary>
        internal bool IsAdopted { get; set; }

        /// <summary>Work on it goes on.</summary>
        internal bool IsBusy { get; set; }

        /// <summary>The work that goes on, or was done last.</summary>
        internal BlockerTask Task { get; set; }

        /// <summary>Not before this moment is anything tried again.</summary>
        internal TimeSpan TryAt { get; set; }

        /// <summary>How long the next failure keeps from trying again: longer each time for a domain that is late.</summary>
        internal TimeSpan Pause { get; set; } = BetweenTries;

        /// <summary>The failure that was told last; the same is not told again.</summary>
        internal LibvirtFailure? Told { get; set; }
    }
}
