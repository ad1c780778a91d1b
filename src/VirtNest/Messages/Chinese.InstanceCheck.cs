using VirtNest.Domains;

namespace VirtNest.Messages;

internal sealed partial class Chinese
{
    public override string HelpInstanceCheck => "逐环检查一个实例：宿主机提供嵌套、定义要求嵌套、运行中的进程具有它、内部看得到它。指出第一个断开的环节和补救办法。不作任何修改。";

    public override string HelpInstanceNoAgent => "不询问来宾代理（libvirt 会在日志中记下代理被询问过，且需要写权限）";

    public override string InstanceQuestion(string name, string state, bool isOff) => $"{name}（{state}）{(isOff ? "启动后" : "")}能否运行自己的实例？";

    public override string InstanceHostOffers => "其宿主机向实例提供 VMX 或 SVM";

    public override string InstanceHostDoesNotOffer => "其宿主机不向实例提供 VMX 或 SVM";

    public override string InstanceHostNotTold => "从此处无法得知其宿主机是否向实例提供 VMX 或 SVM";

    public override string InstanceHostRemedy => "它会指出是哪一层以及补救办法。运行中的实例保持启动时的 CPU：之后请将其关机再启动。";

    public override string InstanceHostRemedyElsewhere => "请在该实例的宿主机上运行 `virt-nest check --role host`。";

    public override string InstanceEmulated => "该实例是纯模拟的（type qemu）：扩展取决于其 CPU 型号，与宿主机无关，且其中一切都很慢";

    public override string InstanceNotRead(string words) => $"libvirt 没有给出其定义：{words}";

    public override string InstanceNotJudged(string type, string arch) => $"类型为 {type}、架构为 {arch} 的实例：VMX 和 SVM 只涉及 KVM 和 QEMU 的 x86 实例";

    public override string InstanceAsks(CpuExposure how) => how switch { CpuExposure.FollowsHost => "其定义采用宿主机的 CPU", CpuExposure.OfModel => "其 CPU 型号带 SVM", CpuExposure.Overridden => "其定义中给 QEMU 的参数要求了它", CpuExposure.Undecided => "其定义采用宿主机的型号，含 VMX", CpuExposure.Asked or CpuExposure.NotAsked or CpuExposure.Denied => "其定义要求了它" };

    public override string InstanceDoesNotAsk(CpuExposure how) => how switch { CpuExposure.Denied => "其定义不允许它（策略 disable 或 forbid）", CpuExposure.Overridden => "其定义中给 QEMU 的参数去掉了它", CpuExposure.Asked or CpuExposure.FollowsHost or CpuExposure.Undecided or CpuExposure.OfModel or CpuExposure.NotAsked => "其定义没有要求它：在 KVM 下，CPU 型号本身既没有 VMX 也没有 SVM" };

    public override string InstanceHostModelAlone => "其定义只写了 host-model：在 AMD 上 libvirt 和 QEMU 会不声不响地去掉 svm";

    public override string InstanceAsksNotTold => "无法得知其定义是否要求它";

    public override string InstanceEnableRemedy => "下次冷启动时生效；加上 --now 则立即关机并启动该实例。";

    public override string InstanceHas => "运行它的进程具有 VMX 或 SVM";

    public override string InstanceHasNot => "运行它的进程既没有 VMX 也没有 SVM";

    public override string InstanceHasNotRemedy => "实例启动时 QEMU 去掉了它：宿主机当时没有提供，或现在没有提供。请看“宿主机”一环；然后将实例关机再启动。";

    public override string InstanceHasNotTold => "运行它的进程是否具有 VMX 或 SVM，从其 XML 无法得知";

    public override string InstanceHasNotToldRemedy => "直接询问 QEMU；libvirt 会在日志中记下监视器被使用过。";

    public override string InstancePending => "它仍按较旧的定义运行；现在的定义要求了嵌套";

    public override string InstancePendingToLose => "它仍按较旧的定义运行：下次冷启动后不再有嵌套";

    public override string InstancePendingRemedy(string name) => $"或 virsh shutdown {name}，关机后再 virsh start {name}。在内部重启不够：进程仍是同一个。";

    public override string InstanceSaved => "有一个保存的状态：下次启动会以保存时的 CPU 恢复，与定义无关";

    public override string InstanceSavedRemedy(string name) => $"virsh start {name} 后在内部关机；或放弃保存的状态：virsh managedsave-remove {name}";

    public override string InstanceCpuOverride => "qemu:commandline 给了 QEMU 另一个 CPU；<cpu> 的内容不起作用";

    public override string InstanceManagedBy(string owner, bool rewrites) => rewrites ? $"该实例由 {owner} 管理，其定义会被重写：请在那里开启嵌套" : $"该实例由 {owner} 创建";

    public override string InstanceNestedUse(bool? runsNow) => runsNow switch
    {
        true => "其中此刻有 L2 在运行",
        false => "自启动以来其中运行过 L2；查看期间没有",
        null => "自启动以来其中运行过 L2；此刻是否有 L2 在运行无法得知",
    };

    public override string InsideNotLooked(string why, string words) => "没有查看内部：" + why switch { "not-asked" => "没有要求", "not-running" => "它没有运行", "no-agent" => "其来宾代理没有回应", "refused" => $"其来宾代理不允许读取文件（{words}）", "malformed" => "其来宾代理的回答无法理解", _ => $"libvirt 没有转达（{words}）" };

    public override string InsideShows(string flags) => $"内部称其 CPU 具有 {flags}";

    public override string InsideShowsNone => "内部称其 CPU 既没有 vmx 也没有 svm";

    public override string InsideContradicts(bool inside) => inside ? "内部称其 CPU 具有该扩展；从外部看没有" : "内部称其 CPU 没有该扩展；从外部看有";

    public override string InsideHiddenRemedy => "来宾内核将其隐藏：请查看其命令行（clearcpuid=），以及这是否就是您所指的实例。";

    public override string InsideLiesRemedy => "内部的说法与外部所见不符时不予采信。若怀疑外部有误，`--ask-qemu` 可得到 QEMU 自己的说法。";

    public override string InsideModuleLoaded(string module, string nested) => $"其内核中有 {module}（nested={nested}）";

    public override string InsideModuleMissing(string module) => $"其内核中没有 {module}";

    public override string InsideModuleRemedy(string module) => $"在实例内部：sudo modprobe {module}；若失败，在那里运行 `virt-nest check` 可得知原因。";
}
