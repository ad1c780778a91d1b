using System.Collections.Generic;

namespace VirtNest.Messages;

internal sealed partial class Chinese
{
    public override string HelpLimits => "就嵌套而言，一个实例现在可以做什么、不可以做什么：热迁移、保存、快照、恢复、虚拟 CPU 热插拔；原因何在，以及应先停止什么。不作任何修改。";

    public override string HelpLimitsTo => "另外判断另一台宿主机能否接收该实例：在那里用 `virt-nest check --save-evidence FILE` 生成的依据文档";

    public override string HelpLimitsProof => "另外采用在本机实测的结果：`virt-nest prove --state --json` 的文档";

    public override string NotStateProof(string path, string why) => $"{path} 不是 `virt-nest prove --state --json` 的文档（位置：{why}）";

    public override string LimitsOff(string name) => $"{name} 已关机。以下是它运行之后的情况。";

    public override string LimitsWithoutExtension(string name, string state) => $"{name}（{state}）既没有 VMX 也没有 SVM：其中不可能运行 L2，一切与普通实例相同。";

    public override string LimitsRunsNested(string name, string state) => $"{name}（{state}）：其中此刻有 L2 在运行。";

    public override string LimitsRunsNone(string name, string state) => $"{name}（{state}）：查看期间其中没有 L2 运行。";

    public override string LimitsNestedNotTold(string name, string state, bool isPaused) =>
        $"{name}（{state}）：无法得知其中是否有 L2 在运行（{(isPaused ? "暂停期间计数不会增长" : "没有可用的嵌套进入计数")}）。以下分别给出有 L2 和没有 L2 时的情况。";

    public override string LimitsExposureNotTold => "它究竟有没有 VMX 或 SVM 也无法得知。";

    public override string LimitsEmulated(string name) => $"{name} 是纯模拟的（type qemu）：与 KVM 无关，嵌套 KVM 的限制不适用。";

    public override string LimitsOtherType(string name, string type) => $"{name} 的类型是 {type}：嵌套 KVM 的限制不适用。";

    public override string LimitsHost(string? vendor, string? kernel, string? libvirt, string? qemu, bool isQemu) =>
        $"宿主机：{VendorName(vendor) ?? "厂商未知"}，{(kernel is null ? "内核未知" : "Linux " + kernel)}；libvirt {libvirt ?? "版本未知"}，{(isQemu ? "QEMU " + (qemu ?? "版本未知") : "QEMU 以外的 VMM")}。";

    public override string LimitsQemuOfHost => "这是 libvirt 所说的已安装的 QEMU；更新之前启动的实例仍在较旧的 QEMU 中运行。";

    public override string LimitsOwnFixes => "其发行版自行修补内核，或具体版本未知：版本号所缺少的内容可能已经包含在内。";

    public override string LimitsNoHost => "宿主机不是本机：请在那里运行 virt-nest，以便判断其内核。";

    public override string OperationName(string operation) => operation switch
    {
        "migrate" => "热迁移",
        "save" => "保存",
        "managed-save" => "托管保存",
        "snapshot" => "快照",
        "restore" => "恢复",
        "suspend-disk" => "休眠到磁盘",
        "vcpu-hotplug" => "vCPU 热插拔",
        _ => "迁出 L2",
    };

    public override string LimitVerdictWord(string verdict) => verdict switch
    {
        "works" => "可行",
        "undefined" => "未定义",
        "breaks" => "会破坏",
        "refused" => "被拒绝",
        _ => "未知",
    };

    public override string AsUsual => "与普通实例相同";

    public override string NoLimitRule => "表中没有相应的规则";

    public override string WithNested(string said) => $"有 L2 运行时：{said}";

    public override string WithoutNested(string said) => $"没有时：{said}";

    public override string MeasuredLost => "会破坏：在该内核上实测，不论表中如何";

    public override string LimitDependsOnVersions => "取决于不能确定的版本";

    public override string LimitWhen(string when) => when switch
    {
        "target-nested-off" => "若那里未启用嵌套",
        "target-lacks-features" => "若那里缺少特性",
        "target-other-vendor" => "若那里是另一厂商的 CPU",
        _ => "迁移之后",
    };

    public override string UnderCondition(string condition, string said) => $"；{condition}：{said}";

    public override string InParentheses(string said) => $"（{said}）";

    public override string LimitsFeatures => "因其可以嵌套，KVM 不提供给它的特性";

    public override string LimitsMissingFeatures(string features, string source) => $"供其嵌套实例使用的 VMX 或 SVM 特性：{features}（{source}）";

    public override string LimitsWhy => "原因";

    public override string LimitRuleOf(string id, string date, bool isLow) => $"{id}，{date}{(isLow ? "，没有第一手来源" : "")}";

    public override string LimitsStopFirst(string name) => $"请先关闭 {name} 内的嵌套实例，或从内部将其迁出；然后用 virt-nest limits 确认其中没有 L2 在运行。暂停 {name} 并不能结束它们。";

    public override string TargetHeadline(string file) => $"{file} 所述的宿主机能否接收它？";

    public override string TargetNothingAgainst => "就嵌套而言没有障碍";

    public override string TargetQuestionName(string question) => question switch
    {
        "vendor" => "厂商",
        "extension" => "CPU",
        "nesting" => "nested",
        "features" => "特性",
        _ => "内核",
    };

    public override string TargetVendor(bool? isSame, string? here, string? there) => isSame switch
    {
        true => $"种类相同：{VendorName(there)}",
        false => $"种类不同：本机为 {VendorName(here)}，那里为 {VendorName(there)}。一种处理器上的 L2 无法在另一种上运行",
        null => "无法得知两者的处理器是否为同一种类",
    };

    public override string TargetExtension(bool? has, string? extension) => has switch
    {
        true => $"其 CPU 显示 {extension}",
        false => "其 CPU 既不显示 vmx 也不显示 svm",
        null => "其 CPU 是否具有该扩展，文档中没有说明",
    };

    public override string TargetNesting(bool? offers) => offers switch
    {
        true => "其 KVM 向实例提供嵌套",
        false => "那里未启用嵌套：在该宿主机上运行 `virt-nest enable` 可以启用",
        null => "其 KVM 是否提供嵌套，文档中没有说明",
    };

    public override string TargetFeatures(bool? has, bool sourceKnown) => has == true ? "其 KVM 提供本机 KVM 所提供的全部特性"
        : sourceKnown ? "其 KVM 是否提供本机 KVM 所提供的全部特性，文档中没有说明"
        : "本机 KVM 提供哪些特性未知，无从比较";

    public override string TargetFeaturesLacking(IReadOnlyCollection<string> features, bool isRefused) =>
        $"其 KVM 缺少 {string.Join("、", features)}。{(isRefused ? "libvirt 会在那里拒绝该实例（missing features）" : "没有任何环节会拒绝；实例会继续使用已不存在的特性")}";

    public override string TargetFeaturesMayLack(IReadOnlyCollection<string> features) => $"其 KVM 缺少 {string.Join("、", features)}；该实例是否用到它们，从其 XML 无法得知";

    public override string TargetFeaturesNotNeeded(IReadOnlyCollection<string> features) => $"其 KVM 缺少 {string.Join("、", features)}，但该实例并未获得这些特性";

    public override string TargetKernel(string? kernel, string verdict, bool isQemu) =>
        $"{kernel ?? "其内核未知"}：{(isQemu ? "若 QEMU 与本机相同，" : "")}接收运行中的 L2 {verdict switch { "works" => "应当可行", "undefined" => "结果未定义", "breaks" => "会使其丢失", "refused" => "会被拒绝", _ => "是否可行未知" }}";

    public override string MeasuredHeadline(string file) => $"prove --state 的实测结果（{file}）";

    public override string MeasuredOtherKernel(string kernel, string? here) => here is null
        ? $"内核为 Linux {kernel}；该实例宿主机的内核未知，因此不予采用"
        : $"内核为 Linux {kernel}；本机运行 {here}，因此不予采用";

    public override string MeasuredProven(string kernel, long moves) => $"Linux {kernel}：按 QEMU 的调用顺序保存并恢复 {moves} 次，运行中的 L2 每次都继续运行";

    public override string MeasuredRefuted(string kernel) => $"Linux {kernel}：按 QEMU 的调用顺序保存并恢复状态时，运行中的 L2 丢失。这一结果优先于表中的内容";

    public override string MeasuredInconclusive(string kernel) => $"Linux {kernel}：按 QEMU 的调用顺序没有得出结果";
}
