using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using VirtNest.Guarding;
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

/// <summary>
/// Puts blockers there and takes them away, beside the watch: a QEMU that is busy or hangs keeps one of a few threads, not the others and not the
/// watch. Each thread has a connection of its own, made anew where it broke. One piece of work for a domain at a time is the caller's care.
/// </summary>
/// <param name="uri">The connection.</param>
/// <param name="records">What is told to it before a blocker is put and after it is gone.</param>
internal sealed class BlockerWork(string? uri, GuardRecords records) : IDisposable
{
    /// <summary>How many domains are worked on at once; libvirtd serves five requests of a client at once, and twenty clients (libvirtd.conf).</summary>
    private const int Threads = 4;

    /// <summary>How long libvirt may take to answer beyond waiting for a domain.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly BlockingCollection<(BlockerRecord Record, BlockerTask Task)> _waiting = [];
    private readonly ConcurrentQueue<BlockerOutcome> _done = [];
    private readonly List<Thread> _threads = [];
    private readonly AutoResetEvent _hasDone = new(false);

    /// <summary>Begins a piece of work.</summary>
    internal void Begin(BlockerRecord record, BlockerTask task)
    {
        if (_threads.Count < Threads)
        {
            Thread thread = new(Work) { IsBackground = true };
            _threads.Add(thread);
            thread.Start();
        }

        _waiting.Add((record, task));
    }

    /// <summary>The next outcome, if there is one.</summary>
    internal BlockerOutcome? Next() => _done.TryDequeue(out BlockerOutcome? outcome) ? outcome : null;

    /// <summary>Waits for an outcome.</summary>
    internal void Wait(TimeSpan most) => _hasDone.WaitOne(most);

    public void Dispose() => _waiting.CompleteAdding();

    private void Work()
    {
        Hypervisor? hypervisor = null;
        foreach ((BlockerRecord record, BlockerTask task) in _waiting.GetConsumingEnumerable())
        {
            BlockerOutcome outcome;
            try
            {
                hypervisor ??= Hypervisor.Connect(uri, isReadOnly: false, Patience);
                outcome = Do(hypervisor, record, task);
            }
            catch (HypervisorException exception)
            {
                outcome = new(record, null, exception.Failure);
                if (exception.Failure.Kind is LibvirtFailureKind.NoAnswer or LibvirtFailureKind.NotReached)
                {
                    hypervisor?.Dispose();
                    hypervisor = null;
                }
            }

            _done.Enqueue(outcome);
            _hasDone.Set();
        }

        hypervisor?.Dispose();
    }

    private BlockerOutcome Do(Hypervisor hypervisor, BlockerRecord record, BlockerTask task)
    {
        if (Find(hypervisor, record) is not { } domain)
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
                    return new(record, null, new(LibvirtFailureKind.Refused, "record", errno, 0, Evidence.LinuxErrno.Name(errno))) { Name = domain.Name };
                }

                hypervisor.Block(domain);
                return new(record, true, null) { Name = domain.Name };
            case BlockerTask.Take:
                hypervisor.Unblock(domain);
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

    /// <summary>The domain, where it still is the same run of it.</summary>
    internal static Domain? Find(Hypervisor hypervisor, BlockerRecord record)
    {
        try
        {
            Domain domain = hypervisor.Find(record.DomainId);
            return hypervisor.LibvirtId(domain) == record.LibvirtId ? domain : null;
        }
        catch (HypervisorException exception) when (exception.Failure.Kind == LibvirtFailureKind.NoDomain)
        {
            return null;
        }
    }
}
