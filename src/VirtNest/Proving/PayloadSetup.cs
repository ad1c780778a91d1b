namespace VirtNest.Proving;

/// <summary>What a VM was set up with, as far as naming its failure needs it.</summary>
public sealed record PayloadSetup
{
    /// <summary>The extension that the payload uses.</summary>
    public required NestedExtension Extension { get; init; }

    /// <summary>True where KVM offers that extension to guests.</summary>
    public required bool IsOffered { get; init; }

    /// <summary>True where KVM offers nested paging to guests.</summary>
    public required bool IsPagingOffered { get; init; }

    /// <summary>True where L2 was to use nested paging.</summary>
    public required bool UsesPaging { get; init; }

    /// <summary>The VMX capabilities of the vCPU.</summary>
    public required VmxCapabilities Vmx { get; init; }

    /// <summary>The width of a physical address in the guest.</summary>
    public int PhysicalBits { get; init; } = 36;

    /// <summary>The nonce that was given.</summary>
    public ulong Nonce { get; init; }

    /// <summary>How many counted hypercalls were asked for.</summary>
    public long Asked { get; init; }

    /// <summary>True where the vCPU was given CPUID.</summary>
    public bool HasCpuid { get; init; } = true;

    /// <summary>True where KVM took IA32_FEATURE_CONTROL.</summary>
    public bool HasFeatureControl { get; init; } = true;

    /// <summary>L1's CR0 at its first instruction.</summary>
    public ulong L1Cr0 { get; init; }
}
