using System.Runtime.Intrinsics.X86;
using VirtNest.Evidence;

namespace VirtNest.Host.Gathering;

/// <summary>Raw CPUID of the processor this thread runs on, as source "cpuid": one line a leaf, "LEAF SUBLEAF EAX EBX ECX EDX",
/// hexadecimal. It is a witness of what the layer below shows, and only where that layer traps CPUID.</summary>
internal static class CpuidReader
{
    internal static void Gather(HostEvidence evidence)
    {
        if (!X86Base.IsSupported)
        {
            evidence["cpuid"] = Reading.Without(ReadingState.Absent, 0);
            return;
        }

        StringBuilder table = new();
        uint highest = Append(table, 0, 0).Eax;
        (uint _, uint ecx) = Append(table, 1, 0);
        if (highest >= 7)
        {
            Append(table, 7, 0);
        }

        if (highest >= 0x21)
        {
            // Intel TDX guest: signature "IntelTDX    " (Intel TDX Module Base Architecture Specification, "CPUID leaf 21H").
            Append(table, 0x21, 0);
        }

        const uint HypervisorPresent = 1u << 31;
        if ((ecx & HypervisorPresent) != 0)
        {
            AppendHypervisorLeaves(table, 0x4000_0000);

            // A second hypervisor interface (KVM or Xen beside Hyper-V's) begins 0x100 above.
            AppendHypervisorLeaves(table, 0x4000_0100);
        }

        uint highestExtended = Append(table, 0x8000_0000, 0).Eax;
        foreach (uint leaf in (uint[])[0x8000_0001, 0x8000_0008, 0x8000_000A, 0x8000_001F])
        {
            if (leaf <= highestExtended)
            {
                Append(table, leaf, 0);
            }
        }

        evidence["cpuid"] = Reading.Known(table.ToString());
    }

    private static void AppendHypervisorLeaves(StringBuilder table, uint first)
    {
        uint highest = Append(table, first, 0).Eax;
        for (uint leaf = first + 1; leaf <= Math.Min(highest, first + 0x10); leaf++)
        {
            Append(table, leaf, 0);
        }
    }

    private static (uint Eax, uint Ecx) Append(StringBuilder table, uint leaf, uint subleaf)
    {
        (int eax, int ebx, int ecx, int edx) = X86Base.CpuId((int)leaf, (int)subleaf);
        table.Append(CultureInfo.InvariantCulture, $"{leaf:x8} {subleaf:x8} {eax:x8} {ebx:x8} {ecx:x8} {edx:x8}\n");
        return ((uint)eax, (uint)ecx);
    }
}
