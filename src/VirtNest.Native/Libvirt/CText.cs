using System.Runtime.InteropServices;
using VirtNest.Native.LibC;

namespace VirtNest.Native.Libvirt;

/// <summary>Zero-terminated text from libvirt, which its caller frees with free(3) where the manual says so.</summary>
internal static unsafe partial class CText
{
    /// <summary>A copy as text, cut where it is longer; empty for the null pointer. The original stays libvirt's.</summary>
    internal static string Copy(byte* text, int most)
    {
        if (text is null)
        {
            return "";
        }

        // SAFETY: libvirt ends its texts with a zero; nothing behind it or behind the limit is read.
        nuint length = strnlen(text, (nuint)most);
        return Encoding.UTF8.GetString(text, (int)length);
    }

    /// <summary>A copy as bytes without the zero, null for the null pointer; the original is freed. Cut where it is longer than the
    /// limit.</summary>
    internal static byte[]? Take(byte* text, int most)
    {
        if (text is null)
        {
            return null;
        }

        try
        {
            // SAFETY: as in Copy; the text was allocated by libvirt with malloc(3) for this caller, who frees it once, here.
            return new ReadOnlySpan<byte>(text, (int)strnlen(text, (nuint)most)).ToArray();
        }
        finally
        {
            free(text);
        }
    }

    /// <summary>free(3) of an array of pointers that libvirt allocated for its caller.</summary>
    internal static void Free(void* allocated) => free(allocated);

    [LibraryImport(Libraries.LibC)]
    private static partial nuint strnlen(byte* text, nuint most);

    [LibraryImport(Libraries.LibC)]
    private static partial void free(void* allocated);
}
