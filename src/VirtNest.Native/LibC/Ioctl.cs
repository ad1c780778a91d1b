using System.Runtime.InteropServices;

namespace VirtNest.Native.LibC;

/// <summary>sys/ioctl.h.</summary>
internal static partial class Ioctl
{
    /// <summary>ioctl(2) with a number, or none, as its argument; returns the kernel's answer, or -1 with the error number set.</summary>
    [LibraryImport(Libraries.LibC, EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Call(int fd, nuint request, nint argument);

    /// <summary>ioctl(2) with a buffer as its argument; returns the kernel's answer, or -1 with the error number set.</summary>
    internal static unsafe int Call(int fd, nuint request, Span<byte> argument)
    {
        // SAFETY: the span pins its own memory for the call; the caller sized it as the request demands.
        fixed (byte* pointer = argument)
        {
            return Call(fd, request, (nint)pointer);
        }
    }

    /// <summary>ioctl(2) with one structure as its argument; returns the kernel's answer, or -1 with the error number set.</summary>
    internal static unsafe int Call<T>(int fd, nuint request, ref T argument)
        where T : unmanaged
    {
        // SAFETY: the reference pins the structure for the call; T is the structure that the request names.
        fixed (T* pointer = &argument)
        {
            return Call(fd, request, (nint)pointer);
        }
    }
}
