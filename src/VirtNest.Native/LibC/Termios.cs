using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VirtNest.Native.LibC;

/// <summary>struct termios of the C library's termios.h, 60 bytes: how a terminal treats what is typed and printed. Its flags differ
/// between architectures, so that nothing here names one: the C library makes the raw mode.</summary>
[StructLayout(LayoutKind.Sequential)]
internal partial struct Termios
{
    internal const int TCSADRAIN = 1;
    internal const int TCSAFLUSH = 2;

    internal uint InputFlags;
    internal uint OutputFlags;
    internal uint ControlFlags;
    internal uint LocalFlags;
    internal byte Line;
    internal ControlCharacters Characters;
    internal uint InputSpeed;
    internal uint OutputSpeed;

    /// <summary>NCCS bytes.</summary>
    [InlineArray(32)]
    internal struct ControlCharacters
    {
        private byte _first;
    }

    /// <summary>tcgetattr(3); 0, or -1 with the error number set.</summary>
    [LibraryImport(Libraries.LibC, EntryPoint = "tcgetattr", SetLastError = true)]
    internal static partial int Get(int fd, out Termios settings);

    /// <summary>tcsetattr(3); 0, or -1 with the error number set.</summary>
    [LibraryImport(Libraries.LibC, EntryPoint = "tcsetattr", SetLastError = true)]
    internal static partial int Set(int fd, int when, in Termios settings);

    /// <summary>cfmakeraw(3): every byte as it is typed, none echoed, no key that sends a signal.</summary>
    [LibraryImport(Libraries.LibC, EntryPoint = "cfmakeraw")]
    internal static partial void MakeRaw(ref Termios settings);
}
