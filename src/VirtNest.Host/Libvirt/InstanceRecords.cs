using VirtNest.Evidence;
using VirtNest.Host.Applying;
using VirtNest.Host.Files;
using VirtNest.Host.Gathering;
using VirtNest.Instances;

namespace VirtNest.Host.Libvirt;

/// <summary>The records of one instance, under its lock: one run on an instance at a time.</summary>
internal sealed class InstanceRecords : IDisposable
{
    private const int MostBytes = 64 << 20;

    private readonly ChangeLock _lock;

    private InstanceRecords(string path, ChangeLock held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>The file.</summary>
    internal string Path { get; }

    /// <summary>Where records are: beside the journal for root; for others below XDG_STATE_HOME (XDG Base Directory
    /// Specification).</summary>
    internal static string DefaultFolder()
    {
        if (CurrentUser.IsRoot)
        {
            return System.IO.Path.Join(Journal.DefaultFolder, "instances");
        }

        string? state =
            Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } configured && System.IO.Path.IsPathRooted(configured)
            ? configured
            : System.IO.Path.Join(Environment.GetEnvironmentVariable("HOME") ?? "/", ".local/state");
        return System.IO.Path.Join(state, "virt-nest/instances");
    }

    /// <summary>Takes the lock of an instance; null where another run holds it.</summary>
    /// <exception cref="ChangeRecordException">The folder cannot be made, or the lock not be opened.</exception>
    internal static InstanceRecords? Open(string folder, Guid id)
    {
        if (DurableFile.MakeFolder(folder) is not 0 and var errno)
        {
            throw new ChangeRecordException(folder, errno);
        }

        string path = System.IO.Path.Join(folder, id.ToString("D"));
        return ChangeLock.Take(path + ".lock", TimeSpan.Zero, out _) is { } held ? new InstanceRecords(path + ".json", held) : null;
    }

    /// <summary>The record of an instance without its lock: for looking alone.</summary>
    /// <exception cref="ChangeRecordException">It cannot be read, or is none.</exception>
    internal static InstanceRecord? Peek(string folder, Guid id) => Read(System.IO.Path.Join(folder, id.ToString("D") + ".json"));

    /// <summary>The record, or null where there is none.</summary>
    /// <exception cref="ChangeRecordException">It cannot be read, or is none.</exception>
    internal InstanceRecord? Read()
    {
        DurableFile.RemoveRest(Path);
        return Read(Path);
    }

    /// <summary>Writes the record, durably.</summary>
    /// <exception cref="ChangeRecordException">It cannot be written.</exception>
    internal InstanceRecord Write(InstanceRecord record)
    {
        int errno = DurableFile.Write(Path, record.Write(), Convert.ToUInt32("600", 8));
        return errno == 0 ? record : throw new ChangeRecordException(Path, errno);
    }

    /// <summary>Removes the record.</summary>
    internal void Remove()
    {
        // A record that stays tells of a change that is gone; the next run compares it with the definition.
        _ = DurableFile.Remove(Path);
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static InstanceRecord? Read(string path)
    {
        Reading reading = WholeFile.Read(path, MostBytes);
        if (!reading.IsKnown)
        {
            return reading.State == ReadingState.Absent ? null : throw new ChangeRecordException(path, reading.Errno);
        }

        return InstanceRecord.Read(reading.Bytes.ToArray()) ?? throw new ChangeRecordException(path, 0);
    }
}
