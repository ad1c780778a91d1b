using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Checking;

/// <summary>Which features of VMX or SVM KVM does not give to an instance that nests, by KVM's own answers.</summary>
internal static class NestedFeatures
{
    private const string Npt = "nested paging (NPT)", Ept = "nested paging (EPT)", FlushByAsid = "flush by ASID";

    /// <summary>CPUID Fn8000_000A_EDX (AMD APM 24594 vol. 3, "SVM Features").</summary>
    private static readonly (int Bit, string Name)[] Svm =
    [
        (0, Npt), (3, "NRIP save"), (5, "VMCB clean bits"), (6, FlushByAsid), (10, "PAUSE filter"), (13, "AVIC"),
            (15, "virtual VMLOAD/VMSAVE"), (16, "virtual GIF"), (25, "virtual NMI"),
    ];

    /// <summary>IA32_VMX_PROCBASED_CTLS2, the bits that may be 1 (Intel SDM vol. 3D, "VMX Capability Reporting Facility", "Secondary
    /// Processor-Based VM-Execution Controls").</summary>
    private static readonly (int Bit, string Name)[] Vmx =
    [
        (1, Ept), (5, "VPID"), (7, "unrestricted guest"), (8, "APIC-register virtualization"),
            (9, "virtual-interrupt delivery (APICv)"), (14, "VMCS shadowing"), (17, "page-modification logging"),
    ];

    private const uint VmxProcBasedControls2 = 0x48B, VmxEptVpidCapabilities = 0x48C;

    internal static IEnumerable<string> MissingOf(HostFacts facts)
    {
        if (facts.Kvm.Supported.HasSvm == true && facts.Kvm.Supported[0x8000_000A] is { } leaf)
        {
            return Svm.Where(f => (leaf.Edx >> f.Bit & 1) == 0).Select(static f => f.Name);
        }

        if (facts.Kvm.Supported.HasVmx == true && facts.Kvm.FeatureMsrValues.TryGetValue(VmxProcBasedControls2, out ulong controls))
        {
            IEnumerable<string> missing = Vmx.Where(f => (controls >> (32 + f.Bit) & 1) == 0).Select(static f => f.Name);

            // Bits 16 and 17 of IA32_VMX_EPT_VPID_CAP: 2 MiB and 1 GiB pages in EPT.
            return facts.Kvm.FeatureMsrValues.TryGetValue(VmxEptVpidCapabilities, out ulong ept) && (ept >> 16 & 1) == 0
                ? missing.Append("2 MiB pages in EPT") : missing;
        }

        return [];
    }

    /// <summary>The inner hypervisors that do not run without a feature; null where none is known.</summary>
    /// <param name="feature">As <see cref="MissingOf"/> names it.</param>
    internal static Sentence? NeededBy(string feature) => feature switch
    {
        // Linux commit 176bfc5b17fe ("KVM: nSVM: Advertise support for flush-by-ASID"), in 6.8.
        FlushByAsid => new(
            "ESXi and VMware Workstation in an instance need flush by ASID, which KVM offers from Linux 6.8 on",
            "实例中的 ESXi 和 VMware Workstation 需要 flush by ASID，KVM 自 Linux 6.8 起提供"),
        // Microsoft, "Hyper-V system requirements" (second level address translation).
        Npt or Ept => new(
            "Hyper-V and virtualization-based security of Windows in an instance need nested paging",
            "实例中的 Hyper-V 以及 Windows 的基于虚拟化的安全（VBS）需要嵌套分页"),
        _ => null,
    };

    internal static string ReadingOf(HostFacts facts) => facts.Kvm.Supported.HasSvm == true && facts.Kvm.Supported[0x8000_000A] is { } leaf
        ? leaf.Edx.ToString("x8", CultureInfo.InvariantCulture)
        : facts.Kvm.FeatureMsrValues.GetValueOrDefault(VmxProcBasedControls2).ToString("x16", CultureInfo.InvariantCulture);
}
