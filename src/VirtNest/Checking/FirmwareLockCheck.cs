using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Checking;

/// <summary>VN1201: firmware leaves the extension on. Asked on bare metal alone; inside an instance the hypervisor below is
/// firmware.</summary>
internal static class FirmwareLockCheck
{
    /// <summary>IA32_FEATURE_CONTROL: bit 0 locked, bit 1 VMX inside SMX (Intel TXT), bit 2 VMX outside SMX (Intel SDM vol. 3C, "Enabling
    /// and Entering VMX Operation").</summary>
    private const ulong Locked = 1, VmxInsideSmx = 1 << 1, VmxOutsideSmx = 1 << 2;

    /// <summary>VM_CR.SVMDIS (AMD APM 24593 vol. 2, "VM_CR MSR (C001_0114h)").</summary>
    private const ulong SvmDisabled = 1 << 4;

    internal static IEnumerable<Finding> Run(HostFacts facts)
    {
        CpuFacts cpu = facts.Cpu;
        if (!cpu.IsX86 && facts.Layer.KernelKind == LayerKind.BareMetal && !facts.KvmAnswered && WithoutHypMode(facts) is { } said)
        {
            yield return Finding.Fail(FindingCode.FirmwareLock, StartedWithoutEl2, [said], new(null, StartedWithoutEl2Remedy));
        }

        if (!cpu.IsX86 || CpuExtensions.SeenExtension(facts) is not { } extension || facts.Layer.IsParavirtual)
        {
            yield break;
        }

        if (facts.Layer.KernelKind != LayerKind.BareMetal)
        {
            yield break;
        }

        (Outcome outcome, Witness witness, bool isTxt) = Judge(facts, extension);
        yield return outcome switch
        {
            Outcome.Pass => Finding.Pass(FindingCode.FirmwareLock, new("firmware leaves it on", "固件未关闭虚拟化"), [witness]),
            Outcome.Fail => Finding.Fail(FindingCode.FirmwareLock,
                isTxt ? OnlyInsideTxt : FirmwareOff(CpuExtensions.Of(extension)), [witness],
                new(null, isTxt ? OnlyInsideTxtRemedy
                    : witness.Value.Contains("outside TXT", StringComparison.Ordinal) ? CheckSentences.FirmwareOffRemedy(extension) + OrTxt
                    : CheckSentences.FirmwareOffRemedy(extension))),
            Outcome.Unknown => Finding.Unknown(FindingCode.FirmwareLock,
                new("firmware's lock could not be read", "无法读取固件锁定状态"), [witness]) with { Decides = Questions.None },
        };
    }

    private static (Outcome Outcome, Witness Witness, bool IsTxt) Judge(HostFacts facts, Extension extension)
    {
        // kvm_intel and kvm_amd start only where firmware lets them; another vendor's module says nothing of it.
        if (!facts.Modules.IsOtherVendor && (facts.Modules.IsRegistered == true || facts.Modules.State == ModuleState.Loaded))
        {
            return (Outcome.Pass, facts.Modules.StateWitness ?? new("stat:/sys/devices/virtual/misc/kvm", "exists"), false);
        }

        if (OfMsr(facts, extension) is { } told)
        {
            return told;
        }

        foreach (string line in facts.Evidence["klog"].Text.Split('\n'))
        {
            // arch/x86/kernel/cpu/feat_ctl.c, arch/x86/kvm/vmx/vmx.c and svm/svm.c over the years.
            if (line.Contains("disabled by bios", StringComparison.OrdinalIgnoreCase)
                || line.Contains("SVM disabled (by BIOS)", StringComparison.Ordinal))
            {
                return (Outcome.Fail, new("klog", line.Trim()), false);
            }
        }

        // Linux 5.6 (Intel, commit ef4d3bf19855) and 6.7 (AMD and Hygon, commit 7deda2ce5b33) clear the flag where firmware has locked the
        // extension.
        KernelVersion? version = facts.Version;
        bool clears = version is { } v && (extension == Extension.Vmx ? v.IsAtLeast(5, 6) : v.IsAtLeast(6, 7));
        if (facts.Cpu.HasFlagsLine && facts.Cpu.Extension is not null)
        {
            bool tells = clears || facts.Cpu.Info["vmx flags"] is not null;
            return (tells ? Outcome.Pass : Outcome.Unknown, new("/proc/cpuinfo", "flags: " + CpuExtensions.Flag(extension)), false);
        }

        // The processor shows it and the kernel does not.
        return facts.Cpu.HasFlagsLine && !facts.CommandLine.ClearsCpuFeature(CpuExtensions.Flag(extension))
            ? (clears ? Outcome.Fail : Outcome.Unknown, new("/proc/cpuinfo", "flags: no " + CpuExtensions.Flag(extension)), false)
            : (Outcome.Unknown, new(extension == Extension.Vmx ? "msr:3a" : "msr:c0010114", "-"), false);
    }

    private static (Outcome Outcome, Witness Witness, bool IsTxt)? OfMsr(HostFacts facts, Extension extension)
    {
        string source = extension == Extension.Vmx ? "msr:3a" : "msr:c0010114";
        if (!ulong.TryParse(facts.Evidence[source].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong value))
        {
            return null;
        }

        bool isOff = extension == Extension.Vmx ? (value & (Locked | VmxOutsideSmx)) == Locked : (value & SvmDisabled) != 0;
        bool isTxt = extension == Extension.Vmx && (value & (Locked | VmxInsideSmx | VmxOutsideSmx)) == (Locked | VmxInsideSmx);
        return (isOff ? Outcome.Fail : Outcome.Pass, new(source, value.ToString("x", CultureInfo.InvariantCulture)), isTxt);
    }

    /// <summary>The words of a kernel on Arm that was started without EL2, the level of hypervisors (Linux v6.12
    /// arch/arm64/kernel/smp.c, hyp_mode_check; arch/arm64/kvm/arm.c, kvm_arm_init).</summary>
    internal static Witness? WithoutHypMode(HostFacts facts) => facts.Evidence["klog"].Text.Split('\n').FirstOrDefault(static l =>
        l.Contains("HYP mode not available", StringComparison.Ordinal) || l.Contains("started at EL1", StringComparison.Ordinal)
        || l.Contains("started in SVC mode", StringComparison.Ordinal)) is { } line ? new("klog", line.Trim()) : null;

    private static Sentence StartedWithoutEl2 => new(
        "firmware or boot loader started the kernel without EL2 (HYP mode)", "固件或引导程序启动内核时没有提供 EL2（HYP 模式）");
    private static Sentence StartedWithoutEl2Remedy => new(
        "KVM needs EL2, and no option of the kernel brings it: update the firmware (Raspberry Pi: its boot files), or use a boot loader "
            + "that enters the kernel at EL2.",
        "KVM 需要 EL2，内核的任何参数都无法补上：请更新固件（树莓派：更新其启动文件），或使用在 EL2 进入内核的引导程序。");
    private static Sentence OnlyInsideTxt =>
        new("firmware allows VMX only inside Intel TXT", "固件只允许在 Intel TXT 内使用 VMX");
    private static Sentence OrTxt => new(
        " If it is on there already, switch Intel TXT (Trusted Execution Technology) off.",
        "如果已经打开，请关闭 Intel TXT（Trusted Execution Technology）。");
    private static Sentence OnlyInsideTxtRemedy => new(
        "Switch Intel TXT (Trusted Execution Technology) off in the firmware setup; VT-x itself is on. Then power the machine off and on.",
        "请在固件设置中关闭 Intel TXT（Trusted Execution Technology）；VT-x 本身是打开的。然后将机器断电再开机。");
    private static Sentence FirmwareOff(string extension) => new($"firmware has switched {extension} off", $"固件关闭了 {extension}");
}
