using VirtNest.Facts;

namespace VirtNest.Checking;

/// <summary>Which features of VMX or SVM KVM does not give to an instance that nests, by KVM's own answers.</summary>
internal static class NestedFeatures
{
    /// <summary>CPUID Fn8000_000A_EDX (AMD APM 24594 vol. 3, "SVM Features").</summary>
    private static readonly (int Bit, string Name)[] Svm =
    [
        (0, "nested paging (NPT)"), (3, "NRIP save"), (5, "VMCB clean bits"), (10, "PAUSE filter"), (13, "AVIC"),
            (15, "virtual VMLOAD/VMSAVE"), (16, "virtual GIF"), (25, "virtual NMI"),
    ];

    /// <summary>IA32_VMX_PROCBASED_CTLS2, the bits that may be 1 (Intel SDM vol. 3D, "VMX Capability Reporting Facility", "Secondary
    /// Processor-Based VM-Execution Controls").</summary>
    private static readonly (int Bit, string Name)[] Vmx =
    [
        (1, "nested paging (EPT)"), (5, "VPID"), (7, "unrestricted guest"), (8, "APIC-register virtualization"),
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

    internal static string ReadingOf(HostFacts facts) => facts.Kvm.Supported.HasSvm == true && facts.Kvm.Supported[0x8000_000A] is { } leaf
        ? leaf.Edx.ToString("x8", CultureInfo.InvariantCulture)
        : facts.Kvm.FeatureMsrValues.GetValueOrDefault(VmxProcBasedControls2).ToString("x16", CultureInfo.InvariantCulture);
}
