using System.Buffers.Binary;

namespace VirtNest.Proving;

/// <summary>What is wrong with a VMCB: the consistency checks of VMRUN, in the order of the manual. AMD APM 24593, vol. 2, "VMRUN
/// Instruction".</summary>
public static class VmcbChecks
{
    private const ulong Pe = 1, Nw = 1UL << 29, Cd = 1UL << 30, Pg = 1UL << 31;
    private const ulong Pae = 1UL << 5;
    private const ulong Lme = 1UL << 8, Svme = 1UL << 12;

    // Bits of CR4 that no processor has: 15, 19, 24 and up (APM vol. 2, "CR4 Register").
    private const ulong Cr4ReservedBits = 0xFFFF_FFFF_FF08_8000;

    /// <summary>The first rule that the VMCB breaks, or null where it breaks none.</summary>
    /// <param name="vmcb">4096 bytes.</param>
    /// <param name="isPagingOffered">Whether CPUID 8000000A offers nested paging.</param>
    /// <param name="physicalBits">The width of a physical address.</param>
    public static ConsistencyCheck? FirstBroken(ReadOnlySpan<byte> vmcb, bool isPagingOffered, int physicalBits)
    {
        ulong efer = Quad(vmcb, VmcbField.Efer);
        ulong cr0 = Quad(vmcb, VmcbField.Cr0);
        ulong cr4 = Quad(vmcb, VmcbField.Cr4);
        bool isPaging = (cr0 & Pg) != 0;
        ushort codeAttributes = BinaryPrimitives.ReadUInt16LittleEndian(vmcb[(VmcbField.Cs + 2)..]);
        bool usesNestedPaging = (Quad(vmcb, VmcbField.NestedPagingEnable) & 1) != 0;
        ulong beyond = ulong.MaxValue << physicalBits;
        return (efer & Svme) == 0 ? ConsistencyCheck.EferWithoutSvme
            : (cr0 & Cd) == 0 && (cr0 & Nw) != 0 ? ConsistencyCheck.NotWriteThroughWithoutCacheDisable
            : cr0 >> 32 != 0 ? ConsistencyCheck.Cr0Reserved
            : isPaging && (cr0 & Pe) == 0 ? ConsistencyCheck.PagingWithoutProtection
            : (Quad(vmcb, VmcbField.Cr3) & beyond) != 0 ? ConsistencyCheck.Cr3Reserved
            : (cr4 & Cr4ReservedBits) != 0 ? ConsistencyCheck.Cr4Reserved
            : (Quad(vmcb, VmcbField.Dr6) | Quad(vmcb, VmcbField.Dr7)) >> 32 != 0 ? ConsistencyCheck.DebugRegisterReserved
            : isPaging && (efer & Lme) != 0 && (cr4 & Pae) == 0 ? ConsistencyCheck.LongModeWithoutPae
            : isPaging && (efer & Lme) != 0 && (codeAttributes & 0x600) == 0x600 ? ConsistencyCheck.CodeSegmentLongAndDefault
            : (Quad(vmcb, VmcbField.Intercepts4) & 1) == 0 ? ConsistencyCheck.VmrunNotIntercepted
            : (uint)Quad(vmcb, VmcbField.GuestAsid) == 0 ? ConsistencyCheck.AsidZero
            : usesNestedPaging && !isPagingOffered ? ConsistencyCheck.NestedPagingNotOffered
            : usesNestedPaging && (Quad(vmcb, VmcbField.NestedCr3) & beyond) != 0 ? ConsistencyCheck.NestedCr3OutOfRange
            : null;
    }

    private static ulong Quad(ReadOnlySpan<byte> vmcb, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(vmcb[offset..]);
}
