using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Checking;

/// <summary>VN1101, VN1102: the processor has VMX or SVM, all of its kinds alike. Outside x86: it can run KVM guests.</summary>
internal static class CpuExtensionCheck
{
    internal static IEnumerable<Finding> Run(HostFacts facts)
    {
        yield return facts.Cpu.IsX86 || facts.Cpu.Arch == "unknown" ? OnX86(facts) : Elsewhere(facts);
        foreach (string flag in (string[])["vmx", "svm"])
        {
            if (facts.Cpu.HasFlagsLine && facts.Cpu.Info.IsMixed(flag))
            {
                yield return Finding.Fail(FindingCode.CpuMixed,
                    new($"some processors show {flag} and others do not", $"部分处理器显示 {flag}，其余不显示"), Kinds(facts, flag),
                    new(null, CpuMixedRemedy));
            }
        }
    }

    private static Finding OnX86(HostFacts facts)
    {
        CpuFacts cpu = facts.Cpu;
        if (CpuExtensions.SeenExtension(facts) is { } extension)
        {
            return Finding.Pass(FindingCode.CpuExtension, CpuHasExtension(CpuExtensions.Of(extension)), Witnesses(cpu));
        }

        if (facts.KvmAnswered)
        {
            return Finding.Pass(FindingCode.CpuExtension, CpuNeedsNone(facts.Modules.Vendor ?? "kvm"), Witnesses(cpu));
        }

        if (!cpu.HasFlagsLine && cpu.Raw.Count == 0)
        {
            return Finding.Unknown(FindingCode.CpuExtension, new("the evidence says nothing of the CPU", "依据中没有 CPU 的信息"),
                [new("/proc/cpuinfo", "-")]);
        }

        // Below a hypervisor, and behind a kernel that clears the flag, the processor itself is not seen: those links judge.
        bool isSeen = facts.Layer.Kind == LayerKind.BareMetal && cpu.Raw.Count > 0 && !facts.MayRunWithoutExtension;
        return isSeen
            ? Finding.Fail(FindingCode.CpuExtension, new("the CPU has neither VMX nor SVM", "CPU 既没有 VMX 也没有 SVM"), Witnesses(cpu),
                new(null, CpuLacksExtensionRemedy))
            : Finding.Unknown(FindingCode.CpuExtension, CpuNotSeen, Witnesses(cpu)) with { Decides = Questions.None };
    }

    private static Finding Elsewhere(HostFacts facts)
    {
        OtherArchitecture other = facts.OtherArchitecture;
        // An arm64 core without FEAT_NV2 runs KVM on bare metal, where EL2 is its own: the layer below is the link that breaks.
        if (facts.Cpu.Architecture == Architecture.Arm64 && other.CanRunGuests == false && !facts.KvmAnswered)
        {
            return Finding.Unknown(FindingCode.CpuExtension, CpuBeforeNv2, [other.Witness!.Value]) with { Decides = Questions.None };
        }

        Outcome outcome =
            facts.KvmAnswered || other.CanRunGuests == true ? Outcome.Pass : other.CanRunGuests == false ? Outcome.Fail : Outcome.Unknown;
        IReadOnlyList<Witness> evidence = other.Witness is { } witness ? [witness] : [new("/proc/cpuinfo", facts.Cpu.Arch)];
        if (!facts.KvmAnswered && facts.Cpu.Architecture.Ended is { } ended
            && (outcome == Outcome.Fail || facts.Version?.IsAtLeast(ended.Since) == true))
        {
            return Finding.Fail(FindingCode.CpuExtension, CpuOfArchitecture(facts.Cpu.Arch, false), evidence,
                new(null, ended.Remedy));
        }

        return Finding.Make(FindingCode.CpuExtension, outcome,
            CpuOfArchitecture(facts.Cpu.Arch, outcome == Outcome.Pass ? true : outcome == Outcome.Fail ? false : null), evidence,
            outcome == Outcome.Fail ? new(null, CpuOfArchitectureRemedy) : null);
    }

    private static Witness[] Witnesses(CpuFacts cpu)
    {
        List<Witness> witnesses = [];
        if (cpu.HasFlagsLine)
        {
            witnesses.Add(new("/proc/cpuinfo", cpu.Extension is { } flag ? "flags: " + CpuExtensions.Flag(flag) : "flags: no vmx, no svm"));
        }

        if (cpu.Raw.Count > 0)
        {
            witnesses.Add(
                new("cpuid",
                    string.Create(CultureInfo.InvariantCulture,
                        $"00000001.ecx.5={Bit(cpu.Raw.HasVmx)} 80000001.ecx.2={Bit(cpu.Raw.HasSvm)}")));
        }

        return [.. witnesses];
    }

    private static Witness[] Kinds(HostFacts facts, string flag)
    {
        List<Witness> witnesses = [];
        foreach (ProcessorKind kind in facts.Cpu.Info.Kinds)
        {
            witnesses.Add(
                new("/proc/cpuinfo",
                    string.Create(CultureInfo.InvariantCulture,
                        $"{kind.Count} x {kind["model name"]}: {(kind.HasFlag(flag) ? flag : "no " + flag)}")));
        }

        return [.. witnesses];
    }

    private static string Bit(bool? bit) => bit switch { true => "1", false => "0", null => "-" };

    private static Sentence CpuNotSeen => new("the CPU itself cannot be seen from here", "在此处看不到 CPU 本身的能力");
    private static Sentence CpuHasExtension(string extension) => new($"the CPU has {extension}", $"CPU 具备 {extension}");
    private static Sentence CpuNeedsNone(string module) =>
        new($"no VMX or SVM is shown, and {module} needs none", $"未显示 VMX 或 SVM，而 {module} 并不需要它");
    private static Sentence CpuLacksExtensionRemedy => new(
        "This machine cannot run KVM guests; use one whose CPU has VMX or SVM (nearly all since 2008).",
        "本机无法运行 KVM 实例；请换用 CPU 带 VMX 或 SVM 的机器（2008 年以后的几乎都有）。");

    private static Sentence CpuOfArchitecture(string arch, bool? can) => can switch
    {
        true => new($"the {arch} processor can run KVM guests", $"该 {arch} 处理器可以运行 KVM 实例"),
        false => new($"the {arch} processor cannot run KVM guests here", $"该 {arch} 处理器在此处无法运行 KVM 实例"),
        null => new(
            $"/proc/cpuinfo does not tell whether this {arch} processor can run KVM guests",
            $"/proc/cpuinfo 未说明该 {arch} 处理器能否运行 KVM 实例"),
    };

    private static Sentence CpuBeforeNv2 => new(
        "this aarch64 processor runs KVM on bare metal only: without FEAT_NV2 it has no EL2 for instances",
        "该 aarch64 处理器只能在裸金属上运行 KVM：没有 FEAT_NV2，无法给实例提供 EL2");

    private static Sentence CpuOfArchitectureRemedy =>
        new("This machine cannot run KVM guests; use one whose processor can.", "本机无法运行 KVM 实例；请换用处理器支持的机器。");
    private static Sentence CpuMixedRemedy => new(
        "Firmware has set up the processors differently: update the firmware, or switch virtualization off and on there once.",
        "固件对各处理器的设置不一致：请更新固件，或在固件设置中将虚拟化关闭后重新打开一次。");
}
