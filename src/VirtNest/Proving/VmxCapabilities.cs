using System.Collections.Immutable;

namespace VirtNest.Proving;

/// <summary>The VMX capability MSRs 480 to 491 that a guest sees. Intel SDM 325384, vol. 3D, appendix "VMX Capability Reporting Facility".
/// All are 0 where KVM has none to give.</summary>
public sealed record VmxCapabilities
{
    /// <summary>IA32_VMX_BASIC, the first.</summary>
    public const uint FirstMsr = 0x480;

    /// <summary>How many there are, up to IA32_VMX_VMFUNC.</summary>
    public const int MsrCount = 18;

    private const ulong WriteBackEpt = 1UL << 14;
    private const ulong FourLevelEpt = 1UL << 6;
    private const uint SecondaryControlsBit = 1U << 31;
    private const uint EptBit = 1U << 1;

    private readonly ImmutableArray<ulong> _msrs;

    /// <summary>Of the values in the order of the MSRs.</summary>
    /// <param name="msrs">At most <see cref="MsrCount"/>; those left out are 0.</param>
    public VmxCapabilities(ImmutableArray<ulong> msrs) => _msrs = msrs;

    /// <summary>Pin-based controls: low word must be 1, high word may be 1.</summary>
    public ulong Pin => Msr(HasTrue ? 0x48Du : 0x481u);

    /// <summary>Primary processor-based controls.</summary>
    public ulong Primary => Msr(HasTrue ? 0x48Eu : 0x482u);

    /// <summary>Secondary processor-based controls.</summary>
    public ulong Secondary => Msr(0x48B);

    /// <summary>VM-exit controls.</summary>
    public ulong Exit => Msr(HasTrue ? 0x48Fu : 0x483u);

    /// <summary>VM-entry controls.</summary>
    public ulong Entry => Msr(HasTrue ? 0x490u : 0x484u);

    /// <summary>Bits of CR0 that must be 1.</summary>
    public ulong Cr0Fixed0 => Msr(0x486);

    /// <summary>Bits of CR0 that may be 1.</summary>
    public ulong Cr0Fixed1 => Msr(0x487);

    /// <summary>Bits of CR4 that must be 1.</summary>
    public ulong Cr4Fixed0 => Msr(0x488);

    /// <summary>Bits of CR4 that may be 1.</summary>
    public ulong Cr4Fixed1 => Msr(0x489);

    /// <summary>True where L1 may use EPT with four levels and write-back memory.</summary>
    public bool HasEpt => (High(Primary) & SecondaryControlsBit) != 0 && (High(Secondary) & EptBit) != 0
        && (Msr(0x48C) & (WriteBackEpt | FourLevelEpt)) == (WriteBackEpt | FourLevelEpt);

    /// <summary>A control word: the bits wanted as far as they are allowed, and those that must be 1.</summary>
    /// <param name="wanted">The bits wanted.</param>
    /// <param name="capability">The capability of that word.</param>
    public static uint Adjust(uint wanted, ulong capability) => (wanted | (uint)capability) & High(capability);

    /// <summary>True where a control word has all bits that it must and none that it must not.</summary>
    /// <param name="control">The word.</param>
    /// <param name="capability">The capability of that word.</param>
    public static bool Allows(uint control, ulong capability) => ((uint)capability & ~control) == 0 && (control & ~High(capability)) == 0;

    private bool HasTrue => (Msr(0x480) & (1UL << 55)) != 0;

    private static uint High(ulong capability) => (uint)(capability >> 32);

    private ulong Msr(uint index) => index - FirstMsr < (uint)_msrs.Length ? _msrs[(int)(index - FirstMsr)] : 0;
}
