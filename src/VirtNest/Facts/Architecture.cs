using VirtNest.Evidence;
using VirtNest.Text;

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
        Sign = static (info, _) => IsArm(info) && (info["cpu architecture"] is "AArch64"
            || Array.IndexOf((info["features"] ?? "").Split(' '), "asimd") >= 0),
        Support = OtherArchitecture.Arm64, NestsSince = new(6, 16, 0), SwitchName = "kvm-arm.mode", SwitchValue = "nested",
        LimitVendor = "arm",
        Status = new(
            "arm64: needs FEAT_NV2, Linux 6.16 and kvm-arm.mode=nested on the kernel command line; QEMU 10.1 and later, which then "
                + "refuses migration",
            "arm64：需要 FEAT_NV2、Linux 6.16 以及内核命令行上的 kvm-arm.mode=nested；QEMU 10.1 及以上，且此时拒绝迁移"),
    };

    /// <summary>In the order in which their signs are looked for: one without the other's comes after it.</summary>
    private static readonly Architecture[] All =
    [
        new("x86_64", null, NestingSwitch.Parameter) { Sign = static (info, _) => IsX86(info) && info.First?.HasFlag("lm") == true },
        new("i686", null, NestingSwitch.Parameter) { Sign = static (info, _) => IsX86(info) },
        new("s390x", VendorModule.Kvm, NestingSwitch.Parameter)
        {
            Sign = static (info, _) => IsS390(info) && (info.First?.HasFlag("zarch") != false
                || (info.System.TryGetValue("features", out string? features) && features.Contains("zarch", StringComparison.Ordinal))),
            Support = OtherArchitecture.S390, Below = static signs => signs.BelowOnS390(),
            HugePagesSince = new(7, 0, 0), LimitVendor = "ibm-s390",
            Status = new(
                "s390x: the parameter is on the module kvm (nested=1); before Linux 7.0 it excludes hpage=1, and instances need the CPU "
                    + "feature sie",
                "s390x：参数在 kvm 模块上（nested=1）；Linux 7.0 之前与 hpage=1 互斥，实例需要 CPU 特性 sie"),
        },
        new("s390") { Sign = static (info, _) => IsS390(info), Below = static signs => signs.BelowOnS390() },
        Arm64,
        new("arm")
        {
            Sign = static (info, _) => IsArm(info), Support = OtherArchitecture.Arm32,
            Ended = (new(5, 7, 0), new(
                "Linux gave up KVM on 32-bit Arm in 5.7, and before that it ran on Cortex-A7 and A15 alone. Boot a 64-bit kernel where the "
                    + "processor is a 64-bit one (Raspberry Pi 3 and later: arm_64bit=1 in config.txt); otherwise use another machine.",
                "Linux 5.7 起不再支持 32 位 Arm 上的 KVM，此前也只支持 Cortex-A7 和 A15。若处理器是 64 位的，请启动 64 位内核（树莓派 3 "
                    + "及以后：在 config.txt 中写 arm_64bit=1）；否则请换用其他机器。")),
            Status = new("arm: KVM on 32-bit Arm ended with Linux 5.7 and never nested",
                "arm：32 位 Arm 上的 KVM 止于 Linux 5.7，且从未支持嵌套"),
        },
        new("riscv64", VendorModule.Kvm)
        {
            Sign = static (info, _) => Begins(info["isa"], "rv64"), Support = OtherArchitecture.RiscV,
            Status = new(
                "riscv64: guests need the H extension; KVM does not run nested guests yet",
                "riscv64：实例需要 H 扩展；KVM 尚不能运行嵌套实例"),
        },
        new("riscv32") { Sign = static (info, _) => Begins(info["isa"], "rv32"), Support = OtherArchitecture.RiscV },
        new("loongarch64", VendorModule.Kvm)
        {
            Sign = static (info, _) => Begins(info["isa"], "loongarch"),
            Support = static (cpu, _) => OtherArchitecture.Listed(cpu, "features", "lvz"),
            Status = new("loongarch64: guests need lvz; KVM does not run nested guests yet",
                "loongarch64：实例需要 lvz；KVM 尚不能运行嵌套实例"),
        },
        new("mips64", VendorModule.Kvm)
        {
            Sign = static (info, _) => IsMips(info) && info["cpu model"]?.Contains("Loongson", StringComparison.Ordinal) == true,
            Support = OtherArchitecture.Mips, MachineField = "system type",
        },
        new("mips", VendorModule.Kvm)
        {
            Sign = static (info, _) => IsMips(info), Support = OtherArchitecture.Mips, MachineField = "system type",
        },
        new("ppc64", VendorModule.PowerHv, NestingSwitch.Parameter)
        {
            Sign = static (info, _) => IsPower(info) && (info["platform"] ?? info["timebase"]) is not null,
            Support = OtherArchitecture.Power, Below = static signs => signs.BelowOnPower(), LimitVendor = "ibm-power",
            Status = new(
                "ppc64: kvm_hv's nested is writable while it runs; instances need cap-nested-hv=true (POWER9) or the PAPR nested API "
                    + "(Power10)",
                "ppc64：kvm_hv 的 nested 可在运行时写入；实例需要 cap-nested-hv=true（POWER9）或 PAPR 嵌套 API（Power10）"),
        },
        new("ppc") { Sign = static (info, _) => IsPower(info), Below = static signs => signs.BelowOnPower() },
        new("sparc64")
        {
            Sign = static (info, evidence) => Begins(info["type"], "sun4") || evidence["stat:/dev/mdesc"].IsKnown,
            Support = static (_, _) => new(false, new("/proc/cpuinfo", "sparc64")), MachineField = "type",
        },
        new("ia64") { Sign = static (info, _) => info["arch"] == "IA-64" },
    ];

    /// <summary>What shows it where no uname was read: each kernel prints fields of its own in /proc/cpuinfo (arch/*/kernel/setup.c or
    /// proc.c).</summary>
    private Func<CpuInfo, HostEvidence, bool> Sign { get; init; } = static (_, _) => false;

    /// <summary>What tells whether a processor can run guests; x86 is judged by its flags instead.</summary>
    public Func<CpuFacts, HostLayer, OtherArchitecture> Support { get; private init; } = static (_, _) => OtherArchitecture.Untold;

    /// <summary>The kernel from which on KVM can nest, where that is not all that have the switch.</summary>
    public KernelVersion? NestsSince { get; private init; }

    /// <summary>The parameter on the kernel command line that switches nesting, or null.</summary>
    public string? SwitchName { get; private init; }

    /// <summary>Its value that switches nesting on.</summary>
    public string? SwitchValue { get; private init; }

    /// <summary>Both, as they are written: "kvm-arm.mode=nested".</summary>
    public string? SwitchWord => SwitchName is null ? null : $"{SwitchName}={SwitchValue}";

    /// <summary>The kernel from which on KVM both nests and backs guests with huge pages; null where it always does
    /// (arch/s390/kvm/kvm-s390.c).</summary>
    public KernelVersion? HugePagesSince { get; private init; }

    /// <summary>The first kernel without KVM for it, and what to do there; null where KVM goes on.</summary>
    public (KernelVersion Since, Sentence Remedy)? Ended { get; private init; }

    /// <summary>The word of limits.txt for its processors; null on x86, where the vendor decides, and where there are no rules.</summary>
    public string? LimitVendor { get; private init; }

    /// <summary>What a user has to know of nesting there; null where nothing is known.</summary>
    public Sentence? Status { get; private init; }

    /// <summary>Finds what is below this Linux by signs of its own; null where the signs are those of most.</summary>
    internal Func<LayerSigns, HostLayer>? Below { get; private init; }

    /// <summary>The field of /proc/cpuinfo in which a real machine has its name; null where there is none.</summary>
    internal string? MachineField { get; private init; }

    /// <summary>KVM is built into the kernel or not there: it is no loadable module (Linux v6.12 arch/arm64/kvm/Kconfig, "bool").</summary>
    public bool IsNeverModule => this == Arm64;

    /// <summary>True where a word on the kernel command line switches nesting.</summary>
    public bool IsSwitchedAtBoot => Switch == NestingSwitch.CommandLine;

    /// <summary>The row of an architecture; for one that is not known, a row that says nothing.</summary>
    /// <param name="name">"x86_64".</param>
    public static Architecture Find(string name) => Array.Find(All, a => a.Name == name) ?? new(name);

    /// <summary>The row that the form of /proc/cpuinfo shows, or null.</summary>
    /// <param name="info">/proc/cpuinfo.</param>
    /// <param name="evidence">The document.</param>
    public static Architecture? Detect(CpuInfo info, HostEvidence evidence) => Array.Find(All, a => a.Sign(info, evidence));

    private static bool IsX86(CpuInfo info) => info["flags"] is not null || (info["vendor_id"] is not null && !IsS390(info));

    private static bool IsS390(CpuInfo info) => info["vendor_id"] == "IBM/S390";

    private static bool IsArm(CpuInfo info) => info["cpu implementer"] is not null;

    private static bool IsMips(CpuInfo info) =>
        (info["isa"] ?? info["cpu model"] ?? "").Contains("mips", StringComparison.OrdinalIgnoreCase);

    private static bool IsPower(CpuInfo info) => Begins(info["cpu"], "POWER") || Begins(info["cpu"], "PPC");

    private static bool Begins(string? value, string start) => value?.StartsWith(start, StringComparison.Ordinal) == true;
}
