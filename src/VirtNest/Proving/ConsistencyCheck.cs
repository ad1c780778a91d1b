namespace VirtNest.Proving;

/// <summary>The consistency checks of VMRUN and VM entry that explain a refusal, since the hardware names none of them (SVM) or only a
/// group (VMX). AMD APM 24593, vol. 2, "Canonicalization and Consistency Checks"; Intel SDM 325384, vol. 3C, "VM Entries".</summary>
public enum ConsistencyCheck
{
    /// <summary>VMCB: ASID must not be 0.</summary>
    AsidZero,
    /// <summary>VMCB: EFER must have SVME.</summary>
    EferWithoutSvme,
    /// <summary>VMCB: VMRUN must be intercepted.</summary>
    VmrunNotIntercepted,
    /// <summary>VMCB: paging needs protected mode (CR0.PG, CR0.PE).</summary>
    PagingWithoutProtection,
    /// <summary>VMCB: CR0.NW needs CR0.CD.</summary>
    NotWriteThroughWithoutCacheDisable,
    /// <summary>VMCB: the upper half of CR0 must be 0.</summary>
    Cr0Reserved,
    /// <summary>VMCB: reserved bits of CR3.</summary>
    Cr3Reserved,
    /// <summary>VMCB: reserved bits of CR4.</summary>
    Cr4Reserved,
    /// <summary>VMCB: the upper halves of DR6 and DR7 must be 0.</summary>
    DebugRegisterReserved,
    /// <summary>VMCB: long mode with paging needs CR4.PAE.</summary>
    LongModeWithoutPae,
    /// <summary>VMCB: a code segment cannot be 64-bit (L) and 32-bit (D) at once.</summary>
    CodeSegmentLongAndDefault,
    /// <summary>VMCB: the nested CR3 lies beyond the physical addresses.</summary>
    NestedCr3OutOfRange,
    /// <summary>VMCB: NP_ENABLE where CPUID 8000000A does not offer nested paging.</summary>
    NestedPagingNotOffered,
    /// <summary>Nested page table: an entry is not present.</summary>
    NestedEntryAbsent,
    /// <summary>Nested page table: an entry has no user bit; every access of L2 counts as one of a user.</summary>
    NestedEntryNotUser,
    /// <summary>VMCB: CPUID or VMMCALL is not intercepted, and L2 got the answer of KVM.</summary>
    NotIntercepted,
    /// <summary>VMCS: pin-based controls.</summary>
    PinControls,
    /// <summary>VMCS: primary processor-based controls.</summary>
    PrimaryControls,
    /// <summary>VMCS: secondary processor-based controls.</summary>
    SecondaryControls,
    /// <summary>VMCS: VM-exit controls.</summary>
    ExitControls,
    /// <summary>VMCS: VM-entry controls.</summary>
    EntryControls,
    /// <summary>VMCS: EPT pointer (memory type, levels, reserved bits).</summary>
    EptPointer,
    /// <summary>VMCS: host CR0 against IA32_VMX_CR0_FIXED0 and FIXED1.</summary>
    HostCr0,
    /// <summary>VMCS: host CR4 against IA32_VMX_CR4_FIXED0 and FIXED1.</summary>
    HostCr4,
    /// <summary>VMCS: the host's TR (or CS) selector is 0.</summary>
    HostSelector,
    /// <summary>VMCS: a host address is not canonical.</summary>
    HostAddress,
    /// <summary>VMCS: the link pointer must be all ones.</summary>
    LinkPointer,
    /// <summary>VMCS: L2's CR0 against IA32_VMX_CR0_FIXED0 and FIXED1.</summary>
    GuestCr0,
    /// <summary>VMCS: L2's CR4 against IA32_VMX_CR4_FIXED0 and FIXED1.</summary>
    GuestCr4,
    /// <summary>VMCS: L2's TR must be a usable, busy TSS.</summary>
    GuestTr,
    /// <summary>VMCS: bit 1 of L2's RFLAGS must be 1, reserved ones 0.</summary>
    GuestRflags,
    /// <summary>VMCS: L2's 64-bit code segment needs the control "IA-32e mode guest".</summary>
    GuestLongMode,
    /// <summary>VMCS: L2's activity state is not "active".</summary>
    GuestActivity,
    /// <summary>EPT: an entry forbids what L2 did.</summary>
    EptEntryForbids,
    /// <summary>EPT: an entry has a form that the CPU refuses.</summary>
    EptEntryMisconfigured,
    /// <summary>The pointer of VMXON is not aligned, or beyond the physical addresses.</summary>
    VmxonPointer,
    /// <summary>VMCLEAR of the VMXON region.</summary>
    VmclearOfVmxonRegion,
    /// <summary>VMCLEAR or VMPTRLD of a pointer that is not aligned, or beyond the physical addresses.</summary>
    VmcsPointer,
    /// <summary>The revision in the region differs from IA32_VMX_BASIC.</summary>
    Revision,
    /// <summary>L1's CR0 lacks NE, which VMXON demands.</summary>
    L1Cr0,
    /// <summary>IA32_FEATURE_CONTROL of L1 is not set.</summary>
    FeatureControl,
    /// <summary>L1 did not set EFER.SVME or CR4.VMXE.</summary>
    NotEnabled,
    /// <summary>The vCPU has no CPUID (KVM_SET_CPUID2 was left out).</summary>
    NoCpuid,
    /// <summary>L2's own program or page table is wrong.</summary>
    L2Program,
}
