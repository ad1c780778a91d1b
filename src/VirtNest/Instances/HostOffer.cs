using VirtNest.Checking;
using VirtNest.Facts;

namespace VirtNest.Instances;

/// <summary>What the host of an instance can give: the extension of its CPU, and whether KVM offers it to instances now.</summary>
/// <param name="Extension">VMX or SVM; null where it is not known.</param>
/// <param name="IsOffered">Does KVM offer it? Null where it is not known.</param>
/// <param name="Source">Where that was read: "KVM_GET_SUPPORTED_CPUID", "virConnectGetDomainCapabilities"; empty where nothing was.</param>
/// <param name="Verdict">The whole judgement of the host, where it is this machine.</param>
public sealed record HostOffer(Extension? Extension, bool? IsOffered, string Source, Verdict? Verdict = null)
{
    /// <summary>Nothing is known.</summary>
    public static HostOffer Unknown { get; } = new(null, null, "");

    /// <summary>The offer of this machine: KVM's own answer, else the parameter nested. Whether this user may open /dev/kvm does not
    /// matter: QEMU runs as another.</summary>
    /// <param name="verdict">Its judgement.</param>
    public static HostOffer From(Verdict verdict) => verdict.Facts.Kvm.OffersExtension is { } offered
        ? new(verdict.Facts.Cpu.Extension ?? verdict.Facts.Cpu.VendorExtension, offered, "ioctl:KVM_GET_SUPPORTED_CPUID", verdict)
        : new(verdict.Facts.Cpu.Extension ?? verdict.Facts.Cpu.VendorExtension, verdict.Facts.Nested.IsEnabled,
            verdict.Facts.ParameterPath("nested") ?? "", verdict);
}
