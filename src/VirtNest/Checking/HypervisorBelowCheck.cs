using VirtNest.Facts;
using VirtNest.Tables;
using VirtNest.Text;

namespace VirtNest.Checking;

/// <summary>VN1301 to VN1304: the hypervisor below passes the extension on, and is one under which KVM can run.</summary>
internal static class HypervisorBelowCheck
{
    internal static IEnumerable<Finding> Run(HostFacts facts)
    {
        HostLayer layer = facts.Layer;
        if (Confidential(facts) is { } technology)
        {
            yield return Finding.Make(FindingCode.ConfidentialGuest, facts.KvmAnswered ? Outcome.Unknown : Outcome.Fail,
                ConfidentialGuest(technology.Value), [technology], new(null, ConfidentialGuestRemedy))
                with { Decides = facts.KvmAnswered ? Questions.None : Questions.Both };
        }

        if (layer.Hypervisor == "xen" && layer.IsParavirtual && !facts.KvmAnswered)
        {
            yield return Finding.Fail(FindingCode.XenBelow, layer.Kind == LayerKind.XenDom0 ? XenDom0 : XenParavirtual, layer.Witnesses,
                layer.Platform == "qubes" ? Switch(facts, PlatformRow.Find(layer.Platform, facts.Cpu)) : new(null, XenRemedy));
        }
        else
        {
            yield return Below(facts);
        }

        if (PlatformRow.Find(layer.Platform, facts.Cpu)?.Warning is { } warning && !layer.IsParavirtual
            && CpuExtensions.SeenExtension(facts) is not null)
        {
            yield return Finding.Fail(FindingCode.HypervisorBelow, warning, layer.Witnesses)
                with { Severity = Severity.Warn, Decides = Questions.None };
        }

        if (layer.Container is { } container)
        {
            yield return Finding.Fail(FindingCode.InContainer, InContainer(container), [layer.Witnesses[0]],
                new(null, CheckSentences.InContainerRemedy));
        }
    }

    private static Finding Below(HostFacts facts)
    {
        HostLayer layer = facts.Layer;
        if (layer.Hypervisor is null)
        {
            return layer.KernelKind == LayerKind.BareMetal
                ? Finding.Pass(FindingCode.HypervisorBelow, new("no hypervisor below: bare metal", "下层没有虚拟化平台：裸金属"),
                    layer.Witnesses)
                : Finding.Unknown(FindingCode.HypervisorBelow,
                    new("nothing tells whether a hypervisor is below", "没有迹象说明下层是否有虚拟化平台"), layer.Witnesses)
                    with { Decides = Questions.None };
        }

        PlatformRow? platform = PlatformRow.Find(layer.Platform, facts.Cpu);
        Sentence name = platform?.Name
            ?? (layer.Hypervisor == "unknown" ? new("one that does not say its name", "未表明名称的平台")
                : Sentence.Verbatim(layer.Hypervisor));
        if (facts.KvmAnswered || CpuExtensions.SeenExtension(facts) is not null || facts.OtherArchitecture.CanRunGuests == true)
        {
            return Finding.Pass(FindingCode.HypervisorBelow, HypervisorPassesOn(name), layer.Witnesses);
        }

        bool isTold = facts.Cpu.IsX86 ? facts.Cpu.HasFlagsLine || facts.Cpu.Raw.Count > 0
            : facts.OtherArchitecture.CanRunGuests == false || platform?.Can == "no" || IsWithoutEl2(facts)
                || ParentRefuses(facts) is not null;
        if (facts.MayRunWithoutExtension)
        {
            return Finding.Unknown(FindingCode.HypervisorBelow, HypervisorNotTold(name), layer.Witnesses) with { Decides = Questions.None };
        }

        if (!isTold || layer.Kind == LayerKind.Lpar)
        {
            return Finding.Unknown(FindingCode.HypervisorBelow, HypervisorNotTold(name), layer.Witnesses, Switch(facts, platform));
        }

        return Finding.Fail(FindingCode.HypervisorBelow, facts.Cpu.IsX86 ? HypervisorHides(name) : HypervisorForbidsKvm(name),
            [.. layer.Witnesses, .. ParentRefuses(facts) is { } said ? (Witness[])[said] : []],
            Switch(facts, platform) ?? new(null, facts.Cpu.IsX86 ? HypervisorHidesRemedy : HypervisorForbidsKvmRemedy))
            with { Decides = CpuExtensions.NeedsExtension(facts) };
    }

    /// <summary>KVM of arm64 starts wherever EL2 is given (Linux v6.12 arch/arm64/kvm/arm.c, kvm_arm_init): in an instance where it is in
    /// the kernel and did not start, the hypervisor below keeps EL2.</summary>
    private static bool IsWithoutEl2(HostFacts facts) =>
        facts.Cpu.Architecture == Architecture.Arm64 && facts.Layer.KernelKind == LayerKind.Vm && facts.Modules.IsPresent
            && facts.Modules.IsRegistered == false && facts.CommandLine.KvmArmMode != "none";

    /// <summary>kvm_hv's words where the hypervisor below offers no nesting to this instance (arch/powerpc/kvm/book3s_hv_nested.c,
    /// kvmhv_nested_init).</summary>
    private static Witness? ParentRefuses(HostFacts facts) =>
        Array.Find(facts.Evidence["klog"].Text.Split('\n'), static l => l.Contains("Parent hypervisor does not support nesting",
            StringComparison.Ordinal)) is { } line ? new("klog", line.Trim()) : null;

    /// <summary>What the platform table says of the product, and of those that cannot be told from it, each with its date and
    /// source.</summary>
    private static Remedy? Switch(HostFacts facts, PlatformRow? platform)
    {
        if (platform is null)
        {
            return null;
        }

        // Where the processor itself is in the way, it is so for all that look alike, and said once.
        Sentence all = PlatformSwitch(platform, facts.Cpu, false, out bool isForAll);
        if (platform.LacksType(DmiIdentity.Parse(facts.Evidence).ProductName) is { } type)
        {
            all = TypeFirst(type) + Sentence.Verbatim("\n") + all;
        }

        foreach (PlatformRow other in isForAll ? [] : platform.Also(facts.Cpu))
        {
            all = all + Sentence.Verbatim("\n\n") + PlatformSwitch(other, facts.Cpu, true, out _);
        }

        return new(null, all);
    }

    /// <summary>A guest whose memory the hypervisor may not read cannot nest: the technology, with the sign that shows it; null for any
    /// other machine.</summary>
    private static Witness? Confidential(HostFacts facts)
    {
        if (facts.Cpu.HasFlagsLine && facts.Cpu.Info.First!.HasFlag("tdx_guest"))
        {
            return new("/proc/cpuinfo", "Intel TDX");
        }

        if (facts.Cpu.Raw[0x21] is { Ebx: 0x65746E49, Edx: 0x5844546C, Ecx: 0x20202020 })
        {
            return new("cpuid", "Intel TDX");
        }

        if (facts.Evidence["stat:/dev/tdx_guest"].IsKnown)
        {
            return new("stat:/dev/tdx_guest", "Intel TDX");
        }

        foreach (string line in facts.Evidence["klog"].Text.Split('\n'))
        {
            // arch/x86/kvm/svm/svm.c; arch/x86/mm/mem_encrypt.c, of guests alone: a host has SME there.
            if (line.Contains("unsupported when running as an SEV guest", StringComparison.Ordinal)
                || line.Contains("Memory Encryption Features active: SEV", StringComparison.Ordinal)
                || line.Contains("Memory Encryption Features active: AMD SEV", StringComparison.Ordinal))
            {
                return new("klog", "AMD SEV");
            }

            if (line.Contains("Memory Encryption Features active: Intel TDX", StringComparison.Ordinal))
            {
                return new("klog", "Intel TDX");
            }
        }

        return facts.Evidence["stat:/dev/sev-guest"].IsKnown && facts.Layer.KernelKind != LayerKind.BareMetal
            ? new("stat:/dev/sev-guest", "AMD SEV-SNP") : null;
    }

    private static Sentence HypervisorPassesOn(Sentence name) =>
        new($"the hypervisor below is no obstacle: {name.English}", $"下层虚拟化平台没有阻碍：{name.Chinese}");
    private static Sentence HypervisorNotTold(Sentence name) => new(
        $"below is {name.English}; whether it passes the extension on is not told",
        $"下层是 {name.Chinese}；是否透传虚拟化扩展无从得知");
    private static Sentence HypervisorHides(Sentence name) =>
        new($"the hypervisor below does not pass VMX or SVM on: {name.English}", $"下层虚拟化平台没有透传 VMX 或 SVM：{name.Chinese}");
    private static Sentence HypervisorForbidsKvm(Sentence name) =>
        new($"the hypervisor below does not let KVM run here: {name.English}", $"下层平台不允许在此运行 KVM：{name.Chinese}");
    private static Sentence HypervisorHidesRemedy => new(
        "Have the administrator of the hypervisor below expose VMX or SVM to this instance, then power it off and on.",
        "请下层平台的管理员向本实例开放 VMX 或 SVM，然后将实例关机再开机。");
    private static Sentence HypervisorForbidsKvmRemedy => new(
        "Have the administrator of the hypervisor below let KVM run in this instance, or use a bare-metal machine.",
        "请下层平台的管理员允许在本实例中运行 KVM，或改用裸金属服务器。");

    private static Sentence PlatformSwitch(PlatformRow row, CpuFacts cpu, bool isAnother, out bool isForAll)
    {
        Sentence steps = row.Steps(cpu, out bool canPassOn);
        isForAll = !canPassOn && row.Can != "no";
        Sentence name = isForAll ? row.Name : row.OwnName;
        Sentence head = !canPassOn
            ? new($"{name.English} cannot pass it on. Instead:", $"{Spaced(name.Chinese)}无法透传。替代办法：")
            : isAnother ? new($"Or, if it is {name.English}:", $"如果是 {name.Chinese}：")
            : new($"On {name.English}:", $"在 {Spaced(name.Chinese)}上：");
        Sentence powerOff = canPassOn && row.NeedsPowerOff && !isAnother ? PowerOff : Sentence.Verbatim("");
        return new(
            $"{head.English}\n{steps.English}\n{powerOff.English}As of {row.Date}: {row.Source}",
            $"{head.Chinese}\n{steps.Chinese}\n{powerOff.Chinese}截至 {row.Date}：{row.Source}");
    }

    private static Sentence TypeFirst(string type) => new(
        $"The type {type} does not have it: change to one of those that are listed below first.",
        $"规格 {type} 不支持：请先换成下面列出的规格。");
    /// <summary>A space between a Latin letter and a Chinese character; none behind full-width punctuation.</summary>
    private static string Spaced(string name) => name.EndsWith('）') ? name : name + " ";

    private static Sentence PowerOff => new(
        "The instance must be powered off fully and started again; a reboot inside is not enough.\n",
        "实例必须完全关机后再启动；仅在实例内重启不够。\n");

    private static Sentence ConfidentialGuest(string technology) =>
        new($"this is a confidential guest ({technology}): it cannot nest", $"这是机密实例（{technology}）：不能嵌套");
    private static Sentence ConfidentialGuestRemedy => new(
        "Use an instance without memory encryption; no confidential technology passes VMX or SVM on.",
        "请改用不带内存加密的实例；机密计算技术都不会透传 VMX 或 SVM。");
    private static Sentence XenDom0 =>
        new("this is a Xen dom0: Xen, not KVM, holds VMX and SVM", "这是 Xen dom0：VMX 和 SVM 由 Xen 而非 KVM 占有");
    private static Sentence XenParavirtual => new(
        "this is a Xen PV guest: flags leak through, and it cannot use VMX or SVM",
        "这是 Xen PV 实例：标志位会透出来，但它无法使用 VMX 或 SVM");
    private static Sentence XenRemedy => new(
        "Boot this kernel without Xen to use KVM, or run instances with Xen itself; a guest that shall use KVM must be HVM with "
            + "nestedhvm=1.",
        "要用 KVM，请不经 Xen 直接启动该内核，或用 Xen 自身运行实例；需要使用 KVM 的 Xen 实例必须是 HVM 且设置 nestedhvm=1。");
    private static Sentence InContainer(string engine) => new(
        $"this is a container ({engine}): kernel and modules are those of the host around it",
        $"这是容器（{engine}）：内核与模块都属于外层宿主机");
}
