using System.Buffers.Binary;

namespace VirtNest.Host.Proving;

/// <summary>What KVM_GET_SUPPORTED_CPUID offers to guests, as far as a proof chooses by it. Not what CPUID says here, or in the guest:
/// kvm_pvm shows other bits there.</summary>
internal readonly record struct GuestCpuid
{
    private const int SizeOfEntry = 40;

    /// <summary>80000001.ECX bit 2.</summary>
    internal bool HasSvm { get; private init; }

    /// <summary>1.ECX bit 5.</summary>
    internal bool HasVmx { get; private init; }

    /// <summary>8000000A.EDX bit 0: NPT. EPT is not in CPUID.</summary>
    internal bool HasNestedPaging { get; private init; }

    /// <summary>AuthenticAMD or HygonGenuine, by the second word of leaf 0.</summary>
    internal bool IsAmd { get; private init; }

    /// <summary>80000008.EAX, bits 7 to 0; 36 where it is not told.</summary>
    internal int PhysicalBits { get; private init; }

    /// <summary>Of struct kvm_cpuid2: entries of function, index, flags, EAX, EBX, ECX, EDX.</summary>
    internal static GuestCpuid Parse(ReadOnlySpan<byte> cpuid)
    {
        GuestCpuid found = new() { PhysicalBits = 36 };
        int count = (int)BinaryPrimitives.ReadUInt32LittleEndian(cpuid);
        for (ReadOnlySpan<byte> entry = cpuid[8..]; count > 0 && entry.Length >= SizeOfEntry; count--, entry = entry[SizeOfEntry..])
        {
            found = Word(entry, 0) switch
            {
                0 => found with { IsAmd = Word(entry, 6) is 0x6974_6E65 or 0x6E65_476E },
                1 => found with { HasVmx = (Word(entry, 5) & (1 << 5)) != 0 },
                0x8000_0001 => found with { HasSvm = (Word(entry, 5) & (1 << 2)) != 0 },
                0x8000_0008 when (Word(entry, 3) & 0xFF) != 0 => found with { PhysicalBits = (int)(Word(entry, 3) & 0xFF) },
                0x8000_000A => found with { HasNestedPaging = (Word(entry, 6) & 1) != 0 },
                _ => found,
            };
        }

        return found;
    }

    private static uint Word(ReadOnlySpan<byte> entry, int index) => BinaryPrimitives.ReadUInt32LittleEndian(entry[(4 * index)..]);
}
