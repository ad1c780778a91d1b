using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Checking;

/// <summary>VN1401: the kernel shows the extension in its flags line. Where it does not though CPUID does, something cleared it:
/// clearcpuid=, firmware, or an L0 that hides IA32_FEATURE_CONTROL.</summary>
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
            yield return Finding.Pass(FindingCode.KernelView, KernelShows(CpuExtensions.Flag(shown)),
                [new("/proc/cpuinfo", "flags: " + CpuExtensions.Flag(shown))]);
            yield break;
        }

        if (facts.KvmAnswered)
        {
            yield return Finding.Pass(FindingCode.KernelView, KernelNeedsNone(facts.Modules.Vendor ?? "kvm"),
                [new("/proc/cpuinfo", "flags: no vmx, no svm")]);
            yield break;
        }

        Witness flags = new("/proc/cpuinfo", "flags: no vmx, no svm");
        if (facts.MayRunWithoutExtension)
        {
            yield return Finding.Unknown(FindingCode.KernelView, KernelNeedsNone(facts.Modules.Vendor ?? "kvm"), [flags])
                with { Decides = Questions.None };
            yield break;
        }

        foreach (string flag in (string[])["vmx", "svm"])
        {
            if (facts.CommandLine.ClearsCpuFeature(flag)
                && (cpu.RawExtension is null || CpuExtensions.Flag(cpu.RawExtension.Value) == flag))
            {
                yield return Finding.Fail(FindingCode.KernelView, KernelToldToClear(flag), [flags, new("/proc/cmdline", "clearcpuid")],
                    new(null, KernelToldToClearRemedy));
                yield break;
            }
        }

        if (cpu.RawExtension is { } raw && !facts.Layer.IsParavirtual)
        {
            Witness cpuid = new("cpuid", raw == Extension.Vmx ? "00000001.ecx.5=1" : "80000001.ecx.2=1");
            yield return facts.Layer.Kind == LayerKind.BareMetal
                ? Finding.Fail(FindingCode.KernelView, KernelClearedOnMetal(CpuExtensions.Flag(raw)), [flags, cpuid],
                    new(null, CheckSentences.FirmwareOffRemedy(raw)))
                : Finding.Fail(FindingCode.KernelView, KernelClearedInInstance(CpuExtensions.Flag(raw)), [flags, cpuid],
                    new(null, KernelClearedInInstanceRemedy));
            yield break;
        }

        // On bare metal without raw CPUID the cause is one of three; inside an instance the link below has judged.
        yield return Finding.Fail(FindingCode.KernelView, KernelShowsNone(string.Join(", ", KernelCauses(facts))), [flags],
            new(null, KernelShowsNoneRemedy)) with { Decides = CpuExtensions.NeedsExtension(facts) };
    }

    private static IEnumerable<string> KernelCauses(HostFacts facts)
    {
        yield return facts.Cpu.Info["model name"] ?? facts.Cpu.Vendor;
        if (facts.Cpu.Info.Kinds.Count > 1)
        {
            yield return "+" + (facts.Cpu.Info.Kinds.Count - 1).ToString(CultureInfo.InvariantCulture);
        }
    }

    private static Sentence KernelShows(string flag) => new($"the kernel shows {flag}", $"内核显示 {flag}");
    private static Sentence KernelNeedsNone(string module) =>
        new($"the kernel shows neither vmx nor svm, and {module} needs none", $"内核未显示 vmx 或 svm，而 {module} 并不需要");
    private static Sentence KernelToldToClear(string flag) =>
        new($"the kernel was told to hide {flag}: clearcpuid= on its command line", $"内核被要求隐藏 {flag}：命令行上有 clearcpuid=");
    private static Sentence KernelToldToClearRemedy => new(
        "Take the flag out of clearcpuid= in the boot loader's configuration and reboot.",
        "在引导程序配置中从 clearcpuid= 去掉该标志并重启。");
    private static Sentence KernelClearedOnMetal(string flag) => new(
        $"CPUID shows {flag} and the kernel has cleared it: firmware locked it off",
        $"CPUID 显示 {flag}，但内核已将其清除：被固件锁定关闭");
    private static Sentence KernelClearedInInstance(string flag) => new(
        $"CPUID shows {flag} and the kernel has cleared it: the hypervisor below hides IA32_FEATURE_CONTROL or locks it",
        $"CPUID 显示 {flag}，但内核已将其清除：下层平台隐藏或锁定了 IA32_FEATURE_CONTROL");
    private static Sentence KernelClearedInInstanceRemedy => new(
        "The hypervisor below or its virtual firmware must set IA32_FEATURE_CONTROL (MSR 0x3a) to 5; update it, or give the instance "
            + "other firmware.",
        "下层平台或其虚拟固件必须将 IA32_FEATURE_CONTROL（MSR 0x3a）设为 5；请更新它，或为实例换用其他固件。");
    private static Sentence KernelShowsNone(string model) =>
        new($"the kernel shows neither vmx nor svm ({model})", $"内核既未显示 vmx 也未显示 svm（{model}）");
    private static Sentence KernelShowsNoneRemedy => new(
        "The CPU lacks it, firmware has switched it off, or the hypervisor below hides it; look in the firmware setup, and check the "
            + "CPU's data sheet.",
        "CPU 没有该扩展、固件将其关闭，或下层平台将其隐藏；请查看固件设置，并核对 CPU 规格。");
}
