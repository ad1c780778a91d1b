namespace VirtNest.Messages;

internal sealed partial class Chinese
{
    public override string CpuHasExtension(string extension) => $"CPU 具备 {extension}";

    public override string CpuNeedsNone(string module) => $"未显示 VMX 或 SVM，而 {module} 并不需要它";

    public override string CpuNotRead => "依据中没有 CPU 的信息";

    public override string CpuHidden => "在此处看不到 CPU 本身的能力";

    public override string CpuLacksExtension => "CPU 既没有 VMX 也没有 SVM";

    public override string CpuLacksExtensionRemedy => "本机无法运行 KVM 实例；请换用 CPU 带 VMX 或 SVM 的机器（2008 年以后的几乎都有）。";

    public override string CpuOfArchitecture(string arch, bool? can) => can switch { true => $"该 {arch} 处理器可以运行 KVM 实例", false => $"该 {arch} 处理器在此处无法运行 KVM 实例", null => $"/proc/cpuinfo 未说明该 {arch} 处理器能否运行 KVM 实例" };

    public override string CpuOfArchitectureRemedy => "本机无法运行 KVM 实例；请换用处理器支持的机器。";

    public override string CpuMixed(string flag) => $"部分处理器显示 {flag}，其余不显示";

    public override string CpuMixedRemedy => "固件对各处理器的设置不一致：请更新固件，或在固件设置中将虚拟化关闭后重新打开一次。";

    public override string FirmwareOn => "固件未关闭虚拟化";

    public override string FirmwareOff(string extension) => $"固件关闭了 {extension}";

    public override string FirmwareOffRemedy(string extension) => $"在固件设置中打开{(extension == "VMX" ? "“Intel Virtualization Technology”（VT-x）" : "“SVM Mode”（AMD-V）")}，保存后将机器断电再开机：有些固件只在冷启动后生效。";

    public override string FirmwareNotTold => "无法读取固件锁定状态";

    public override string NoHypervisorBelow => "下层没有虚拟化平台：裸金属";

    public override string LayerNotTold => "没有迹象说明下层是否有虚拟化平台";

    public override string HypervisorPassesOn(string name) => $"下层虚拟化平台没有阻碍：{name}";

    public override string HypervisorNotTold(string name) => $"下层是 {name}；是否透传虚拟化扩展无从得知";

    public override string HypervisorHides(string name) => $"下层虚拟化平台没有透传 VMX 或 SVM：{name}";

    public override string HypervisorUnnamed => "未表明名称的平台";

    public override string HypervisorForbidsKvm(string name) => $"下层平台不允许在此运行 KVM：{name}";

    public override string HypervisorHidesRemedy => "请下层平台的管理员向本实例开放 VMX 或 SVM，然后将实例关机再开机。";

    public override string PlatformSwitch(string name, string can, string powerOff, string steps, string date, string source) => $"{(can == "no" ? $"{name} 无法透传。替代办法：" : $"在 {name} 上：")}\n{steps}\n{(powerOff == "yes" ? "实例必须完全关机后再启动；仅在实例内重启不够。\n" : "")}截至 {date}：{source}";

    public override string ConfidentialGuest(string technology) => $"这是机密实例（{technology}）：不能嵌套";

    public override string ConfidentialGuestRemedy => "请改用不带内存加密的实例；机密计算技术都不会透传 VMX 或 SVM。";

    public override string XenDom0 => "这是 Xen dom0：VMX 和 SVM 由 Xen 而非 KVM 占有";

    public override string XenParavirtual => "这是 Xen PV 实例：标志位会透出来，但它无法使用 VMX 或 SVM";

    public override string XenRemedy => "要用 KVM，请不经 Xen 直接启动该内核，或用 Xen 自身运行实例；需要使用 KVM 的 Xen 实例必须是 HVM 且设置 nestedhvm=1。";

    public override string InContainer(string engine) => $"这是容器（{engine}）：内核与模块都属于外层宿主机";

    public override string InContainerRemedy => "模块和参数请在外层宿主机上用 virt-nest 检查；要在容器内使用 KVM，请传入设备：docker 或 podman 用 --device /dev/kvm，LXD/Incus 用 “config device add NAME kvm unix-char source=/dev/kvm”，Kubernetes 用设备插件。";

    public override string KernelShows(string flag) => $"内核显示 {flag}";

    public override string KernelNeedsNone(string module) => $"内核未显示 vmx 或 svm，而 {module} 并不需要";

    public override string KernelToldToClear(string flag) => $"内核被要求隐藏 {flag}：命令行上有 clearcpuid=";

    public override string KernelToldToClearRemedy => "在引导程序配置中从 clearcpuid= 去掉该标志并重启。";

    public override string KernelClearedOnMetal(string flag) => $"CPUID 显示 {flag}，但内核已将其清除：被固件锁定关闭";

    public override string KernelClearedInInstance(string flag) => $"CPUID 显示 {flag}，但内核已将其清除：下层平台隐藏或锁定了 IA32_FEATURE_CONTROL";

    public override string KernelClearedInInstanceRemedy => "下层平台或其虚拟固件必须将 IA32_FEATURE_CONTROL（MSR 0x3a）设为 5；请更新它，或为实例换用其他固件。";

    public override string KernelShowsNone(string model) => $"内核既未显示 vmx 也未显示 svm（{model}）";

    public override string KernelShowsNoneRemedy => "CPU 没有该扩展、固件将其关闭，或下层平台将其隐藏；请查看固件设置，并核对 CPU 规格。";

    public override string ModuleLoaded(string module) => $"{module} 已加载";

    public override string ModuleBuiltin(string module) => $"{module} 内建于内核";

    public override string ModuleNotStarted(string module) => $"{module} 在内核中，但没有启动成功";

    public override string ModuleNotStartedRemedy(string module) => $"查看内核信息：dmesg | grep -i kvm。常见原因见上面各环节；排除后 {module} 即可启动（内建模块则在下次启动时）。";

    public override string ModuleWasNotStarted(string module) => $"转储生成时 {module} 尚未启动";

    public override string ModuleNotTold(string module) => $"依据未说明 {module} 是否在内核中";

    public override string ModuleAbsent(string module) => $"{module} 未加载";

    public override string ModuleAbsentRemedy(string module) => $"该命令加载 {module} 并启用嵌套，立即生效，今后启动亦然；加载失败时会给出 modprobe 的报错。";

    public override string ModuleAbsentByHand(string module) => $"以 root 加载：modprobe {module}\n若失败，dmesg | grep -i kvm 会说明原因。";

    public override string ModuleAbsentKeptOut(string module) => $"{module} 未加载，且有配置行阻止其加载";

    public override string ModuleAbsentValueRefused(string module, string value) => $"{module} 未加载：它不接受 nested={value}";

    public override string ModuleAbsentBlacklisted(string module) => $"{module} 未加载：被列入黑名单";

    public override string ModuleNotAvailable(string module, string release) => $"该内核（{release}）没有 {module} 模块";

    public override string ModuleNotAvailableRemedy(string release) => $"安装该内核其余模块的软件包（Ubuntu：linux-modules-extra-{release}；Fedora 与 RHEL：kernel-modules），或启动带 KVM 的内核。";

    public override string KernelWithoutKvm(string module) => $"该内核编译时未包含 {module}";

    public override string KernelWithoutKvmRemedy => "请启动编译了 KVM 的内核（CONFIG_KVM_INTEL、CONFIG_KVM_AMD）。";

    public override string OtherVendorModule(string module) => $"KVM 由 {module} 驱动，它既不是 Intel 也不是 AMD 的模块";

    public override string ModuleInstallOverride(string module, string command, bool isDeliberate, bool isPresent) => $"install 行以“{command}”代替加载 {module}{(isDeliberate ? "：据其注释是有意的安全缓解措施" : "")}{(isPresent ? "；模块是绕过该行加载的" : "")}";

    public override string ModuleInstallOverrideRemedy(string file, int line) => $"请先询问写下 {file}:{line} 的人：2026 年有人用这类行防范经嵌套虚拟化的逃逸（virt-nest explain VN1503）。确认之后，该命令会注释掉该行，并使模块以启用嵌套的方式运行。";

    public override string ModuleBlacklisted(string module, bool isPresent) => $"{module} 被列入黑名单：设备和 udev 不会加载它{(isPresent ? "（但它已加载）" : "；手工 modprobe 可以加载")}";

    public override string ModuleBlacklistedRemedy(string file, int line) => $"请先询问写下 {file}:{line} 的人：它可能是有意为之（virt-nest explain VN1502）。确认之后，该命令会注释掉该行，并使模块以启用嵌套的方式运行。";

    public override string ModuleRefusedByCommandLine(string module) => $"内核拒绝 {module}：命令行上有 module_blacklist=";

    public override string ModuleRefusedByCommandLineRemedy => "在引导程序配置中从 module_blacklist= 去掉该模块并重启；在此之前 modprobe 也无法加载。";

    public override string OtherHypervisor(string modules) => $"内核中有另一个虚拟化平台，可能占用 VMX 或 SVM：{modules}";

    public override string OtherHypervisorRemedy(string modules) => $"同一时间只有一个能使用 CPU 的虚拟化扩展。请停止其虚拟机并卸载 {modules}；在 Linux 6.12 及以后若要轮流使用，请看 virt-nest explain VN1504 中关于 kvm.enable_virt_at_load 的说明。";

    public override string NestedOn(string module) => $"{module} 的 nested 已开启";

    public override string NestedOff(string module) => $"{module} 的 nested 已关闭";

    public override string NestedOffRemedy(string module) => $"该命令先显示每处更改并询问，然后在 /etc/modprobe.d 中写入选项，并重新加载 {module}。其间不能有实例运行；加上 --at-idle 会等到最后一个实例结束。";

    public override string NestedOffAtBootRemedy(string module) => $"{module} 内建于内核：该命令把 {module}.nested=1 写入引导程序的配置，或说明应写在哪里。下次启动时生效。";

    public override string NestedRebootRemedy => "引导程序的配置中已经写好，请重启。";

    public override string NestedReloadRemedy(string module) => $"配置中已经写好，该命令只需重新加载 {module}。其间不能有实例运行；加上 --at-idle 会等到最后一个实例结束。重启也可以。";

    public override string NestedOdd(string module, string text) => $"{module} 的 nested 读作“{text}”，既非开启也非关闭";

    public override string NestedOddButOn(string text) => $"nested 读作“{text}”；内核将非 0 数字一律视为开启";

    public override string NestedNotRead(string module) => $"未读到 {module} 的 nested 参数";

    public override string NestedPagingOff(string paging) => $"嵌套分页已关闭（{paging}）：实例及其嵌套实例都用影子分页，速度很慢";

    public override string NestedPagingOffRemedy(string module, string paging) => $"从 {module} 的选项中去掉 {paging}=0 并重新加载；没有 {paging.ToUpperInvariant()} 的 CPU 无法开启。";

    public override string NestedPendingAtLoad(bool enabled) => $"模块下次加载时 nested 将{(enabled ? "开启" : "关闭")}";

    public override string NestedPendingAtBoot(bool enabled) => $"下次启动后 nested 将{(enabled ? "开启" : "关闭")}";

    public override string NestedPendingRemedy(string module, bool enabled) => enabled ? $"该命令现在就重新加载 {module}（其间不能有实例运行），而不必等到以后；若要让配置改为关闭，请用 “virt-nest disable”。" : "该命令把配置改为开启，使嵌套得以保留。若要按配置现在就关闭，请用 “virt-nest disable”。";

    public override string NestedPendingAtBootRemedy(bool enabled) => enabled ? "下次启动时生效；若不希望如此，“virt-nest disable” 可将其从引导程序的配置中改回。" : "该命令把引导程序的配置改为开启，使嵌套得以保留。";

    public override string NestedNotPersistent(bool enabled) => $"配置中没有相应设置：下次加载时 nested 将{(enabled ? "关闭" : "开启")}";

    public override string NestedNotPersistentRemedy(bool enabled) => enabled ? "该命令在 /etc/modprobe.d 中写入选项，使嵌套保持开启；不触动模块。" : "该命令立即启用嵌套，今后启动亦然。若要保持关闭，请用 “virt-nest disable”。";

    public override string NestedValueRefused(string module, string value) => $"{module} 不接受 nested={value}：它将无法加载，下次启动后没有 KVM";

    public override string NestedValueRefusedRemedy(string file, int line) => $"该命令把 {file}:{line} 中的值改为各厂商模块都接受的 nested=1，该行其余部分不变。若要 nested=0，请用 “virt-nest disable”。";

    public override string NestedValueRefusedAtBoot(string word) => $"请在引导程序的配置中去掉 “{word}”，或改写为各厂商模块都接受的 1 或 0，然后重启。";

    public override string NestedConflict(string file, int line, string value) => $"多行设置相互矛盾；{file}:{line} 胜出（nested={value}）";

    public override string NestedConflictRemedy => "所有目录中的文件按文件名排序，后面的行胜出，内核命令行在所有文件之后。请只保留一行。";

    public override string NestedConflictOffRemedy => "该命令把胜出的那一行改为 nested=1；若该行属于软件包，则将其覆盖。所有目录中的文件按文件名排序，后面的行胜出，内核命令行在所有文件之后。";

    public override string ModprobeWithoutEffect(string module) => $"{module} 的 options 行不起作用：它内建于内核";

    public override string ModprobeWithoutEffectRemedy(string module) => $"该命令把 {module}.nested=1 写到内核命令行上，内建模块只认命令行；那些行可以删去。";

    public override string ModprobeWithoutEffectByHand => "请删去那些行：内建模块只认内核命令行。";

    public override string NestedOnWrongModule => "nested 设给了 kvm 模块，它在 x86 上没有这个参数：会被忽略";

    public override string NestedOnWrongModuleRemedy(string module) => $"该命令把选项设给 {module}；设给 kvm 的那一行不起作用，可以删去。";

    public override string NestedOnWrongModuleByHand(string module) => $"请删去该行，或把选项设给厂商模块：options {module} nested=1";

    public override string InitramfsStale(string image, string file) => $"{image} 早于 {file}：其中的副本可能已过时";

    public override string InitramfsStaleRemedy => "仅当模块从该映像加载时才有影响（check --deep 会查看）。重新生成：update-initramfs -u、dracut -f 或 mkinitcpio -P。";

    public override string InitramfsLacks(string image, string file) => $"{image} 内含 KVM 模块，却没有 {file}：从该映像加载的模块不受此文件影响";

    public override string InitramfsLacksRemedy(string file) => $"让映像包含它（dracut：在 /etc/dracut.conf.d 的文件中写 install_items+=\" {file} \"；mkinitcpio：在 HOOKS 中加 modconf），或在内核命令行上设置 nested。";

    public override string InitramfsLacksSo(string image, string file) => $"{InitramfsLacks(image, file)}。{InitramfsLacksRemedy(file)}";

    public override string ArchitectureStatus(string arch) => arch switch { "s390x" => "s390x：参数在 kvm 模块上（nested=1）；Linux 7.0 之前与 hpage=1 互斥，实例需要 CPU 特性 sie", "ppc64" => "ppc64：kvm_hv 的 nested 可在运行时写入；实例需要 cap-nested-hv=true（POWER9）或 PAPR 嵌套 API（Power10）", "aarch64" => "arm64：需要 FEAT_NV2、Linux 6.16 以及内核命令行上的 kvm-arm.mode=nested；QEMU 10.1 及以上，且此时拒绝迁移", "riscv64" => "riscv64：实例需要 H 扩展；KVM 尚不能运行嵌套实例", "loongarch64" => "loongarch64：实例需要 lvz；KVM 尚不能运行嵌套实例", _ => $"{arch}：此架构上 KVM 的嵌套情况未知" };

    public override string ArchitectureNotTold => "没有迹象说明这是哪种架构";

    public override string NoNestingOnArchitecture(string arch, bool isKnown) => isKnown ? $"该内核的 KVM 在 {arch} 上不支持嵌套" : $"该内核的 KVM 在 {arch} 上是否支持嵌套未知";

    public override string Arm64On => "KVM 可以向实例提供 EL2";

    public override string Arm64Off => "KVM 不向实例提供 EL2";

    public override string Arm64Remedy => "该命令为下次启动在内核命令行加入 kvm-arm.mode=nested。CPU 需具备 FEAT_NV2：启动之后才能知道有没有。";

    public override string Arm64CannotRemedy => "需要带 FEAT_NV2 的 CPU、Linux 6.16 或更新版本，并在内核命令行加 kvm-arm.mode=nested；前两者至少缺一。";

    public override string Arm64NotTold => "未询问 KVM 是否向实例提供 EL2";

    public override string PowerOff => "此处的 KVM 不向实例提供嵌套 API";

    public override string PowerCannotRemedy => "参数已开启：是处理器不支持嵌套（POWER9 需在裸金属上；Power10 需固件提供嵌套 PAPR 接口）。";

    public override string PowerNotTold => "kvm_hv 的 nested 已开启；处理器是否支持无从得知";

    public override string DeviceAnswers => "/dev/kvm 可打开并有应答";

    public override string DeviceAnswersUnproven(string module) => $"/dev/kvm 有应答；未试验 {module} 能否运行实例";

    public override string DeviceNotAsked(string module) => $"{module} 可能无需 VMX 或 SVM 即可运行实例；当前用户无法询问它";

    public override string DeviceMakesNoVm => "/dev/kvm 有应答，但拒绝创建虚拟机";

    public override string DeviceAnswersOddly => "/dev/kvm 可打开，但应答不像 KVM";

    public override string DeviceMissing => "/dev/kvm 不存在";

    public override string DeviceMissingRemedy => "厂商模块启动后才会出现该节点；见上面各环节。若 udev 未运行：mknod /dev/kvm c 10 232";

    public override string DeviceNotRead => "未读取 /dev/kvm";

    public override string DeviceSeen => "/dev/kvm 存在；未打开";

    public override string DeviceWithoutDriver => "/dev/kvm 存在但背后没有驱动：打开会得到 ENODEV";

    public override string DeviceDoesNotOpen(string errno) => $"/dev/kvm 无法打开：{errno}";

    public override string DeviceDenied => "当前用户无权打开 /dev/kvm";

    public override string DeviceDeniedRemedy(string group) => group == "root" ? "只有 root 能打开。可用 udev 规则交给某个组：KERNEL==\"kvm\", GROUP=\"kvm\", MODE=\"0660\"；再把用户加入该组。" : $"以 root 执行：usermod -aG {group} 用户名；然后重新登录。libvirt 等服务使用各自的用户。";

    public override string DeviceRefusedByCgroup => "当前进程的控制组拒绝 /dev/kvm（EPERM）";

    public override string DeviceRefusedByCgroupRemedy => "须允许该容器或服务使用设备：docker --device /dev/kvm，systemd DeviceAllow=/dev/kvm rw。";

    public override string Offered(string extension) => $"KVM 向实例提供 {extension}";

    public override string NotOffered => "KVM 不向实例提供 VMX 或 SVM";

    public override string NotOfferedByOtherVendor(string module) => $"{module} 不向实例提供 VMX 或 SVM";

    public override string NotOfferedByOtherVendorRemedy(string module) => $"{module} 的实例无法用 VMX 或 SVM 运行 KVM。需要嵌套的实例请放到使用 kvm_intel 或 kvm_amd 的宿主机上。";

    public override string OfferNotAsked => "无法询问 KVM 向实例提供什么";

    public override string WitnessesDisagree => "nested 参数与 KVM 自身的应答相互矛盾";

    public override string Limit(string operation, string text, string date) => $"有嵌套实例运行时的{operation switch { "migrate" => "热迁移", "save" => "保存", "snapshot" => "快照", "restore" => "恢复", "vcpu-hotplug" => "虚拟 CPU 热插拔", _ => "迁移、保存与快照" }}：{text}（{date}）";

    public override string NestedFeaturesMissing(string features) => $"在此处，嵌套的实例得不到：{features}";

    public override string UbuntuSupportsX86Only => "Ubuntu 仅在 x86 上支持嵌套虚拟化";

    public override string RhelDoesNotSupport => "Red Hat 不为 RHEL 上的嵌套虚拟化提供生产支持（少数例外见其知识库）";

    public override string Lockdown => "内核处于锁定模式：不能写 MSR，debugfs 的一部分不可读";

    public override string SourcesDenied(string sources) => $"当前用户不可读：{sources}";

    public override string SourcesDeniedRemedy => "以 root 运行即可读取；除此之外没有变化。";

    public override string WouldTell(string source) => source switch { "klog" => "内核关于 KVM 的信息", "msr:3a" or "msr:c0010114" => "固件锁定", "acl:/dev/kvm" => "谁可以打开", _ when source.Contains("environ", System.StringComparison.Ordinal) || source.Contains("mountinfo", System.StringComparison.Ordinal) || source.Contains("cgroup", System.StringComparison.Ordinal) => "是否为容器", _ when source.Contains("modprobe.d", System.StringComparison.Ordinal) => "下次加载时的值", _ when source.Contains("efivars", System.StringComparison.Ordinal) => "安全启动", _ => "细节" };

    public override string ChangeCutOff(string command, string when) => $"virt-nest 的一次更改曾被打断：{command}，开始于 {when}";

    public override string ChangeRunsNow(string command) => $"virt-nest 正在更改本主机：{command}";

    public override string ChangeCutOffUntold => "无法判断是否有 virt-nest 的更改曾被打断";

    public override string ChangeCutOffRemedy => "该命令在更改完整时予以保留，否则撤回；下一次 enable、disable、undo 或 apply 也会首先这样做。";

    public override string ChangeJournalBrokenRemedy => "日志无法读取时，virt-nest 不会在此做任何更改：处理办法见 virt-nest explain VN1908。";

    public override string ProvenPlain => "实例在此处运行成功";

    public override string PlainNotProven => "实例无法在此处运行";

    public override string ProvenNested(bool withPaging, bool withoutPaging) => (withPaging, withoutPaging) switch { (true, true) => "嵌套实例在此处运行成功，使用和不使用嵌套分页均可", (true, false) => "嵌套实例在此处运行成功，仅限使用嵌套分页", (false, true) => "嵌套实例在此处运行成功，仅限不使用嵌套分页", (false, false) => "嵌套实例在此处运行成功" };

    public override string NestedNotProven => "嵌套实例无法在此处运行";

    public override string ProofInconclusive => "实证无法得出结论";

    public override string ProofBecause(string reason) => $"：{reason}";
}
