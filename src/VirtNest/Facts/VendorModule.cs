namespace VirtNest.Facts;

/// <summary>What is known of a module with which KVM runs guests: one row for each.</summary>
/// <param name="Name">Its name, with underscores: "kvm_intel".</param>
public sealed record VendorModule(string Name)
{
    /// <summary>The source of what KVM offers to guests by CPUID.</summary>
    public const string SupportedCpuid = "ioctl:KVM_GET_SUPPORTED_CPUID";

    /// <summary>Intel's, and Zhaoxin's and Centaur's (arch/x86/kvm/vmx/vmx.c). Nested by default since Linux 4.20.</summary>
    public static readonly VendorModule Intel = new("kvm_intel")
    {
        Extension = Facts.Extension.Vmx, Nested = NestedParameterType.Bool, NestsSince = new(4, 20, 0), Paging = "ept",
        ProofParameters = ["nested", "ept", "unrestricted_guest"], CapabilitySource = "ioctl:KVM_GET_MSRS",
        Parameters =
        [
            "nested", "ept", "unrestricted_guest", "vpid", "pml", "flexpriority", "enable_shadow_vmcs", "enable_apicv", "enable_ipiv",
            "nested_early_check", "enlightened_vmcs", "tdx",
        ],
    };

    /// <summary>AMD's, and Hygon's (arch/x86/kvm/svm/svm.c). Nested by default since Linux 2.6.32, so wherever it matters.</summary>
    public static readonly VendorModule Amd = new("kvm_amd")
    {
        Extension = Facts.Extension.Svm, Nested = NestedParameterType.Number, NestsSince = default(KernelVersion), Paging = "npt",
        ProofParameters = ["nested", "npt"], Parameters = ["nested", "npt", "avic", "vgif", "vls", "vnmi", "sev", "sev_snp"],
    };

    /// <summary>On x86 without VMX and SVM, outside the kernel's own tree.</summary>
    public static readonly VendorModule Pvm = new("kvm_pvm") { NeedsNoExtension = true };

    /// <summary>On ppc64 with hypervisor privilege, or by the PAPR nested API (arch/powerpc/kvm/book3s_hv.c).</summary>
    public static readonly VendorModule PowerHv =
        new("kvm_hv") { Nested = NestedParameterType.Bool, NestsSince = default(KernelVersion), Parameters = ["nested"] };

    /// <summary>On ppc64 in problem state, where kvm_hv cannot run.</summary>
    public static readonly VendorModule PowerPr = new("kvm_pr");

    /// <summary>Where KVM is one module or built in. The parameter is s390x's (arch/s390/kvm/kvm-s390.c), off by default; elsewhere kvm
    /// passes over it with a message in the kernel log.</summary>
    public static readonly VendorModule Kvm = new("kvm")
    {
        Nested = NestedParameterType.Number,
        Parameters = ["nested", "hpage", "enable_virt_at_load", "tdp_mmu", "nx_huge_pages", "ignore_msrs", "mmio_caching"],
    };

    private static readonly VendorModule[] All = [Intel, Amd, Pvm, PowerHv, PowerPr, Kvm];

    /// <summary>Those that run guests on x86; one of them at a time.</summary>
    public static IEnumerable<VendorModule> OfX86 => All.Where(static m => m.Extension is not null || m.NeedsNoExtension);

    /// <summary>The extension that it needs; null outside x86 and where it needs none.</summary>
    public Extension? Extension { get; private init; }

    /// <summary>The type of its parameter nested; null where it has none or the type is not known.</summary>
    public NestedParameterType? Nested { get; private init; }

    /// <summary>The kernel from which on nested is on by default, upstream (Linux Documentation/virt/kvm/x86/running-nested-guests.rst);
    /// null where it is off by default. A distribution may have its own default.</summary>
    public KernelVersion? NestsSince { get; private init; }

    /// <summary>The parameter of nested paging, or null.</summary>
    public string? Paging { get; private init; }

    /// <summary>The parameters that evidence keeps: what they say is of nesting, of what nested instances get, or of who may use the
    /// CPU.</summary>
    public IReadOnlyList<string> Parameters { get; private init; } = [];

    /// <summary>The parameters that decide what a proof meets.</summary>
    public IReadOnlyList<string> ProofParameters { get; private init; } = [];

    /// <summary>Where KVM tells which features it gives to instances that nest.</summary>
    public string CapabilitySource { get; private init; } = SupportedCpuid;

    /// <summary>It runs guests on x86 on a processor without VMX and SVM.</summary>
    public bool NeedsNoExtension { get; private init; }

    /// <summary>The row of a module, or null for one that is not known.</summary>
    /// <param name="name">With underscores.</param>
    public static VendorModule? Find(string? name) => Array.Find(All, m => m.Name == name);

    /// <summary>The module for a processor of which no more than its extension is known: the first that uses it.</summary>
    /// <param name="extension">VMX or SVM; null where there is neither.</param>
    public static VendorModule? For(Extension? extension) => extension is null ? null : Array.Find(All, m => m.Extension == extension);

    /// <summary>True for a parameter that any of them has: of a module that is not known the same are kept.</summary>
    /// <param name="parameter">Its name.</param>
    public static bool IsOfInterest(string parameter) => Array.Exists(All, m => m.Parameters.Contains(parameter));

    /// <summary>True for the modules that use VMX or SVM: only x86 has them.</summary>
    /// <param name="name">With underscores.</param>
    public static bool UsesExtension(string? name) => Find(name)?.Extension is not null;
}
