using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using VirtNest.Evidence;
using VirtNest.Host.Files;
using VirtNest.Native.LibC;

namespace VirtNest.Host.Exporting;

/// <summary>The file that node_exporter's textfile collector reads: at any moment the old one or the new one whole.</summary>
/// <param name="path">Its path.</param>
public sealed class TextFile(string path)
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);

    private readonly string _path = Path.GetFullPath(path);

    /// <summary>Replaces it, or makes it with mode 0644. Of two that write at once one waits for the other.</summary>
    /// <param name="text">The whole content.</param>
    /// <returns>0, or the error number: ENOENT where the folder is missing, ELOOP for a symbolic link, EAGAIN where another one writes for
    /// seconds.</returns>
    public int Write(ReadOnlySpan<byte> text)
    {
        int fd = Fcntl.Open(Path.GetDirectoryName(_path) ?? "/", Fcntl.O_RDONLY | Fcntl.O_DIRECTORY | Fcntl.O_CLOEXEC, 0);
        if (fd < 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        // The folder's lock ends with its descriptor.
        using FileDescriptor folder = new(fd);
        long begin = Stopwatch.GetTimestamp();
        while (FileLock.Flock(folder.Number, FileLock.LOCK_EX | FileLock.LOCK_NB) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno is not (LinuxErrno.EAGAIN or LinuxErrno.EINTR) || Stopwatch.GetElapsedTime(begin) > Wait)
            {
                return errno;
            }

            Thread.Sleep(10);
        }

        return DurableFile.Write(_path, text, Convert.ToUInt32("644", 8));
    }

    /// <summary>Removes it: nobody keeps true what it says.</summary>
    /// <returns>0, or the error number.</returns>
    public int Remove() => DurableFile.Remove(_path);
}
