using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Checking;

/// <summary>VN1906 and the nested link where it is not a parameter of a vendor module: arm64, riscv, loongarch, mips.</summary>
internal static class ArchitectureCheck
{
    /// <summary>The last release of Linux whose KVM was looked at: none of these architectures nests in it.</summary>
    private static readonly KernelVersion Newest = new(7, 1, 0);

    internal static IEnumerable<Finding> Run(HostFacts facts)
    {
        string arch = facts.Cpu.Arch;
        if (arch == "unknown")
        {
            yield return Finding.Unknown(FindingCode.NestedParameter,
                new("nothing tells what architecture this is", "没有迹象说明这是哪种架构"), [new("/proc/cpuinfo", "-")]);
            yield break;
        }

        yield return Finding.Unknown(FindingCode.ArchitectureStatus, facts.Cpu.Architecture.Status ?? NothingKnown(arch),
            [new("/proc/cpuinfo", arch)]);
        if (facts.Cpu.Architecture.IsSwitchedAtBoot)
        {
            yield return Arm64(facts);
        }
        else if (facts.Cpu.Architecture.Switch == NestingSwitch.None)
        {
            // No kernel up to Newest gives these architectures' extension to guests.
            bool isOld = facts.Version is { } version && version.CompareTo(Newest) <= 0;
            yield return Finding.Make(FindingCode.NestedParameter, isOld ? Outcome.Fail : Outcome.Unknown,
                NoNestingOnArchitecture(arch, isOld), [new("uname", facts.Release ?? "-")]);
        }
    }

    /// <summary>Linux 6.16 and later, FEAT_NV2 and kvm-arm.mode=nested; KVM_CAP_ARM_EL2 is the kernel's own answer.</summary>
    private static Finding Arm64(HostFacts facts)
    {
        Witness mode = new("/proc/cmdline", $"{Architecture.Arm64.SwitchName}={facts.CommandLine.KvmArmMode ?? "-"}");
        if (facts.GivesEl2 is { } isGiven)
        {
            Witness witness = new(HostFacts.El2Source, facts.Evidence[HostFacts.El2Source].Value!);
            return isGiven
                ? Finding.Pass(FindingCode.NestedParameter, new("KVM can give EL2 to guests", "KVM 可以向实例提供 EL2"), [witness])
                : Finding.Fail(FindingCode.NestedParameter, new("KVM does not give EL2 to guests", "KVM 不向实例提供 EL2"),
                    [witness, mode], facts.CommandLine.KvmArmMode != Architecture.Arm64.SwitchValue && facts.Version is { } version
                    && version.IsAtLeast(Architecture.Arm64.NestsSince!.Value)
                    && OtherArchitecture.BeforeNv2(facts.Cpu) is null ? EnableRemedy.For(facts, Arm64Remedy)
                    : new(null, CheckSentences.Arm64CannotRemedy));
        }

        return Finding.Unknown(FindingCode.NestedParameter,
            new("whether KVM gives EL2 to guests was not asked", "未询问 KVM 是否向实例提供 EL2"),
            [mode]);
    }

    private static Sentence NothingKnown(string arch) =>
        new($"{arch}: nothing is known of nesting in KVM here", $"{arch}：此架构上 KVM 的嵌套情况未知");

    private static Sentence NoNestingOnArchitecture(string arch, bool isKnown) => isKnown
        ? new($"KVM of this kernel does not nest on {arch}", $"该内核的 KVM 在 {arch} 上不支持嵌套")
        : new($"whether KVM of this kernel nests on {arch} is not known", $"该内核的 KVM 在 {arch} 上是否支持嵌套未知");

    private static Sentence Arm64Remedy => new(
        "The command gives kvm-arm.mode=nested to the kernel command line, for the next boot. The CPU needs FEAT_NV2: only that boot "
            + "tells whether it has it.",
        "该命令为下次启动在内核命令行加入 kvm-arm.mode=nested。CPU 需具备 FEAT_NV2：启动之后才能知道有没有。");
}
