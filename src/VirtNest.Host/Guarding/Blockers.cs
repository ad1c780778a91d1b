using System.Diagnostics;
using VirtNest.Guarding;
using VirtNest.Host.Libvirt;
using VirtNest.Instances;

namespace VirtNest.Host.Guarding;

/// <summary>The blockers on record, looked at or taken away at once: for those who are no guard.</summary>
public static class Blockers
{
    /// <summary>Looks whether each is there; changes no record, so a guard may run meanwhile.</summary>
    /// <param name="uri">The connection.</param>
    /// <param name="folder">The folder of the records.</param>
    public static IReadOnlyList<BlockedInstance> Look(string uri, string folder)
    {
        List<BlockedInstance> looked = [];
        Hypervisor? hypervisor = null;
        LibvirtFailure? failure = null;
        foreach (BlockerRecord record in GuardRecords.Peek(folder))
        {
            try
            {
                hypervisor ??= failure is null ? Hypervisor.Connect(uri, isReadOnly: false) : null;
                if (hypervisor is null)
                {
                    looked.Add(new(record.DomainId, record.DomainId.ToString("D"), null, failure));
                }
                else if (BlockerWork.Find(hypervisor, record) is { } domain)
                {
                    looked.Add(new(record.DomainId, domain.Name, hypervisor.IsBlocked(domain), null));
                }
            }
            catch (HypervisorException exception)
            {
                failure = exception.Failure;
                looked.Add(new(record.DomainId, record.DomainId.ToString("D"), null, failure));
            }
        }

        hypervisor?.Dispose();
        return looked;
    }

    /// <summary>Takes each away; those that are late are tried again, for as long as libvirt may take.</summary>
    /// <param name="uri">The connection.</param>
    /// <param name="records">Held by this process: no guard runs.</param>
    /// <returns>What became of each.</returns>
    public static IReadOnlyList<BlockedInstance> Release(string uri, GuardRecords records)
    {
        using BlockerWork work = new(uri, records);
        HashSet<BlockerRecord> waiting = [.. records.All()];
        Dictionary<BlockerRecord, (TimeSpan TryAt, LibvirtFailure? Failure)> late = [];
        List<BlockedInstance> done = [];
        foreach (BlockerRecord record in waiting)
        {
            work.Begin(record, BlockerTask.Take);
        }

        long begin = Stopwatch.GetTimestamp();
        while (waiting.Count > 0 && Stopwatch.GetElapsedTime(begin) < Guard.EndTime)
        {
            work.Wait(TimeSpan.FromMilliseconds(100));
            while (work.Next() is { } outcome)
            {
                if (outcome.IsLate)
                {
                    late[outcome.Record] = (Stopwatch.GetElapsedTime(begin) + Guard.BetweenTries, outcome.Failure);
                    continue;
                }

                waiting.Remove(outcome.Record);
                done.Add(
                    new(outcome.Record.DomainId, outcome.Name ?? outcome.Record.DomainId.ToString("D"), outcome.IsArmed, outcome.Failure));
            }

            foreach ((BlockerRecord record, (TimeSpan tryAt, LibvirtFailure? failure)) in late)
            {
                if (Stopwatch.GetElapsedTime(begin) >= tryAt)
                {
                    late[record] = (TimeSpan.MaxValue, failure);
                    work.Begin(record, BlockerTask.Take);
                }
            }
        }

        foreach (BlockerRecord record in waiting)
        {
            done.Add(new(record.DomainId, record.DomainId.ToString("D"), null, late.GetValueOrDefault(record).Failure));
        }

        return done;
    }
}
