using System.IO;
using System.Runtime.InteropServices;
using VirtNest.Evidence;
using VirtNest.Native.LibC;

namespace VirtNest.Host.Files;

/// <summary>Files that must be the old one or the new one whole, whatever is killed or loses power: written beside, synced, renamed, and
/// the folder synced before the call returns. Owner, mode, SELinux label and access lists of a file that is replaced stay.</summary>
public static class DurableFile
{
    private const string Suffix = ".virt-nest-new";

    private const uint Executable = 0b001_001_001;

    /// <summary>What vouches for the content that was there (Linux Documentation/security/IMA-templates.rst; evmctl(1)).</summary>
    private static readonly string[] OfContent = ["security.ima", "security.evm"];

    /// <summary>Replaces a file's content, or makes the file. The caller holds the lock that keeps a second writer away.</summary>
    /// <param name="path">Its path. A symbolic link is refused: to write through it the caller resolves it first.</param>
    /// <param name="bytes">The whole content.</param>
    /// <param name="mode">The permission bits of a file that is not there yet.</param>
    /// <param name="keepsMode">A file that is there keeps its own permission bits.</param>
    /// <returns>0, or the error number; ELOOP for a link. After an error the file is as it was.</returns>
    public static int Write(string path, ReadOnlySpan<byte> bytes, uint mode, bool keepsMode = true)
    {
        bool exists = Stat.OfLink(path, out Stat.StatX old) == 0;
        if (!exists && Marshal.GetLastPInvokeError() is not LinuxErrno.ENOENT and var errno)
        {
            return errno;
        }

        if (exists && (old.Mode & Stat.S_IFMT) != Stat.S_IFREG)
        {
            return (old.Mode & Stat.S_IFMT) == Stat.S_IFLNK ? LinuxErrno.ELOOP : LinuxErrno.EINVAL;
        }

        mode = exists && keepsMode ? old.Mode & 0xFFFu : mode;
        string beside = Beside(path, (mode & Executable) != 0);
        RemoveRest(path);
        errno = WriteBeside(beside, bytes, mode, exists ? path : null, old);
        if (errno == 0 && Rename.Replace(beside, path) != 0)
        {
            errno = Marshal.GetLastPInvokeError();
        }

        if (errno != 0)
        {
            Unistd.Unlink(beside);
            return errno;
        }

        return SyncFolder(path);
    }

    /// <summary>Removes a file; 0 where it is not there either.</summary>
    /// <param name="path">Its path; of a symbolic link the link itself is removed.</param>
    /// <returns>0, or the error number.</returns>
    public static int Remove(string path)
    {
        if (Unistd.Unlink(path) != 0 && Marshal.GetLastPInvokeError() is not LinuxErrno.ENOENT and var errno)
        {
            return errno;
        }

        return SyncFolder(path);
    }

    /// <summary>Renames a file or folder beside itself, and returns when that is on disk.</summary>
    /// <param name="from">Its path.</param>
    /// <param name="to">The new path, in the same folder.</param>
    /// <returns>0, or the error number.</returns>
    public static int Move(string from, string to) => Rename.Replace(from, to) == 0 ? SyncFolder(to) : Marshal.GetLastPInvokeError();

    /// <summary>Removes what a <see cref="Write"/> that was killed has left beside a file.</summary>
    /// <param name="path">The file's path.</param>
    public static void RemoveRest(string path)
    {
        Unistd.Unlink(Beside(path, isProgram: false));
        Unistd.Unlink(Beside(path, isProgram: true));
    }

    /// <summary>Makes a folder for root alone (mode 0700) and the folders above it, and syncs them.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>0, or the error number; 0 where it is there.</returns>
    public static int MakeFolder(string path) => MakeFolder(path, Convert.ToUInt32("700", 8));

    /// <summary>Makes a folder and the folders above it, and syncs them.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="mode">The permission bits of those that are made; the process's umask takes bits away.</param>
    /// <returns>0, or the error number; 0 where it is there.</returns>
    public static int MakeFolder(string path, uint mode)
    {
        if (Stat.MkDir(path, mode) == 0)
        {
            return SyncFolder(path);
        }

        int errno = Marshal.GetLastPInvokeError();
        if (errno == LinuxErrno.EEXIST)
        {
            return Stat.OfPath(path, out Stat.StatX there) == 0 && (there.Mode & Stat.S_IFMT) == Stat.S_IFDIR ? 0 : LinuxErrno.ENOTDIR;
        }

        if (errno == LinuxErrno.ENOENT && Path.GetDirectoryName(path) is { Length: > 1 } above && MakeFolder(above, mode) is var first)
        {
            return first != 0 ? first : MakeFolder(path, mode);
        }

        return errno;
    }

    /// <summary>Removes a folder that is empty, and syncs the one above.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>0, also where it is not there or not empty; or the error number.</returns>
    public static int RemoveEmptyFolder(string path) =>
        Unistd.RmDir(path) == 0 ? SyncFolder(path)
            : Marshal.GetLastPInvokeError() is LinuxErrno.ENOENT or LinuxErrno.ENOTEMPTY or LinuxErrno.EEXIST ? 0
            : Marshal.GetLastPInvokeError();

    /// <summary>A program goes into the folder above: of a folder of hooks libvirt runs all that may be run, whatever its name, and so what
    /// a kill before the rename leaves there.</summary>
    private static string Beside(string path, bool isProgram)
    {
        string? folder = Path.GetDirectoryName(path);
        return Path.Join(isProgram ? Path.GetDirectoryName(folder) ?? folder : folder, "." + Path.GetFileName(path) + Suffix);
    }

    private static int WriteBeside(string beside, ReadOnlySpan<byte> bytes, uint mode, string? source, in Stat.StatX old)
    {
        int fd = Fcntl.Open(beside, Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_EXCL | Fcntl.O_CLOEXEC, Convert.ToUInt32("600", 8));
        if (fd < 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        using FileDescriptor file = new(fd);
        int errno = WriteAll(fd, bytes);
        if (errno == 0 && source is not null)
        {
            errno = Unistd.FChOwn(fd, old.Uid, old.Gid) == 0 ? CopyAttributes(source, fd) : Marshal.GetLastPInvokeError();
        }

        // The mode comes last: a change of owner clears set-id bits, and an access list carries a mode of its own.
        if (errno == 0 && (Stat.FChMod(fd, mode) != 0 || Unistd.FSync(fd) != 0))
        {
            errno = Marshal.GetLastPInvokeError();
        }

        return errno;
    }

    internal static int WriteAll(int fd, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            nint written = Unistd.Write(fd, bytes);
            if (written < 0 && Marshal.GetLastPInvokeError() is not LinuxErrno.EINTR and var errno)
            {
                return errno;
            }

            bytes = bytes[(int)Math.Max(written, 0)..];
        }

        return 0;
    }

    /// <summary>What a file system has no attributes of (EOPNOTSUPP) there is nothing to copy of.</summary>
    private static int CopyAttributes(string source, int to)
    {
        int from = Fcntl.Open(source, Fcntl.O_RDONLY | Fcntl.O_CLOEXEC, 0);
        if (from < 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        using FileDescriptor file = new(from);
        byte[] names = new byte[64 << 10];
        byte[] value = new byte[64 << 10];
        nint length = ExtendedAttributes.List(from, names);
        if (length < 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            return errno == LinuxErrno.EOPNOTSUPP ? 0 : errno;
        }

        foreach (string name in Encoding.UTF8.GetString(names, 0, (int)length).Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Except(OfContent))
        {
            nint size = ExtendedAttributes.Get(from, name, value);
            if (size < 0 || ExtendedAttributes.Set(to, name, value.AsSpan(0, (int)size)) != 0)
            {
                return Marshal.GetLastPInvokeError();
            }
        }

        return 0;
    }

    /// <summary>Returns when all that others wrote to the file system of a folder is on disk.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>0, or the error number; 0 too where the folder cannot be opened, and so nobody has written there: it is not there, or
    /// nothing can be mounted on it.</returns>
    public static int SyncFileSystem(string folder)
    {
        using FileDescriptor? directory = Open(folder);
        return directory is null || Unistd.SyncFs(directory.Number) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    private static int SyncFolder(string path)
    {
        using FileDescriptor? directory = Open(Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder : "/");
        return directory is not null && Unistd.FSync(directory.Number) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    private static FileDescriptor? Open(string folder)
    {
        int fd = Fcntl.Open(folder, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY | Fcntl.O_CLOEXEC, 0);
        return fd < 0 ? null : new FileDescriptor(fd);
    }
}
