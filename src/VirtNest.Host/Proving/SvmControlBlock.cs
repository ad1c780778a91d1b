using System.Buffers.Binary;
using VirtNest.Proving;

namespace VirtNest.Host.Proving;

/// <summary>The VMCB of L2. AMD APM 24593, vol. 2, "VMRUN Instruction", "Layout of VMCB".</summary>
internal static class SvmControlBlock
{
    internal const ulong Svme = 1UL << 12;
    private const uint InterceptNmi = 1U << 1, InterceptCpuid = 1U << 18, InterceptHlt = 1U << 24, InterceptIo = 1U << 27,
        InterceptMsr = 1U << 28,
        InterceptShutdown = 1U << 31;
    private const uint InterceptVmrun = 1U << 0, InterceptVmmcall = 1U << 1;
    private const int SizeOfMsrBitmap = 0x2000, SizeOfIoBitmap = 0x3000;

    internal static void Fill(Span<byte> memory, bool usesPaging, bool interceptsAll)
    {
        Span<byte> vmcb = memory.Slice(PayloadProtocol.ControlBlock, 4096);
        // Every exception of L2 becomes an exit with its vector.
        Put32(vmcb, VmcbField.InterceptExceptions, uint.MaxValue);
        Put32(vmcb, VmcbField.Intercepts3,
            InterceptNmi | InterceptCpuid | InterceptHlt | InterceptShutdown | (interceptsAll ? InterceptIo | InterceptMsr : 0));
        Put32(vmcb, VmcbField.Intercepts4, InterceptVmrun | InterceptVmmcall);
        Put32(vmcb, VmcbField.GuestAsid, 1);
        if (interceptsAll)
        {
            L1Memory.Put(vmcb, VmcbField.MsrpmBase, PayloadProtocol.MsrBitmap);
            L1Memory.Put(vmcb, VmcbField.IopmBase, PayloadProtocol.IoBitmap);
            memory.Slice(PayloadProtocol.MsrBitmap, SizeOfMsrBitmap).Fill(0xFF);
            memory.Slice(PayloadProtocol.IoBitmap, SizeOfIoBitmap).Fill(0xFF);
        }

        if (usesPaging)
        {
            L1Memory.Put(vmcb, VmcbField.NestedPagingEnable, 1);
            L1Memory.Put(vmcb, VmcbField.NestedCr3, PayloadProtocol.NestedPml4);
        }

        foreach (int segment in (ReadOnlySpan<int>)[VmcbField.Es, VmcbField.Ss, VmcbField.Ds, VmcbField.Fs, VmcbField.Gs])
        {
            PutSegment(vmcb, segment, L1Memory.DataSelector, 0xC93, uint.MaxValue, 0);
        }

        PutSegment(vmcb, VmcbField.Cs, L1Memory.CodeSelector, 0xA9B, uint.MaxValue, 0);
        PutSegment(vmcb, VmcbField.Gdtr, 0, 0, L1Memory.GdtLimit, PayloadProtocol.Gdt);
        PutSegment(vmcb, VmcbField.Idtr, 0, 0, L1Memory.IdtLimit, PayloadProtocol.Idt);
        PutSegment(vmcb, VmcbField.Tr, L1Memory.TaskSelector, 0x8B, L1Memory.TaskLimit, PayloadProtocol.Tss);
        L1Memory.Put(vmcb, VmcbField.Efer, L1Memory.LongModeActive | Svme);
        L1Memory.Put(vmcb, VmcbField.Cr4, L1Memory.Pae);
        L1Memory.Put(vmcb, VmcbField.Cr3, PayloadProtocol.L2Pml4);
        L1Memory.Put(vmcb, VmcbField.Cr0, L1Memory.ProtectedPaging);
        L1Memory.Put(vmcb, VmcbField.Dr7, 0x400);
        L1Memory.Put(vmcb, VmcbField.Dr6, 0xFFFF_0FF0);
        L1Memory.Put(vmcb, VmcbField.Rflags, 2);
        L1Memory.Put(vmcb, VmcbField.Rip, PayloadProtocol.L2Code);
        L1Memory.Put(vmcb, VmcbField.Rsp, PayloadProtocol.L2Stack);
        L1Memory.Put(vmcb, VmcbField.GuestPat, 0x0007_0406_0007_0406);
    }

    /// <summary>Selector, attributes, limit, base.</summary>
    private static void PutSegment(Span<byte> vmcb, int at, ushort selector, ushort attributes, uint limit, ulong @base)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(vmcb[at..], selector);
        BinaryPrimitives.WriteUInt16LittleEndian(vmcb[(at + 2)..], attributes);
        Put32(vmcb, at + 4, limit);
        L1Memory.Put(vmcb, at + 8, @base);
    }

    private static void Put32(Span<byte> vmcb, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(vmcb[at..], value);
}
