namespace VirtNest.Native.Kvm;

/// <summary>ioctl numbers of linux/kvm.h (KVMIO 0xAE), on architectures with the generic ioctl encoding; ppc64le and mips encode the
/// direction otherwise and are asked only for the numbers without a direction. Linux v6.12 Documentation/virt/kvm/api.rst.</summary>
internal static partial class KvmNumbers
{
    /// <summary>_IO(KVMIO, 0x00): the API version, 12 on every kernel since 2.6.22.</summary>
    internal const nuint KVM_GET_API_VERSION = 0xAE00;

    /// <summary>_IO(KVMIO, 0x01): a new VM. Switches VMX or SVM on, sends a udev event and pins the module.</summary>
    internal const nuint KVM_CREATE_VM = 0xAE01;

    /// <summary>_IO(KVMIO, 0x03): whether the kernel has a capability.</summary>
    internal const nuint KVM_CHECK_EXTENSION = 0xAE03;

    /// <summary>_IOWR(KVMIO, 0x05, struct kvm_cpuid2): CPUID as KVM can give it to a guest.</summary>
    internal const nuint KVM_GET_SUPPORTED_CPUID = 0xC008AE05;

    /// <summary>_IOWR(KVMIO, 0x0a, struct kvm_msr_list): MSRs that describe features; KVM_CAP_GET_MSR_FEATURES.</summary>
    internal const nuint KVM_GET_MSR_FEATURE_INDEX_LIST = 0xC004AE0A;

    /// <summary>_IOWR(KVMIO, 0x88, struct kvm_msrs): on the system descriptor, the values of feature MSRs;
    /// KVM_CAP_GET_MSR_FEATURES.</summary>
    internal const nuint KVM_GET_MSRS = 0xC008AE88;

    /// <summary>KVM_CHECK_EXTENSION argument: size of struct kvm_nested_state; says nothing about nested being on (the same with
    /// nested=0).</summary>
    internal const int KVM_CAP_NESTED_STATE = 157;

    /// <summary>KVM_CHECK_EXTENSION argument: arm64 can give EL2 to a guest. Linux 6.16.</summary>
    internal const int KVM_CAP_ARM_EL2 = 240;

    /// <summary>KVM_CHECK_EXTENSION argument: ppc64le kvm_hv can give the nested-HV API to a guest. Linux 4.20.</summary>
    internal const int KVM_CAP_PPC_NESTED_HV = 160;
}
