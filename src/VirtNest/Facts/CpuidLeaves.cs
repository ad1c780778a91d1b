namespace VirtNest.Facts;

/// <summary>A table of CPUID leaves: the processor's own ("cpuid") or what KVM gives to guests ("ioctl:KVM_GET_SUPPORTED_CPUID").</summary>
public sealed class CpuidLeaves
{
    private readonly Dictionary<(uint Leaf, uint Subleaf), (uint Eax, uint Ebx, uint Ecx, uint Edx)> _leaves = [];

    private CpuidLeaves()
    {
    }

    /// <summary>How many leaves and subleaves the table has.</summary>
    public int Count => _leaves.Count;

    /// <summary>The registers of a leaf, or null where the table lacks it.</summary>
    /// <param name="leaf">EAX on input.</param>
    /// <param name="subleaf">ECX on input.</param>
    public (uint Eax, uint Ebx, uint Ecx, uint Edx)? this[uint leaf, uint subleaf = 0] =>
        _leaves.TryGetValue((leaf, subleaf), out (uint, uint, uint, uint) registers) ? registers : null;

    /// <summary>CPUID.1:ECX.VMX[bit 5]: Intel SDM vol. 2A, "CPUID—CPU Identification"; null where the leaf is missing.</summary>
    public bool? HasVmx => Bit(this[1]?.Ecx, 5);

    /// <summary>CPUID Fn8000_0001_ECX[SVM], bit 2: AMD APM 24594 vol. 3, "Extended Processor and Processor Feature Identifiers"; false
    /// where the table has leaves but not this one.</summary>
    public bool? HasSvm => this[0x8000_0001] is { } leaf ? (leaf.Ecx & (1 << 2)) != 0 : Count > 0 ? false : null;

    /// <summary>CPUID.1:ECX[bit 31], which hypervisors set: Linux v6.12 arch/x86/include/asm/cpufeatures.h,
    /// X86_FEATURE_HYPERVISOR.</summary>
    public bool? HasHypervisorBit => Bit(this[1]?.Ecx, 31);

    /// <summary>CPUID Fn8000_0001_EDX[LM], bit 29: the processor has long mode.</summary>
    public bool HasLongMode => this[0x8000_0001] is { } leaf && (leaf.Edx & (1u << 29)) != 0;

    /// <summary>The twelve characters of leaf 0 (EBX, EDX, ECX), or null.</summary>
    public string? Vendor => this[0] is { } leaf ? Characters(leaf.Ebx, leaf.Edx, leaf.Ecx) : null;

    /// <summary>The twelve characters of a hypervisor interface's first leaf (EBX, ECX, EDX), without NUL bytes and spaces at its end;
    /// null where there is none.</summary>
    /// <param name="first">0x40000000, or 0x40000100 for a second interface.</param>
    public string? HypervisorSignature(uint first) =>
        HasHypervisorBit == true && this[first] is { } leaf
            && Characters(leaf.Ebx, leaf.Ecx, leaf.Edx).TrimEnd('\0', ' ') is { Length: > 0 } signature ? signature : null;

    /// <summary>Reads lines of "LEAF SUBLEAF EAX EBX ECX EDX", hexadecimal; other lines are passed over.</summary>
    /// <param name="text">The source's text.</param>
    public static CpuidLeaves Parse(string text)
    {
        CpuidLeaves table = new();
        Span<uint> words = stackalloc uint[6];
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            int count = 0;
            foreach (Range range in line.Split(' '))
            {
                if (line[range].IsEmpty)
                {
                    continue;
                }

                if (count == 6
                    || !uint.TryParse(line[range], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out words[count]))
                {
                    count = -1;
                    break;
                }

                count++;
            }

            if (count == 6)
            {
                table._leaves.TryAdd((words[0], words[1]), (words[2], words[3], words[4], words[5]));
            }
        }

        return table;
    }

    private static bool? Bit(uint? register, int bit) => register is { } value ? (value >> bit & 1) != 0 : null;

    private static string Characters(uint first, uint second, uint third)
    {
        StringBuilder text = new(12);
        foreach (uint word in (ReadOnlySpan<uint>)[first, second, third])
        {
            for (int shift = 0; shift < 32; shift += 8)
            {
                text.Append((char)(word >> shift & 0xFF));
            }
        }

        return text.ToString();
    }
}
