using System.Runtime.InteropServices;

namespace VirtNest.Native.LibC;

/// <summary>fcntl.h: opening files. The numbers are those of asm-generic and x86, which agree on every flag used here.</summary>
internal static partial class Fcntl
{
    internal const int O_RDONLY = 0;
    internal const int O_WRONLY = 1;
    internal const int O_RDWR = 2;
    internal const int O_CREAT = 0x40;
    internal const int O_EXCL = 0x80;
    internal const int O_NOCTTY = 0x100;
    internal const int O_APPEND = 0x400;
    internal const int O_NONBLOCK = 0x800;
    internal const int O_CLOEXEC = 0x80000;
    internal const int O_PATH = 0x200000;

    /// <summary>O_DIRECTORY differs between architectures (asm/fcntl.h): 0x10000 on x86, s390x and riscv, 0x4000 on arm64 and
    /// ppc64le.</summary>
    internal static int O_DIRECTORY => IsArmOrPower ? 0x4000 : 0x10000;

    private static bool IsArmOrPower =>
        RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 or Architecture.Ppc64le;

    /// <summary>open(2). The mode is passed always; the kernel reads it only with O_CREAT.</summary>
    [LibraryImport(Libraries.LibC, EntryPoint = "open64", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags, uint mode);

    internal const int FD_CLOEXEC = 1;
    private const int F_GETFD = 1;
    private const int F_SETFD = 2;

    /// <summary>fcntl(2), F_GETFD: the descriptor's flags, or -1 (all of them) with the error number set.</summary>
    internal static int GetFlags(int fd) => fcntl(fd, F_GETFD, 0);

    /// <summary>fcntl(2), F_SETFD: whether a program that this process starts gets the descriptor.</summary>
    internal static int SetCloseOnExec(int fd, bool isClosed) => fcntl(fd, F_SETFD, isClosed ? FD_CLOEXEC : 0);

    // Variadic in C: on every architecture that KVM has on Linux an int passes there as here.
    [LibraryImport(Libraries.LibC, SetLastError = true)]
    private static partial int fcntl(int fd, int command, int argument);

    /// <summary>openat(2) of a folder's entry without creating anything; the descriptor, or -1 with the error number set.</summary>
    /// <param name="directory">The folder's descriptor.</param>
    /// <param name="path">A path below it with a NUL byte as its last.</param>
    /// <param name="flags">O_ flags.</param>
    internal static unsafe int OpenAt(int directory, ReadOnlySpan<byte> path, int flags)
    {
        ThrowUnlessEnded(path);
        // SAFETY: the span pins its own memory for the call and ends with a NUL byte.
        fixed (byte* text = path)
        {
            return openat64(directory, text, flags, 0);
        }
    }

    /// <summary>A path is handed to the kernel only where a NUL byte is its last.</summary>
    internal static void ThrowUnlessEnded(ReadOnlySpan<byte> path)
    {
        if (path.IsEmpty || path[^1] != 0)
        {
            throw new ArgumentException("no NUL byte at the end", nameof(path));
        }
    }

    [LibraryImport(Libraries.LibC, SetLastError = true)]
    private static unsafe partial int openat64(int directory, byte* path, int flags, uint mode);

    /// <summary>openat2(2), by syscall(2) since glibc 2.36 has no wrapper: Linux 5.6.</summary>
    [LibraryImport(Libraries.LibC, EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint OpenAt2(nint number, int directory, string path, in OpenHow how, nint size);

    internal const nint SYS_openat2 = 437;
    internal const int AT_FDCWD = -100;
    internal const ulong RESOLVE_NO_MAGICLINKS = 0x02;
    internal const ulong RESOLVE_IN_ROOT = 0x10;

    /// <summary>struct open_how of linux/openat2.h, 24 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct OpenHow
    {
        internal ulong Flags;
        internal ulong Mode;
        internal ulong Resolve;
    }
}
