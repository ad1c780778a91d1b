using VirtNest.Evidence;

namespace VirtNest.Facts;

/// <summary>Everything that checks judge, understood from one evidence document.</summary>
/// <param name="Evidence">The document.</param>
/// <param name="Cpu">The processor.</param>
/// <param name="Layer">The level and what is below.</param>
/// <param name="Release">uname -r, or null.</param>
/// <param name="Modules">The KVM modules.</param>
/// <param name="Kvm">What /dev/kvm answered.</param>
/// <param name="Modprobe">The configuration of the next load.</param>
/// <param name="CommandLine">The kernel command line; empty where it was not read.</param>
/// <param name="OtherArchitecture">Support outside x86.</param>
public sealed record HostFacts(
    HostEvidence Evidence, CpuFacts Cpu, HostLayer Layer, string? Release, KvmModules Modules, KvmAnswers Kvm, ModprobeConfig Modprobe,
        KernelCommandLine CommandLine,
    OtherArchitecture OtherArchitecture)
{
    /// <summary>The source of <see cref="GivesEl2"/>.</summary>
    public const string El2Source = "ioctl:KVM_CHECK_EXTENSION KVM_CAP_ARM_EL2";

    /// <summary>The version at the front of <see cref="Release"/>, or null.</summary>
    public KernelVersion? Version => KernelVersion.Parse(Release);

    /// <summary>This machine was read, not a dumped tree: what is missing is missing.</summary>
    public bool IsLive => Evidence.Origin == EvidenceOrigin.Live;

    /// <summary>KVM runs here by its own answer: /dev/kvm opened and told the API version that every kernel since 2.6.22 has; for a vendor
    /// module that we do not know, a VM was created too, or the kernel switched virtualization on at its load.</summary>
    public bool KvmAnswered =>
        Kvm.ApiVersion == 12 && (!Modules.IsOtherVendor || Kvm.CreateVm.IsKnown || VirtualizationAtLoad.IsOn(Evidence));

    /// <summary>KVM runs here and gives the extension to instances, by its own answer where it was asked, else by the parameter.</summary>
    public bool GivesNesting => Modules.IsRegistered != false && Evidence["ioctl:KVM_CHECK_EXTENSION KVM_CAP_PPC_NESTED_HV"].Value != "0"
        && (Kvm.OffersExtension ?? Nested.IsEnabled) == true;

    /// <summary>A vendor module that needs no CPU extension, or one that we do not know, has registered /dev/kvm, and nobody asked it yet:
    /// a missing extension says nothing here.</summary>
    public bool MayRunWithoutExtension => Modules is { IsOtherVendor: true, IsRegistered: true } && !KvmAnswered && !Kvm.Open.IsKnown;

    /// <summary>The path of a parameter of the vendor module, or null where there is none.</summary>
    /// <param name="parameter">"nested".</param>
    public string? ParameterPath(string parameter) =>
        Modules.Vendor is null ? null : Sources.ModuleFolder + Modules.Vendor + "/parameters/" + parameter;

    /// <summary>The text of a parameter of the vendor module as the running kernel shows it, or null.</summary>
    /// <param name="parameter">"nested", "ept", "npt".</param>
    public string? Parameter(string parameter) => ParameterPath(parameter) is { } path ? Evidence[path].Value : null;

    /// <summary>The parameter nested of the vendor module, as the running kernel has it.</summary>
    public NestedReading Nested => NestedReading.Parse(Modules.Vendor ?? "", Parameter("nested"));

    /// <summary>On arm64, whether KVM gives EL2 to instances, by its own answer; null where it was not asked or did not tell.</summary>
    public bool? GivesEl2 =>
        int.TryParse(Evidence[El2Source].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int level) ? level > 0 : null;

    /// <summary>Understands a document. Never throws for what it holds.</summary>
    /// <param name="evidence">The document.</param>
    public static HostFacts Parse(HostEvidence evidence)
    {
        CpuFacts cpu = CpuFacts.Parse(evidence);
        HostLayer layer = HostLayer.Detect(evidence, cpu, DmiIdentity.Parse(evidence));
        string? release = ReleaseOf(evidence);
        return new HostFacts(
            evidence, cpu, layer, release, KvmModules.Parse(evidence, cpu, release), KvmAnswers.Parse(evidence),
                ModprobeConfig.Parse(evidence),
            KernelCommandLine.Parse(evidence), OtherArchitecture.Detect(cpu, layer));
    }

    private static string? ReleaseOf(HostEvidence evidence)
    {
        const string field = "release=";
        string uname = evidence["call:uname"].Text;
        if (uname.StartsWith(field, StringComparison.Ordinal))
        {
            return uname[field.Length..].Split('\n')[0];
        }

        return evidence["/proc/sys/kernel/osrelease"].Value is { Length: > 0 } release ? release
            : evidence["/proc/version"].Value?.Split(' ') is ["Linux", "version", { Length: > 0 } third, ..] ? third
            : null;
    }
}
