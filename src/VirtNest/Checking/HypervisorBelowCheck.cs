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
                new(null, XenRemedy));
        }
        else
        {
            yield return Below(facts);
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

        Section? platform = EmbeddedTable.Find(layer.Platform);
        Sentence name = platform?.Text("name")
            ?? (layer.Hypervisor == "unknown" ? new("one that does not say its name", "未表明名称的平台")
                : Sentence.Verbatim(layer.Hypervisor));
        if (facts.KvmAnswered || CpuExtensions.SeenExtension(facts) is not null || facts.OtherArchitecture.CanRunGuests == true)
        {
            return Finding.Pass(FindingCode.HypervisorBelow, HypervisorPassesOn(name), layer.Witnesses);
        }

        bool isTold = facts.Cpu.IsX86 ? facts.Cpu.HasFlagsLine || facts.Cpu.Raw.Count > 0
            : facts.OtherArchitecture.CanRunGuests == false || IsWithoutEl2(facts);
        if (facts.MayRunWithoutExtension)
        {
            return Finding.Unknown(FindingCode.HypervisorBelow, HypervisorNotTold(name), layer.Witnesses) with { Decides = Questions.None };
        }

        if (!isTold || layer.Kind == LayerKind.Lpar)
        {
            return Finding.Unknown(FindingCode.HypervisorBelow, HypervisorNotTold(name), layer.Witnesses, Switch(platform));
        }

        return Finding.Fail(FindingCode.HypervisorBelow, facts.Cpu.IsX86 ? HypervisorHides(name) : HypervisorForbidsKvm(name),
            layer.Witnesses, Switch(platform) ?? new(null, HypervisorHidesRemedy)) with { Decides = CpuExtensions.NeedsExtension(facts) };
    }

    /// <summary>KVM of arm64 starts wherever EL2 is given (Linux v6.12 arch/arm64/kvm/arm.c, kvm_arm_init): in an instance where it is in
    /// the kernel and did not start, the hypervisor below keeps EL2.</summary>
    private static bool IsWithoutEl2(HostFacts facts) =>
        facts.Cpu.Architecture == Architecture.Arm64 && facts.Layer.KernelKind == LayerKind.Vm && facts.Modules.IsPresent
            && facts.Modules.IsRegistered == false && facts.CommandLine.KvmArmMode != "none";

    /// <summary>What the platform table says, with its date and source.</summary>
    private static Remedy? Switch(Section? platform)
    {
        if (platform is null)
        {
            return null;
        }

        Sentence steps = platform.Text("switch") ?? Sentence.Verbatim("");
        steps = platform.Text("note") is { } note ? steps + Sentence.Verbatim("\n") + note : steps;
        string source = (platform["source"] ?? "").Split('\n')[0];
        return new(null,
            PlatformSwitch(platform.Text("name") ?? Sentence.Verbatim(platform.Id), platform["can"] != "no",
                platform["power-off"] == "yes", steps, platform["date"] ?? "", source));
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
    private static Sentence PlatformSwitch(
        Sentence name, bool canPassOn, bool needsPowerOff, Sentence steps, string date, string source) => new(
        $"{(canPassOn ? $"On {name.English}:" : $"{name.English} cannot pass it on. Instead:")}\n"
            + $"{steps.English}\n"
            + (needsPowerOff ? "The instance must be powered off fully and started again; a reboot inside is not enough.\n" : "")
            + $"As of {date}: {source}",
        $"{(canPassOn ? $"在 {name.Chinese} 上：" : $"{name.Chinese} 无法透传。替代办法：")}\n"
            + $"{steps.Chinese}\n{(needsPowerOff ? "实例必须完全关机后再启动；仅在实例内重启不够。\n" : "")}截至 {date}：{source}");
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
