using System.Buffers;
using System.Runtime.InteropServices;
using VirtNest.Evidence;
using VirtNest.Native.LibC;

namespace VirtNest.Host.Output;

/// <summary>Standard output or standard error, written by write(2) and nothing else. System.Console writes escape codes on a terminal
/// before the first byte, and a FileStream does not move the offset that later writers share (docs/decisions/0003-write-2.md).</summary>
public sealed class StandardStream
{
    private readonly int _fd;

    private StandardStream(int fd) => _fd = fd;

    /// <summary>Why a write failed: what was printed is not whole; 0 where none did.</summary>
    public int Errno { get; private set; }

    /// <summary>File descriptor 1.</summary>
    public static StandardStream Output() => new(1);

    /// <summary>File descriptor 2.</summary>
    public static StandardStream Error() => new(2);

    /// <summary>True where the descriptor is a terminal (isatty(3)).</summary>
    public bool IsTerminal => Unistd.IsATty(_fd) == 1;

    /// <summary>Writes text as UTF-8. A reader that has gone away (EPIPE) or a full disk ends all later writing; <see cref="Errno"/>
    /// tells.</summary>
    /// <param name="text">The text, with its line ends.</param>
    public void Write(string text)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        int count = Encoding.UTF8.GetBytes(text, buffer);
        Write(buffer.AsSpan(0, count));
        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Writes bytes. A write that is interrupted (EINTR) or short goes on; on a descriptor without blocking (EAGAIN) it is tried
    /// again after a millisecond.</summary>
    /// <param name="bytes">The bytes.</param>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0 && Errno == 0)
        {
            nint written = Unistd.Write(_fd, bytes);
            if (written >= 0)
            {
                bytes = bytes[(int)written..];
                continue;
            }

            int errno = Marshal.GetLastPInvokeError();
            if (errno == LinuxErrno.EAGAIN)
            {
                System.Threading.Thread.Sleep(1);
            }
            else if (errno != LinuxErrno.EINTR)
            {
                Errno = errno;
            }
        }
    }
}
