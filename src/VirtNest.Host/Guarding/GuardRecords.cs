using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using VirtNest.Guarding;
using VirtNest.Host.Applying;
using VirtNest.Host.Files;
using VirtNest.Host.Gathering;

namespace VirtNest.Host.Guarding;

/// <summary>
/// Where blockers of ours may be: empty files, one for each run of a domain, in a folder that lasts as long as the machine runs, as the processes
/// do. With the folder's lock: one guard at a time.
/// </summary>
public sealed class GuardRecords : IDisposable
{
    /// <summary>The usual folder.</summary>
    public const string DefaultFolder = "/run/virt-nest/guard";

    private const string LockName = "lock";

    private readonly string _folder;
    private readonly ChangeLock _lock;

    private GuardRecords(string folder, ChangeLock held)
    {
        _folder = folder;
        _lock = held;
    }

    /// <summary>Takes the lock; null where another process holds it.</summary>
    /// <param name="folder">The folder, which is made.</param>
    /// <param name="wait">How long to wait for the lock.</param>
    /// <param name="holder">The process id of who holds it.</param>
    /// <exception cref="JournalException">The folder cannot be made, or the lock not be opened.</exception>
    public static GuardRecords? Open(string folder, TimeSpan wait, out string holder)
    {
        if (DurableFile.MakeFolder(folder) is not 0 and var errno)
        {
            throw new JournalException(folder, errno);
        }

        return ChangeLock.Take(Path.Join(folder, LockName), wait, out holder) is { } held ? new GuardRecords(folder, held) : null;
    }

    /// <summary>The records of a folder, without its lock: for looking alone. Empty where there is none.</summary>
    /// <param name="folder">The folder.</param>
    public static IReadOnlyList<BlockerRecord> Peek(string folder)
    {
        using HostTree tree = HostTree.Live();
        return [.. tree.List(folder, static n => BlockerRecord.Parse(n) is not null).Text.Split('\0').Select(BlockerRecord.Parse).OfType<BlockerRecord>()];
    }

    /// <summary>All records.</summary>
    internal IReadOnlyList<BlockerRecord> All() => Peek(_folder);

    /// <summary>Whether a record is there: where none is, there is no blocker of ours.</summary>
    internal bool Has(BlockerRecord record) => File.Exists(Path.Join(_folder, record.FileName));

    /// <summary>Writes a record; the error number, 0 where it is there.</summary>
    internal int Add(BlockerRecord record) => DurableFile.Write(Path.Join(_folder, record.FileName), [], Convert.ToUInt32("600", 8));

    /// <summary>Removes a record.</summary>
    internal void Remove(BlockerRecord record) => _ = DurableFile.Remove(Path.Join(_folder, record.FileName));

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}
