using System.Collections.Concurrent;
using System.Threading;
using VirtNest.Guarding;
using VirtNest.Host.Files;
using VirtNest.Host.Libvirt;
using VirtNest.Instances;

namespace VirtNest.Host.Guarding;

/// <summary>What became of one piece of work.</summary>
/// <param name="Record">The run of a domain.</param>
/// <param name="IsArmed">Our blocker is there now; null where that could not be told.</param>
/// <param name="Failure">What did not work, or null.</param>
internal sealed record BlockerOutcome(BlockerRecord Record, bool? IsArmed, LibvirtFailure? Failure)
{
    /// <summary>The domain's name, where it was found.</summary>
    internal string? Name { get; init; }

    /// <summary>The domain did not answer in time, or something else held it: its next turn comes after all others.</summary>
    internal bool IsLate { get; init; }
}

/// <summary>What is to be done with one domain.</summary>
internal enum BlockerTask
{
    /// <summary>Put the blocker there.</summary>
    Put,
    /// <summary>Take it away.</summary>
    Take,
    /// <summary>Look whether it is there.</summary>
    Look,
}

/// <summary>Puts blockers there and takes them away, beside the watch: a QEMU that is busy or hangs keeps one of a few threads, not the
/// others and not the watch. Each thread has a connection of its own, made anew where it broke. One piece of work for a domain at a time
/// is the caller's care. A domain has a few seconds at first; one that did not answer in them waits behind all others, has then as long as
/// libvirt itself, and half of the threads are for such ones at most. A call that was given up is not made again while it hangs: there is
/// one of each domain at most, and one attempt to connect of each thread.</summary>
/// <param name="uri">The connection.</param>
/// <param name="records">What is told to it before a blocker is put and after it is gone.</param>
internal sealed class BlockerWork(string? uri, GuardRecords records) : IDisposable
{
    /// <summary>How many domains are worked on at once; libvirtd serves five requests of a client at once, and twenty clients
    /// (libvirtd.conf).</summary>
    private const int Threads = 4;

    /// <summary>How many of them may be such that were late the last time.</summary>
    private const int ThreadsForLate = Threads / 2;

    /// <summary>How long libvirt may take to answer beyond waiting for a domain.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How long a domain may take that was not late the last time.</summary>
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(3);

    private readonly object _gate = new();
    private readonly Queue<Job> _waiting = [], _waitingLate = [];
    private readonly HashSet<BlockerRecord> _late = [];
    private readonly Dictionary<BlockerRecord, HypervisorException> _givenUp = [];
    private readonly ConcurrentQueue<BlockerOutcome> _done = [];
    private readonly AutoResetEvent _hasDone = new(false);
    private int _threads;
    private int _lateAtWork;
    private bool _isOver;

    /// <summary>Begins a piece of work.</summary>
    internal void Begin(BlockerRecord record, BlockerTask task)
    {
        lock (_gate)
        {
            if (_threads < Threads && BackgroundThread.Start(Work) is not null)
            {
                _threads++;
            }

            Job job = new(record, task, _late.Contains(record));
            if (_threads == 0)
            {
                Tell(Failed(job, Failures.Lack(Hypervisor.ConnectCall), isLate: false));
                return;
            }

            (job.WasLate ? _waitingLate : _waiting).Enqueue(job);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>The next outcome, if there is one.</summary>
    internal BlockerOutcome? Next() => _done.TryDequeue(out BlockerOutcome? outcome) ? outcome : null;

    /// <summary>Waits for an outcome.</summary>
    internal void Wait(TimeSpan most) => _hasDone.WaitOne(most);

    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Work()
    {
        Hypervisor? hypervisor = null;
        HypervisorException? unconnected = null;
        while (Take() is { } job)
        {
            BlockerOutcome outcome;
            if (GivenUp(job.Record) is { } before)
            {
                outcome = Failed(job, before.Failure, isLate: true);
            }
            else if (unconnected is { GivenUp.IsHanging: true })
            {
                outcome = Failed(job, unconnected.Failure, isLate: false);
            }
            else
            {
                try
                {
                    hypervisor ??= Hypervisor.Connect(uri, isReadOnly: false, Patience);
                    hypervisor.DomainPatience = job.WasLate ? null : FirstPatience;
                    outcome = Do(hypervisor, job.Record, job.Task);
                }
                catch (HypervisorException exception)
                {
                    bool isGivenUp = hypervisor is not null && exception.GivenUp is not null;
                    outcome = Failed(job, exception.Failure, isGivenUp || exception.Failure.Kind == LibvirtFailureKind.Locked);
                    if (isGivenUp)
                    {
                        GiveUp(job.Record, exception);
                    }
                    else if (hypervisor is null)
                    {
                        unconnected = exception;
                    }

                    if (exception.Failure.Kind is LibvirtFailureKind.NoAnswer or LibvirtFailureKind.NotReached)
                    {
                        hypervisor?.Dispose();
                        hypervisor = null;
                    }
                }
            }

            Finish(job, outcome);
        }

        hypervisor?.Dispose();
    }

    /// <summary>Waits for the next piece of work; null where there will be none.</summary>
    private Job? Take()
    {
        lock (_gate)
        {
            while (true)
            {
                if (_waiting.TryDequeue(out Job? job))
                {
                    return job;
                }

                if (_lateAtWork < ThreadsForLate && _waitingLate.TryDequeue(out job))
                {
                    _lateAtWork++;
                    return job;
                }

                if (_isOver)
                {
                    return null;
                }

                Monitor.Wait(_gate);
            }
        }
    }

    private void Finish(Job job, BlockerOutcome outcome)
    {
        lock (_gate)
        {
            _lateAtWork -= job.WasLate ? 1 : 0;
            if (outcome.IsLate)
            {
                _late.Add(job.Record);
            }
            else if (outcome.Failure is null)
            {
                _late.Remove(job.Record);
            }

            Monitor.PulseAll(_gate);
        }

        Tell(outcome);
    }

    private void Tell(BlockerOutcome outcome)
    {
        _done.Enqueue(outcome);
        _hasDone.Set();
    }

    /// <summary>The call to a domain that was given up and still hangs.</summary>
    private HypervisorException? GivenUp(BlockerRecord record)
    {
        lock (_gate)
        {
            if (_givenUp.TryGetValue(record, out HypervisorException? exception) && exception.GivenUp!.IsHanging)
            {
                return exception;
            }

            _givenUp.Remove(record);
            return null;
        }
    }

    private void GiveUp(BlockerRecord record, HypervisorException exception)
    {
        lock (_gate)
        {
            _givenUp[record] = exception;
        }
    }

    /// <summary>What did not work may have worked all the same; but where nothing is on record nothing was put there.</summary>
    private BlockerOutcome Failed(Job job, LibvirtFailure failure, bool isLate) =>
        new(job.Record, records.Has(job.Record) ? null : false, failure) { IsLate = isLate };

    private BlockerOutcome Do(Hypervisor hypervisor, BlockerRecord record, BlockerTask task)
    {
        if (Find(hypervisor, record.DomainId) is not { } domain || !IsRun(hypervisor, domain, record))
        {
            // The process has ended, and its blocker with it.
            records.Remove(record);
            return new(record, false, null);
        }

        switch (task)
        {
            case BlockerTask.Put:
                if (records.Add(record) is not 0 and var errno)
                {
                    return new(record, records.Has(record) ? null : false,
                        new(LibvirtFailureKind.Refused, "record", errno, 0, Evidence.LinuxErrno.Name(errno))) { Name = domain.Name };
                }

                hypervisor.Block(domain);

                // Every call names the domain, not its run: the QEMU that took the blocker may be the next one.
                bool isArmed = IsRun(hypervisor, domain, record);
                if (!isArmed)
                {
                    records.Remove(record);
                }

                return new(record, isArmed, null) { Name = domain.Name };
            case BlockerTask.Take:
                hypervisor.Unblock(domain);
                IsRun(hypervisor, domain, record);
                records.Remove(record);
                return new(record, false, null) { Name = domain.Name };
            case BlockerTask.Look:
                bool isThere = hypervisor.IsBlocked(domain);
                if (!isThere)
                {
                    records.Remove(record);
                }

                return new(record, isThere, null) { Name = domain.Name };
            default:
                throw new ArgumentOutOfRangeException(nameof(task));
        }
    }

    /// <summary>True where the domain still is the run that a record is of. Where another one runs, what was meant for the first and came
    /// to it is set right: it has a blocker exactly where that is on record.</summary>
    private bool IsRun(Hypervisor hypervisor, Domain domain, BlockerRecord record)
    {
        int now = hypervisor.LibvirtId(domain);
        BlockerRecord other = record with { LibvirtId = now };
        if (now < 0 || other == record)
        {
            return now >= 0;
        }

        if (records.Has(other))
        {
            hypervisor.Block(domain);
        }
        else if (hypervisor.IsBlocked(domain) && records.Add(other) == 0)
        {
            hypervisor.Unblock(domain);
            records.Remove(other);
        }

        return false;
    }

    /// <summary>The domain, where it still is the same run of it.</summary>
    internal static Domain? Find(Hypervisor hypervisor, BlockerRecord record) =>
        Find(hypervisor, record.DomainId) is { } domain && hypervisor.LibvirtId(domain) == record.LibvirtId ? domain : null;

    private static Domain? Find(Hypervisor hypervisor, Guid id)
    {
        try
        {
            return hypervisor.Find(id);
        }
        catch (HypervisorException exception) when (exception.Failure.Kind == LibvirtFailureKind.NoDomain)
        {
            return null;
        }
    }

    private sealed record Job(BlockerRecord Record, BlockerTask Task, bool WasLate);
}
