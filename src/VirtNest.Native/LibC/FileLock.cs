using System.Runtime.InteropServices;

namespace VirtNest.Native.LibC;

/// <summary>sys/file.h: flock(2). The lock belongs to the open file: a child that inherits the descriptor holds it too, and it ends with
/// the last of them.</summary>
internal static partial class FileLock
{
    internal const int LOCK_SH = 1;
    internal const int LOCK_EX = 2;
    internal const int LOCK_NB = 4;
    internal const int LOCK_UN = 8;

    [LibraryImport(Libraries.LibC, EntryPoint = "flock", SetLastError = true)]
    internal static partial int Flock(int fd, int operation);
}
