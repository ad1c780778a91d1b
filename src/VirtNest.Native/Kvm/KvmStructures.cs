using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VirtNest.Native.Kvm;

/// <summary>struct kvm_userspace_memory_region, 32 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 32)]
internal struct KvmUserspaceMemoryRegion
{
    [FieldOffset(0)]
    internal uint Slot;

    [FieldOffset(4)]
    internal uint Flags;

    [FieldOffset(8)]
    internal ulong GuestPhysicalAddress;

    [FieldOffset(16)]
    internal ulong MemorySize;

    [FieldOffset(24)]
    internal ulong UserspaceAddress;
}

/// <summary>struct kvm_regs, 144 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 144)]
internal struct KvmRegs
{
    [FieldOffset(0)]
    internal ulong Rax;

    [FieldOffset(48)]
    internal ulong Rsp;

    [FieldOffset(128)]
    internal ulong Rip;

    [FieldOffset(136)]
    internal ulong Rflags;
}

/// <summary>struct kvm_segment, 24 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 24)]
internal struct KvmSegment
{
    [FieldOffset(0)]
    internal ulong Base;

    [FieldOffset(8)]
    internal uint Limit;

    [FieldOffset(12)]
    internal ushort Selector;

    [FieldOffset(14)]
    internal byte Type;

    [FieldOffset(15)]
    internal byte Present;

    [FieldOffset(16)]
    internal byte Dpl;

    [FieldOffset(17)]
    internal byte Db;

    [FieldOffset(18)]
    internal byte S;

    [FieldOffset(19)]
    internal byte L;

    [FieldOffset(20)]
    internal byte G;

    [FieldOffset(21)]
    internal byte Avl;

    [FieldOffset(22)]
    internal byte Unusable;
}

/// <summary>struct kvm_dtable, 16 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct KvmDtable
{
    [FieldOffset(0)]
    internal ulong Base;

    [FieldOffset(8)]
    internal ushort Limit;
}

/// <summary>struct kvm_sregs, 312 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 312)]
internal struct KvmSregs
{
    [FieldOffset(0)]
    internal KvmSegment Cs;

    [FieldOffset(24)]
    internal KvmSegment Ds;

    [FieldOffset(48)]
    internal KvmSegment Es;

    [FieldOffset(72)]
    internal KvmSegment Fs;

    [FieldOffset(96)]
    internal KvmSegment Gs;

    [FieldOffset(120)]
    internal KvmSegment Ss;

    [FieldOffset(144)]
    internal KvmSegment Tr;

    [FieldOffset(168)]
    internal KvmSegment Ldt;

    [FieldOffset(192)]
    internal KvmDtable Gdt;

    [FieldOffset(208)]
    internal KvmDtable Idt;

    [FieldOffset(224)]
    internal ulong Cr0;

    [FieldOffset(232)]
    internal ulong Cr2;

    [FieldOffset(240)]
    internal ulong Cr3;

    [FieldOffset(248)]
    internal ulong Cr4;

    [FieldOffset(256)]
    internal ulong Cr8;

    [FieldOffset(264)]
    internal ulong Efer;

    [FieldOffset(272)]
    internal ulong ApicBase;

    [FieldOffset(280)]
    internal InterruptBitmap PendingInterrupts;

    [InlineArray(4)]
    internal struct InterruptBitmap
    {
        private ulong _first;
    }
}

/// <summary>struct kvm_msr_entry, 16 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct KvmMsrEntry
{
    [FieldOffset(0)]
    internal uint Index;

    [FieldOffset(8)]
    internal ulong Value;
}
