namespace VirtNest.Messages;

internal sealed partial class Chinese
{
    public override string PlanTitle(bool isOn, string module, bool running, bool boot) =>
        $"{OnOff(isOn)}嵌套虚拟化（{module}）：{Reach(running, boot)}。";

    public override string PlanNothingToDo(bool isOn, string module, bool running, bool boot) =>
        $"无需更改：嵌套虚拟化已{(isOn ? "启用" : "关闭")}（{module}），{Reach(running, boot)}。";

    public override string PlanWaitsForBoot(bool isOn, string module) => $"无需再做更改：下次启动时嵌套虚拟化将为{OnOff(isOn)}状态（{module}）。";

    public override string PlanChangeFile(string path) => $"修改 {path}";

    public override string PlanMakeFile(string path) => $"写入 {path}（新文件）";

    public override string PlanRemoveFile(string path) => $"删除 {path}";

    public override string PlanRun(string command) => $"运行 {command}";

    public override string PlanReload(string module, string command) => $"卸载 {module} 并重新加载：{command}";

    public override string PlanLoad(string module, string command) => $"加载 {module}：{command}";

    public override string PlanUnload(string module) => $"卸载 {module}";

    public override string PlanCheckedBy(string check) => "验证：" + check;

    public override string PlanUndoneBy(string undo) => "撤销：" + undo;

    public override string CheckOfFile => "重新读取该文件";

    public override string CheckOfProgram => "程序的退出状态，以及映像中的内容（在能列出时）";

    public override string CheckOfBootProgram => "程序的退出状态，以及最后读出的引导条目";

    public override string CheckOfModule(string module, bool isOn) => $"/sys/module/{module}/parameters/nested，以及 KVM 是否{(isOn ? "" : "不再")}向实例提供该扩展";

    public override string CheckOfUnload => "/proc/modules";

    public override string UndoOfFile => "恢复原内容";

    public override string UndoOfNewFile => "删除该文件";

    public override string UndoOfProgram(string command) => $"文件恢复后运行 {command}";

    public override string UndoOfReload(string parameters) => $"按现在的样子重新加载模块（{parameters}）";

    public override string UndoOfLoad => "卸载该模块";

    public override string UndoOfUnload => "加载该模块";

    public override string PlanRefused => "已拒绝，未做任何更改：";

    public override string PlanNotice => "注意：";

    public override string VerificationName => "验证";

    public override string UnknownGoal(string word) => $"“{word}” 不是计划的目标：enable、disable";

    public override string WouldHaveWon(string file, int line, string value) => $"目前起决定作用的是 {file}:{line}（nested={value}）。";

    public override string MasksVendorFile(string file, string copy) => $"{file} 保持不变；修改后的副本 {copy} 优先于它。发行版今后对该文件的更新将不再生效。";

    public override string LeavesFileAlone(string file) => $"{file} 属于软件包，或其中的行不应由我们修改：它保持不变，由 modprobe 之后读取的文件覆盖。";

    public override string CommandLineDecides(string word) => $"内核命令行写有 {word}，它在 modprobe.d 的所有文件之后生效：只有修改引导程序的配置才能改变下次启动的取值。";

    public override string CommandLineRefused(string word) => $"内核命令行写有 {word}，模块拒绝这个值：无论其他配置如何，它都无法加载。请手动从引导加载程序的配置中去掉该参数并重启。";

    public override string NotEffective(string module) => $"/etc/modprobe.d 下的任何一行都无法使 {module} 的 nested 取得所需的值；以下各行涉及它：";

    public override string MitigationStands => "以下各行是有意禁止嵌套虚拟化的：在嵌套实例不可信时，它们保护着本主机。请先询问写下这些行的人；使用 --override-mitigation 则会修改这些行。";

    public override string MitigationAtBoot => "内核命令行有意阻止该模块加载。请手动从引导程序的配置中去掉该参数并重启。";

    public override string LineElsewhere(string file) => $"{file} 只是在 /etc/modprobe.d 中有个名称：它指向别处，或另有名称，因此 virt-nest 不会修改它。请在该文件的来源处手动去掉这些行。";

    public override string NoModprobe(string sysctl) => $"常用目录中没有 modprobe，{sysctl} 也没有指明，因此无法在此重新加载模块。使用 “--only boot” 可只更改配置。";

    public override string AfterReboot => "内核命令行在重启后生效。";

    public override string BuiltinNeedsBoot(string parameter) => $"{parameter} 属于编译进内核的代码，只能在启动时改变。请去掉 “--only running”。";

    public override string ByHandWsl(string word) => $"内核命令行在 Windows 一侧设置。在 %UserProfile%\\.wslconfig 中写入：\n[wsl2]\nnestedVirtualization=true\nkernelCommandLine={word}\n然后在 Windows 中运行：wsl --shutdown";

    public override string ByHandDeclared(string system, string word) => $"本系统（{system}）的配置在别处生成，其根文件系统不可写。请在那里把 “{word}” 加入内核参数，然后用它启动。";

    public override string ByHandBootLoader(string word) => $"没有找到 virt-nest 能够修改其配置的引导程序。请手动把 “{word}” 加入内核命令行并重启。";

    public override string ByHandThen(string file, string? variable, string word, string command) =>
        $"在本系统上，下次启动的内核命令行由 “{command}” 写入，virt-nest 不代为执行。请手动把 “{word}” 加入 {(variable is null ? file : $"{file} 的 {variable}")}，运行该命令，然后重启。";

    public override string ByHandProxmox(string word) =>
        $"本主机的启动分区由 proxmox-boot-tool 填充，而没有迹象表明是 systemd-boot 从中启动的。请手动加入 “{word}”：由 GRUB 启动时写入 /etc/default/grub 的 GRUB_CMDLINE_LINUX_DEFAULT，由 systemd-boot 启动时写入 /etc/kernel/cmdline（“proxmox-boot-tool status” 会说明是哪一种）；然后运行 “proxmox-boot-tool refresh” 并重启。";

    public override string ByHandEntries(string word) =>
        $"本系统的 GRUB 从 /boot/loader/entries 中的条目取得内核命令行（GRUB_ENABLE_BLSCFG=true），而 grub2-mkconfig 不会改动这些条目。请安装 grubby 后再次运行 virt-nest；或者手动把 “{word}” 加入每个条目的 “options” 行和 /etc/kernel/cmdline，然后重启。";

    public override string ByHandOstree(string word) =>
        $"无法用 “rpm-ostree kargs” 读出下次启动的内核参数。请先查看其中有无同名参数，再手动运行：rpm-ostree kargs --append={word}（每个已有的同名参数再加一个 --delete=旧参数）；然后重启。";

    public override string BootEntriesNotRead => "无法读取引导条目；以 root 身份可以读取。";

    public override string GrubbyKeepsOneLine(string file) =>
        $"{file} 不止一行或含有注释，而 grubby 只会写回第一行，其余的会丢失。请把所有参数写在同一行，然后再次运行 virt-nest。";

    public override string GrubbyOverwrites(string file) =>
        $"这个版本的 grubby 会覆盖 {file} 中所有以 GRUB_CMDLINE_LINUX 开头的行，包括 GRUB_CMDLINE_LINUX_DEFAULT。请更新 grubby，或把这些行的内容移到 GRUB_CMDLINE_LINUX 并删去它们，然后再次运行 virt-nest。";

    public override string GrubbyMakesFile(string file) => $"grubby 还会为今后安装的内核写入目前不存在的 {file}。撤销之后该文件仍会保留，但不再含有该参数。";

    public override string UndoAlikeForAll(string? word) =>
        $"grubby 会使所有引导条目及其配置文件中的这个参数一致，而以下各处目前互不相同，或写了不止一次。撤销时{(word is null ? "会从各处去掉该参数" : $"各处都会得到 “{word}”")}：";

    public override string EntriesNotReadBack => "启动分区没有挂载：virt-nest 只能依据 proxmox-boot-tool 的退出状态，无法读取它写入的条目。重启后请用 “virt-nest check” 确认。";

    public override string ByHandWithout(string? file, string word) => file is null
        ? $"本次启动的内核命令行含有 “{word}”，而 virt-nest 能修改的文件里都没有它。若下次启动仍有该参数，请在本系统生成内核命令行的地方手动去掉。"
        : $"{file} 把 “{word}” 写入内核命令行，而那一行不是 virt-nest 写的。请手动去掉该参数，重新生成引导程序的配置，然后重启。";

    public override string Arm64KernelTooOld(string release) => $"在 arm64 上，Linux 6.16 起实例才能嵌套，而当前内核是 {release}。请先启动更新的内核；不会为当前内核写入 kvm-arm.mode=nested。";

    public override string Arm64CpuTooOld => "本处理器没有 FEAT_NV2（Armv8.4）：没有它，KVM 不允许任何实例嵌套。";

    public override string OptionsOfPlan => "--only 和 --override-mitigation 属于计划：请用 “virt-nest plan” 加上该选项重新生成计划，并审阅新的计划。";

    public override string ConfigurationNotRead => "modprobe 的配置有一部分无法读取；其内容可能改变结果：";

    public override string PlanInContainer(string engine) => $"这是一个容器（{engine}）：内核及其配置属于外面的主机。请在主机上运行 virt-nest。";

    public override string PlanNoModule(string? module) => module is null
        ? "KVM 没有适用于本处理器的厂商模块：没有可切换的开关。"
        : $"模块 {module} 没有 nested 参数：没有可切换的开关。";

    public override string PlanHugePages => "在 Linux 7.0 之前的 s390x 上，KVM 要么用大页支撑实例（kvm.hpage=1），要么允许嵌套。请先去掉 hpage=1。";

    public override string PlanInUse(string module, bool isUndo) => $"{module} 正在使用中；绝不会在运行中的实例之下卸载模块。请关闭其使用者，或用 --at-idle 等待其结束{(isUndo ? "" : "，或用 “--only boot” 只修改配置")}。";

    public override string PlanUseUnknown(string module) => $"无法判断 {module} 是否正在使用；以 root 身份可以判断。";

    public override string InitramfsNotRebuilt(string image) => $"{image} 内含该模块以及一份 modprobe.d 的副本，但没有找到能重新生成它的程序。请重新生成，否则下次启动仍是旧值。";

    public override string InitramfsNotMade(string image) => $"{image} 内含 KVM 模块，生成它的程序报告成功，但该映像并未更新";

    public override string StaleLibvirt => "libvirt 下次查询时会自行发现这一更改；正在运行的实例仍使用启动时的 CPU。";

    public override string StaleKubernetes => "Kubernetes 中与嵌套和 CPU 特性有关的节点标签在其所有者重新检测之前保持不变：请在本节点重启 virt-handler（KubeVirt）或 node-feature-discovery。";

    public override string ChangeQuestion => "是否继续？[y/N] ";

    public override string ChangeDeclined => "未做任何更改。";

    public override string ChangeNeedsAnswer => "没有可供询问的终端：请用 --yes 直接执行，或用 --dry-run 只看计划";

    public override string ChangeNeedsRoot => "只有 root 才能执行。未做任何更改。";

    public override string ChangeDryRun => "这是试运行：未做任何更改。";

    public override string ChangeApplied(bool isOn, bool running, bool boot) => $"已完成并验证：嵌套虚拟化已{(isOn ? "启用" : "关闭")}，{Reach(running, boot)}。";

    public override string ChangeApplying(int number, int count, string step) => $"[{number}/{count}] {step}";

    public override string ChangeGap(string module, string time) => $"本主机有 {time} 没有 {module}，也就没有 /dev/kvm。";

    public override string ChangeParameterDiffers(string module, string parameter, string before, string now) => $"{module}：{parameter} 原为 {before}，现为 {now}。它此前是手动设置的，或者 modprobe.d 中的相应行在上次加载之后改过。";

    public override string ChangeNodeDiffers(string before, string now) => $"/dev/kvm 原为 {before}，现为 {now}：模块会重新创建该节点，手动所做的设置已丢失。";

    public override string ChangeUndoHint => "“virt-nest undo” 可撤销。";

    public override string ChangeFailed(string step, string why) => $"失败：{step}：{why}";

    public override string ChangeRolledBack => "已做的一切均已撤回：本主机与之前相同。";

    public override string ChangeNotRolledBack(string step, string why) => $"未能全部撤回：{step}：{why}。下一次 “virt-nest undo”、“enable” 或 “disable” 会再次尝试。";

    public override string ChangeInterrupted => "被中断";

    public override string ChangeLocked(string pid) => $"另一个 virt-nest 正在更改本主机{(pid.Length > 0 ? $"（pid {pid}）" : "")}。未做任何更改。";

    public override string JournalBroken(string path, string why) => $"更改日志无法使用：{path}：{why}。没有它就无法撤销，因此到此为止；若已开始更改，下一次运行会将其撤回。";

    public override string FileChangedSince(string path) => $"{path} 其间被他人修改过";

    public override string FileNotWritten(string path, string why) => $"无法写入 {path}：{why}";

    public override string ProgramFailed(string program, string status, string output) => $"{program} 以状态 {status} 结束{(output.Length > 0 ? "：" + output : "")}";

    public override string ProgramNotStarted(string program, string why) => $"无法启动 {program}：{why}";

    public override string ModuleStillInUse(string module) => $"内核拒绝卸载 {module}：正在使用中";

    public override string ModuleNotUnloaded(string module, string why) => $"内核拒绝卸载 {module}：{why}";

    public override string ModuleNotLoadable(string module, string output) => $"{module} 在重启之前无法重新加载，因此没有卸载它：{output}";

    public override string ModuleNotLoaded(string module, string output) => $"无法加载 {module}：{output}";

    public override string ModuleRestored(string module) => $"{module} 已按原样重新加载。";

    public override string ModuleLost(string module, string output) => $"{module} 未能重新加载，本主机现在没有 KVM：{output}。原因见 dmesg；排除后执行：modprobe {module}";

    public override string ReloadBroken(string why) => $"重新加载模块的进程没有留下结果就结束了：{why}";

    public override string NotVerified(string source, string wished, string read) => $"{source} 应为 {wished}，实为 {read}";

    public override string NothingToUndo => "没有可撤销的 virt-nest 更改。";

    public override string UndoTitle(string when) => $"撤销 {when} 的更改。";

    public override string UndoNothingLeft(string when) => $"无需更改：{when} 的更改已没有需要撤销的内容。";

    public override string UndoDone => "已完成并验证：该更改已撤回。";

    public override string UndoFileChanged(string path) => $"{path} 此后被他人修改过，撤回我们的更改会丢失他们的修改。此后的变化如下：";

    public override string RecoveryRolledBack(string when) => $"{when} 的更改曾在中途被打断；已先将其所做的撤回。";

    public override string RecoveryCompleted(string when) => $"{when} 的更改在最后一步之后被打断；它是完整的，予以保留。";

    public override string RecoveryStuck(string folder, string why) => $"有一次更改在中途被打断且无法撤回：{why}。请排除该问题后再次运行 virt-nest；若要保持现状，请移走 {folder}。";

    public override string RecoveryPlanned(string when, bool isKept) => $"{when} 的更改曾被打断；它将被{(isKept ? "保留：其各步均已完成" : "撤回")}。";

    public override string NothingCutOff => "没有被打断的更改：无需处理。";

    public override string WaitingForIdle(string module, int users, string left) => $"{module} 正在使用中{(users > 0 ? $"（{users} 个进程）" : "")}；等待中，剩余 {left}";

    public override string WaitedTooLong(string module, string time) => $"{time} 之后 {module} 仍在使用中。";

    public override string NotAPlan(string file, string place) => $"{file} 不是 virt-nest 的计划（位置：{place}）";

    public override string NotAsWritten(string? place) => "内容已不是 virt-nest 写入的样子" + (place is null ? "" : $"（位置：{place}）");

    public override string PlanOutdated(string file) => $"本主机与写入 {file} 时不同：现在的计划会是另一个。请审阅新的计划（virt-nest plan）。不同之处：";

    public override string RunAsRoot(string command) => "以 root 执行：" + command;

    public override string MendBelowFirst => "请先解决链条中更靠前的断开环节；在此之前，在本机上做任何更改都没有用。";

    public override string SwitchOnHostAround => "这是一个容器：内核和模块属于外面的主机，请在那里设置。";

    public override string PastMitigation(string line) => $"{line} 有意关闭嵌套：请先询问写下它的人，并确认内核已有修复（virt-nest explain VN1503）。确认之后，该选项允许命令修改这样的行。";

    public override string HelpEnable => "启用嵌套虚拟化：显示计划、执行、验证，任何一步失败则全部撤回。";

    public override string HelpDisable => "以同样的方式关闭嵌套虚拟化。";

    public override string HelpUndo => "撤销上一次更改。";

    public override string HelpPlan => "以 JSON 打印更改计划，供在别处审阅，并供 “apply” 使用。";

    public override string HelpApply => "执行 “plan” 打印的计划；若本主机此后有变化则拒绝。";

    public override string HelpDryRun => "只显示计划，不做任何更改";

    public override string HelpYes => "不询问";

    public override string HelpOnly => "只更改运行中的模块，或只更改今后加载和启动所遵循的配置";

    public override string HelpAtIdle => "等到没有任何东西使用该模块时再继续";

    public override string HelpTimeout => "--at-idle 等待多久（3600）";

    public override string HelpOverrideMitigation => "有意禁止嵌套的行也一并修改";

    public override string HelpCutOff => "只保留或撤回被打断的更改；不做其他事，也不询问";

    private static string OnOff(bool isOn) => isOn ? "启用" : "关闭";

    private static string Reach(bool running, bool boot) => (running, boot) switch
    {
        (true, true) => "立即生效，今后启动亦然",
        (true, false) => "立即生效，直到模块下次加载",
        _ => "自下次加载或启动起",
    };
}
