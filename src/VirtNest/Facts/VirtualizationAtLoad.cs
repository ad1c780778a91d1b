using VirtNest.Evidence;

namespace VirtNest.Facts;

/// <summary>kvm.enable_virt_at_load, Linux 6.12 and later: kvm_init() switches virtualization on on every CPU before it registers
/// /dev/kvm, and fails where it cannot (Linux v6.12 virt/kvm/kvm_main.c, kvm_init_virtualization). A /dev/kvm that answers then has shown
/// what a VM would show.</summary>
public static class VirtualizationAtLoad
{
    private const string Source = "/sys/module/kvm/parameters/enable_virt_at_load";

    /// <summary>True where the parameter is there and on.</summary>
    /// <param name="evidence">The document.</param>
    public static bool IsOn(HostEvidence evidence) => evidence[Source].Value is "Y" or "1";
}
