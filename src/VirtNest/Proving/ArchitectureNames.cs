namespace VirtNest.Proving;

/// <summary>The manuals' own names for what a CPU reports; the same in every language.</summary>
public static class ArchitectureNames
{
    /// <summary>The mnemonic of an exception ("#GP"), or "vector N".</summary>
    /// <param name="vector">0 to 31.</param>
    public static string Exception(int vector) => vector switch
    {
        0 => "#DE",
        1 => "#DB",
        2 => "NMI",
        3 => "#BP",
        4 => "#OF",
        5 => "#BR",
        6 => "#UD",
        7 => "#NM",
        8 => "#DF",
        10 => "#TS",
        11 => "#NP",
        12 => "#SS",
        13 => "#GP",
        14 => "#PF",
        16 => "#MF",
        17 => "#AC",
        18 => "#MC",
        19 => "#XM",
        20 => "#VE",
        21 => "#CP",
        28 => "#HV",
        29 => "#VC",
        30 => "#SX",
        _ => "vector " + vector.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The instruction that a step is named for.</summary>
    /// <param name="step">The step.</param>
    public static string Instruction(ProofStep step) => step switch
    {
        ProofStep.None or ProofStep.Alive or ProofStep.Done => "",
        ProofStep.SvmEnable => "WRMSR EFER.SVME",
        ProofStep.SvmHostArea => "WRMSR VM_HSAVE_PA",
        ProofStep.Vmrun or ProofStep.L2Answer or ProofStep.L2Cpuid or ProofStep.L2Control or ProofStep.Loop => "VMRUN",
        ProofStep.VmxEnable => "MOV CR4.VMXE",
        ProofStep.VmxBasic => "RDMSR IA32_VMX_BASIC",
        ProofStep.Vmxon => "VMXON",
        ProofStep.Vmclear => "VMCLEAR",
        ProofStep.Vmptrld => "VMPTRLD",
        ProofStep.Vmwrite => "VMWRITE",
        ProofStep.Vmlaunch => "VMLAUNCH",
        ProofStep.Vmxoff => "VMXOFF",
    };

    /// <summary>The instruction, where VMX uses another one than SVM to enter L2.</summary>
    /// <param name="step">The step.</param>
    /// <param name="extension">The extension that L1 uses.</param>
    public static string Instruction(ProofStep step, NestedExtension extension) => step switch
    {
        ProofStep.L2Answer when extension == NestedExtension.Vmx => "VMLAUNCH",
        ProofStep.L2Cpuid or ProofStep.L2Control or ProofStep.Loop when extension == NestedExtension.Vmx => "VMRESUME",
        _ => Instruction(step),
    };

    /// <summary>The name of an SVM exit code (the manual's) or a VMX exit reason (Linux's, asm/vmx.h, without EXIT_REASON_), or null where
    /// it is none of those met here.</summary>
    /// <param name="code">With VMX's entry-failure bit, if it is set.</param>
    /// <param name="extension">The extension that L1 uses.</param>
    public static string? Exit(ulong code, NestedExtension extension) =>
        extension == NestedExtension.Vmx ? VmxExit((uint)code & 0xFFFF) : SvmExit(code);

    private static string? SvmExit(ulong code) => code switch
    {
        >= 0x40 and < 0x60 => "VMEXIT_EXCP " + Exception((int)(code - 0x40)),
        0x60 => "VMEXIT_INTR",
        0x61 => "VMEXIT_NMI",
        0x72 => "VMEXIT_CPUID",
        0x78 => "VMEXIT_HLT",
        0x7B => "VMEXIT_IOIO",
        0x7C => "VMEXIT_MSR",
        0x7F => "VMEXIT_SHUTDOWN",
        0x80 => "VMEXIT_VMRUN",
        0x81 => "VMEXIT_VMMCALL",
        0x400 => "VMEXIT_NPF",
        ulong.MaxValue => "VMEXIT_INVALID",
        _ => null,
    };

    private static string? VmxExit(uint reason) => reason switch
    {
        0 => "EXCEPTION_NMI",
        1 => "EXTERNAL_INTERRUPT",
        2 => "TRIPLE_FAULT",
        7 => "INTERRUPT_WINDOW",
        10 => "CPUID",
        12 => "HLT",
        18 => "VMCALL",
        28 => "CR_ACCESS",
        30 => "IO_INSTRUCTION",
        31 => "MSR_READ",
        32 => "MSR_WRITE",
        33 => "INVALID_STATE",
        34 => "MSR_LOAD_FAIL",
        41 => "MCE_DURING_VMENTRY",
        48 => "EPT_VIOLATION",
        49 => "EPT_MISCONFIG",
        _ => null,
    };

    /// <summary>VM-instruction error in the words of Intel SDM 325384, vol. 3C, "VM Instruction Error Numbers".</summary>
    /// <param name="error">The number.</param>
    public static string? VmInstructionError(int error) => error switch
    {
        1 => "VMCALL executed in VMX root operation",
        2 => "VMCLEAR with invalid physical address",
        3 => "VMCLEAR with VMXON pointer",
        4 => "VMLAUNCH with non-clear VMCS",
        5 => "VMRESUME with non-launched VMCS",
        7 => "VM entry with invalid control field(s)",
        8 => "VM entry with invalid host-state field(s)",
        9 => "VMPTRLD with invalid physical address",
        10 => "VMPTRLD with VMXON pointer",
        11 => "VMPTRLD with incorrect VMCS revision identifier",
        12 => "VMREAD/VMWRITE from/to unsupported VMCS component",
        13 => "VMWRITE to read-only VMCS component",
        15 => "VMXON executed in VMX root operation",
        26 => "VM entry with events blocked by MOV SS",
        28 => "Invalid operand to INVEPT/INVVPID",
        _ => null,
    };
}
