using System.IO;
using VirtNest.Changing;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Host.Files;

namespace VirtNest.Host.Applying;

/// <summary>The changes that virt-nest made to this host, the newest last. Whoever has it open holds the lock: one run at a time.</summary>
public sealed class Journal : IDisposable
{
    /// <summary>Where the journal is.</summary>
    public const string DefaultFolder = Sources.Journal;

    /// <summary>Finished entries that are kept.</summary>
    private const int MostFinished = 20;

    private readonly string _folder;
    private readonly List<JournalEntry> _entries = [];
    private readonly ChangeLock? _lock;

    private Journal(string folder, ChangeLock? held)
    {
        _folder = Path.Join(folder, "changes");
        _lock = held;
    }

    /// <summary>The lock.</summary>
    /// <exception cref="InvalidOperationException">The journal is only looked at.</exception>
    internal ChangeLock Lock => _lock ?? throw new InvalidOperationException("the journal was opened without its lock");

    /// <summary>The change that was cut off, or null. There is never more than one: it is dealt with before the next begins.</summary>
    public JournalEntry? Unfinished => _entries.LastOrDefault(static e => e.State == ChangeState.Unfinished);

    /// <summary>The newest change that an undo can take back, or null.</summary>
    public JournalEntry? LastCommitted => _entries.LastOrDefault(static e => e is { State: ChangeState.Committed, Command: not "undo" });

    /// <summary>Takes the lock and reads the journal; its folder is made where it is not there.</summary>
    /// <param name="folder">Its folder, <see cref="DefaultFolder"/>.</param>
    /// <param name="wait">How long to wait for another run to end: a reload whose command was killed goes on for a moment.</param>
    /// <param name="holder">The process id of who holds the lock, "" where it is not told.</param>
    /// <returns>The journal, or null where another run holds the lock.</returns>
    /// <exception cref="ChangeRecordException">It cannot be read or made.</exception>
    public static Journal? Open(string folder, TimeSpan wait, out string holder)
    {
        if (DurableFile.MakeFolder(Path.Join(folder, "changes")) is not 0 and var errno)
        {
            throw new ChangeRecordException(folder, errno);
        }

        if (ChangeLock.Take(Path.Join(folder, "lock"), wait, out holder) is not { } held)
        {
            return null;
        }

        Journal journal = new(folder, held);
        try
        {
            journal.ReadEntries();
        }
        catch (ChangeRecordException)
        {
            journal.Dispose();
            throw;
        }

        return journal;
    }

    /// <summary>Reads the journal without the lock and makes nothing: for who only shows a plan. One that is not there is an empty
    /// one.</summary>
    /// <param name="folder">Its folder, <see cref="DefaultFolder"/>.</param>
    /// <exception cref="ChangeRecordException">It cannot be read.</exception>
    public static Journal Look(string folder)
    {
        Journal journal = new(folder, held: null);
        if (Directory.Exists(journal._folder))
        {
            journal.ReadEntries();
        }

        return journal;
    }

    /// <summary>Writes a new entry, before anything is changed.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="command">"enable", "disable", "apply", "undo".</param>
    /// <exception cref="ChangeRecordException">It cannot be written.</exception>
    public JournalEntry Begin(ChangePlan plan, string command)
    {
        JournalEntry[] finished = [.. _entries.Where(static e => e.State != ChangeState.Unfinished)];
        foreach (JournalEntry old in finished.Take(Math.Max(0, finished.Length - MostFinished + 1)))
        {
            old.Delete();
            _entries.Remove(old);
        }

        JournalEntry entry = JournalEntry.Create(_folder, _entries.Count == 0 ? 1 : _entries[^1].Number + 1, plan, command, BootId());
        _entries.Add(entry);
        return entry;
    }

    /// <inheritdoc/>
    public void Dispose() => _lock?.Dispose();

    /// <summary>This boot, or "-".</summary>
    internal static string BootId() => WholeFile.Read("/proc/sys/kernel/random/boot_id", 64).Value ?? "-";

    private void ReadEntries()
    {
        using HostTree tree = HostTree.Live();
        Reading listing = tree.List(_folder, static _ => true);
        if (!listing.IsKnown)
        {
            throw new ChangeRecordException(_folder, listing.Errno);
        }

        List<int> numbers = [];
        foreach (string name in listing.Text.Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                numbers.Add(number);
            }
            else if (_lock is not null && name.EndsWith(JournalEntry.OldSuffix, StringComparison.Ordinal))
            {
                JournalEntry.RemoveFolder(Path.Join(_folder, name));
            }
        }

        numbers.Sort();
        foreach (int number in numbers)
        {
            _entries.Add(JournalEntry.Read(Path.Join(_folder, number.ToString("D6", CultureInfo.InvariantCulture)), number));
        }
    }
}
