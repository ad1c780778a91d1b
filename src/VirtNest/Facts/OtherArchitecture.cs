namespace VirtNest.Facts;

/// <summary>Whether the processor of an architecture other than x86 can run KVM guests, as far as /proc/cpuinfo tells.</summary>
/// <param name="CanRunGuests">Yes, no, or null where cpuinfo does not tell.</param>
/// <param name="Witness">The field that tells, or null.</param>
public sealed record OtherArchitecture(bool? CanRunGuests, Witness? Witness)
{
    internal static readonly OtherArchitecture Untold = new(null, null);

    /// <summary>The answer for one processor at one level.</summary>
    /// <param name="cpu">The processor's facts.</param>
    /// <param name="layer">The level.</param>
    public static OtherArchitecture Detect(CpuFacts cpu, HostLayer layer) => cpu.Architecture.Support(cpu, layer);

    /// <summary>The core of an arm64 processor that is known to lack FEAT_NV2 (Armv8.4), without which KVM lets no instance nest; null for
    /// all others.</summary>
    /// <param name="cpu">The processor's facts.</param>
    public static Witness? BeforeNv2(CpuFacts cpu)
    {
        string part = cpu.Info["cpu part"] ?? "";
        bool isBeforeNv2 = cpu.Vendor switch
        {
            // Cortex-A53, A35, A55, A65, A57, A72, A73, A75, A76, Neoverse N1: Arm's technical reference manuals, ID_AA64MMFR2_EL1.NV.
            "arm" => part is "0xd03" or "0xd04" or "0xd05" or "0xd06" or "0xd07" or "0xd08" or "0xd09" or "0xd0a" or "0xd0b" or "0xd0c",
            "apm" => part is "0x000",
            "cavium" => part is "0x0a1" or "0x0a2" or "0x0a3" or "0x0af",
            _ => false,
        };
        return isBeforeNv2 ? new("/proc/cpuinfo", "CPU part: " + part) : null;
    }

    /// <summary>"sie" stands in the features where the interpretive-execution facility can be used; kernels before 4.1 never list it, so
    /// its absence says nothing (Linux v6.12 arch/s390/kernel/processor.c).</summary>
    internal static OtherArchitecture S390(CpuFacts cpu, HostLayer layer) =>
        (" " + (cpu.Info["features"] ?? "") + " ").Contains(" sie ", StringComparison.Ordinal)
            ? new(true, new("/proc/cpuinfo", "features: sie")) : Untold;

    /// <summary>kvm_hv runs on PowerNV; in a partition it depends on the firmware (PAPR nested API from Power10) and kvm_pr on the
    /// MMU.</summary>
    internal static OtherArchitecture Power(CpuFacts cpu, HostLayer layer) =>
        cpu.Info["platform"] == "PowerNV" ? new(true, new("/proc/cpuinfo", "platform: PowerNV")) : Untold;

    /// <summary>Bare metal: EL2 is the firmware's to give, and cpuinfo does not show it. In a VM, KVM needs FEAT_NV2 (Armv8.4).</summary>
    internal static OtherArchitecture Arm64(CpuFacts cpu, HostLayer layer)
    {
        // TCG can emulate EL2 on any core (-M virt,virtualization=on).
        if (layer.Kind != LayerKind.Vm || layer.Hypervisor == "qemu")
        {
            return Untold;
        }

        return BeforeNv2(cpu) is { } core ? new(false, core) : Untold;
    }

    /// <summary>KVM of 32-bit Arm knows Cortex-A7 and A15 ("Error, CPU 0 not supported!", Linux v5.6 arch/arm/kvm/guest.c,
    /// kvm_target_cpu).</summary>
    internal static OtherArchitecture Arm32(CpuFacts cpu, HostLayer layer) =>
        cpu.Info["cpu part"] is { } part && part is not ("0xc07" or "0xc0f")
            ? new(false, new("/proc/cpuinfo", "CPU part: " + part)) : Untold;

    /// <summary>H among the single letters of "isa", before the first underscore: multi-letter names such as zihpm contain the letter
    /// too.</summary>
    internal static OtherArchitecture RiscV(CpuFacts cpu, HostLayer layer)
    {
        string isa = cpu.Info["isa"] ?? "";
        string letters = isa.Split('_')[0];
        int z = letters.AsSpan().IndexOfAny('z', 's', 'x');
        string single = (z > 4 ? letters[..z] : letters).Length > 4 ? (z > 4 ? letters[..z] : letters)[4..] : "";
        return isa.Length < 5 ? Untold : new(single.Contains('h', StringComparison.Ordinal), new("/proc/cpuinfo", "isa: " + isa));
    }

    internal static OtherArchitecture Mips(CpuFacts cpu, HostLayer layer) => Listed(cpu, "ases implemented", "vz");

    internal static OtherArchitecture Listed(CpuFacts cpu, string field, string word)
    {
        if (cpu.Info[field] is not { } listed)
        {
            return Untold;
        }

        return new(Array.IndexOf(listed.Split(' '), word) >= 0, new("/proc/cpuinfo", field + ": " + listed));
    }
}
