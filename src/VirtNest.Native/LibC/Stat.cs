using System.Runtime.InteropServices;

namespace VirtNest.Native.LibC;

/// <summary>sys/stat.h, by statx(2): one layout on every architecture (linux/stat.h, struct statx, 256 bytes). Linux 4.11.</summary>
internal static partial class Stat
{
    internal const uint S_IFMT = 0xF000;
    internal const uint S_IFREG = 0x8000;
    internal const uint S_IFDIR = 0x4000;
    internal const uint S_IFCHR = 0x2000;
    internal const uint S_IFLNK = 0xA000;

    private const int AT_EMPTY_PATH = 0x1000;
    private const int AT_SYMLINK_NOFOLLOW = 0x100;
    private const int AT_NO_AUTOMOUNT = 0x800;
    private const int AT_STATX_DONT_SYNC = 0x4000;
    private const uint STATX_TYPE = 0x1;
    private const uint STATX_BASIC_STATS = 0x7FF;

    /// <summary>struct statx: the fields used, at the offsets of linux/stat.h.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    internal struct StatX
    {
        [FieldOffset(0x10)]
        internal uint Links;
        [FieldOffset(0x14)]
        internal uint Uid;
        [FieldOffset(0x18)]
        internal uint Gid;
        [FieldOffset(0x1C)]
        internal ushort Mode;
        [FieldOffset(0x20)]
        internal ulong Inode;
        [FieldOffset(0x28)]
        internal ulong Size;
        [FieldOffset(0x70)]
        internal long MTimeSeconds;
        [FieldOffset(0x80)]
        internal uint RDevMajor;
        [FieldOffset(0x84)]
        internal uint RDevMinor;
        [FieldOffset(0x88)]
        internal uint DevMajor;
        [FieldOffset(0x8C)]
        internal uint DevMinor;
    }

    /// <summary>statx(2) of a path, following links; 0, or -1 with the error number set.</summary>
    internal static int OfPath(string path, out StatX result) =>
        statx(Fcntl.AT_FDCWD, path, AT_NO_AUTOMOUNT, STATX_BASIC_STATS, out result);

    /// <summary>statx(2) of a path, of a symbolic link the link itself; 0, or -1 with the error number set.</summary>
    internal static int OfLink(string path, out StatX result) =>
        statx(Fcntl.AT_FDCWD, path, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT, STATX_BASIC_STATS, out result);

    /// <summary>statx(2) of an open descriptor; 0, or -1 with the error number set.</summary>
    internal static int OfDescriptor(int fd, out StatX result) =>
        statx(fd, "", AT_EMPTY_PATH | AT_NO_AUTOMOUNT, STATX_BASIC_STATS, out result);

    [LibraryImport(Libraries.LibC, EntryPoint = "fchmod", SetLastError = true)]
    internal static partial int FChMod(int fd, uint mode);

    [LibraryImport(Libraries.LibC, EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int MkDir(string path, uint mode);

    /// <summary>statx(2) of a folder's entry, following links, for its type and device numbers alone and by what the kernel has in memory:
    /// a file server that does not answer is not waited for. 0, or -1 with the error number set.</summary>
    /// <param name="directory">The folder's descriptor.</param>
    /// <param name="name">The entry's name with a NUL byte as its last.</param>
    /// <param name="result">The type in the mode, and the device numbers; nothing else is filled for certain.</param>
    internal static unsafe int TypeOfEntry(int directory, ReadOnlySpan<byte> name, out StatX result)
    {
        Fcntl.ThrowUnlessEnded(name);
        // SAFETY: the span pins its own memory for the call and ends with a NUL byte.
        fixed (byte* text = name)
        {
            return statxat(directory, text, AT_NO_AUTOMOUNT | AT_STATX_DONT_SYNC, STATX_TYPE, out result);
        }
    }

    /// <summary>getxattr(2) into a span; returns the count, or -1 with the error number set.</summary>
    internal static unsafe nint GetXAttr(string path, string name, Span<byte> buffer)
    {
        // SAFETY: the span pins its own memory for the call and gives its length; the kernel writes no more than that.
        fixed (byte* pointer = buffer)
        {
            return getxattr(path, name, pointer, (nuint)buffer.Length);
        }
    }

    [LibraryImport(Libraries.LibC, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statx(int directory, string path, int flags, uint mask, out StatX result);

    [LibraryImport(Libraries.LibC, EntryPoint = "statx", SetLastError = true)]
    private static unsafe partial int statxat(int directory, byte* name, int flags, uint mask, out StatX result);

    [LibraryImport(Libraries.LibC, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial nint getxattr(string path, string name, byte* buffer, nuint size);
}
