using System.Runtime.InteropServices;

namespace VirtNest.Native.LibC;

/// <summary>sys/random.h.</summary>
internal static partial class Getrandom
{
    private const uint GRND_NONBLOCK = 1;

    /// <summary>getrandom(2) without waiting; false where the kernel's pool is not ready.</summary>
    internal static unsafe bool Fill(Span<byte> buffer)
    {
        // SAFETY: the span pins its own memory for the call and gives its length; the kernel writes no more than that.
        fixed (byte* pointer = buffer)
        {
            return getrandom(pointer, (nuint)buffer.Length, GRND_NONBLOCK) == buffer.Length;
        }
    }

    [LibraryImport(Libraries.LibC, SetLastError = true)]
    private static unsafe partial nint getrandom(byte* buffer, nuint length, uint flags);
}
