using VirtNest.Facts;
using VirtNest.Facts.Boot;
using VirtNest.Text;

namespace VirtNest.Checking;

/// <summary>VN1501 to VN1506: the vendor module is in the kernel and has started, and nothing keeps it out at the next load.</summary>
internal static class VendorModuleCheck
{
    /// <summary>Words of the kernel's messages that tell of a module that did not load (arch/x86/kvm/vmx/vmx.c, svm/svm.c,
    /// kernel/params.c).</summary>
    private static readonly string[] RefusalWords =
        ["disabled", "not supported", "no hardware support", "invalid", "unknown", "fail", "error", "already", "inconsistent"];

    internal static IEnumerable<Finding> Run(HostFacts facts)
    {
        KvmModules modules = facts.Modules;
        if (modules.Vendor is not { } vendor)
        {
            yield break;
        }

        ModuleLoading loading = facts.Modprobe.Loading(vendor);
        yield return State(facts, vendor, loading);
        if (modules.IsOtherVendor && modules.IsPresent && modules.IsRegistered != false)
        {
            yield return Finding.Pass(FindingCode.OtherVendorModule, OtherVendorModule(vendor), [modules.StateWitness!.Value]);
        }

        if (modules.State != ModuleState.Builtin && loading.IsRefused)
        {
            ModprobeDirective line = loading.Install!;
            bool isDeliberate = line.MentionsSecurity;
            yield return Finding.Make(FindingCode.ModuleInstallOverride, loading.Softdep is null ? Outcome.Fail : Outcome.Unknown,
                loading.Softdep is null ? ModuleInstallOverride(vendor, line.Argument, isDeliberate, modules.IsPresent)
                    : ModuleInstallOrSoftdep(vendor, line.Argument, isDeliberate),
                [Line(line), .. loading.Softdep is { } softdep ? (Witness[])[Line(softdep)] : []],
                EnableRemedy.ForMitigation(facts, ModuleInstallOverrideRemedy(line.File, line.Line)));
        }

        if (modules.State != ModuleState.Builtin && loading.IsBlacklisted)
        {
            ModprobeDirective line = loading.Blacklist[0];
            yield return Finding.Fail(FindingCode.ModuleBlacklisted, ModuleBlacklisted(vendor, modules.IsPresent),
                [.. loading.Blacklist.Take(4).Select(Line)], EnableRemedy.ForMitigation(facts,
                    ModuleBlacklistedRemedy(line.File, line.Line)));
        }
        else if (facts.CommandLine.RefusesModule(vendor))
        {
            yield return Finding.Fail(FindingCode.ModuleBlacklisted, ModuleRefusedByCommandLine(vendor),
                [new("/proc/cmdline", "module_blacklist")], new(null, ModuleRefusedByCommandLineRemedy));
        }

        if (modules.OtherHypervisors.Count > 0)
        {
            string others = string.Join(", ", modules.OtherHypervisors);
            yield return Finding.Make(FindingCode.OtherHypervisor, modules.IsRegistered == false ? Outcome.Fail : Outcome.Unknown,
                OtherHypervisor(others), [new("/proc/modules", others)], new(null, OtherHypervisorRemedy(others)
                    + (BootObstacle.OfDeclaredModules(facts) is { } declared ? Sentence.Verbatim("\n")
                        + declared.ByHand("kvm.enable_virt_at_load=0") : Sentence.Verbatim(""))));
        }
        else if (modules.IsRegistered == false && BusyMessage(facts) is { } busy)
        {
            yield return Finding.Fail(FindingCode.OtherHypervisor, ExtensionInUse, [new("klog", busy)], new(null, ExtensionInUseRemedy));
        }
    }

    private static Finding State(HostFacts facts, string vendor, ModuleLoading loading)
    {
        KvmModules modules = facts.Modules;
        Witness[] evidence = modules.StateWitness is { } witness ? [witness] : [];
        if (modules.IsPresent && modules.IsRegistered == false)
        {
            string said = LastMessage(facts);
            return Finding.Fail(FindingCode.ModuleNotStarted,
                new($"{vendor} is in the kernel and did not start", $"{vendor} 在内核中，但没有启动成功"),
                [.. evidence, new("stat:/sys/devices/virtual/misc/kvm", "-"), .. said.Length > 0 ? (Witness[])[new("klog", said)] : []],
                new(null, ModuleNotStartedRemedy(vendor)));
        }

        switch (modules.State)
        {
            case ModuleState.Loaded:
                return Finding.Pass(FindingCode.VendorModule, new($"{vendor} is loaded", $"{vendor} 已加载"), evidence);
            case ModuleState.Builtin:
                return Finding.Pass(FindingCode.VendorModule, new($"{vendor} is built into the kernel", $"{vendor} 内建于内核"), evidence);
            case ModuleState.Absent when modules.IsBuiltWithout:
                return Finding.Fail(FindingCode.VendorModule,
                    new($"this kernel was built without {vendor}", $"该内核编译时未包含 {vendor}"), evidence,
                    new(null, KernelWithoutKvmRemedy));
            case ModuleState.Absent when modules.IsInferred:
                // What the kernel said when the dump was made; a load by hand or by a device may follow at any time.
                return Finding.Unknown(FindingCode.VendorModule,
                    new($"{vendor} had not started when the dump was made", $"转储生成时 {vendor} 尚未启动"), evidence)
                    with { Decides = Questions.None };
            case ModuleState.Absent:
                Finding absent = Finding.Fail(FindingCode.VendorModule, new($"{vendor} is not loaded", $"{vendor} 未加载"), evidence,
                    EnableRemedy.IsThere(facts) ? EnableRemedy.For(facts, ModuleAbsentRemedy(vendor))
                    : new(null, ModuleAbsentByHand(vendor)));
                return facts.CommandLine.RefusesModule(vendor)
                    ? absent with { Title = ModuleAbsentKeptOut(vendor), Remedy = new(null, ModuleRefusedByCommandLineRemedy) }
                    : loading is { IsRefused: true, Softdep: null }
                        ? absent with { Title = ModuleAbsentKeptOut(vendor), Evidence = [.. evidence, Line(loading.Install!)],
                            Remedy = EnableRemedy.ForMitigation(facts,
                                ModuleInstallOverrideRemedy(loading.Install!.File, loading.Install.Line)) }
                    : NextLoadCheck.Refused(facts, vendor) is { } refused
                        ? absent with { Title = ModuleAbsentValueRefused(vendor, refused.Value ?? ""),
                            Evidence = [.. evidence, Line(refused.Directive), .. Refusal(facts)],
                            Remedy = NextLoadCheck.RefusedRemedy(facts, refused) }
                    : loading.IsBlacklisted
                        ? absent with { Title = new($"{vendor} is not loaded: it is blacklisted", $"{vendor} 未加载：被列入黑名单"),
                            Remedy = EnableRemedy.ForMitigation(facts,
                                ModuleBlacklistedRemedy(loading.Blacklist[0].File, loading.Blacklist[0].Line)) }
                    : modules.IsAvailable == false
                        ? absent with { Title = CheckSentences.ModuleNotAvailable(vendor, facts.Release ?? "-"),
                            Remedy = new(null, ModuleNotAvailableRemedy(facts)) }
                    : absent with { Evidence = [.. evidence, .. Refusal(facts)] };
            case ModuleState.Unknown when modules.StateWitness is not null:
                return Finding.Pass(FindingCode.VendorModule, ModuleOfUnknownKind(vendor), evidence);
            case ModuleState.Unknown:
                // A dump that has nothing of modules: on a CPU that shows its extension nothing speaks against the module.
                return Finding.Unknown(FindingCode.VendorModule, ModuleNotTold(vendor), evidence)
                    with { Decides = facts.IsLive && facts.Cpu.IsX86 && !facts.KvmAnswered ? Questions.Both : Questions.None };
            default:
                throw new ArgumentOutOfRangeException(nameof(facts));
        }
    }

    internal static Witness Line(ModprobeDirective line) => new($"{line.File}:{line.Line}", line.Text);

    /// <summary>The kernel's own words where it refused the module.</summary>
    private static IEnumerable<Witness> Refusal(HostFacts facts) => LastMessage(facts) is { Length: > 0 } said ? [new("klog", said)] : [];

    private static string LastMessage(HostFacts facts)
    {
        string last = "";
        foreach (string line in facts.Evidence["klog"].Text.Split('\n'))
        {
            if (line.Contains("kvm", StringComparison.OrdinalIgnoreCase)
                && Array.Exists(RefusalWords, w => line.Contains(w, StringComparison.OrdinalIgnoreCase)))
            {
                last = line.Trim();
            }
        }

        return last;
    }

    /// <summary>VMXON and EFER.SVME were set already when KVM wanted to set them (Linux v6.12 virt/kvm/kvm_main.c, hardware_enable_nolock;
    /// arch/x86/kvm/vmx/vmx.c and svm/svm.c, EBUSY).</summary>
    private static string? BusyMessage(HostFacts facts) => facts.Evidence["klog"].Text.Split('\n').LastOrDefault(static l =>
        l.Contains("enabling virtualization on CPU", StringComparison.Ordinal) && l.Contains("failed", StringComparison.Ordinal))?.Trim();

    private static Sentence ExtensionInUse => new(
        "KVM could not switch on VMX or SVM: another hypervisor uses it, or firmware locked it on that CPU",
        "KVM 无法启用 VMX 或 SVM：已被另一个虚拟化平台占用，或在该 CPU 上被固件锁定");
    private static Sentence ExtensionInUseRemedy => new(
        "Stop VirtualBox, VMware or whatever else uses it (also a hypervisor of the firmware or of a security product), or update the "
            + "firmware; then load the module again.",
        "请停止占用它的软件（VirtualBox、VMware，或固件、安全产品自带的虚拟化层），或更新固件；然后重新加载模块。");
    private static Sentence ModuleNotStartedRemedy(string module) => new(
        $"Look what the kernel said: dmesg | grep -i kvm. The links above name the usual reasons; {module} starts once they are gone "
            + "(built in: at the next boot).",
        $"查看内核信息：dmesg | grep -i kvm。常见原因见上面各环节；排除后 {module} 即可启动（内建模块则在下次启动时）。");
    private static Sentence ModuleOfUnknownKind(string module) => new(
        $"{module} is in the kernel; whether it was loaded or is built in is unknown", $"{module} 在内核中；是加载的模块还是内建的未知");
    private static Sentence ModuleNotTold(string module) =>
        new($"the evidence does not tell whether {module} is in the kernel", $"依据未说明 {module} 是否在内核中");
    private static Sentence ModuleAbsentRemedy(string module) => new(
        $"The command loads {module} with nesting on, now and at later boots; where that fails it says what modprobe said.",
        $"该命令加载 {module} 并启用嵌套，立即生效，今后启动亦然；加载失败时会给出 modprobe 的报错。");
    private static Sentence ModuleAbsentByHand(string module) => new(
        $"Load it as root: modprobe {module}\nIf that fails, dmesg | grep -i kvm says why.",
        $"以 root 加载：modprobe {module}\n若失败，dmesg | grep -i kvm 会说明原因。");
    private static Sentence ModuleAbsentKeptOut(string module) =>
        new($"{module} is not loaded, and a line of the configuration keeps it out", $"{module} 未加载，且有配置行阻止其加载");
    private static Sentence ModuleAbsentValueRefused(string module, string value) =>
        new($"{module} is not loaded: it refuses nested={value}", $"{module} 未加载：它不接受 nested={value}");
    private static Sentence ModuleNotAvailableRemedy(HostFacts facts) =>
        KernelPackage.OfModules(facts.Release ?? "", facts.Evidence) is { } package
        ? new(
            $"Install the package with the rest of this kernel's modules, {package}, or boot a kernel that was built with KVM.",
            $"请安装含有该内核其余模块的软件包 {package}，或启动编译了 KVM 的内核。")
        : KernelWithoutKvmRemedy;
    private static Sentence KernelWithoutKvmRemedy => new(
        "Boot a kernel that was built with KVM (CONFIG_KVM; on x86 CONFIG_KVM_INTEL or CONFIG_KVM_AMD as well). Where the kernel is handed "
            + "to this machine from outside, as to a microVM, that kernel has to be built so.",
        "请启动编译了 KVM 的内核（CONFIG_KVM；x86 上还要 CONFIG_KVM_INTEL 或 CONFIG_KVM_AMD）。若本机由外部指定内核启动（如微型虚拟机），"
            + "须由提供该内核的一方重新编译。");
    private static Sentence OtherVendorModule(string module) => new(
        $"KVM is provided by {module}, which is neither Intel's nor AMD's module",
        $"KVM 由 {module} 提供，它既不是 Intel 也不是 AMD 的模块");
    private static Sentence ModuleInstallOverride(string module, string command, bool isDeliberate, bool isPresent) => new(
        $"an install line runs \"{command}\" instead of "
            + $"loading {module}{(isDeliberate ? ": a deliberate mitigation, by its own comment" : "")}"
            + $"{(isPresent ? "; it was loaded past that line" : "")}",
        $"install 行以“{command}”代替加载 {module}{(isDeliberate ? "：据其注释是有意的安全缓解措施" : "")}"
            + $"{(isPresent ? "；模块是绕过该行加载的" : "")}");
    private static Sentence ModuleInstallOrSoftdep(string module, string command, bool isDeliberate) => new(
        $"an install line has \"{command}\" run instead of loading {module}"
            + $"{(isDeliberate ? ": a deliberate mitigation, by its own comment" : "")}; a softdep line sets it aside if one of the "
            + "modules that it names exists",
        $"install 行以“{command}”代替加载 {module}{(isDeliberate ? "：据其注释是有意的安全缓解措施" : "")}；若 softdep "
            + "行所列的模块有一个存在，该 install 行便不起作用");
    private static Sentence ModuleInstallOverrideRemedy(string file, int line) => new(
        $"First ask who wrote {file}:{line}: in 2026 such lines were written against guest-to-host escapes through nesting (virt-nest "
            + "explain VN1503). Then the command takes the line out of use and sees to it that the module runs with nesting on.",
        $"请先询问写下 {file}:{line} 的人：2026 年有人用这类行防范经嵌套虚拟化的逃逸（virt-nest explain VN1503）。确认之后，"
            + "该命令会注释掉该行，并使模块以启用嵌套的方式运行。");
    private static Sentence ModuleBlacklisted(string module, bool isPresent) => new(
        $"{module} is blacklisted: devices and udev do not load "
            + $"it{(isPresent ? " (it is loaded all the same)" : "; modprobe by hand does")}",
        $"{module} 被列入黑名单：设备和 udev 不会加载它{(isPresent ? "（但它已加载）" : "；手工 modprobe 可以加载")}");
    private static Sentence ModuleBlacklistedRemedy(string file, int line) => new(
        $"First ask who wrote {file}:{line}: it may stand there on purpose (virt-nest explain VN1502). Then the command takes the line "
            + "out of use and sees to it that the module runs with nesting on.",
        $"请先询问写下 {file}:{line} 的人：它可能是有意为之（virt-nest explain VN1502）。确认之后，该命令会注释掉该行，"
            + "并使模块以启用嵌套的方式运行。");
    private static Sentence ModuleRefusedByCommandLine(string module) =>
        new($"the kernel refuses {module}: module_blacklist= on its command line", $"内核拒绝 {module}：命令行上有 module_blacklist=");
    private static Sentence ModuleRefusedByCommandLineRemedy => new(
        "Take the module out of module_blacklist= in the boot loader's configuration and reboot; modprobe cannot load it until then.",
        "在引导程序配置中从 module_blacklist= 去掉该模块并重启；在此之前 modprobe 也无法加载。");
    private static Sentence OtherHypervisor(string modules) => new(
        $"another hypervisor is in the kernel and may hold VMX or SVM: {modules}",
        $"内核中有另一个虚拟化平台，可能占用 VMX 或 SVM：{modules}");
    private static Sentence OtherHypervisorRemedy(string modules) => new(
        $"Only one can use the CPU's extension at a time. Stop its VMs and unload {modules}; or, to run both by turns on Linux 6.12 and "
            + "later, see virt-nest explain VN1504 on kvm.enable_virt_at_load.",
        $"同一时间只有一个能使用 CPU 的虚拟化扩展。请停止其虚拟机并卸载 {modules}；在 Linux 6.12 及以后若要轮流使用，请看 virt-nest "
            + "explain VN1504 中关于 kvm.enable_virt_at_load 的说明。");
}
