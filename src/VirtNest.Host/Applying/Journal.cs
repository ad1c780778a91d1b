using System.IO;
using VirtNest.Changing;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Host.Files;
using VirtNest.Host.Gathering;

namespace VirtNest.Host.Applying;

/// <summary>The changes that virt-nest made to one subject, the newest last. Whoever has it open holds the subject's lock: one run at a
/// time. Numbers are counted over all subjects.</summary>
public sealed class Journal : IDisposable
{
    /// <summary>Finished entries that are kept of each subject.</summary>
    private const int MostFinished = 20;

    /// <summary>How long another run may take to write down that it begins.</summary>
    private static readonly TimeSpan NumberWait = TimeSpan.FromSeconds(10);

    private readonly string _root;
    private readonly string _folder;
    private readonly List<JournalEntry> _entries = [];
    private readonly List<ChangeRecordException> _unread = [];
    private readonly ChangeLock? _lock;

    private Journal(string folder, ChangeLock? held)
    {
        _root = folder;
        _folder = ChangesOf(folder);
        _lock = held;
    }

    /// <summary>Where the journal is: for root that of the host, for others one of their own below XDG_STATE_HOME (XDG Base Directory
    /// Specification), for instances of their session.</summary>
    public static string DefaultFolder
    {
        get
        {
            if (CurrentUser.IsRoot)
            {
                return Sources.Journal;
            }

            string? state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
            return Path.Join(Path.IsPathRooted(state) ? state
                : Path.Join(Environment.GetEnvironmentVariable("HOME") ?? "/", ".local/state"), "virt-nest");
        }
    }

    /// <summary>The entries, the oldest first.</summary>
    public IReadOnlyList<JournalEntry> Entries => _entries;

    /// <summary>Entries that could not be read, of a journal of all subjects: they do not keep the others from being shown.</summary>
    public IReadOnlyList<ChangeRecordException> Unread => _unread;

    /// <summary>The lock.</summary>
    /// <exception cref="InvalidOperationException">The journal is only looked at.</exception>
    internal ChangeLock Lock => _lock ?? throw new InvalidOperationException("the journal was opened without its lock");

    /// <summary>The change that was cut off, or null. There is never more than one of a subject: it is dealt with before the next
    /// begins.</summary>
    public JournalEntry? Unfinished => _entries.LastOrDefault(static e => e.State == ChangeState.Unfinished);

    /// <summary>The newest change that an undo can take back, or null.</summary>
    public JournalEntry? LastCommitted => _entries.LastOrDefault(static e => e.CanBeUndone);

    /// <summary>Takes the lock of a subject and reads what the journal has of it; its folder is made where it is not there.</summary>
    /// <param name="folder">Its folder, <see cref="DefaultFolder"/>.</param>
    /// <param name="subject">What is to be changed.</param>
    /// <param name="wait">How long to wait for another run to end: a reload whose command was killed goes on for a moment.</param>
    /// <param name="holder">The process id of who holds the lock, "" where it is not told.</param>
    /// <returns>The journal, or null where another run holds the lock.</returns>
    /// <exception cref="ChangeRecordException">It cannot be read or made.</exception>
    public static Journal? Open(string folder, ChangeSubject subject, TimeSpan wait, out string holder)
    {
        if (DurableFile.MakeFolder(ChangesOf(folder)) is not 0 and var errno)
        {
            throw new ChangeRecordException(folder, errno);
        }

        // What stands there is done by root when it is undone, programs too.
        if (CurrentUser.IsRoot && RootOnlyPath.Weakness(ChangesOf(folder).TrimEnd('/')) is { } weakness)
        {
            throw new ChangeRecordException(weakness, LinuxErrno.EPERM) { IsOpenToOthers = true };
        }

        if (ChangeLock.Take(Path.Join(folder, "lock" + subject.Suffix), wait, out holder) is not { } held)
        {
            return null;
        }

        Journal journal = new(folder, held);
        try
        {
            journal.ReadEntries(subject);
        }
        catch (ChangeRecordException)
        {
            journal.Dispose();
            throw;
        }

        return journal;
    }

    /// <summary>Reads the journal without a lock and makes nothing: for who only shows it or a plan. One that is not there is an empty
    /// one.</summary>
    /// <param name="folder">Its folder, <see cref="DefaultFolder"/>.</param>
    /// <param name="subject">What is asked about; null for all.</param>
    /// <exception cref="ChangeRecordException">It cannot be read.</exception>
    public static Journal Look(string folder, ChangeSubject? subject)
    {
        Journal journal = new(folder, held: null);
        journal.ReadEntries(subject);
        return journal;
    }

    /// <summary>Writes a new entry, before anything is changed.</summary>
    /// <param name="plan">The plan, of the subject that the journal was opened for.</param>
    /// <param name="command">The command that is run, without "virt-nest": "enable", "instance disable".</param>
    /// <param name="undone">The change that the plan takes back, which stays; null where it takes none back.</param>
    /// <exception cref="ChangeRecordException">It cannot be written.</exception>
    public JournalEntry Begin(ChangePlan plan, string command, JournalEntry? undone = null)
    {
        string numbers = Path.Join(_root, "lock-numbers");
        using ChangeLock held =
            ChangeLock.Take(numbers, NumberWait, out _) ?? throw new ChangeRecordException(numbers, LinuxErrno.EAGAIN);
        List<(string Name, int Number, ChangeSubject Subject)> names = Names(out List<string> rests);
        rests.ForEach(r => JournalEntry.RemoveFolder(Path.Join(_folder, r)));

        // First what nobody can undo any more.
        JournalEntry[] finished =
            [.. _entries.Where(e => e.State != ChangeState.Unfinished && e != undone).OrderBy(static e => e.CanBeUndone)];
        foreach (JournalEntry old in finished.Take(Math.Max(0, finished.Length - MostFinished + 1)))
        {
            old.Delete();
            _entries.Remove(old);
        }

        JournalEntry entry = JournalEntry.Create(_folder, names.Count == 0 ? 1 : names[^1].Number + 1, plan, command, BootId());
        _entries.Add(entry);
        return entry;
    }

    /// <inheritdoc/>
    public void Dispose() => _lock?.Dispose();

    /// <summary>This boot, or "-".</summary>
    internal static string BootId() => WholeFile.Read("/proc/sys/kernel/random/boot_id", 64).Value ?? "-";

    private static string ChangesOf(string folder) => Path.Join(folder, "changes");

    private void ReadEntries(ChangeSubject? subject)
    {
        foreach ((string name, int number, ChangeSubject of) in Names(out _))
        {
            if (subject is { } asked && of != asked)
            {
                continue;
            }

            try
            {
                _entries.Add(JournalEntry.Read(Path.Join(_folder, name), number));
            }
            catch (ChangeRecordException) when (_lock is null && !Directory.Exists(Path.Join(_folder, name)))
            {
                // Somebody who has the lock took it away meanwhile.
            }
            catch (ChangeRecordException exception) when (subject is null)
            {
                _unread.Add(exception);
            }
        }
    }

    /// <summary>The names of the entries by number, and what a kill has left of entries that were deleted or never begun.</summary>
    private List<(string Name, int Number, ChangeSubject Subject)> Names(out List<string> rests)
    {
        rests = [];
        List<(string Name, int Number, ChangeSubject Subject)> names = [];
        using HostTree tree = HostTree.Live();
        Reading listing = tree.List(_folder, static _ => true);
        if (listing.State == ReadingState.Absent && _lock is null)
        {
            return names;
        }

        if (!listing.IsKnown)
        {
            throw new ChangeRecordException(_folder, listing.Errno);
        }

        foreach (string name in listing.Text.Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            int end = name.IndexOf('-', StringComparison.Ordinal) is >= 0 and var hyphen ? hyphen : name.Length;
            if (JournalEntry.IsRest(name))
            {
                rests.Add(name);
            }
            else if (int.TryParse(name.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                && (end == name.Length ? ChangeSubject.Host : ChangeSubject.Parse(name[(end + 1)..])) is { } subject)
            {
                names.Add((name, number, subject));
            }
        }

        names.Sort(static (a, b) => a.Number.CompareTo(b.Number));
        return names;
    }
}
