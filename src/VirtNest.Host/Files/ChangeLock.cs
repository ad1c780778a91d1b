using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading;
using VirtNest.Evidence;
using VirtNest.Native.LibC;

namespace VirtNest.Host.Files;

/// <summary>One run at a time. The lock belongs to the open file, so the process that reloads a module, which inherits it, keeps it where
/// the command itself is killed; the kernel lets it go with the last of them.</summary>
internal sealed class ChangeLock : IDisposable
{
    private readonly FileDescriptor _file;

    private ChangeLock(FileDescriptor file) => _file = file;

    /// <summary>Takes the lock, or returns null with the process id that its holder has written there.</summary>
    /// <exception cref="ChangeRecordException">The file cannot be opened.</exception>
    internal static ChangeLock? Take(string path, TimeSpan wait, out string holder)
    {
        holder = "";
        int fd = Fcntl.Open(path, Fcntl.O_RDWR | Fcntl.O_CREAT | Fcntl.O_CLOEXEC, Convert.ToUInt32("600", 8));
        if (fd < 0)
        {
            throw new ChangeRecordException(path, Marshal.GetLastPInvokeError());
        }

        FileDescriptor file = new(fd);
        long begin = Stopwatch.GetTimestamp();
        while (FileLock.Flock(fd, FileLock.LOCK_EX | FileLock.LOCK_NB) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno is not (LinuxErrno.EAGAIN or LinuxErrno.EINTR) || Stopwatch.GetElapsedTime(begin) > wait)
            {
                holder = WholeFile.Read(path, 32).Value ?? "";
                file.Dispose();
                return errno is LinuxErrno.EAGAIN or LinuxErrno.EINTR ? null : throw new ChangeRecordException(path, errno);
            }

            Thread.Sleep(20);
        }

        // Who holds it, for the one who comes second; nothing depends on it.
        Unistd.FTruncate(fd, 0);
        DurableFile.WriteAll(fd, Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        return new ChangeLock(file);
    }

    /// <summary>Who holds a lock, as far as it has written its process id there; null where nobody does. A shared lock is asked for and
    /// given back at once: who takes it meanwhile waits for it, and others who ask find it free as well.</summary>
    /// <exception cref="ChangeRecordException">The file cannot be opened.</exception>
    internal static string? Holder(string path)
    {
        int fd = Fcntl.Open(path, Fcntl.O_RDONLY | Fcntl.O_CLOEXEC, 0);
        if (fd < 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            return errno is LinuxErrno.ENOENT ? null : throw new ChangeRecordException(path, errno);
        }

        using FileDescriptor file = new(fd);
        if (FileLock.Flock(fd, FileLock.LOCK_SH | FileLock.LOCK_NB) == 0)
        {
            _ = FileLock.Flock(fd, FileLock.LOCK_UN);
            return null;
        }

        int refused = Marshal.GetLastPInvokeError();
        return refused is LinuxErrno.EAGAIN ? WholeFile.Read(path, 32).Value ?? "" : throw new ChangeRecordException(path, refused);
    }

    /// <summary>Whether a program that is started now inherits the lock.</summary>
    internal void PassOn(bool isInherited) => Fcntl.SetCloseOnExec(_file.Number, !isInherited);

    /// <summary>Lets it go, whoever else has the open file by now: a program may have left something running.</summary>
    public void Dispose()
    {
        _ = FileLock.Flock(_file.Number, FileLock.LOCK_UN);
        _file.Dispose();
    }
}
