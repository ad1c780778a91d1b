using System.IO;
using VirtNest.Guarding;
using VirtNest.Host.Files;

namespace VirtNest.Host.Guarding;

/// <summary>Where blockers of ours may be: empty files, one for each run of a domain, in a folder that lasts as long as the machine runs,
/// as the processes do. With the folder's lock: one guard at a time, or one who takes blockers away; and with one more that a guard alone
/// holds, for who asks whether one runs.</summary>
public sealed class GuardRecords : IDisposable
{
    /// <summary>The usual folder.</summary>
    public const string DefaultFolder = "/run/virt-nest/guard";

    private const string LockName = "lock", GuardName = "running";

    private readonly string _folder;
    private readonly ChangeLock _lock;
    private readonly ChangeLock? _guard;

    private GuardRecords(string folder, ChangeLock held, ChangeLock? guard)
    {
        _folder = folder;
        _lock = held;
        _guard = guard;
    }

    /// <summary>Takes the lock; null where another process holds it.</summary>
    /// <param name="folder">The folder, which is made.</param>
    /// <param name="wait">How long to wait for the lock.</param>
    /// <param name="isGuard">A guard takes it.</param>
    /// <param name="holder">The process id of who holds it.</param>
    /// <exception cref="ChangeRecordException">The folder cannot be made, or the lock not be opened.</exception>
    public static GuardRecords? Open(string folder, TimeSpan wait, bool isGuard, out string holder)
    {
        if (DurableFile.MakeFolder(folder) is not 0 and var errno)
        {
            throw new ChangeRecordException(folder, errno);
        }

        if (ChangeLock.Take(Path.Join(folder, LockName), wait, out holder) is not { } held)
        {
            return null;
        }

        // Whoever has the first lock is alone with the second but for those who look at it for a moment.
        ChangeLock? guard = isGuard ? ChangeLock.Take(Path.Join(folder, GuardName), wait, out holder) : null;
        if (isGuard && guard is null)
        {
            held.Dispose();
            return null;
        }

        return new GuardRecords(folder, held, guard);
    }

    /// <summary>The process id of the guard that runs, empty where it is not known; null where none runs. Nobody is kept from the
    /// lock.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="ChangeRecordException">The lock cannot be looked at.</exception>
    public static string? Guard(string folder) => ChangeLock.Holder(Path.Join(folder, GuardName));

    /// <summary>The records of a folder, without its lock: for looking alone. Empty where there is none.</summary>
    /// <param name="folder">The folder.</param>
    public static IReadOnlyList<BlockerRecord> Peek(string folder)
    {
        using HostTree tree = HostTree.Live();
        return [.. tree.List(folder, static n => BlockerRecord.Parse(n) is not null).Text.Split('\0').Select(BlockerRecord.Parse)
            .OfType<BlockerRecord>()];
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
    public void Dispose()
    {
        _guard?.Dispose();
        _lock.Dispose();
    }
}
