namespace VirtNest.Native.Kvm;

/// <summary>The numbers that building and running a VM takes, on x86: linux/kvm.h and asm/kvm.h.</summary>
internal static partial class KvmNumbers
{
    internal const nuint KVM_GET_MSR_INDEX_LIST = 0xC004AE02;
    internal const nuint KVM_GET_VCPU_MMAP_SIZE = 0xAE04;
    internal const nuint KVM_CREATE_VCPU = 0xAE41;
    internal const nuint KVM_SET_USER_MEMORY_REGION = 0x4020AE46;
    internal const nuint KVM_SET_TSS_ADDR = 0xAE47;
    internal const nuint KVM_RUN = 0xAE80;
    internal const nuint KVM_GET_REGS = 0x8090AE81;
    internal const nuint KVM_SET_REGS = 0x4090AE82;
    internal const nuint KVM_GET_SREGS = 0x8138AE83;
    internal const nuint KVM_SET_SREGS = 0x4138AE84;
    internal const nuint KVM_SET_MSRS = 0x4008AE89;
    internal const nuint KVM_SET_SIGNAL_MASK = 0x4004AE8B;
    internal const nuint KVM_SET_CPUID2 = 0x4008AE90;
    internal const nuint KVM_GET_MP_STATE = 0x8004AE98;
    internal const nuint KVM_SET_MP_STATE = 0x4004AE99;
    internal const nuint KVM_GET_VCPU_EVENTS = 0x8040AE9F;
    internal const nuint KVM_SET_VCPU_EVENTS = 0x4040AEA0;
    internal const nuint KVM_GET_DEBUGREGS = 0x8080AEA1;
    internal const nuint KVM_SET_DEBUGREGS = 0x4080AEA2;
    internal const nuint KVM_GET_TSC_KHZ = 0xAEA3;
    internal const nuint KVM_GET_XSAVE = 0x9000AEA4;
    internal const nuint KVM_SET_XSAVE = 0x5000AEA5;
    internal const nuint KVM_GET_XCRS = 0x8188AEA6;
    internal const nuint KVM_SET_XCRS = 0x4188AEA7;
    internal const nuint KVM_GET_NESTED_STATE = 0xC080AEBE;
    internal const nuint KVM_SET_NESTED_STATE = 0x4080AEBF;

    /// <summary>_IO(KVMIO, 0xce): a descriptor with the statistics of a VM or vCPU. Linux 5.14.</summary>
    internal const nuint KVM_GET_STATS_FD = 0xAECE;

    /// <summary>Why KVM_RUN came back: the values of kvm_run.exit_reason that the prover names.</summary>
    internal const uint KVM_EXIT_IO = 2;
    internal const uint KVM_EXIT_HLT = 5;
    internal const uint KVM_EXIT_SHUTDOWN = 8;
    internal const uint KVM_EXIT_FAIL_ENTRY = 9;
    internal const uint KVM_EXIT_INTERNAL_ERROR = 17;
}
