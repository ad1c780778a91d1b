using VirtNest.Domains;
using VirtNest.Facts;

namespace VirtNest.Messages;

internal sealed partial class Chinese
{
    public override string HelpInstance => "为实例（libvirt 域）开启或取消嵌套。";

    public override string HelpInstanceEnable => "在实例的定义中要求嵌套：只修改 <cpu> 元素，其余一概不动。";

    public override string HelpInstanceDisable => "从实例的定义中取消嵌套：只修改 <cpu> 元素，其余一概不动。";

    public override string HelpInstanceXml => "修改来自文件或标准输入（-）的域 XML，结果写到标准输出；不访问 libvirt";

    public override string HelpInstanceMode => "CPU 的来源：\nhost-passthrough：宿主机的 CPU，各主机须相同\nhost-model、keep（保留现有型号）：要在不同主机间迁移\n默认：已要求则不改，否则为 host-passthrough；纯模拟的为 keep";

    public override string HelpInstanceExtension => "vmx（Intel）或 svm（AMD）；默认为本机 CPU 的扩展，纯模拟的实例为 svm";

    public override string HelpInstanceDrop => "去掉 <cpu> 中与新模式冲突的子元素；不带此选项时只列出它们，不作修改";

    public override string HelpInstanceEvenIfManaged => "即使实例由其他程序管理也修改，尽管该程序可能会撤销修改";

    public override string HelpInstanceDryRun => "以统一差异格式打印将要作出的修改";

    public override string HelpInstanceFormer => "启用之前的 XML：若此后无人改动 <cpu>，则恢复其原样";

    public override string InstanceNameWithXml => "NAME 与 --xml 不能同时使用：名称在 XML 中";

    public override string StandardInput => "标准输入";

    public override string NotDomainXml(string path, XmlFault fault) => $"{path} 第 {fault.Line} 行（字节 {fault.Offset}）：{XmlFaultReason(fault)}";

    public override string XmlFaultReason(XmlFault fault) => fault.Kind switch
    {
        XmlFaultKind.TooLarge => "对域 XML 而言过大",
        XmlFaultKind.TooDeep => $"元素嵌套过深，在 <{fault.Detail}> 处",
        XmlFaultKind.TooMany => $"元素或属性过多，在 {fault.Detail} 处",
        XmlFaultKind.OtherEncoding => $"不支持编码 {fault.Detail}；请转换为 UTF-8（iconv）",
        XmlFaultKind.BrokenEncoding => $"此处的 {fault.Detail} 不是 UTF-8",
        XmlFaultKind.ForbiddenCharacter => $"XML 不允许字符 {fault.Detail}",
        XmlFaultKind.DocumentType => "不读取文档类型声明（<!DOCTYPE>）",
        XmlFaultKind.UnexpectedEnd => fault.Detail.Length == 0 ? "没有任何元素" : $"在 {fault.Detail} 中间结束",
        XmlFaultKind.NotWellFormed => $"在“{fault.Detail}”处格式不正确",
        XmlFaultKind.WrongEndTag => $"此结束标签与 <{fault.Detail}> 不匹配",
        XmlFaultKind.AttributeTwice => $"属性 {fault.Detail} 出现两次",
        XmlFaultKind.UnknownEntity => $"{fault.Detail} 不是 XML 的实体",
        XmlFaultKind.NotADomain => $"<{fault.Detail}> 不是域；应为 <domain>",
    };

    public override string NoExtensionOfHost => "无法得知实例的宿主机具备 vmx 还是 svm：请用 --extension 指定";

    public override string InstanceEnabled(string name, string extension, string mode) => $"{name} 现已要求 {extension}（CPU 模式 {mode}）";

    public override string InstanceEnabledAlready(string name, string extension) => $"{name} 已经要求 {extension}：未作修改";

    public override string InstanceDisabled(string name, string extensions) => $"{name} 现已禁用 {extensions}";

    public override string InstanceRestored(string name) => $"{name} 的 <cpu> 已恢复原样";

    public override string InstanceDisabledAlready(string name, string extensions) => $"{name} 并未要求 {extensions}：未作修改";

    public override string InstanceFormerNotRestored => "<cpu> 已不是启用时写入的样子，因此不恢复原先的内容";

    public override string InstanceDropped => "以下内容在新模式下没有意义，已去掉：";

    public override string InstanceRefused(string name, string why) => $"{name} 未作修改：{why}";

    public override string InstanceOwned(string name, string owner) =>
        $"{name} 由 {owner} 管理，它会重写定义，在此修改会丢失。请在该程序中设置（或用 --even-if-managed 照样修改）：";

    public override string InstanceOwnedAnyway(string owner) => $"此实例由 {owner} 管理，修改可能会被撤销";

    public override string CpuRefusalReason(CpuRefusal refusal, Extension? extension) => refusal.Kind switch
    {
        CpuRefusalKind.OtherType => refusal.Subject.Length == 0 ? "XML 中没有写明类型" : $"类型为“{refusal.Subject}”；只有 kvm 和 qemu 类型可通过 CPU 实现嵌套",
        CpuRefusalKind.OtherArchitecture => $"架构为 {refusal.Subject}；vmx 和 svm 属于 x86_64 与 i686",
        CpuRefusalKind.OtherOsType => $"os 类型为“{refusal.Subject}”；应为完整的机器（hvm）",
        CpuRefusalKind.QemuCpuOverride => $"qemu:commandline 直接给 QEMU 指定了 CPU（{refusal.Subject}），<cpu> 因此不起作用：请在该处修改",
        CpuRefusalKind.SeveralCpus => "有多个 <cpu>，libvirt 只读取第一个并丢弃其余",
        CpuRefusalKind.UnknownMode => $"未知的 CPU 模式“{refusal.Subject}”",
        CpuRefusalKind.FeatureTwice => $"特性 {refusal.Subject} 出现两次，libvirt 不接受",
        CpuRefusalKind.Conflicts => $"<cpu> 中有与模式 {refusal.Subject} 冲突的内容：{string.Join("、", refusal.Conflicts)}；可用 --drop-conflicts 去掉",
        CpuRefusalKind.PassthroughEmulated => "它是纯模拟的（类型 qemu），libvirt 对此不支持 host-passthrough：请用 --mode host-model 或 keep",
        CpuRefusalKind.VmxEmulated => "它是纯模拟的（类型 qemu），QEMU 的模拟器没有 vmx：请用 svm",
        CpuRefusalKind.ModelWithoutVmx => $"QEMU 的型号 {refusal.Subject} 没有 VMX 控制项：实例能看到 vmx 却无法使用；请用 --mode host-passthrough 或 host-model",
        CpuRefusalKind.ModelWithoutSvm => $"所模拟的型号 {refusal.Subject} 不是 AMD 处理器，实例中的 Linux 不会使用它的 svm；请用 --mode host-model",
        CpuRefusalKind.OtherVendor => $"其 <vendor> 要求 {refusal.Subject} 的宿主机，那里没有 {extension switch { Extension.Vmx => "vmx", Extension.Svm => "svm", null => "这种扩展" }}；参见 --extension",
        CpuRefusalKind.NoPlace => "域是空的",
    };
}
