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

    /// <summary>Takes bytes that were read.</summary>
    /// <param name="bytes">The next ones; they do not outlive the call.</param>
    public delegate void Taking(ReadOnlySpan<byte> bytes);

    /// <summary>Reads standard input to its end piece by piece, of any length.</summary>
    /// <param name="take">Takes each piece.</param>
    /// <returns>0, or the error number.</returns>
    public static int ReadStandardInput(Taking take)
    {
        byte[] buffer = new byte[64 << 10];
        int read, errno;
        while ((read = ReadStandardInput(buffer, out errno)) > 0)
        {
            take(buffer.AsSpan(0, read));
        }

        return errno;
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

            int read = ReadStandardInput(buffer.AsSpan(count), out int errno);
            if (read == 0)
            {
                return errno == 0 ? Reading.Known(buffer[..count]) : Reading.OfErrno(errno);
            }

            count += read;
        }

        return Reading.Known(buffer[..limit], isTruncated: true);
    }

    /// <summary>Reads some of standard input, which may be one that does not block; 0 at its end or with an error.</summary>
    private static int ReadStandardInput(Span<byte> buffer, out int errno)
    {
        while (true)
        {
            nint read = Unistd.Read(0, buffer);
            errno = read < 0 ? Marshal.GetLastPInvokeError() : 0;
            if (errno == LinuxErrno.EAGAIN)
            {
                System.Threading.Thread.Sleep(1);
            }
            else if (errno != LinuxErrno.EINTR)
            {
                return (int)Math.Max(read, 0);
            }
        }
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
