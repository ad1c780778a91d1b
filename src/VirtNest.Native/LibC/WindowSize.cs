using System.Runtime.InteropServices;

namespace VirtNest.Native.LibC;

/// <summary>struct winsize of asm-generic/termios.h, 8 bytes: how many characters a terminal shows. Zero where it does not know.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct WindowSize
{
    internal ushort Rows;
    internal ushort Columns;
    internal ushort WidthPixels;
    internal ushort HeightPixels;

    /// <summary>TIOCGWINSZ, which is another number on POWER (asm/ioctls.h).</summary>
    private static nuint Request => RuntimeInformation.ProcessArchitecture == Architecture.Ppc64le ? 0x40087468u : 0x5413u;

    /// <summary>The size of the terminal of a descriptor; false where it is none.</summary>
    internal static bool TryGet(int fd, out WindowSize size)
    {
        size = default;
        return Ioctl.Call(fd, Request, ref size) == 0;
    }
}
