using System.Runtime.InteropServices;

namespace VirtNest.Native.LibC;

/// <summary>sys/mman.h: memfd_create(2), a file without a name, gone with its last descriptor. Linux 3.17, glibc 2.27.</summary>
internal static partial class MemoryFile
{
    private const uint MFD_CLOEXEC = 1;

    /// <summary>A file with these bytes, open for reading alone: whoever gets the descriptor cannot change it.</summary>
    /// <param name="name">What /proc/PID/fd calls it.</param>
    /// <param name="bytes">What it holds.</param>
    /// <returns>The descriptor; invalid with the error number set where there is none.</returns>
    internal static FileDescriptor Create(string name, ReadOnlySpan<byte> bytes)
    {
        using FileDescriptor written = new(memfd_create(name, MFD_CLOEXEC));
        if (written.IsInvalid || Unistd.Write(written.Number, bytes) != bytes.Length)
        {
            return new FileDescriptor(-1);
        }

        return new FileDescriptor(Fcntl.Open($"/proc/self/fd/{written.Number}", Fcntl.O_RDONLY | Fcntl.O_CLOEXEC, 0));
    }

    [LibraryImport(Libraries.LibC, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int memfd_create(string name, uint flags);
}
