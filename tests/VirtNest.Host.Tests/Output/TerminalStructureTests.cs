using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using VirtNest.Native.LibC;
using Xunit;

namespace VirtNest.Host.Tests.Output;

/// <summary>Sizes and offsets of termios.h, sys/ioctl.h and poll.h, as gcc lays them out on 64-bit Linux with glibc.</summary>
public sealed class TerminalStructureTests
{
    [Fact]
    public void Every_structure_has_the_size_of_the_header()
    {
        Assert.Equal(60, Unsafe.SizeOf<Termios>());
        Assert.Equal(8, Unsafe.SizeOf<WindowSize>());
        Assert.Equal(8, Unsafe.SizeOf<Poll.Descriptor>());
    }

    [Fact]
    public void Every_field_is_at_the_offset_of_the_header()
    {
        Assert.Equal(12, Offset<Termios>(nameof(Termios.LocalFlags)));
        Assert.Equal(16, Offset<Termios>(nameof(Termios.Line)));
        Assert.Equal(17, Offset<Termios>(nameof(Termios.Characters)));
        Assert.Equal(52, Offset<Termios>(nameof(Termios.InputSpeed)));
        Assert.Equal(56, Offset<Termios>(nameof(Termios.OutputSpeed)));
        Assert.Equal(2, Offset<WindowSize>(nameof(WindowSize.Columns)));
        Assert.Equal(4, Offset<Poll.Descriptor>(nameof(Poll.Descriptor.Events)));
        Assert.Equal(6, Offset<Poll.Descriptor>(nameof(Poll.Descriptor.Answer)));
    }

    [Fact]
    public void The_raw_mode_is_the_one_of_the_C_library_and_the_rest_stays()
    {
        // On x86 and arm64 (asm-generic/termbits.h): ECHO, ICANON, ISIG, IEXTEN, OPOST, ICRNL, IXON.
        Termios raw =
            new() { InputFlags = 0x500, OutputFlags = 0x5, ControlFlags = 0xbf, LocalFlags = 0x8a3b, InputSpeed = 13, OutputSpeed = 13 };
        Termios.MakeRaw(ref raw);
        Assert.Equal((0u, 0x4u, 0u), (raw.InputFlags, raw.OutputFlags, raw.LocalFlags & 0x800b));
        Assert.Equal((13u, 13u), (raw.InputSpeed, raw.OutputSpeed));
    }

    private static int Offset<T>(string field) => (int)Marshal.OffsetOf<T>(field);
}
