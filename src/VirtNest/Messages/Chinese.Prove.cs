using VirtNest.Evidence;
using VirtNest.Proofs;

namespace VirtNest.Messages;

internal sealed partial class Chinese
{
    public override string HelpProve => "通过 /dev/kvm 运行一个极小的 L1，由它再运行一个极小的 L2，并报告是否成功、在哪一步失败。只需要 /dev/kvm 的访问权限。";

    public override string HelpProveRole => "退出状态回答的问题：host：L2 能否运行；instance：普通虚拟机能否运行（不尝试 L2）";

    public override string HelpProveExits => "另外测量 L1 和 L2 的退出开销，每种 N 次";

    public override string HelpProveLoop => "另外让 L2 持续运行指定时间，作为监控程序的负载";

    public override string HelpProveState => "另外在 L2 运行时保存状态、恢复到新的虚拟机并继续运行，重复多次";

    public override string HelpProveDeadline => "超过该时间（默认 30 秒）即放弃，结果为“无法判断”";

    public override string ProofHeadline(ProofRole role, ProofVerdict verdict) => (role, verdict) switch
    {
        (ProofRole.Host, ProofVerdict.Proven) => "L2 已在本机运行：嵌套虚拟化可用。",
        (ProofRole.Host, ProofVerdict.Refuted) => "L2 未能在本机运行：嵌套虚拟化不可用。",
        (ProofRole.Instance, ProofVerdict.Proven) => "普通虚拟机已在本机运行：本机可以运行实例。",
        (ProofRole.Instance, ProofVerdict.Refuted) => "虚拟机未能在本机运行：本机不能运行实例。",
        _ => "无法判断。",
    };

    public override string ProofVerdictWord(ProofVerdict verdict) => verdict switch
    {
        ProofVerdict.Proven => "已证实",
        ProofVerdict.Refuted => "已否定",
        ProofVerdict.Inconclusive => "无法判断",
    };

    public override string ProofPlainName => "普通虚拟机";

    public override string ProofPagingName(NestedExtension extension) => extension switch
    {
        NestedExtension.Svm => "L2，使用嵌套分页（NPT）",
        NestedExtension.Vmx => "L2，使用嵌套分页（EPT）",
        NestedExtension.None => "L2，使用嵌套分页",
    };

    public override string ProofNoPagingName => "L2，不使用嵌套分页";

    public override string ProofPlainDetail(string time) => $"已应答，{time}";

    public override string ProofNestedDetail(long hypercalls, ulong? entries, string? roundTrip, string time)
    {
        string counted = entries is { } count ? $"，内核统计进入 L2 {count} 次" : "，此内核没有该统计";
        string trip = roundTrip is null ? "" : $"，每次 {roundTrip}";
        return $"{hypercalls} 次超级调用{trip}{counted}，{time}";
    }

    public override string ProofHostLine(ProofHost host) =>
        $"内核 {host.Kernel}，{(host.CpuModel.Length > 0 ? host.CpuModel : host.CpuVendor)}{(host.Hypervisor is null ? "" : $"（位于 {host.Hypervisor} 之上）")}{(host.Module is null ? "" : $"，{host.Module} {host.Parameters}")}";

    public override string ProofNotTried => "未尝试";

    public override string ProofWhy => "原因：";

    public override string ProofWhere => "应查看：";

    public override string ProofRemedy => "补救：";

    public override string ProofStepPhrase(ProofStep at, NestedExtension extension) => at switch
    {
        ProofStep.None => "L1 执行第一条指令之前",
        ProofStep.Alive => "L1 已运行、尚未启用扩展时",
        ProofStep.SvmEnable => "L1 设置 EFER.SVME 时",
        ProofStep.SvmHostArea => "L1 写 VM_HSAVE_PA 时",
        ProofStep.Vmrun => "L1 首次执行 VMRUN 时",
        ProofStep.VmxEnable => "L1 设置 CR4.VMXE 时",
        ProofStep.VmxBasic => "L1 读 IA32_VMX_BASIC 时",
        ProofStep.Vmxon => "L1 执行 VMXON 时",
        ProofStep.Vmclear => "L1 执行 VMCLEAR 时",
        ProofStep.Vmptrld => "L1 执行 VMPTRLD 时",
        ProofStep.Vmwrite => "L1 执行 VMWRITE 时",
        ProofStep.Vmlaunch => "L1 执行 VMLAUNCH 时",
        ProofStep.L2Answer => "L2 第一次退出（应为超级调用）时",
        ProofStep.L2Cpuid => "L2 第二次退出（应为 CPUID）时",
        ProofStep.L2Control => "L2 第三次退出（应为超级调用）时",
        ProofStep.Loop => "计数循环中",
        ProofStep.Vmxoff => "L1 执行 VMXOFF 时",
        ProofStep.Done => "结束时",
    };

    public override string ProofFailureSentence(ProofFailure failure, NestedExtension extension)
    {
        if (failure is { Kind: FailureKind.NotOffered, Check: ConsistencyCheck.NestedPagingNotOffered })
        {
            return "KVM 不向虚拟机提供嵌套分页。";
        }

        string at = ProofStepPhrase(failure.Step, extension);
        string sentence = failure.Kind switch
        {
            FailureKind.NotOffered when failure.Call is null => "KVM 不向虚拟机提供此功能",
            FailureKind.NotOffered => $"此内核没有 {failure.Call}",
            FailureKind.Exception => $"{at}发生 {ArchitectureNames.Exception(failure.Vector!.Value)}（RIP {failure.Rip:x}{(failure.ErrorCode is { } code ? $"，错误码 {code:x}" : "")}{(failure.Address is { } address ? $"，地址 {address:x}" : "")}）",
            FailureKind.UnexpectedExit => $"{at}，退出与预期不符：{ExitText(failure, extension)}",
            FailureKind.L2Exception => $"{at}，L2 发生 {ArchitectureNames.Exception(failure.Vector!.Value)}（L2 的 RIP {failure.Rip:x}{(failure.Address is { } address ? $"，地址 {address:x}" : "")}）",
            FailureKind.SecondLevelFault => $"{at}，第二级页表未能让 L2 到达 {failure.Address:x}（{ExitText(failure, extension)}）",
            FailureKind.EntryRefused => $"{(failure.Step == ProofStep.L2Answer ? "" : at + "，")}进入 L2 被拒绝（{ExitText(failure, extension)}）",
            FailureKind.VmFailInvalid => $"{at}出现 VMfailInvalid",
            FailureKind.VmFailValid => $"{at}出现 VM 指令错误 {failure.InstructionError}（{VmInstructionErrorText(failure.InstructionError!.Value)}）{(failure.VmcsField is { } field ? $"，字段 {field:x}" : "")}",
            FailureKind.WrongAnswer => $"对随机数或 CPUID 的应答错误：应为 {failure.Expected:x}，实为 {failure.Found:x}",
            FailureKind.CountsDiffer => $"L1 与 L2 的计数不一致：应为 {failure.Expected}，实为 {failure.Found}",
            FailureKind.StatisticDiffers => $"L1 与 L2 一致，但内核统计进入 L2 {failure.Found} 次，应为 {failure.Expected} 次",
            FailureKind.Shutdown => $"{at}发生三重故障（KVM_EXIT_SHUTDOWN）",
            FailureKind.Halted => $"{at}，vCPU 停机（KVM_EXIT_HLT）",
            FailureKind.FailEntry => $"{at}，CPU 拒绝进入 L1（KVM_EXIT_FAIL_ENTRY，硬件原因 {failure.ExitCode:x}）",
            FailureKind.InternalError => $"{at}，KVM 放弃运行（KVM_EXIT_INTERNAL_ERROR，子错误 {failure.ExitCode}）",
            FailureKind.UnexpectedKvmExit => $"{at}，KVM_RUN 因意外原因返回（{failure.ExitCode}）",
            FailureKind.CallFailed => failure.Errno is { } errno ? $"{failure.Call} 失败：{LinuxErrno.Name(errno)}" : $"{failure.Call} 的回答是 {failure.Found}，需要的是 {failure.Expected}",
            FailureKind.Deadline => $"{at}，时限已到",
            FailureKind.Cancelled => $"{at}，被要求结束",
            FailureKind.NoPayload => "尚无适用于此架构的证明程序，目前只有 x86-64",
            FailureKind.StateLost => failure.Call is null ? $"{at}，状态丢失" : $"{failure.Call} 失败：{LinuxErrno.Name(failure.Errno ?? 0)}",
        };
        return sentence + (failure.Check is { } check ? "：" + ConsistencyCheckSentence(check) : "。");
    }

    private static string ExitText(ProofFailure failure, NestedExtension extension) =>
        $"{(extension == NestedExtension.Vmx ? "退出原因" : "退出代码")} {failure.ExitCode:x}{(ArchitectureNames.Exit(failure.ExitCode ?? 0, extension) is { } name ? $"，{name}" : "")}，{(extension == NestedExtension.Vmx ? "限定信息" : "附加信息")} {failure.Qualification:x}";

    private static string VmInstructionErrorText(int error) => error switch
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

    public override string ConsistencyCheckSentence(ConsistencyCheck check) => check switch
    {
        ConsistencyCheck.AsidZero => "VMCB 的 ASID 为 0。",
        ConsistencyCheck.EferWithoutSvme => "VMCB 中的 EFER 缺少 SVME。",
        ConsistencyCheck.VmrunNotIntercepted => "VMCB 没有拦截 VMRUN。",
        ConsistencyCheck.PagingWithoutProtection => "VMCB 中的 CR0 有 PG 而没有 PE。",
        ConsistencyCheck.NotWriteThroughWithoutCacheDisable => "VMCB 中的 CR0 有 NW 而没有 CD。",
        ConsistencyCheck.Cr0Reserved => "VMCB 中 CR0 的高半部不为 0。",
        ConsistencyCheck.Cr3Reserved => "VMCB 中的 CR3 设置了保留位。",
        ConsistencyCheck.Cr4Reserved => "VMCB 中的 CR4 设置了保留位。",
        ConsistencyCheck.DebugRegisterReserved => "VMCB 中 DR6 或 DR7 的高半部不为 0。",
        ConsistencyCheck.LongModeWithoutPae => "VMCB 为启用分页的长模式，却没有 CR4.PAE。",
        ConsistencyCheck.CodeSegmentLongAndDefault => "VMCB 中的 CS 同时为 64 位（L）和 32 位（D）。",
        ConsistencyCheck.NestedCr3OutOfRange => "VMCB 的嵌套 CR3 超出物理地址范围。",
        ConsistencyCheck.NestedPagingNotOffered => "KVM 不向虚拟机提供嵌套分页。",
        ConsistencyCheck.NestedEntryAbsent => "嵌套页表中有一项不存在。",
        ConsistencyCheck.NestedEntryNotUser => "嵌套页表中有一项缺少用户位。",
        ConsistencyCheck.NotIntercepted => "L1 没有拦截该指令。",
        ConsistencyCheck.PinControls => "基于引脚的控制字段含有 CPU 不允许的位，或缺少必需的位。",
        ConsistencyCheck.PrimaryControls => "主处理器控制字段含有 CPU 不允许的位，或缺少必需的位。",
        ConsistencyCheck.SecondaryControls => "次处理器控制字段含有 CPU 不允许的位。",
        ConsistencyCheck.ExitControls => "VM 退出控制字段含有 CPU 不允许的位，或缺少必需的位。",
        ConsistencyCheck.EntryControls => "VM 进入控制字段含有 CPU 不允许的位，或缺少必需的位。",
        ConsistencyCheck.EptPointer => "EPT 指针的内存类型、级数不正确，或设置了保留位。",
        ConsistencyCheck.HostCr0 => "主机 CR0 缺少 VMX 必需的位。",
        ConsistencyCheck.HostCr4 => "主机 CR4 缺少 VMX 必需的位。",
        ConsistencyCheck.HostSelector => "主机的 CS 或 TR 选择子为 0。",
        ConsistencyCheck.HostAddress => "某个主机地址不是规范地址。",
        ConsistencyCheck.LinkPointer => "VMCS 链接指针不是全 1。",
        ConsistencyCheck.GuestCr0 => "L2 的 CR0 缺少 VMX 必需的位。",
        ConsistencyCheck.GuestCr4 => "L2 的 CR4 缺少 VMX 必需的位。",
        ConsistencyCheck.GuestTr => "L2 的 TR 不是可用的忙 TSS。",
        ConsistencyCheck.GuestRflags => "L2 的 RFLAGS 缺少第 1 位，或设置了保留位。",
        ConsistencyCheck.GuestLongMode => "L2 的代码为 64 位，而相应的 VM 进入控制位未设置。",
        ConsistencyCheck.GuestActivity => "L2 的活动状态不是“活动”。",
        ConsistencyCheck.EptEntryForbids => "EPT 中有一项禁止此访问。",
        ConsistencyCheck.EptEntryMisconfigured => "EPT 中有一项的形式不被 CPU 接受。",
        ConsistencyCheck.VmxonPointer => "VMXON 指针未对齐，或超出物理地址范围。",
        ConsistencyCheck.VmclearOfVmxonRegion => "VMCLEAR 使用了 VMXON 区域。",
        ConsistencyCheck.VmcsPointer => "指针未对齐，或超出物理地址范围。",
        ConsistencyCheck.Revision => "区域中的修订标识与 IA32_VMX_BASIC 不同。",
        ConsistencyCheck.L1Cr0 => "L1 的 CR0 缺少 NE。",
        ConsistencyCheck.FeatureControl => "IA32_FEATURE_CONTROL 不允许使用 VMX。",
        ConsistencyCheck.NotEnabled => "L1 没有启用该扩展。",
        ConsistencyCheck.NoCpuid => "vCPU 没有设置 CPUID。",
        ConsistencyCheck.L2Program => "L2 自身的程序或页表有误。",
    };

    public override string BlamedLayerSentence(BlamedLayer layer, NestedExtension extension, ProofHost host) => layer switch
    {
        BlamedLayer.None => "无法指出具体的层。",
        BlamedLayer.NestedParameter => $"本机的 KVM 不向虚拟机提供 {(extension == NestedExtension.Vmx ? "VMX" : "SVM")}{ModuleText(host)}。",
        BlamedLayer.SecondLevelPaging => $"本机的 KVM 没有可提供的第二级分页{ModuleText(host)}：原因可能是模块参数、CPU 或下层的虚拟机监控器。",
        BlamedLayer.Kvm => $"本内核 KVM 的嵌套虚拟化{ModuleText(host)}，或下层的虚拟机监控器：被拒绝的内容是有效的。",
        BlamedLayer.KvmOrBelow => $"本机的 KVM{ModuleText(host)}、CPU 或下层的虚拟机监控器：连普通虚拟机也无法继续。",
        BlamedLayer.Device => "/dev/kvm：不存在，或当前用户无权访问。",
        BlamedLayer.Resources => "本机的内存，或此进程的限制（ulimit）。",
        BlamedLayer.Payload => "证明程序自身的字段有误，与主机无关。",
    };

    public override string? ProofRemedySentence(BlamedLayer layer, ProofHost host) => layer switch
    {
        BlamedLayer.NestedParameter when host.Module is "kvm_intel" or "kvm_amd" => $"请开启 {host.Module} 的 nested：所用命令见 virt-nest check。",
        BlamedLayer.NestedParameter => "virt-nest check 会指出是哪一层将其关闭。",
        BlamedLayer.Device or BlamedLayer.SecondLevelPaging or BlamedLayer.KvmOrBelow => "virt-nest check 会指出缺少什么。",
        BlamedLayer.None or BlamedLayer.Kvm or BlamedLayer.Resources or BlamedLayer.Payload => null,
    };

    private static string ModuleText(ProofHost host) => host.Module is null ? "" : host.Parameters.Length > 0 ? $"（{host.Module}，{host.Parameters}）" : $"（{host.Module}）";

    public override string CostHeading(long samples) => $"退出的往返开销：{samples} 次的中位数（括号内为第 10 至第 90 百分位）";

    public override string CostAtL1 => "L1";

    public override string CostAtL2 => "L2";

    public override string CostRatio => "L2/L1";

    public override string CostKind => "退出";

    public override string CostNote => "在 L1，CPUID、RDMSR 和超级调用由 KVM 处理，HLT 和 OUT 由本程序处理；在 L2，全部由 L1 处理。";

    public override string LoopSentence(string time, ulong exits) => $"L2 持续运行了 {time}，其间退出到 L1 {exits} 次。";

    public override string LoopFailed => "L2 未能持续运行：";

    public override string StateHeading => "在 L2 运行时保存状态，并在新虚拟机中继续：";

    public override string StateRunName(bool usesPaging, RestoreOrder order) => $"L2{(usesPaging ? "使用" : "不使用")}嵌套分页，嵌套状态{(order == RestoreOrder.NestedEarly ? "先于寄存器设置" : "最后设置")}";

    public override string StateVerdict(ProofVerdict verdict) => verdict switch
    {
        ProofVerdict.Proven => "每次都成功",
        ProofVerdict.Refuted => "在本机失败",
        ProofVerdict.Inconclusive => "无法判断",
    };

    public override string StopPointName(StopPoint point) => point switch
    {
        StopPoint.L2AtOut => "L2 中，执行 OUT 处",
        StopPoint.L1BetweenEntries => "L1 中，两次进入 L2 之间",
        StopPoint.L2AtSignal => "L2 中，随机时刻",
        StopPoint.L1AtSignal => "L1 中，随机时刻",
        StopPoint.EntryPending => "进入 L2 已开始而未完成时",
    };

    public override string StateMovesWord(int moves) => $"{moves} 次";

    public override string StateFailedAt(string point) => $"在此处迁移之后失败（{point}）：";
}
