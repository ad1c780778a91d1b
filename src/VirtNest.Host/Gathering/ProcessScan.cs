using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Threading;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Host.Files;
using VirtNest.Native.LibC;

namespace VirtNest.Host.Gathering;

/// <summary>A walk over /proc that finds what holds KVM. It opens nothing but folders and maps of processes, never a file that a process
/// has open: a descriptor is told by the text of its link, and where that is a path, by the device numbers behind it (a node may have any
/// name).</summary>
/// <param name="self">Our own process id.</param>
/// <param name="reads">Reads what a process can keep us waiting for.</param>
/// <param name="cancellation">Ends the walk.</param>
internal sealed class ProcessScan(int self, LosableReads reads, CancellationToken cancellation)
{
    /// <summary>Descriptors of one process that are looked at; of one that has more, it is said that it could not be looked into.</summary>
    private const int MostDescriptors = 1 << 20;

    /// <summary>PF_KTHREAD and PF_EXITING.</summary>
    private const uint KernelThread = 0x0020_0000, Exiting = 0x0000_0004;

    private readonly byte[] _threads = new byte[8 << 10];
    private readonly byte[] _descriptors = new byte[16 << 10];
    private readonly byte[] _stat = new byte[1 << 10];
    private byte[] _maps = new byte[16 << 10];

    /// <summary>Other processes that hold something, by process id.</summary>
    internal SortedDictionary<int, KvmHoldings> Found { get; } = [];

    /// <summary>What our own process holds.</summary>
    internal IReadOnlyList<int> Own { get; private set; } = [];

    /// <summary>Processes that could not be looked into; kernel threads have no descriptors and do not count.</summary>
    internal int Unreadable { get; private set; }

    /// <summary>Process 1 is in /proc.</summary>
    internal bool HasFirstProcess { get; private set; }

    /// <summary>Looks at the descriptors of every process; deep: also at each thread's own ones, and at what is mapped.</summary>
    internal void Run(bool isDeep)
    {
        Found.Clear();
        Unreadable = 0;
        Own = OwnDescriptors();
        using FileDescriptor? processes = Folder(Fcntl.AT_FDCWD, "/proc\0"u8);
        if (processes is null)
        {
            return;
        }

        byte[] names = new byte[32 << 10];
        for (nint filled; (filled = Unistd.GetDents64(processes.Number, names)) > 0;)
        {
            DirectoryRecords records = new(names.AsSpan(0, (int)filled));
            while (records.TryNext(out ReadOnlySpan<byte> name))
            {
                if (Utf8Parser.TryParse(name, out int pid, out int length) && length == name.Length - 1)
                {
                    cancellation.ThrowIfCancellationRequested();
                    HasFirstProcess |= pid == 1;
                    if (pid != self)
                    {
                        Look(processes.Number, pid, name[..^1], isDeep);
                    }
                }
            }
        }
    }

    /// <summary>What of our own descriptors is KVM's.</summary>
    internal static IReadOnlyList<int> OwnDescriptors()
    {
        ProcessScan scan = new(0, new LosableReads(), CancellationToken.None);
        List<int> own = [];
        KvmHoldings holds = default;
        scan.Descriptors(Fcntl.AT_FDCWD, "/proc/self/fd\0"u8, ref holds, own);
        return own;
    }

    private void Look(int processes, int pid, ReadOnlySpan<byte> name, bool isDeep)
    {
        KvmHoldings holds = default;
        bool isRead = Descriptors(processes, [.. name, .. "/fd\0"u8], ref holds, null);
        if (isDeep && isRead && holds.IsEmpty)
        {
            isRead = Threads(processes, name, ref holds) && Maps(pid, ref holds);
        }

        if (!holds.IsEmpty)
        {
            Found[pid] = holds;
        }
        else if (!isRead && !HasNoDescriptors(processes, name))
        {
            Unreadable++;
        }
    }

    /// <summary>A thread may have a table of descriptors of its own (unshare(2), CLONE_FILES), and outlive the thread that the process is
    /// named after.</summary>
    private bool Threads(int processes, ReadOnlySpan<byte> process, ref KvmHoldings holds)
    {
        using FileDescriptor? threads = Folder(processes, [.. process, .. "/task\0"u8]);
        if (threads is null)
        {
            return HasEnded(Marshal.GetLastPInvokeError());
        }

        bool isRead = true;
        for (nint filled; (filled = Unistd.GetDents64(threads.Number, _threads)) > 0;)
        {
            DirectoryRecords records = new(_threads.AsSpan(0, (int)filled));
            while (records.TryNext(out ReadOnlySpan<byte> name))
            {
                isRead &= name[..^1].SequenceEqual(process) || Descriptors(threads.Number, [.. name[..^1], .. "/fd\0"u8], ref holds, null);
            }
        }

        return isRead;
    }

    /// <summary>Counts what a folder of descriptors holds; false where it, or a part of it, could not be read.</summary>
    private bool Descriptors(int directory, ReadOnlySpan<byte> path, ref KvmHoldings holds, List<int>? list)
    {
        using FileDescriptor? folder = Folder(directory, path);
        if (folder is null)
        {
            return HasEnded(Marshal.GetLastPInvokeError());
        }

        Span<byte> link = stackalloc byte[64];
        nint filled;
        for (int count = 0; (filled = Unistd.GetDents64(folder.Number, _descriptors)) > 0;)
        {
            DirectoryRecords records = new(_descriptors.AsSpan(0, (int)filled));
            while (records.TryNext(out ReadOnlySpan<byte> name))
            {
                nint length = Unistd.ReadLinkAt(folder.Number, name, link);
                if (length < 0 && HasEnded(Marshal.GetLastPInvokeError()))
                {
                    continue;
                }

                if (length < 0 || ++count > MostDescriptors)
                {
                    return IsGone(directory, path);
                }

                if (Object(folder.Number, name, link[..(int)length]) is { } what)
                {
                    holds = holds.With(what);
                    _ = Utf8Parser.TryParse(name, out int number, out _);
                    list?.Add(number);
                }
            }
        }

        return filled == 0 || HasEnded(Marshal.GetLastPInvokeError());
    }

    private static KvmObject? Object(int folder, ReadOnlySpan<byte> name, ReadOnlySpan<byte> link)
    {
        if (KvmObjects.OfLink(link) is { } what)
        {
            return what;
        }

        // Most descriptors are sockets, pipes and event counters, which have no device numbers.
        bool isPath =
            link[0] == (byte)'/' || !(link.StartsWith("socket:"u8) || link.StartsWith("pipe:"u8) || link.StartsWith("anon_inode:"u8));
        return isPath && Stat.TypeOfEntry(folder, name, out Stat.StatX stat) == 0 && (stat.Mode & Stat.S_IFMT) == Stat.S_IFCHR
            && KvmObjects.IsDevice(stat.RDevMajor, stat.RDevMinor) && !IsPlaceAlone(folder, name)
            ? KvmObject.Device
            : null;
    }

    /// <summary>The descriptor is of a place in the file tree (O_PATH), which anybody may have of the device: it opens nothing. By the
    /// flags, in octal digits, of /proc/PID/fdinfo/FD (proc(5)); where they cannot be read, it counts as open.</summary>
    private static bool IsPlaceAlone(int folder, ReadOnlySpan<byte> name)
    {
        int fd = Fcntl.OpenAt(folder, [.. "../fdinfo/"u8, .. name], Fcntl.O_RDONLY | Fcntl.O_CLOEXEC);
        if (fd < 0)
        {
            return false;
        }

        using FileDescriptor file = new(fd);
        Span<byte> text = stackalloc byte[256];
        text = text[..(int)Math.Max(0, Unistd.Read(file.Number, text))];
        ReadOnlySpan<byte> word = "flags:\t"u8;
        int at = text.IndexOf(word);
        long flags = 0;
        for (at = at < 0 ? text.Length : at + word.Length; at < text.Length && text[at] is >= (byte)'0' and <= (byte)'7'; at++)
        {
            flags = (flags << 3) | (uint)(text[at] - '0');
        }

        return (flags & Fcntl.O_PATH) != 0;
    }

    /// <summary>A mapping of a virtual CPU keeps it, and with it the VM, after its descriptor is closed.</summary>
    private bool Maps(int pid, ref KvmHoldings holds)
    {
        byte[] text = _maps;
        if (!reads.TryAsk(() => MappedVcpus(pid, text), out int? mapped))
        {
            // Whoever reads there may write into it yet.
            _maps = new byte[text.Length];
        }

        for (int i = 0; i < mapped; i++)
        {
            holds = holds.With(KvmObject.Vcpu);
        }

        return mapped is not null;
    }

    /// <summary>How many mappings are of virtual CPUs; null where they could not be read.</summary>
    private static int? MappedVcpus(int pid, byte[] buffer)
    {
        byte[] path = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/maps\0"));
        int fd = Fcntl.OpenAt(Fcntl.AT_FDCWD, path, Fcntl.O_RDONLY | Fcntl.O_CLOEXEC);
        if (fd < 0)
        {
            return HasEnded(Marshal.GetLastPInvokeError()) ? 0 : null;
        }

        using FileDescriptor maps = new(fd);
        ReadOnlySpan<byte> sought = "anon_inode:kvm-vcpu"u8;
        int kept = 0;
        int count = 0;
        nint filled;
        while ((filled = Unistd.Read(maps.Number, buffer.AsSpan(kept))) > 0)
        {
            Span<byte> text = buffer.AsSpan(0, kept + (int)filled);
            for (int at; (at = text.IndexOf(sought)) >= 0; text = text[(at + sought.Length)..])
            {
                count++;
            }

            // What was sought may lie across the end of what one read gives.
            text = text[^Math.Min(text.Length, sought.Length - 1)..];
            text.CopyTo(buffer);
            kept = text.Length;
        }

        return filled == 0 || HasEnded(Marshal.GetLastPInvokeError()) ? count : null;
    }

    /// <summary>A kernel thread, or a process that ends while we look: PF_KTHREAD and PF_EXITING among the flags of /proc/PID/stat, which
    /// everybody may read (Linux v6.12 include/linux/sched.h), the seventh number behind the name in parentheses.</summary>
    private bool HasNoDescriptors(int processes, ReadOnlySpan<byte> process)
    {
        int fd = Fcntl.OpenAt(processes, [.. process, .. "/stat\0"u8], Fcntl.O_RDONLY | Fcntl.O_CLOEXEC);
        if (fd < 0)
        {
            return HasEnded(Marshal.GetLastPInvokeError());
        }

        using FileDescriptor stat = new(fd);
        nint filled = Unistd.Read(stat.Number, _stat);
        if (filled < 0)
        {
            return HasEnded(Marshal.GetLastPInvokeError());
        }

        string text = Encoding.Latin1.GetString(_stat, 0, (int)filled);
        string[] fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', 9);
        return fields.Length > 7 && uint.TryParse(fields[7], out uint flags) && (flags & (KernelThread | Exiting)) != 0;
    }

    private static FileDescriptor? Folder(int directory, ReadOnlySpan<byte> path)
    {
        int fd = Fcntl.OpenAt(directory, path, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY | Fcntl.O_CLOEXEC);
        return fd < 0 ? null : new FileDescriptor(fd);
    }

    /// <summary>A link of a process that has just ended is refused (EACCES: Linux v6.12 fs/proc/base.c, proc_fd_access_allowed); its
    /// folder is then not there any more.</summary>
    private static bool IsGone(int directory, ReadOnlySpan<byte> path)
    {
        using FileDescriptor? again = Folder(directory, path);
        return again is null && HasEnded(Marshal.GetLastPInvokeError());
    }

    /// <summary>The process or the descriptor is no more: it holds nothing.</summary>
    private static bool HasEnded(int errno) => errno is LinuxErrno.ENOENT or LinuxErrno.ESRCH;
}
