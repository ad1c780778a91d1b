using System.Collections.Generic;
using System.Globalization;
using VirtNest.Facts;

namespace VirtNest.Checks;

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
                yield return new(FindingCode.CpuMixed, ChainLink.Cpu, Outcome.Fail, Severity.Warn, Questions.None, m => m.CpuMixed(flag), Kinds(facts, flag), new(null, m => m.CpuMixedRemedy));
            }
        }
    }

    private static Finding OnX86(HostFacts facts)
    {
        CpuFacts cpu = facts.Cpu;
        if (Words.SeenExtension(facts) is { } extension)
        {
            return new(FindingCode.CpuExtension, ChainLink.Cpu, Outcome.Pass, Severity.Fail, Questions.Both, m => m.CpuHasExtension(Words.Of(extension)), Witnesses(cpu));
        }

        if (facts.KvmAnswered)
        {
            return new(FindingCode.CpuExtension, ChainLink.Cpu, Outcome.Pass, Severity.Fail, Questions.RunsGuests, m => m.CpuNeedsNone(facts.Modules.Vendor ?? "kvm"), Witnesses(cpu));
        }

        if (!cpu.HasFlagsLine && cpu.Raw.Count == 0)
        {
            return new(FindingCode.CpuExtension, ChainLink.Cpu, Outcome.Unknown, Severity.Fail, Questions.Both, m => m.CpuNotRead, [new("/proc/cpuinfo", "-")]);
        }

        // Below a hypervisor, and behind a kernel that clears the flag, the processor itself is not seen: those links judge.
        bool isSeen = facts.Layer.Kind == LayerKind.BareMetal && cpu.Raw.Count > 0 && !facts.MayRunWithoutExtension;
        return isSeen
            ? new(FindingCode.CpuExtension, ChainLink.Cpu, Outcome.Fail, Severity.Fail, Questions.Both, m => m.CpuLacksExtension, Witnesses(cpu), new(null, m => m.CpuLacksExtensionRemedy))
            : new(FindingCode.CpuExtension, ChainLink.Cpu, Outcome.Unknown, Severity.Fail, Questions.None, m => m.CpuHidden, Witnesses(cpu));
    }

    private static Finding Elsewhere(HostFacts facts)
    {
        OtherArchitecture other = facts.OtherArchitecture;
        Outcome outcome = facts.KvmAnswered || other.CanRunGuests == true ? Outcome.Pass : other.CanRunGuests == false ? Outcome.Fail : Outcome.Unknown;
        IReadOnlyList<Witness> evidence = other.Witness is { } witness ? [witness] : [new("/proc/cpuinfo", facts.Cpu.Arch)];
        return new(FindingCode.CpuExtension, ChainLink.Cpu, outcome, Severity.Fail, Questions.Both, m => m.CpuOfArchitecture(facts.Cpu.Arch, outcome == Outcome.Pass ? true : outcome == Outcome.Fail ? false : null), evidence,
            outcome == Outcome.Fail ? new(null, m => m.CpuOfArchitectureRemedy) : null);
    }

    private static Witness[] Witnesses(CpuFacts cpu)
    {
        List<Witness> witnesses = [];
        if (cpu.HasFlagsLine)
        {
            witnesses.Add(new("/proc/cpuinfo", cpu.Extension is { } flag ? "flags: " + Words.Flag(flag) : "flags: no vmx, no svm"));
        }

        if (cpu.Raw.Count > 0)
        {
            witnesses.Add(new("cpuid", string.Create(CultureInfo.InvariantCulture, $"00000001.ecx.5={Bit(cpu.Raw.HasVmx)} 80000001.ecx.2={Bit(cpu.Raw.HasSvm)}")));
        }

        return [.. witnesses];
    }

    private static Witness[] Kinds(HostFacts facts, string flag)
    {
        List<Witness> witnesses = [];
        foreach (ProcessorKind kind in facts.Cpu.Info.Kinds)
        {
            witnesses.Add(new("/proc/cpuinfo", string.Create(CultureInfo.InvariantCulture, $"{kind.Count} x {kind["model name"]}: {(kind.HasFlag(flag) ? flag : "no " + flag)}")));
        }

        return [.. witnesses];
    }

    private static string Bit(bool? bit) => bit switch { true => "1", false => "0", null => "-" };
}
