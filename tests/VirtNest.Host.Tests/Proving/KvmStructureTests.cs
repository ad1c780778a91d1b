using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using VirtNest.Native.Kvm;
using Xunit;

namespace VirtNest.Host.Tests.Proving;

/// <summary>Sizes and offsets of linux/kvm.h and asm/kvm.h for x86, as gcc lays them out.</summary>
public sealed class KvmStructureTests
{
    [Fact]
    public void Every_structure_has_the_size_that_its_ioctl_number_says()
    {
        Assert.Equal(Size(KvmNumbers.KVM_SET_USER_MEMORY_REGION), Unsafe.SizeOf<KvmUserspaceMemoryRegion>());
        Assert.Equal(Size(KvmNumbers.KVM_SET_REGS), Unsafe.SizeOf<KvmRegs>());
        Assert.Equal(Size(KvmNumbers.KVM_SET_SREGS), Unsafe.SizeOf<KvmSregs>());
        Assert.Equal(24, Unsafe.SizeOf<KvmSegment>());
        Assert.Equal(16, Unsafe.SizeOf<KvmDtable>());
        Assert.Equal(16, Unsafe.SizeOf<KvmMsrEntry>());
    }

    [Fact]
    public void Every_field_is_at_the_offset_of_the_header()
    {
        Assert.Equal(24, Offset<KvmUserspaceMemoryRegion>(nameof(KvmUserspaceMemoryRegion.UserspaceAddress)));
        Assert.Equal(128, Offset<KvmRegs>(nameof(KvmRegs.Rip)));
        Assert.Equal(48, Offset<KvmRegs>(nameof(KvmRegs.Rsp)));
        Assert.Equal(12, Offset<KvmSegment>(nameof(KvmSegment.Selector)));
        Assert.Equal(22, Offset<KvmSegment>(nameof(KvmSegment.Unusable)));
        Assert.Equal(144, Offset<KvmSregs>(nameof(KvmSregs.Tr)));
        Assert.Equal(224, Offset<KvmSregs>(nameof(KvmSregs.Cr0)));
        Assert.Equal(264, Offset<KvmSregs>(nameof(KvmSregs.Efer)));
        Assert.Equal(280, Offset<KvmSregs>(nameof(KvmSregs.PendingInterrupts)));
        Assert.Equal(8, Offset<KvmMsrEntry>(nameof(KvmMsrEntry.Value)));
    }

    private static int Size(nuint request) => (int)((request >> 16) & 0x3FFF);

    private static int Offset<T>(string field) => (int)Marshal.OffsetOf<T>(field);
}
