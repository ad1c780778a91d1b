using System.Runtime.InteropServices;

namespace VirtNest.Native.LibC;

/// <summary>sys/xattr.h, of open files: the SELinux label (security.selinux), POSIX access lists (system.posix_acl_access),
/// capabilities.</summary>
internal static partial class ExtendedAttributes
{
    /// <summary>flistxattr(2) into a span: names, each with a NUL byte behind it; returns the count, or -1 with the error number
    /// set.</summary>
    internal static unsafe nint List(int fd, Span<byte> buffer)
    {
        // SAFETY: the span pins its own memory for the call and gives its length; the kernel writes no more than that.
        fixed (byte* pointer = buffer)
        {
            return flistxattr(fd, pointer, (nuint)buffer.Length);
        }
    }

    /// <summary>fgetxattr(2) into a span; returns the count, or -1 with the error number set.</summary>
    internal static unsafe nint Get(int fd, string name, Span<byte> buffer)
    {
        // SAFETY: as List.
        fixed (byte* pointer = buffer)
        {
            return fgetxattr(fd, name, pointer, (nuint)buffer.Length);
        }
    }

    /// <summary>fsetxattr(2) from a span; 0, or -1 with the error number set.</summary>
    internal static unsafe int Set(int fd, string name, ReadOnlySpan<byte> value)
    {
        // SAFETY: the span pins its own memory for the call and gives its length; the kernel only reads.
        fixed (byte* pointer = value)
        {
            return fsetxattr(fd, name, pointer, (nuint)value.Length, 0);
        }
    }

    [LibraryImport(Libraries.LibC, SetLastError = true)]
    private static unsafe partial nint flistxattr(int fd, byte* list, nuint size);

    [LibraryImport(Libraries.LibC, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial nint fgetxattr(int fd, string name, byte* value, nuint size);

    [LibraryImport(Libraries.LibC, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int fsetxattr(int fd, string name, byte* value, nuint size, int flags);
}
