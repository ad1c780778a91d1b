using System.Runtime.InteropServices;
using VirtNest.Evidence;
using VirtNest.Native.LibC;

namespace VirtNest.Host.Files;

/// <summary>Files that the user names on the command line.</summary>
public static class WholeFile
{
    /// <summary>Reads a file whole.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="limit">Bytes that it may have.</param>
    /// <returns>The reading; truncated where the file is larger than the limit.</returns>
    public static Reading Read(string path, int limit)
    {
        using HostTree tree = HostTree.Live();
        return tree.Read(path, limit);
    }

    /// <summary>Reads standard input to its end.</summary>
    /// <param name="limit">Bytes that it may have.</param>
    /// <returns>The reading; truncated where there is more than the limit, of which nothing is read.</returns>
    public static Reading ReadStandardInput(int limit)
    {
        byte[] buffer = new byte[Math.Min(limit + 1, 64 << 10)];
        int count = 0;
        while (count <= limit)
        {
            if (count == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(limit + 1, buffer.Length * 2));
            }

            nint read = Unistd.Read(0, buffer.AsSpan(count));
            if (read == 0)
            {
                return Reading.Known(buffer[..count]);
            }

            int errno = read < 0 ? Marshal.GetLastPInvokeError() : 0;
            if (errno == LinuxErrno.EAGAIN)
            {
                System.Threading.Thread.Sleep(1);
            }
            else if (errno is not (0 or LinuxErrno.EINTR))
            {
                return Reading.OfErrno(errno);
            }

            count += (int)Math.Max(read, 0);
        }

        return Reading.Known(buffer[..limit], isTruncated: true);
    }

    /// <summary>Writes a new file that only its owner may read (mode 0600). A file that is there is not touched; one that could not be
    /// written whole is removed.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="bytes">Its content.</param>
    /// <returns>0, or the error number: EEXIST where the file is there already.</returns>
    public static int WriteNew(string path, ReadOnlySpan<byte> bytes)
    {
        int fd = Fcntl.Open(path, Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_EXCL | Fcntl.O_CLOEXEC, Convert.ToUInt32("600", 8));
        if (fd < 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        using FileDescriptor file = new(fd);
        while (bytes.Length > 0)
        {
            nint written = Unistd.Write(fd, bytes);
            if (written >= 0)
            {
                bytes = bytes[(int)written..];
                continue;
            }

            int errno = Marshal.GetLastPInvokeError();
            if (errno != LinuxErrno.EINTR)
            {
                Unistd.Unlink(path);
                return errno;
            }
        }

        return 0;
    }
}
