using System.IO;
using System.Runtime.InteropServices;
using VirtNest.Changing;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Host.Files;
using VirtNest.Native.LibC;

namespace VirtNest.Host.Applying;

/// <summary>One change in the journal: the plan, which is on disk before the first step, and a line for each thing done, which is on disk
/// before the next one. A line that a power cut left incomplete counts as not written.</summary>
public sealed class JournalEntry
{
    /// <summary>The command that takes a change back.</summary>
    public const string UndoCommand = "undo";

    private const string PlanFile = "plan.json";
    private const string ProgressFile = "progress";

    /// <summary>Behind the number of an entry that is being deleted.</summary>
    private const string OldSuffix = ".old";

    /// <summary>Behind the number of an entry that is being written.</summary>
    private const string NewSuffix = ".new";

    private const int MostBytes = 64 << 20;

    private readonly List<string> _lines;

    /// <summary>Bytes of the progress file up to the end of its last whole line.</summary>
    private long _length;

    private JournalEntry(string folder, int number, ChangePlan plan, List<string> lines, long length)
    {
        Folder = folder;
        Number = number;
        Plan = plan;
        _lines = lines;
        _length = length;
    }

    /// <summary>Its folder.</summary>
    public string Folder { get; }

    /// <summary>Its number: later changes have higher ones, whatever the clock says.</summary>
    public int Number { get; }

    /// <summary>The plan.</summary>
    public ChangePlan Plan { get; }

    /// <summary>When it began, by the clock of then: ISO 8601 in UTC.</summary>
    public string When => Field(1);

    /// <summary>/proc/sys/kernel/random/boot_id of then: what was done to a module did not outlive that boot.</summary>
    public string BootId => Field(2);

    /// <summary>The command that made it, without "virt-nest": "enable", "instance disable".</summary>
    public string Command => Field(3);

    /// <summary>It is whole, nothing has taken it back, it is no undo itself, and more than a restart.</summary>
    public bool CanBeUndone => State == ChangeState.Committed
        && !Command.EndsWith(UndoCommand, StringComparison.Ordinal) && Plan.Steps.Any(static s => s is not RestartStep);

    /// <summary>It was made since this boot began.</summary>
    public bool IsOfThisBoot => BootId == Journal.BootId();

    /// <summary>How far it came.</summary>
    public ChangeState State => ChangeProgress.StateOf(_lines);

    /// <summary>The steps that were begun: those below this number.</summary>
    public int BegunSteps => _lines.Where(static l => l.StartsWith("step ", StringComparison.Ordinal))
        .Select(static l => int.TryParse(l.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out int step) ? step + 1 : 0)
        .DefaultIfEmpty().Max();

    /// <summary>What a step left, where only it can tell: of a definition libvirt's own form of it. Null where nothing was noted.</summary>
    /// <param name="step">Its number.</param>
    internal byte[]? Left(int step)
    {
        string mark = LeftMark(step);
        if (_lines.FindLast(l => l.StartsWith(mark, StringComparison.Ordinal)) is not { } line)
        {
            return null;
        }

        byte[] left = new byte[line.Length];
        return Convert.TryFromBase64Chars(line.AsSpan(mark.Length), left, out int length) ? left[..length]
            : throw new ChangeRecordException(Path.Join(Folder, ProgressFile), 0, mark);
    }

    /// <summary>Notes what a step left.</summary>
    /// <exception cref="ChangeRecordException">It cannot be written.</exception>
    internal void MarkLeft(int step, ReadOnlySpan<byte> left) => Mark(LeftMark(step) + Convert.ToBase64String(left));

    private static string LeftMark(int step) => string.Create(CultureInfo.InvariantCulture, $"left {step} ");

    /// <summary>True for the name of what a kill has left of an entry that was deleted, or was never begun.</summary>
    internal static bool IsRest(string name) =>
        name.EndsWith(OldSuffix, StringComparison.Ordinal) || name.EndsWith(NewSuffix, StringComparison.Ordinal);

    /// <summary>Writes a new entry; the folder appears whole or not at all.</summary>
    /// <exception cref="ChangeRecordException">It cannot be written.</exception>
    internal static JournalEntry Create(string parent, int number, ChangePlan plan, string command, string bootId)
    {
        string folder = Path.Join(parent, number.ToString("D6", CultureInfo.InvariantCulture) + plan.Subject.Suffix);
        string draft = folder + NewSuffix;
        List<string> lines = [$"start {DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)} {bootId} {command}"];
        RemoveFolder(draft);
        Check(draft, DurableFile.MakeFolder(draft));
        Check(draft, DurableFile.Write(Path.Join(draft, PlanFile), PlanJson.Write(plan), Convert.ToUInt32("600", 8)));
        byte[] first = Encoding.UTF8.GetBytes(lines[0] + "\n");
        Check(draft, DurableFile.Write(Path.Join(draft, ProgressFile), first, Convert.ToUInt32("600", 8)));
        Check(folder, DurableFile.Move(draft, folder));
        return new JournalEntry(folder, number, plan, lines, first.Length);
    }

    /// <summary>Reads an entry.</summary>
    /// <exception cref="ChangeRecordException">It cannot be read, or is not what a journal holds.</exception>
    internal static JournalEntry Read(string folder, int number)
    {
        string path = Path.Join(folder, PlanFile);
        ChangePlan plan = PlanJson.Read(Bytes(path), out string? place) ?? throw new ChangeRecordException(path, 0, place);
        if (plan.Steps.Any(s => (s is DefinitionStep or RestartStep) != plan.Subject.IsInstance))
        {
            throw new ChangeRecordException(path, 0, "steps");
        }

        byte[] bytes = Bytes(Path.Join(folder, ProgressFile));
        int length = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        List<string> lines = [.. Encoding.UTF8.GetString(bytes, 0, length).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        return lines is [{ } first, ..] && first.Split(' ', 4) is ["start", _, _, _]
            ? new JournalEntry(folder, number, plan, lines, length)
            : throw new ChangeRecordException(Path.Join(folder, ProgressFile), 0, "1:1");
    }

    /// <summary>Adds a line and returns when it is on disk. What was left of a line that is not whole makes room for it.</summary>
    /// <exception cref="ChangeRecordException">It cannot be written.</exception>
    internal void Mark(string line)
    {
        string path = Path.Join(Folder, ProgressFile);
        int fd = Fcntl.Open(path, Fcntl.O_WRONLY | Fcntl.O_APPEND | Fcntl.O_CLOEXEC, 0);
        Check(path, fd < 0 ? Marshal.GetLastPInvokeError() : 0);
        using FileDescriptor file = new(fd);
        byte[] bytes = Encoding.UTF8.GetBytes(line + "\n");
        Check(path, Unistd.FTruncate(fd, _length) == 0 ? 0 : Marshal.GetLastPInvokeError());
        int errno = DurableFile.WriteAll(fd, bytes) is not 0 and var unwritten ? unwritten
            : Unistd.FSync(fd) == 0 ? 0 : Marshal.GetLastPInvokeError();
        if (errno != 0)
        {
            // A "committed" that is not on disk for certain would be read by the next run, while this one takes everything back.
            _ = Unistd.FTruncate(fd, _length);
        }

        Check(path, errno);
        _lines.Add(line);
        _length += bytes.Length;
    }

    /// <summary>Takes the entry away: first out of the journal, then its files, so that a kill between leaves no entry without its
    /// plan.</summary>
    internal void Delete()
    {
        string old = Folder + OldSuffix;
        RemoveFolder(old);
        if (DurableFile.Move(Folder, old) == 0)
        {
            RemoveFolder(old);
        }
    }

    /// <summary>Takes away what a kill has left of an entry that was deleted, or was never begun.</summary>
    internal static void RemoveFolder(string folder)
    {
        foreach (string name in (string[])[PlanFile, ProgressFile])
        {
            DurableFile.RemoveRest(Path.Join(folder, name));
            Unistd.Unlink(Path.Join(folder, name));
        }

        Unistd.RmDir(folder);
    }

    private static byte[] Bytes(string path)
    {
        Reading reading = WholeFile.Read(path, MostBytes);
        return reading.IsKnown ? reading.Bytes.ToArray() : throw new ChangeRecordException(path, reading.Errno);
    }

    private static void Check(string path, int errno)
    {
        if (errno != 0)
        {
            throw new ChangeRecordException(path, errno);
        }
    }

    private string Field(int index) => _lines[0].Split(' ', 4)[index];
}
