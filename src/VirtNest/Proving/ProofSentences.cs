using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Proving;

#pragma warning disable CS1591 // each member is the sentence that it shows
/// <summary>Sentences that several files say.</summary>
public static class ProofSentences
{
    public static Sentence ProofHeadline(ProofRole role, ProofVerdict verdict) => (role, verdict) switch
    {
        (ProofRole.Host, ProofVerdict.Proven) => new("An L2 ran here: nested virtualization works.", "L2 已在本机运行：嵌套虚拟化可用。"),
        (ProofRole.Host, ProofVerdict.Refuted) =>
            new("No L2 ran here: nested virtualization does not work.", "L2 未能在本机运行：嵌套虚拟化不可用。"),
        (ProofRole.Instance, ProofVerdict.Proven) =>
            new("A plain guest ran here: this host can run instances.", "普通虚拟机已在本机运行：本机可以运行实例。"),
        (ProofRole.Instance, ProofVerdict.Refuted) =>
            new("No guest ran here: this host cannot run instances.", "虚拟机未能在本机运行：本机不能运行实例。"),
        _ => new("Could not tell.", "无法判断。"),
    };

    public static Sentence ProofStepPhrase(ProofStep at, NestedExtension extension) => at switch
    {
        ProofStep.None => new("before L1's first instruction", "L1 执行第一条指令之前"),
        ProofStep.Alive => new("in L1, before it switched anything on", "L1 已运行、尚未启用扩展时"),
        ProofStep.SvmEnable => new("when L1 set EFER.SVME", "L1 设置 EFER.SVME 时"),
        ProofStep.SvmHostArea => new("when L1 wrote VM_HSAVE_PA", "L1 写 VM_HSAVE_PA 时"),
        ProofStep.Vmrun => new("at L1's first VMRUN", "L1 首次执行 VMRUN 时"),
        ProofStep.VmxEnable => new("when L1 set CR4.VMXE", "L1 设置 CR4.VMXE 时"),
        ProofStep.VmxBasic => new("when L1 read IA32_VMX_BASIC", "L1 读 IA32_VMX_BASIC 时"),
        ProofStep.Vmxon => new("at L1's VMXON", "L1 执行 VMXON 时"),
        ProofStep.Vmclear => new("at L1's VMCLEAR", "L1 执行 VMCLEAR 时"),
        ProofStep.Vmptrld => new("at L1's VMPTRLD", "L1 执行 VMPTRLD 时"),
        ProofStep.Vmwrite => new("at L1's VMWRITE", "L1 执行 VMWRITE 时"),
        ProofStep.Vmlaunch => new("at L1's VMLAUNCH", "L1 执行 VMLAUNCH 时"),
        ProofStep.L2Answer => new("at L2's first exit, a hypercall", "L2 第一次退出（应为超级调用）时"),
        ProofStep.L2Cpuid => new("at L2's second exit, CPUID", "L2 第二次退出（应为 CPUID）时"),
        ProofStep.L2Control => new("at L2's third exit, a hypercall", "L2 第三次退出（应为超级调用）时"),
        ProofStep.Loop => new("in the counted loop", "计数循环中"),
        ProofStep.Vmxoff => new("at L1's VMXOFF", "L1 执行 VMXOFF 时"),
        ProofStep.Done => new("at the end", "结束时"),
    };

    public static Sentence ProofFailureSentence(ProofFailure failure, NestedExtension extension)
    {
        if (failure is { Kind: FailureKind.NotOffered, Check: ConsistencyCheck.NestedPagingNotOffered })
        {
            return new("KVM does not offer nested paging to guests.", "KVM 不向虚拟机提供嵌套分页。");
        }

        Sentence at = ProofStepPhrase(failure.Step, extension);
        Sentence exit = ExitText(failure, extension);
        Sentence address = Hex(failure.Address, ", address ", "，地址 ");
        Sentence code = Hex(failure.ErrorCode, ", error code ", "，错误码 ") + address;
        Sentence field = Hex(failure.VmcsField, ", field ", "，字段 ");
        Sentence sentence = failure.Kind switch
        {
            FailureKind.NotOffered when failure.Call is null => new("KVM does not offer it to guests", "KVM 不向虚拟机提供此功能"),
            FailureKind.NotOffered => new($"this kernel has no {failure.Call}", $"此内核没有 {failure.Call}"),
            FailureKind.Exception => new(
                $"{ArchitectureNames.Exception(failure.Vector!.Value)} {at.English} (RIP {failure.Rip:x}{code.English})",
                $"{at.Chinese}发生 {ArchitectureNames.Exception(failure.Vector!.Value)}（RIP {failure.Rip:x}{code.Chinese}）"),
            FailureKind.UnexpectedExit => new(
                $"another exit than expected {at.English}: {exit.English}",
                $"{at.Chinese}，退出与预期不符：{exit.Chinese}"),
            FailureKind.L2Exception => new(
                $"L2 took {ArchitectureNames.Exception(failure.Vector!.Value)} {at.English} "
                    + $"(L2's RIP {failure.Rip:x}{address.English})",
                $"{at.Chinese}，L2 发生 {ArchitectureNames.Exception(failure.Vector!.Value)}"
                    + $"（L2 的 RIP {failure.Rip:x}{address.Chinese}）"),
            FailureKind.SecondLevelFault => new(
                $"the second-level page table did not lead L2 to {failure.Address:x} ({exit.English}) {at.English}",
                $"{at.Chinese}，第二级页表未能让 L2 到达 {failure.Address:x}（{exit.Chinese}）"),
            FailureKind.EntryRefused => new(
                $"the entry into L2 was refused ({exit.English})"
                    + $"{(failure.Step == ProofStep.L2Answer ? "" : " " + at.English)}",
                $"{(failure.Step == ProofStep.L2Answer ? "" : at.Chinese + "，")}进入 L2 被拒绝（{exit.Chinese}）"),
            FailureKind.VmfailInvalid => new($"VMfailInvalid {at.English}", $"{at.Chinese}出现 VMfailInvalid"),
            FailureKind.VmfailValid => new(
                $"VM-instruction error {failure.InstructionError} ("
                    + $"{ArchitectureNames.VmInstructionError(failure.InstructionError!.Value) ?? "no name"}) "
                    + $"{at.English}{field.English}",
                $"{at.Chinese}出现 VM 指令错误 {failure.InstructionError}（{VmInstructionErrorText(failure.InstructionError!.Value)}）"
                    + field.Chinese),
            FailureKind.WrongAnswer => new(
                $"a wrong answer to the nonce or to CPUID: expected {failure.Expected:x}, found {failure.Found:x}",
                $"对随机数或 CPUID 的应答错误：应为 {failure.Expected:x}，实为 {failure.Found:x}"),
            FailureKind.CountsDiffer => new(
                $"L1's and L2's counts differ: expected {failure.Expected}, found {failure.Found}",
                $"L1 与 L2 的计数不一致：应为 {failure.Expected}，实为 {failure.Found}"),
            FailureKind.StatisticDiffers => new(
                $"L1 and L2 agree, but the kernel counted {failure.Found} entries into L2 where there were {failure.Expected}",
                $"L1 与 L2 一致，但内核统计进入 L2 {failure.Found} 次，应为 {failure.Expected} 次"),
            FailureKind.Shutdown => new($"triple fault (KVM_EXIT_SHUTDOWN) {at.English}", $"{at.Chinese}发生三重故障（KVM_EXIT_SHUTDOWN）"),
            FailureKind.Halted => new($"the vCPU halted (KVM_EXIT_HLT) {at.English}", $"{at.Chinese}，vCPU 停机（KVM_EXIT_HLT）"),
            FailureKind.FailEntry => new(
                $"the CPU refused to enter L1 (KVM_EXIT_FAIL_ENTRY, hardware reason {failure.ExitCode:x}) {at.English}",
                $"{at.Chinese}，CPU 拒绝进入 L1（KVM_EXIT_FAIL_ENTRY，硬件原因 {failure.ExitCode:x}）"),
            FailureKind.InternalError => new(
                $"KVM gave up (KVM_EXIT_INTERNAL_ERROR, suberror {failure.ExitCode}) {at.English}",
                $"{at.Chinese}，KVM 放弃运行（KVM_EXIT_INTERNAL_ERROR，子错误 {failure.ExitCode}）"),
            FailureKind.UnexpectedKvmExit => new(
                $"KVM_RUN came back for an unexpected reason ({failure.ExitCode}) {at.English}",
                $"{at.Chinese}，KVM_RUN 因意外原因返回（{failure.ExitCode}）"),
            FailureKind.CallFailed => failure.Errno is { } errno
                ? new($"{failure.Call} failed: {LinuxErrno.Name(errno)}", $"{failure.Call} 失败：{LinuxErrno.Name(errno)}")
                : new(
                    $"{failure.Call} answered {failure.Found} where {failure.Expected} is needed",
                    $"{failure.Call} 的回答是 {failure.Found}，需要的是 {failure.Expected}"),
            FailureKind.Deadline => new($"the deadline passed {at.English}", $"{at.Chinese}，时限已到"),
            FailureKind.Cancelled => new($"it was told to end {at.English}", $"{at.Chinese}，被要求结束"),
            FailureKind.NoPayload =>
                new("there is no proof for this architecture yet: only for x86-64", "尚无适用于此架构的证明程序，目前只有 x86-64"),
            FailureKind.StateLost => failure.Call is null
                ? new($"the state was lost {at.English}", $"{at.Chinese}，状态丢失")
                : new(
                    $"{failure.Call} failed: {LinuxErrno.Name(failure.Errno ?? 0)}",
                    $"{failure.Call} 失败：{LinuxErrno.Name(failure.Errno ?? 0)}"),
        };
        Sentence opened = new(failure.Call is null ? char.ToUpper(sentence.English[0], CultureInfo.InvariantCulture) + sentence.English[1..]
            : sentence.English, sentence.Chinese);
        return opened + (failure.Check is { } check ? new Sentence(": ", "：") + ConsistencyCheckSentence(check) : new Sentence(".", "。"));
    }

    /// <summary>An optional part with its number in hexadecimal digits.</summary>
    private static Sentence Hex(ulong? value, string english, string chinese) =>
        value is { } number ? new($"{english}{number:x}", $"{chinese}{number:x}") : Sentence.Verbatim("");

    public static Sentence ExitText(ProofFailure failure, NestedExtension extension)
    {
        bool isVmx = extension == NestedExtension.Vmx;
        Sentence name = ArchitectureNames.Exit(failure.ExitCode ?? 0, extension) is { } exit ? new(", " + exit, "，" + exit)
            : Sentence.Verbatim("");
        return new(
            $"{(isVmx ? "exit reason" : "exit code")} {failure.ExitCode:x}{name.English}, "
                + $"{(isVmx ? "qualification" : "info")} {failure.Qualification:x}",
            $"{(isVmx ? "退出原因" : "退出代码")} {failure.ExitCode:x}{name.Chinese}，"
                + $"{(isVmx ? "限定信息" : "附加信息")} {failure.Qualification:x}");
    }

    public static string VmInstructionErrorText(int error) => error switch
    {
        2 => "VMCLEAR 的物理地址无效",
        3 => "VMCLEAR 使用了 VMXON 指针",
        4 => "VMLAUNCH 时 VMCS 不是清除状态",
        5 => "VMRESUME 时 VMCS 尚未启动",
        7 => "VM 进入时控制字段无效",
        8 => "VM 进入时主机状态字段无效",
        9 => "VMPTRLD 的物理地址无效",
        10 => "VMPTRLD 使用了 VMXON 指针",
        11 => "VMPTRLD 的 VMCS 修订标识不正确",
        12 => "VMREAD 或 VMWRITE 访问不支持的 VMCS 字段",
        13 => "VMWRITE 写只读的 VMCS 字段",
        15 => "在 VMX 根操作中执行 VMXON",
        26 => "事件被 MOV SS 阻塞时进入 VM",
        28 => "INVEPT 或 INVVPID 的操作数无效",
        _ => ArchitectureNames.VmInstructionError(error) ?? "无名称",
    };

    public static Sentence ConsistencyCheckSentence(ConsistencyCheck check) => check switch
    {
        ConsistencyCheck.AsidZero => new("the VMCB's ASID is 0.", "VMCB 的 ASID 为 0。"),
        ConsistencyCheck.EferWithoutSvme => new("EFER in the VMCB lacks SVME.", "VMCB 中的 EFER 缺少 SVME。"),
        ConsistencyCheck.VmrunNotIntercepted => new("the VMCB does not intercept VMRUN.", "VMCB 没有拦截 VMRUN。"),
        ConsistencyCheck.PagingWithoutProtection => new("CR0 in the VMCB has PG without PE.", "VMCB 中的 CR0 有 PG 而没有 PE。"),
        ConsistencyCheck.NotWriteThroughWithoutCacheDisable => new("CR0 in the VMCB has NW without CD.", "VMCB 中的 CR0 有 NW 而没有 CD。"),
        ConsistencyCheck.Cr0Reserved => new("CR0 in the VMCB has bits in its upper half.", "VMCB 中 CR0 的高半部不为 0。"),
        ConsistencyCheck.Cr3Reserved => new("CR3 in the VMCB has reserved bits.", "VMCB 中的 CR3 设置了保留位。"),
        ConsistencyCheck.Cr4Reserved => new("CR4 in the VMCB has reserved bits.", "VMCB 中的 CR4 设置了保留位。"),
        ConsistencyCheck.DebugRegisterReserved =>
            new("DR6 or DR7 in the VMCB has bits in its upper half.", "VMCB 中 DR6 或 DR7 的高半部不为 0。"),
        ConsistencyCheck.LongModeWithoutPae =>
            new("the VMCB has long mode with paging and no CR4.PAE.", "VMCB 为启用分页的长模式，却没有 CR4.PAE。"),
        ConsistencyCheck.CodeSegmentLongAndDefault =>
            new("CS in the VMCB is both 64-bit (L) and 32-bit (D).", "VMCB 中的 CS 同时为 64 位（L）和 32 位（D）。"),
        ConsistencyCheck.NestedCr3OutOfRange =>
            new("the VMCB's nested CR3 lies beyond the physical addresses.", "VMCB 的嵌套 CR3 超出物理地址范围。"),
        ConsistencyCheck.NestedPagingNotOffered => new("KVM does not offer nested paging to guests.", "KVM 不向虚拟机提供嵌套分页。"),
        ConsistencyCheck.NestedEntryAbsent => new("an entry of the nested page table is not present.", "嵌套页表中有一项不存在。"),
        ConsistencyCheck.NestedEntryNotUser => new("an entry of the nested page table lacks the user bit.", "嵌套页表中有一项缺少用户位。"),
        ConsistencyCheck.NotIntercepted => new("L1 does not intercept the instruction.", "L1 没有拦截该指令。"),
        ConsistencyCheck.PinControls => new(
            "the pin-based controls have bits that the CPU does not allow, or lack bits that it demands.",
            "基于引脚的控制字段含有 CPU 不允许的位，或缺少必需的位。"),
        ConsistencyCheck.PrimaryControls => new(
            "the primary processor-based controls have bits that the CPU does not allow, or lack bits that it demands.",
            "主处理器控制字段含有 CPU 不允许的位，或缺少必需的位。"),
        ConsistencyCheck.SecondaryControls =>
            new("the secondary processor-based controls have bits that the CPU does not allow.", "次处理器控制字段含有 CPU 不允许的位。"),
        ConsistencyCheck.ExitControls => new(
            "the VM-exit controls have bits that the CPU does not allow, or lack bits that it demands.",
            "VM 退出控制字段含有 CPU 不允许的位，或缺少必需的位。"),
        ConsistencyCheck.EntryControls => new(
            "the VM-entry controls have bits that the CPU does not allow, or lack bits that it demands.",
            "VM 进入控制字段含有 CPU 不允许的位，或缺少必需的位。"),
        ConsistencyCheck.EptPointer => new(
            "the EPT pointer has a wrong memory type, number of levels or reserved bits.",
            "EPT 指针的内存类型、级数不正确，或设置了保留位。"),
        ConsistencyCheck.HostCr0 => new("the host CR0 lacks bits that VMX demands.", "主机 CR0 缺少 VMX 必需的位。"),
        ConsistencyCheck.HostCr4 => new("the host CR4 lacks bits that VMX demands.", "主机 CR4 缺少 VMX 必需的位。"),
        ConsistencyCheck.HostSelector => new("the host's CS or TR selector is 0.", "主机的 CS 或 TR 选择子为 0。"),
        ConsistencyCheck.HostAddress => new("a host address is not canonical.", "某个主机地址不是规范地址。"),
        ConsistencyCheck.LinkPointer => new("the VMCS link pointer is not all ones.", "VMCS 链接指针不是全 1。"),
        ConsistencyCheck.GuestCr0 => new("L2's CR0 lacks bits that VMX demands.", "L2 的 CR0 缺少 VMX 必需的位。"),
        ConsistencyCheck.GuestCr4 => new("L2's CR4 lacks bits that VMX demands.", "L2 的 CR4 缺少 VMX 必需的位。"),
        ConsistencyCheck.GuestTr => new("L2's TR is not a usable, busy TSS.", "L2 的 TR 不是可用的忙 TSS。"),
        ConsistencyCheck.GuestRflags => new("L2's RFLAGS lacks bit 1 or has reserved bits.", "L2 的 RFLAGS 缺少第 1 位，或设置了保留位。"),
        ConsistencyCheck.GuestLongMode =>
            new("L2's code is 64-bit, and the VM-entry control for it is off.", "L2 的代码为 64 位，而相应的 VM 进入控制位未设置。"),
        ConsistencyCheck.GuestActivity => new("L2's activity state is not 'active'.", "L2 的活动状态不是“活动”。"),
        ConsistencyCheck.EptEntryForbids => new("an EPT entry forbids the access.", "EPT 中有一项禁止此访问。"),
        ConsistencyCheck.EptEntryMisconfigured => new("an EPT entry has a form that the CPU refuses.", "EPT 中有一项的形式不被 CPU 接受。"),
        ConsistencyCheck.VmxonPointer =>
            new("the VMXON pointer is not aligned, or beyond the physical addresses.", "VMXON 指针未对齐，或超出物理地址范围。"),
        ConsistencyCheck.VmclearOfVmxonRegion => new("VMCLEAR was given the VMXON region.", "VMCLEAR 使用了 VMXON 区域。"),
        ConsistencyCheck.VmcsPointer =>
            new("the pointer is not aligned, or beyond the physical addresses.", "指针未对齐，或超出物理地址范围。"),
        ConsistencyCheck.Revision =>
            new("the revision in the region is not that of IA32_VMX_BASIC.", "区域中的修订标识与 IA32_VMX_BASIC 不同。"),
        ConsistencyCheck.L1Cr0 => new("L1's CR0 lacks NE.", "L1 的 CR0 缺少 NE。"),
        ConsistencyCheck.FeatureControl => new("IA32_FEATURE_CONTROL does not allow VMX.", "IA32_FEATURE_CONTROL 不允许使用 VMX。"),
        ConsistencyCheck.NotEnabled => new("L1 did not switch the extension on.", "L1 没有启用该扩展。"),
        ConsistencyCheck.NoCpuid => new("the vCPU was given no CPUID.", "vCPU 没有设置 CPUID。"),
        ConsistencyCheck.L2Program => new("L2's own program or page table is wrong.", "L2 自身的程序或页表有误。"),
    };

    public static Sentence BlamedLayerSentence(BlamedLayer layer, NestedExtension extension, ProofHost host) => layer switch
    {
        BlamedLayer.None => new("no layer can be named.", "无法指出具体的层。"),
        BlamedLayer.NestedParameter => new(
            $"KVM on this host does not offer {(extension == NestedExtension.Vmx ? "VMX" : "SVM")} to guests{ModuleText(host).English}.",
            $"本机的 KVM 不向虚拟机提供 {(extension == NestedExtension.Vmx ? "VMX" : "SVM")}{ModuleText(host).Chinese}。"),
        BlamedLayer.SecondLevelPaging => new(
            $"KVM on this host has no second-level paging to give{ModuleText(host).English}: a module parameter, the CPU, or the "
                + "hypervisor below.",
            $"本机的 KVM 没有可提供的第二级分页{ModuleText(host).Chinese}：原因可能是模块参数、CPU 或下层的虚拟机监控器。"),
        BlamedLayer.Kvm => new(
            $"nested virtualization in this kernel's KVM{ModuleText(host).English}, or in the hypervisor below: what it refused is valid.",
            $"本内核 KVM 的嵌套虚拟化{ModuleText(host).Chinese}，或下层的虚拟机监控器：被拒绝的内容是有效的。"),
        BlamedLayer.KvmOrBelow => new(
            $"KVM on this host{ModuleText(host).English}, the CPU, or the hypervisor below: not even a plain guest goes on.",
            $"本机的 KVM{ModuleText(host).Chinese}、CPU 或下层的虚拟机监控器：连普通虚拟机也无法继续。"),
        BlamedLayer.Device => new("/dev/kvm: it is absent, or not for this user.", "/dev/kvm：不存在，或当前用户无权访问。"),
        BlamedLayer.Resources =>
            new("this host's memory, or the limits of this process (ulimit).", "本机的内存，或此进程的限制（ulimit）。"),
        BlamedLayer.Payload =>
            new("the payload itself has a wrong field; the host is not to blame.", "证明程序自身的字段有误，与主机无关。"),
    };

    public static Sentence? ProofRemedySentence(BlamedLayer layer, ProofHost host) => layer switch
    {
        BlamedLayer.NestedParameter when VendorModule.UsesExtension(host.Module) => new(
            $"Switch nested on in {host.Module}: virt-nest check names the command.",
            $"请开启 {host.Module} 的 nested：所用命令见 virt-nest check。"),
        BlamedLayer.NestedParameter => new("virt-nest check tells which layer keeps it off.", "virt-nest check 会指出是哪一层将其关闭。"),
        BlamedLayer.Device or BlamedLayer.SecondLevelPaging or BlamedLayer.KvmOrBelow =>
            new("virt-nest check tells what is missing.", "virt-nest check 会指出缺少什么。"),
        BlamedLayer.None or BlamedLayer.Kvm or BlamedLayer.Resources or BlamedLayer.Payload => null,
    };

    public static Sentence ModuleText(ProofHost host) => host.Module is null
        ? Sentence.Verbatim("")
        : host.Parameters.Length > 0
            ? new($" ({host.Module}, {host.Parameters})", $"（{host.Module}，{host.Parameters}）")
            : new($" ({host.Module})", $"（{host.Module}）");
}
