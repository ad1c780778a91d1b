using System.Runtime.InteropServices;

namespace VirtNest.Native.LibC;

/// <summary>unistd.h: reading, writing, closing, and who runs.</summary>
internal static partial class Unistd
{
    /// <summary>close(2). On Linux the descriptor is gone even where EINTR is returned, so it is never tried again.</summary>
    [LibraryImport(Libraries.LibC, EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int fd);

    [LibraryImport(Libraries.LibC, EntryPoint = "isatty", SetLastError = true)]
    internal static partial int IsATty(int fd);

    [LibraryImport(Libraries.LibC, EntryPoint = "unlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Unlink(string path);

    [LibraryImport(Libraries.LibC, EntryPoint = "rmdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int RmDir(string path);

    /// <summary>fsync(2): the bytes, or the entries of a folder, are on disk when it returns 0.</summary>
    [LibraryImport(Libraries.LibC, EntryPoint = "fsync", SetLastError = true)]
    internal static partial int FSync(int fd);

    /// <summary>syncfs(2): all that was written to the file system of a descriptor is on disk when it returns 0.</summary>
    [LibraryImport(Libraries.LibC, EntryPoint = "syncfs", SetLastError = true)]
    internal static partial int SyncFs(int fd);

    [LibraryImport(Libraries.LibC, EntryPoint = "ftruncate64", SetLastError = true)]
    internal static partial int FTruncate(int fd, long length);

    [LibraryImport(Libraries.LibC, EntryPoint = "fchown", SetLastError = true)]
    internal static partial int FChOwn(int fd, uint owner, uint group);

    /// <summary>setsid(2): a session of its own, which no terminal and no process group reaches.</summary>
    [LibraryImport(Libraries.LibC, EntryPoint = "setsid", SetLastError = true)]
    internal static partial int SetSid();

    [LibraryImport(Libraries.LibC, EntryPoint = "geteuid")]
    internal static partial uint GetEUid();

    /// <summary>getgroups(2): the supplementary groups of this process, at most 256 of them.</summary>
    internal static unsafe uint[] GetGroups()
    {
        uint[] groups = new uint[256];
        // SAFETY: the array is pinned for the call, whose first argument is its length.
        fixed (uint* pointer = groups)
        {
            int count = getgroups(groups.Length, pointer);
            return count < 0 ? [] : groups[..count];
        }
    }

    [LibraryImport(Libraries.LibC, EntryPoint = "getegid")]
    internal static partial uint GetEGid();

    /// <summary>read(2) into a span; returns the count, or -1 with the error number set.</summary>
    internal static unsafe nint Read(int fd, Span<byte> buffer)
    {
        // SAFETY: the span pins its own memory for the call and gives its length; the kernel writes no more than that.
        fixed (byte* pointer = buffer)
        {
            return read(fd, pointer, (nuint)buffer.Length);
        }
    }

    /// <summary>pread(2) into a span; returns the count, or -1 with the error number set.</summary>
    internal static unsafe nint PRead(int fd, Span<byte> buffer, long offset)
    {
        // SAFETY: as Read.
        fixed (byte* pointer = buffer)
        {
            return pread(fd, pointer, (nuint)buffer.Length, offset);
        }
    }

    /// <summary>write(2) from a span; returns the count, or -1 with the error number set.</summary>
    internal static unsafe nint Write(int fd, ReadOnlySpan<byte> buffer)
    {
        // SAFETY: the span pins its own memory for the call and gives its length; the kernel only reads.
        fixed (byte* pointer = buffer)
        {
            return write(fd, pointer, (nuint)buffer.Length);
        }
    }

    /// <summary>getdents64(2) into a span: records of linux_dirent64; returns the bytes filled, 0 at the end, or -1 with the error number
    /// set.</summary>
    internal static unsafe nint GetDents64(int fd, Span<byte> buffer)
    {
        // SAFETY: as Read.
        fixed (byte* pointer = buffer)
        {
            return getdents64(fd, pointer, (nuint)buffer.Length);
        }
    }

    /// <summary>readlink(2) into a span, without a NUL byte at the end; returns the count, or -1 with the error number set.</summary>
    internal static unsafe nint ReadLink(string path, Span<byte> buffer)
    {
        // SAFETY: as Read.
        fixed (byte* pointer = buffer)
        {
            return readlink(path, pointer, (nuint)buffer.Length);
        }
    }

    /// <summary>readlinkat(2) of a folder's entry into a span, without a NUL byte at the end; returns the count, or -1 with the error
    /// number set.</summary>
    /// <param name="directory">The folder's descriptor.</param>
    /// <param name="name">The entry's name with a NUL byte as its last, as <see cref="GetDents64"/> gives it.</param>
    /// <param name="buffer">Where the text goes; longer text is cut there.</param>
    internal static unsafe nint ReadLinkAt(int directory, ReadOnlySpan<byte> name, Span<byte> buffer)
    {
        Fcntl.ThrowUnlessEnded(name);
        // SAFETY: both spans pin their own memory for the call; the name ends with a NUL byte inside its span, the buffer gives its length.
        fixed (byte* text = name, pointer = buffer)
        {
            return readlinkat(directory, text, pointer, (nuint)buffer.Length);
        }
    }

    /// <summary>dup3(2): the second number becomes another name of the first, whatever it was before.</summary>
    [LibraryImport(Libraries.LibC, EntryPoint = "dup3", SetLastError = true)]
    internal static partial int Dup3(int from, int to, int flags);

    [LibraryImport(Libraries.LibC, SetLastError = true)]
    private static unsafe partial int getgroups(int size, uint* list);

    [LibraryImport(Libraries.LibC, SetLastError = true)]
    private static unsafe partial nint read(int fd, byte* buffer, nuint count);

    [LibraryImport(Libraries.LibC, EntryPoint = "pread64", SetLastError = true)]
    private static unsafe partial nint pread(int fd, byte* buffer, nuint count, long offset);

    [LibraryImport(Libraries.LibC, SetLastError = true)]
    private static unsafe partial nint write(int fd, byte* buffer, nuint count);

    [LibraryImport(Libraries.LibC, SetLastError = true)]
    private static unsafe partial nint getdents64(int fd, byte* buffer, nuint count);

    [LibraryImport(Libraries.LibC, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial nint readlink(string path, byte* buffer, nuint count);

    [LibraryImport(Libraries.LibC, SetLastError = true)]
    private static unsafe partial nint readlinkat(int directory, byte* name, byte* buffer, nuint count);
}
