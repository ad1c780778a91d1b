using System.Collections.Immutable;

namespace VirtNest.Instances.Xml;

/// <summary>What stands against an edit.</summary>
public enum CpuRefusalKind
{
    /// <summary>The domain's type is neither kvm nor qemu; Subject is the type.</summary>
    OtherType,
    /// <summary>The instance's architecture has neither VMX nor SVM; Subject is the architecture.</summary>
    OtherArchitecture,
    /// <summary>The instance is no whole machine (os type other than hvm); Subject is the os type.</summary>
    OtherOsType,
    /// <summary>QEMU is handed a -cpu of its own, which wins over &lt;cpu&gt;; Subject is its value.</summary>
    QemuCpuOverride,
    /// <summary>More than one &lt;cpu&gt; element: libvirt reads the first and drops the others.</summary>
    SeveralCpus,
    /// <summary>A mode that we do not know; Subject is the mode.</summary>
    UnknownMode,
    /// <summary>The feature stands there twice, which libvirt refuses; Subject is the feature.</summary>
    FeatureTwice,
    /// <summary>Children of &lt;cpu&gt; contradict the new mode; Conflicts has them. They are dropped on demand.</summary>
    Conflicts,
    /// <summary>host-passthrough of an emulated instance: libvirt does not support it.</summary>
    PassthroughEmulated,
    /// <summary>VMX for an emulated instance: QEMU's emulator has only SVM.</summary>
    VmxEmulated,
    /// <summary>Keep, with a model without VMX controls: the guest would see vmx and could not use it; Subject is the model.</summary>
    ModelWithoutVmx,
    /// <summary>Keep, with an emulated model of a vendor from which Linux does not take SVM; Subject is the model.</summary>
    ModelWithoutSvm,
    /// <summary>Keep, with &lt;vendor&gt; naming the other vendor's processors; Subject is the vendor.</summary>
    OtherVendor,
    /// <summary>The instance's memory is encrypted; Subject is the technology as libvirt names it.</summary>
    Encrypted,
    /// <summary>SVM beside Hyper-V's enlightened VMCS, which is for VMX alone.</summary>
    EvmcsWithSvm,
    /// <summary>The domain has no element beside which a &lt;cpu&gt; could stand.</summary>
    NoPlace,
}

/// <summary>Why a definition is not edited.</summary>
/// <param name="Kind">What stands against it.</param>
/// <param name="Subject">The text in question, hostile; empty where there is none.</param>
/// <param name="Conflicts">The contradicting pieces, as they stand in the document; hostile.</param>
public sealed record CpuRefusal(CpuRefusalKind Kind, string Subject, ImmutableArray<string> Conflicts)
{
    internal CpuRefusal(CpuRefusalKind kind, string? subject = null)
        : this(kind, subject ?? "", [])
    {
    }
}
