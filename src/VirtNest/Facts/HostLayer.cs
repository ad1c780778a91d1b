using VirtNest.Evidence;

namespace VirtNest.Facts;

/// <summary>At which level this Linux runs.</summary>
public enum LayerKind
{
    /// <summary>Nothing tells.</summary>
    Unknown,
    /// <summary>L0: no hypervisor below.</summary>
    BareMetal,
    /// <summary>An instance of a hypervisor.</summary>
    Vm,
    /// <summary>A container: its kernel is that of the host around it.</summary>
    Container,
    /// <summary>The control domain of Xen: the hypervisor is below, and not KVM.</summary>
    XenDom0,
    /// <summary>A logical partition: PR/SM on s390x, PowerVM on ppc64.</summary>
    Lpar,
}

/// <summary>One reading that a fact rests on.</summary>
/// <param name="Source">As in <see cref="HostEvidence"/>.</param>
/// <param name="Value">What it said, shortened to what counts.</param>
public readonly record struct Witness(string Source, string Value);

/// <summary>The level at which this Linux runs, and what is below it.</summary>
/// <param name="Kind">Bare metal, VM, container...</param>
/// <param name="Hypervisor">The hypervisor just below ("kvm", "vmware", "hyperv", "xen", "virtualbox", "qemu"...), "unknown" where one is
/// there and does not say its name, null where there is none or nothing tells.</param>
/// <param name="Platform">The product or cloud, as a section of Tables/platforms.txt; null where there is nothing below.</param>
/// <param name="Container">The container engine ("lxc", "docker", "podman"...), or null.</param>
/// <param name="IsParavirtual">A Xen PV guest, or a guest of kvm_pvm: CPUID is not trapped there, or shows what the guest cannot
/// use.</param>
/// <param name="Witnesses">What this rests on.</param>
public sealed record HostLayer(LayerKind Kind, string? Hypervisor, string? Platform, string? Container, bool IsParavirtual,
    IReadOnlyList<Witness> Witnesses)
{
    /// <summary>The level of the kernel: <see cref="Kind"/>, and in a container that of the host around it.</summary>
    public LayerKind KernelKind { get; init; } = Kind;

    /// <summary>The word of `check --json`: "bare-metal", "vm", "container" or "unknown". A Xen dom0 and a partition own the machine's
    /// hardware and count as bare metal there; <see cref="PartitionWord"/> tells them apart.</summary>
    public string Word => Kind switch
    {
        LayerKind.Unknown => "unknown",
        LayerKind.BareMetal or LayerKind.XenDom0 or LayerKind.Lpar => "bare-metal",
        LayerKind.Vm => "vm",
        LayerKind.Container => "container",
    };

    /// <summary>"xen-dom0" or "lpar", or null for anything else.</summary>
    public string? PartitionWord => Kind switch
    {
        LayerKind.XenDom0 => "xen-dom0",
        LayerKind.Lpar => "lpar",
        LayerKind.Unknown or LayerKind.BareMetal or LayerKind.Vm or LayerKind.Container => null,
    };

    /// <summary>Finds the level from every sign there is.</summary>
    /// <param name="evidence">The document.</param>
    /// <param name="cpu">The processor's facts.</param>
    /// <param name="dmi">The DMI names.</param>
    public static HostLayer Detect(HostEvidence evidence, CpuFacts cpu, DmiIdentity dmi)
    {
        LayerSigns signs = new(evidence, cpu, dmi);
        HostLayer below = signs.Below();
        return signs.Container() is { } container
            ? below with { Kind = LayerKind.Container, Container = container.Value, Witnesses = [container, .. below.Witnesses] }
            : below;
    }
}
