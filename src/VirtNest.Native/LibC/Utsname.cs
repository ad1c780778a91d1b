using System.Runtime.InteropServices;

namespace VirtNest.Native.LibC;

/// <summary>sys/utsname.h: six fields of 65 bytes (linux/utsname.h, struct new_utsname).</summary>
internal static partial class Utsname
{
    private const int Field = 65;

    /// <summary>uname(2): the kernel's release, its build and the machine's architecture as the kernel names them.</summary>
    internal static unsafe (string Release, string Version, string Machine) Read()
    {
        Span<byte> fields = stackalloc byte[6 * Field];
        // SAFETY: the buffer is on this stack for the call and has the size of struct new_utsname.
        fixed (byte* pointer = fields)
        {
            return uname(pointer) == 0 ? (Text(fields[(2 * Field)..]), Text(fields[(3 * Field)..]), Text(fields[(4 * Field)..]))
                : ("", "", "");
        }
    }

    private static string Text(Span<byte> field)
    {
        ReadOnlySpan<byte> bounded = field[..Field];
        int end = bounded.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bounded : bounded[..end]);
    }

    [LibraryImport(Libraries.LibC, SetLastError = true)]
    private static unsafe partial int uname(byte* buffer);
}
