namespace VirtNest.Proving;

/// <summary>The layer that a failure is to be looked for in.</summary>
public enum BlamedLayer
{
    /// <summary>No layer can be named.</summary>
    None,
    /// <summary>The vendor module's nested parameter is off, or the module has no nested virtualization at all.</summary>
    NestedParameter,
    /// <summary>The vendor module runs without second-level paging (npt=0, ept=0), or the hypervisor below or the CPU does not have
    /// it.</summary>
    SecondLevelPaging,
    /// <summary>KVM's nested virtualization in this kernel: what it refused, or did wrong, is valid by the vendor's manual.</summary>
    Kvm,
    /// <summary>KVM itself cannot run a guest: the kernel, or the CPU or hypervisor below it.</summary>
    KvmOrBelow,
    /// <summary>/dev/kvm: absent, or not for this user.</summary>
    Device,
    /// <summary>This host's memory or limits.</summary>
    Resources,
    /// <summary>The payload: a field that it wrote is wrong. Only a test build has such.</summary>
    Payload,
}
