using System.Runtime.InteropServices;

namespace VirtNest.Native.LibC;

/// <summary>stdio.h: rename(2).</summary>
internal static partial class Rename
{
    /// <summary>rename(2): the new name is the old file or the new one whole, at every instant; 0, or -1 with the error number
    /// set.</summary>
    [LibraryImport(Libraries.LibC, EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Replace(string from, string to);
}
