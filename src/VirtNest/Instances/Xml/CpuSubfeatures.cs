using VirtNest.Facts;

namespace VirtNest.Instances.Xml;

/// <summary>Features of a CPU that are parts of VMX or SVM. libvirt writes all of them into the XML of a running instance, disabled where
/// it has not got the extension and required where it has, and people take that XML for a definition.</summary>
internal static class CpuSubfeatures
{
    /// <summary>Leaf 8000_000A, EDX (AMD APM 24593 vol. 3, "Function 8000_000Ah"; names of QEMU 10.0 target/i386/cpu.c,
    /// FEAT_SVM).</summary>
    private static readonly string[] OfSvm =
    [
        "npt", "lbrv", "svm-lock", "nrip-save", "tsc-scale", "vmcb-clean", "flushbyasid", "decodeassists", "pause-filter", "pfthreshold",
        "avic", "v-vmsave-vmload", "vgif", "svme-addr-chk", "vnmi",
    ];

    /// <summary>What KVM inside does not load without (Linux v6.12 arch/x86/kvm/vmx/vmx.h, KVM_REQUIRED_VMX_*; names of QEMU), and what
    /// nested paging rests on.</summary>
    private static readonly string[] Needed =
    [
        "vmx-intr-exit", "vmx-nmi-exit", "vmx-hlt-exit", "vmx-invlpg-exit", "vmx-mwait-exit", "vmx-monitor-exit", "vmx-rdpmc-exit",
        "vmx-cr8-load-exit", "vmx-cr8-store-exit", "vmx-movdr-exit", "vmx-tsc-offset", "vmx-exit-ack-intr", "vmx-entry-ia32e-mode",
        "vmx-true-ctls", "vmx-secondary-ctls", "vmx-ept", "npt", "nrip-save",
    ];

    /// <summary>The lines that keep an extension from working that is asked for: parts of it that are taken away, so that KVM inside does
    /// not load or has no nested paging, and whatever of the other maker's extension is required, with which no host starts the
    /// instance. A part that it works without stays as somebody wanted it, but in the XML of a running instance, where libvirt wrote
    /// it.</summary>
    /// <param name="domain">The definition.</param>
    /// <param name="cpu">Its CPU.</param>
    /// <param name="wish">What is asked for.</param>
    internal static IEnumerable<XmlElement> Against(DomainXml domain, DomainCpu cpu, CpuWish wish) => Lines(cpu, (name, policy) =>
        (Of(name) ?? CpuExposures.Parse(name)) is { } owner && (owner != wish.Extension ? policy is "require" or "force"
            : Of(name) is not null && policy is "disable" or "forbid"
                && (domain.HasRunningId || wish.DropsConflicts || Array.IndexOf(Needed, name) >= 0)));

    /// <summary>The first feature that is required and belongs to the extension of another maker's processors; null where there is
    /// none.</summary>
    /// <param name="cpu">The CPU of a definition.</param>
    /// <param name="extension">What the host has.</param>
    internal static string? OfOtherMaker(DomainCpu cpu, Extension extension) => Lines(cpu, (name, policy) =>
        policy is "require" or "force" && (Of(name) ?? CpuExposures.Parse(name)) is { } other && other != extension)
        .FirstOrDefault()?["name"];

    /// <summary>The lines that require parts of an extension that is not asked for.</summary>
    /// <param name="cpu">The CPU of a definition.</param>
    /// <param name="extension">What is taken away.</param>
    internal static IEnumerable<XmlElement> Required(DomainCpu cpu, Extension extension) =>
        Lines(cpu, (name, policy) => Of(name) == extension && policy is "require" or "force");

    private static Extension? Of(string name) => name.StartsWith("vmx-", StringComparison.Ordinal) ? Extension.Vmx
        : Array.IndexOf(OfSvm, name) >= 0 ? Extension.Svm : null;

    private static IEnumerable<XmlElement> Lines(DomainCpu cpu, Func<string, string, bool> isAsked) => cpu.Element.Children.Where(
        c => c.Name == "feature" && c.Namespace is null && isAsked(c["name"] ?? "", c["policy"] ?? "require"));
}
