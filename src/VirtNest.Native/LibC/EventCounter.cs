using System.Runtime.InteropServices;

namespace VirtNest.Native.LibC;

/// <summary>sys/eventfd.h: a count in the kernel that poll(2) can wait for, to wake a thread that waits.</summary>
internal static partial class EventCounter
{
    // O_CLOEXEC and O_NONBLOCK of asm-generic, which all architectures of KVM share.
    private const int EFD_CLOEXEC = Fcntl.O_CLOEXEC;
    private const int EFD_NONBLOCK = Fcntl.O_NONBLOCK;

    /// <summary>A count of zero; invalid, with the error number set, where there is none to have.</summary>
    internal static FileDescriptor Open() => new(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));

    /// <summary>Adds one. Safe from any thread; a count that is full stays so, and wakes as well.</summary>
    internal static void Add(int fd) => _ = Unistd.Write(fd, BitConverter.GetBytes(1UL));

    /// <summary>Takes the count back to zero.</summary>
    internal static void Clear(int fd)
    {
        Span<byte> count = stackalloc byte[8];
        _ = Unistd.Read(fd, count);
    }

    [LibraryImport(Libraries.LibC, SetLastError = true)]
    private static partial int eventfd(uint initial, int flags);
}
