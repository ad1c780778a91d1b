using VirtNest.Facts;

namespace VirtNest.Tables;

/// <summary>What a host is, as far as limits.txt asks. What is not known is null: a rule that asks for it may hold then, and never counts
/// as one that does not.</summary>
/// <param name="Vendor">"intel", "amd", "arm", "ibm-s390", "ibm-power"; empty where the table has no word for it; null where it is not
/// known.</param>
/// <param name="Kernel">The kernel's version.</param>
public sealed record LimitHost(string? Vendor, KernelVersion? Kernel)
{
    /// <summary>The version stands for the fixes that the kernel has (<see cref="KernelLevel.IsUpstream"/>); false for a distribution that
    /// mends an old release by itself.</summary>
    public bool IsUpstream { get; init; } = true;

    /// <summary>The version of QEMU.</summary>
    public KernelVersion? Qemu { get; init; }

    /// <summary>The version of libvirt's daemon.</summary>
    public KernelVersion? Libvirt { get; init; }

    /// <summary>QEMU runs the instances, or another VMM.</summary>
    public bool? IsQemu { get; init; } = true;

    /// <summary>The host that was read: its kernel by the best witness (uname -r says "6.1.0-13" of every 6.1 of Debian).</summary>
    /// <param name="facts">The host.</param>
    public static LimitHost From(HostFacts facts)
    {
        KernelLevel? level = KernelLevel.Detect(facts.Evidence, facts.Release);
        return new(VendorOf(facts.Cpu), level?.Version) { IsUpstream = level?.IsUpstream ?? true };
    }

    /// <summary>The table's word for the maker of a processor, as far as KVM is concerned: Hygon counts as amd, Zhaoxin as intel.</summary>
    /// <param name="cpu">The processor.</param>
    public static string VendorOf(CpuFacts cpu) =>
        cpu.Architecture.LimitVendor ?? (cpu.VendorExtension is { } extension ? VendorOf(extension) : "");

    /// <summary>The table's word for those whose processors have an extension.</summary>
    /// <param name="extension">VMX or SVM.</param>
    public static string VendorOf(Extension extension) => extension switch
    {
        Extension.Vmx => "intel",
        Extension.Svm => "amd",
    };
}
