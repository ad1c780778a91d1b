using System.Collections.Generic;
using System.Globalization;
using VirtNest.Facts;

namespace VirtNest.Checks;

/// <summary>VN1401: the kernel shows the extension in its flags line. Where it does not though CPUID does, something cleared it: clearcpuid=, firmware, or an L0 that hides IA32_FEATURE_CONTROL.</summary>
internal static class KernelViewCheck
{
    internal static IEnumerable<Finding> Run(HostFacts facts)
    {
        CpuFacts cpu = facts.Cpu;
        if (!cpu.IsX86 || !cpu.HasFlagsLine)
        {
            yield break;
        }

        if (cpu.Extension is { } shown)
        {
            yield return new(FindingCode.KernelView, ChainLink.Kernel, Outcome.Pass, Severity.Fail, Questions.Both, m => m.KernelShows(Words.Flag(shown)), [new("/proc/cpuinfo", "flags: " + Words.Flag(shown))]);
            yield break;
        }

        if (facts.KvmAnswered)
        {
            yield return new(FindingCode.KernelView, ChainLink.Kernel, Outcome.Pass, Severity.Fail, Questions.RunsGuests, m => m.KernelNeedsNone(facts.Modules.Vendor ?? "kvm"), [new("/proc/cpuinfo", "flags: no vmx, no svm")]);
            yield break;
        }

        Witness flags = new("/proc/cpuinfo", "flags: no vmx, no svm");
        if (facts.MayRunWithoutExtension)
        {
            yield return new(FindingCode.KernelView, ChainLink.Kernel, Outcome.Unknown, Severity.Fail, Questions.None, m => m.KernelNeedsNone(facts.Modules.Vendor ?? "kvm"), [flags]);
            yield break;
        }

        foreach (string flag in (string[])["vmx", "svm"])
        {
            if (facts.CommandLine.ClearsCpuFeature(flag) && (cpu.RawExtension is null || Words.Flag(cpu.RawExtension.Value) == flag))
            {
                yield return new(FindingCode.KernelView, ChainLink.Kernel, Outcome.Fail, Severity.Fail, Questions.Both, m => m.KernelToldToClear(flag), [flags, new("/proc/cmdline", "clearcpuid")], new(null, m => m.KernelToldToClearRemedy));
                yield break;
            }
        }

        if (cpu.RawExtension is { } raw && !facts.Layer.IsParavirtual)
        {
            Witness cpuid = new("cpuid", raw == Extension.Vmx ? "00000001.ecx.5=1" : "80000001.ecx.2=1");
            yield return facts.Layer.Kind == LayerKind.BareMetal
                ? new(FindingCode.KernelView, ChainLink.Kernel, Outcome.Fail, Severity.Fail, Questions.Both, m => m.KernelClearedOnMetal(Words.Flag(raw)), [flags, cpuid], new(null, m => m.FirmwareOffRemedy(Words.Of(raw))))
                : new(FindingCode.KernelView, ChainLink.Kernel, Outcome.Fail, Severity.Fail, Questions.Both, m => m.KernelClearedInInstance(Words.Flag(raw)), [flags, cpuid], new(null, m => m.KernelClearedInInstanceRemedy));
            yield break;
        }

        // On bare metal without raw CPUID the cause is one of three; inside an instance the link below has judged.
        yield return new(FindingCode.KernelView, ChainLink.Kernel, Outcome.Fail, Severity.Fail, Words.NeedsExtension(facts), m => m.KernelShowsNone(string.Join(", ", KernelCauses(facts))), [flags], new(null, m => m.KernelShowsNoneRemedy));
    }

    private static IEnumerable<string> KernelCauses(HostFacts facts)
    {
        yield return facts.Cpu.Info["model name"] ?? facts.Cpu.Vendor;
        if (facts.Cpu.Info.Kinds.Count > 1)
        {
            yield return "+" + (facts.Cpu.Info.Kinds.Count - 1).ToString(CultureInfo.InvariantCulture);
        }
    }
}
