using System.Buffers;
using System.Runtime.InteropServices;
using VirtNest.Evidence;
using VirtNest.Native.LibC;

namespace VirtNest.Host.Files;

/// <summary>The files of the machine that is judged: this machine's, or a dumped tree's. Of a dumped tree nothing outside is ever read:
/// the kernel resolves every link below the tree's root (openat2(2) with RESOLVE_IN_ROOT, Linux 5.6), and only regular files and folders
/// are opened.</summary>
internal sealed class HostTree : IDisposable
{
    /// <summary>Where files and folders are read into before what they hold is copied: most are small, there are hundreds, and fresh
    /// memory costs a page fault each 4 KiB.</summary>
    private readonly byte[] _scratch = new byte[16 << 10];
    private readonly FileDescriptor? _root;

    private HostTree(FileDescriptor? root) => _root = root;

    /// <summary>True for a dumped tree.</summary>
    internal bool IsDump => _root is not null;

    /// <summary>This machine.</summary>
    internal static HostTree Live() => new(null);

    /// <summary>A dumped tree.</summary>
    /// <param name="directory">Its root folder.</param>
    /// <param name="errno">Why it cannot be read: the error number of open(2), or ENOSYS where the kernel has no openat2; 0 where it
    /// can.</param>
    internal static HostTree? Dump(string directory, out int errno)
    {
        int fd = Fcntl.Open(directory, Fcntl.O_PATH | Fcntl.O_DIRECTORY | Fcntl.O_CLOEXEC, 0);
        if (fd < 0)
        {
            errno = Marshal.GetLastPInvokeError();
            return null;
        }

        HostTree tree = new(new FileDescriptor(fd));
        using FileDescriptor? probe = tree.Open("/", Fcntl.O_RDONLY | Fcntl.O_DIRECTORY, out errno);
        if (probe is not null)
        {
            return tree;
        }

        tree.Dispose();
        return null;
    }

    public void Dispose() => _root?.Dispose();

    /// <summary>Reads a file whole, or its first <paramref name="limit"/> bytes. Never waits: a FIFO is not read.</summary>
    internal Reading Read(string path, int limit)
    {
        if (IsDump || !(path.StartsWith("/proc/", StringComparison.Ordinal) || path.StartsWith("/sys/", StringComparison.Ordinal)))
        {
            return Read(path, limit, out _);
        }

        // Of the kernel's own files the type needs no look, and sysfs shows a value whole in one read (Linux
        // Documentation/filesystems/sysfs.rst).
        using FileDescriptor? file = Open(path, Fcntl.O_RDONLY | Fcntl.O_NONBLOCK | Fcntl.O_NOCTTY, out int errno);
        return file is null ? Reading.OfErrno(errno) : ReadAll(file.Number, limit, endsShort: path[1] == 's');
    }

    /// <summary>Reads a file and tells its type, mode, owner and time as <see cref="Describe(string)"/> would.</summary>
    internal Reading Read(string path, int limit, out Reading description)
    {
        using FileDescriptor? file = OpenForReading(path, out int errno, out Stat.StatX stat);
        if (file is null)
        {
            description = Reading.OfErrno(errno);
            return description;
        }

        description = Reading.Known(Describe(stat));
        if (IsNullDevice(stat))
        {
            return Reading.Known([]);
        }

        return (stat.Mode & Stat.S_IFMT) == Stat.S_IFREG ? ReadAll(file.Number, limit) : Reading.OfErrno(NotAFile(stat));
    }

    /// <summary>The entry names of a folder that a predicate accepts, each with a NUL byte behind it; "." and ".." are left out.</summary>
    internal Reading List(string folder, Predicate<string> isKept)
    {
        using FileDescriptor? directory = Open(folder, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY, out int errno);
        if (directory is null)
        {
            return Reading.OfErrno(errno);
        }

        ArrayBufferWriter<byte> names = new();
        byte[] buffer = _scratch;
        int count = 0;
        while (true)
        {
            nint filled = Unistd.GetDents64(directory.Number, buffer);
            if (filled < 0)
            {
                return Reading.OfErrno(Marshal.GetLastPInvokeError());
            }

            if (filled == 0)
            {
                return Reading.Known(names.WrittenSpan.ToArray());
            }

            DirectoryRecords records = new(buffer.AsSpan(0, (int)filled));
            while (records.TryNext(out ReadOnlySpan<byte> ended))
            {
                ReadOnlySpan<byte> name = ended[..^1];
                if (!isKept(Encoding.UTF8.GetString(name)))
                {
                    continue;
                }

                if (++count > Sources.MostEntries)
                {
                    return Reading.Known(names.WrittenSpan.ToArray(), isTruncated: true);
                }

                names.Write(ended);
            }
        }
    }

    /// <summary>The text of a symbolic link of this machine.</summary>
    internal Reading ReadLink(string path)
    {
        Span<byte> target = stackalloc byte[256];
        nint count = IsDump ? -1 : Unistd.ReadLink(path, target);
        return count < 0 ? Reading.OfErrno(IsDump ? LinuxErrno.ENOSYS : Marshal.GetLastPInvokeError())
            : Reading.Known(target[..(int)count].ToArray());
    }

    /// <summary>Type, mode, owner, device and time of a file: "type=char mode=0660 uid=0 gid=108 rdev=10:232 size=0
    /// mtime=1763860000".</summary>
    internal Reading Describe(string path)
    {
        int errno = LookAt(path, out Stat.StatX stat);
        return errno == 0 ? Reading.Known(Describe(stat)) : Reading.OfErrno(errno);
    }

    /// <summary>True where two paths lead to one file or folder: the same inode of the same device.</summary>
    internal bool IsSame(string first, string second) =>
        LookAt(first, out Stat.StatX a) == 0 && LookAt(second, out Stat.StatX b) == 0
            && (a.Inode, a.DevMajor, a.DevMinor) == (b.Inode, b.DevMajor, b.DevMinor);

    private int LookAt(string path, out Stat.StatX stat)
    {
        if (_root is null)
        {
            return Stat.OfPath(path, out stat) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }

        stat = default;
        using FileDescriptor? file = Open(path, Fcntl.O_PATH, out int errno);
        return file is null ? errno : Stat.OfDescriptor(file.Number, out stat) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    private static string Describe(in Stat.StatX stat)
    {
        string type = (stat.Mode & Stat.S_IFMT) switch
        {
            Stat.S_IFREG => "file",
            Stat.S_IFDIR => "folder",
            Stat.S_IFCHR => "char",
            _ => "other",
        };
        string mode = Convert.ToString(stat.Mode & 0xFFF, 8).PadLeft(4, '0');
        string device = FormattableString.Invariant($"{stat.RDevMajor}:{stat.RDevMinor}");
        return FormattableString.Invariant(
            $"type={type} mode={mode} uid={stat.Uid} gid={stat.Gid} rdev={device} size={stat.Size} mtime={stat.MTimeSeconds}");
    }

    /// <summary>/dev/null, to which a configuration file is linked to mask another.</summary>
    private static bool IsNullDevice(in Stat.StatX stat) =>
        (stat.Mode & Stat.S_IFMT) == Stat.S_IFCHR && stat.RDevMajor == 1 && stat.RDevMinor == 3;

    /// <summary>Why something that is no regular file is not read: EISDIR for a folder, EINVAL for a FIFO, a socket or a device.</summary>
    private static int NotAFile(in Stat.StatX stat) => (stat.Mode & Stat.S_IFMT) == Stat.S_IFDIR ? LinuxErrno.EISDIR : LinuxErrno.EINVAL;

    /// <summary>Opens a regular file. In a dumped tree its type is looked at first (O_PATH opens no device and no FIFO); a file that
    /// became another in between is refused by the second look.</summary>
    private FileDescriptor? OpenForReading(string path, out int errno, out Stat.StatX stat)
    {
        stat = default;
        if (_root is not null)
        {
            using FileDescriptor? look = Open(path, Fcntl.O_PATH, out errno);
            if (look is null)
            {
                return null;
            }

            if (Stat.OfDescriptor(look.Number, out stat) != 0)
            {
                errno = Marshal.GetLastPInvokeError();
                return null;
            }

            if ((stat.Mode & Stat.S_IFMT) != Stat.S_IFREG)
            {
                errno = NotAFile(stat);
                return IsNullDevice(stat) ? Open(path, Fcntl.O_PATH, out errno) : null;
            }
        }

        FileDescriptor? file = Open(path, Fcntl.O_RDONLY | Fcntl.O_NONBLOCK | Fcntl.O_NOCTTY, out errno);
        if (file is null)
        {
            return null;
        }

        if (Stat.OfDescriptor(file.Number, out stat) != 0)
        {
            errno = Marshal.GetLastPInvokeError();
            file.Dispose();
            return null;
        }

        return file;
    }

    private FileDescriptor? Open(string path, int flags, out int errno)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            errno = LinuxErrno.EINVAL;
            return null;
        }

        flags |= Fcntl.O_CLOEXEC;
        int fd;
        if (_root is null)
        {
            fd = Fcntl.Open(path, flags, 0);
        }
        else
        {
            Fcntl.OpenHow how = new() { Flags = (ulong)flags, Resolve = Fcntl.RESOLVE_IN_ROOT | Fcntl.RESOLVE_NO_MAGICLINKS };
            fd = (int)Fcntl.OpenAt2(Fcntl.SYS_openat2, _root.Number, path, in how, Marshal.SizeOf<Fcntl.OpenHow>());
        }

        errno = fd < 0 ? Marshal.GetLastPInvokeError() : 0;
        return fd < 0 ? null : new FileDescriptor(fd);
    }

    private Reading ReadAll(int fd, int limit, bool endsShort = false)
    {
        // The size that a file of /proc or /sys tells is 0 or a page, and says nothing.
        byte[] buffer = _scratch;
        int count = 0;
        while (true)
        {
            if (count == Math.Min(buffer.Length, limit))
            {
                if (count >= limit)
                {
                    return Reading.Known(buffer[..count], isTruncated: Unistd.Read(fd, stackalloc byte[1]) > 0);
                }

                Array.Resize(ref buffer, Math.Min(limit, buffer.Length * 4));
            }

            nint read = Unistd.Read(fd, buffer.AsSpan(count, Math.Min(buffer.Length, limit) - count));
            if (read > 0)
            {
                count += (int)read;
                if (endsShort && count < Environment.SystemPageSize)
                {
                    return Reading.Known(buffer[..count]);
                }

                continue;
            }

            int errno = read == 0 ? 0 : Marshal.GetLastPInvokeError();
            if (errno == LinuxErrno.EINTR)
            {
                continue;
            }

            return errno == 0 ? Reading.Known(buffer[..count]) : Reading.OfErrno(errno);
        }
    }
}
