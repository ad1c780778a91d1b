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
    internal const int O_NONBLOCK = 0x800;
    internal const int O_CLOEXEC = 0x80000;
    internal const int O_PATH = 0x200000;

    /// <summary>O_DIRECTORY and O_NOFOLLOW differ between architectures (asm/fcntl.h): 0x10000 and 0x20000 on x86, s390x and riscv, 0x4000 and 0x8000 on arm64 and ppc64le.</summary>
    internal static int O_DIRECTORY => IsArmOrPower ? 0x4000 : 0x10000;

    internal static int O_NOFOLLOW => IsArmOrPower ? 0x8000 : 0x20000;

    private static bool IsArmOrPower => RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 or Architecture.Ppc64le;

    /// <summary>open(2). The mode is passed always; the kernel reads it only with O_CREAT.</summary>
    [LibraryImport(Libraries.LibC, EntryPoint = "open64", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags, uint mode);

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
