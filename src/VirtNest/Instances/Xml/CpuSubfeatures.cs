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

    /// <summary>The lines that keep an extension from working that is asked for: parts of it that are taken away, so that KVM inside does
    /// not load or has no nested paging, and whatever of the other maker's extension is required, with which no host starts the
    /// instance.</summary>
    /// <param name="cpu">The CPU of a definition.</param>
    /// <param name="extension">What is asked for.</param>
    internal static IEnumerable<XmlElement> Against(DomainCpu cpu, Extension extension) => Lines(cpu, (name, policy) =>
        (Of(name) ?? CpuExposures.Parse(name)) is { } owner && (owner != extension ? policy is "require" or "force"
            : Of(name) is not null && policy is "disable" or "forbid"));

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
