namespace VirtNest.Proving;

/// <summary>The steps of L1, in the numbers of guest/protocol.inc. A step is marked before the instruction it is named for.</summary>
public enum ProofStep
{
    /// <summary>L1 has not run an instruction.</summary>
    None = 0,
    /// <summary>L1 runs in long mode: a plain guest.</summary>
    Alive = 1,
    /// <summary>WRMSR of EFER with SVME.</summary>
    SvmEnable = 2,
    /// <summary>WRMSR of VM_HSAVE_PA.</summary>
    SvmHostArea = 3,
    /// <summary>The first VMRUN.</summary>
    Vmrun = 4,
    /// <summary>MOV to CR4 with VMXE.</summary>
    VmxEnable = 5,
    /// <summary>RDMSR of IA32_VMX_BASIC.</summary>
    VmxBasic = 6,
    /// <summary>VMXON.</summary>
    Vmxon = 7,
    /// <summary>VMCLEAR.</summary>
    Vmclear = 8,
    /// <summary>VMPTRLD.</summary>
    Vmptrld = 9,
    /// <summary>One of the VMWRITEs.</summary>
    Vmwrite = 10,
    /// <summary>VMLAUNCH.</summary>
    Vmlaunch = 11,
    /// <summary>L2 came back the first time: it must have answered the nonce and made a hypercall.</summary>
    L2Answer = 12,
    /// <summary>The second time: L2 must have executed CPUID.</summary>
    L2Cpuid = 13,
    /// <summary>The third time: L2 must have stored L1's answer and made a hypercall.</summary>
    L2Control = 14,
    /// <summary>The counted hypercalls, and HLT.</summary>
    Loop = 15,
    /// <summary>VMXOFF.</summary>
    Vmxoff = 16,
    /// <summary>L1 is done.</summary>
    Done = 17,
}
