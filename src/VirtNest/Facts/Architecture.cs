namespace VirtNest.Facts;

/// <summary>How nesting is switched.</summary>
public enum NestingSwitch
{
    /// <summary>KVM does not nest there, or nothing is known of it.</summary>
    None,
    /// <summary>The parameter nested of the vendor module.</summary>
    Parameter,
    /// <summary>A word on the kernel command line (<see cref="Architecture.SwitchWord"/>).</summary>
    CommandLine,
}

/// <summary>What is known of KVM on an architecture: one row for each.</summary>
/// <param name="Name">As uname -m has it, without endianness: "x86_64", "ppc64".</param>
/// <param name="Module">The module that runs guests there; null on x86, where the processor decides, and where KVM has none.</param>
/// <param name="Switch">How nesting is switched.</param>
public sealed record Architecture(string Name, VendorModule? Module = null, NestingSwitch Switch = NestingSwitch.None)
{
    /// <summary>FEAT_NV2, Linux 6.16 and kvm-arm.mode=nested; KVM_CAP_ARM_EL2 is the kernel's own answer.</summary>
    public static readonly Architecture Arm64 = new("aarch64", VendorModule.Kvm, NestingSwitch.CommandLine)
    {
        Support = OtherArchitecture.Arm64, NestsSince = new(6, 16, 0), SwitchWord = "kvm-arm.mode=nested", LimitVendor = "arm",
    };

    private static readonly Architecture[] All =
    [
        new("x86_64", null, NestingSwitch.Parameter),
        new("i686", null, NestingSwitch.Parameter),
        Arm64,
        new("s390x", VendorModule.Kvm, NestingSwitch.Parameter)
        {
            Support = OtherArchitecture.S390, HugePagesSince = new(7, 0, 0), LimitVendor = "ibm-s390",
        },
        new("ppc64", VendorModule.PowerHv, NestingSwitch.Parameter) { Support = OtherArchitecture.Power, LimitVendor = "ibm-power" },
        new("riscv64", VendorModule.Kvm) { Support = OtherArchitecture.RiscV },
        new("riscv32") { Support = OtherArchitecture.RiscV },
        new("loongarch64", VendorModule.Kvm) { Support = static (cpu, _) => OtherArchitecture.Listed(cpu, "features", "lvz") },
        new("mips", VendorModule.Kvm) { Support = OtherArchitecture.Mips },
        new("mips64", VendorModule.Kvm) { Support = OtherArchitecture.Mips },
        new("sparc64") { Support = static (_, _) => new(false, new("/proc/cpuinfo", "sparc64")) },
    ];

    /// <summary>What tells whether a processor can run guests; x86 is judged by its flags instead.</summary>
    public Func<CpuFacts, HostLayer, OtherArchitecture> Support { get; private init; } = static (_, _) => OtherArchitecture.Untold;

    /// <summary>The kernel from which on KVM can nest, where that is not all that have the switch.</summary>
    public KernelVersion? NestsSince { get; private init; }

    /// <summary>The word on the kernel command line that switches nesting on, or null.</summary>
    public string? SwitchWord { get; private init; }

    /// <summary>The kernel from which on KVM both nests and backs guests with huge pages; null where it always does
    /// (arch/s390/kvm/kvm-s390.c).</summary>
    public KernelVersion? HugePagesSince { get; private init; }

    /// <summary>The word of limits.txt for its processors; null on x86, where the vendor decides, and where there are no rules.</summary>
    public string? LimitVendor { get; private init; }

    /// <summary>True where a word on the kernel command line switches nesting.</summary>
    public bool IsSwitchedAtBoot => Switch == NestingSwitch.CommandLine;

    /// <summary>The row of an architecture; for one that is not known, a row that says nothing.</summary>
    /// <param name="name">"x86_64".</param>
    public static Architecture Find(string name) => Array.Find(All, a => a.Name == name) ?? new(name);
}
