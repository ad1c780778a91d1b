using VirtNest.Facts;
using VirtNest.Instances.Xml;
using VirtNest.Text;

namespace VirtNest.Instances;

#pragma warning disable CS1591 // each member is the sentence that it shows
/// <summary>Sentences that several files say.</summary>
public static class InstanceSentences
{
    public static Sentence NotDomainXml(Sentence path, XmlFault fault) => new(
        $"{path.English}, line {fault.Line}, byte {fault.Offset}: {XmlFaultReason(fault).English}",
        $"{path.Chinese} 第 {fault.Line} 行（字节 {fault.Offset}）：{XmlFaultReason(fault).Chinese}");

    public static Sentence XmlFaultReason(XmlFault fault) => fault.Kind switch
    {
        XmlFaultKind.TooLarge => new("too large for the XML of a domain", "对域 XML 而言过大"),
        XmlFaultKind.TooDeep => new($"too many elements inside one another, at <{fault.Detail}>", $"元素嵌套过深，在 <{fault.Detail}> 处"),
        XmlFaultKind.TooMany => new($"too many elements or attributes, at {fault.Detail}", $"元素或属性过多，在 {fault.Detail} 处"),
        XmlFaultKind.OtherEncoding =>
            new($"the encoding {fault.Detail} is not read; make it UTF-8 (iconv)", $"不支持编码 {fault.Detail}；请转换为 UTF-8（iconv）"),
        XmlFaultKind.BrokenEncoding => new($"{fault.Detail} is no UTF-8 here", $"此处的 {fault.Detail} 不是 UTF-8"),
        XmlFaultKind.ForbiddenCharacter => new($"the character {fault.Detail} is not allowed in XML", $"XML 不允许字符 {fault.Detail}"),
        XmlFaultKind.DocumentType => new("a document type (<!DOCTYPE>) is not read", "不读取文档类型声明（<!DOCTYPE>）"),
        XmlFaultKind.UnexpectedEnd => fault.Detail.Length == 0
            ? new("there is no element", "没有任何元素")
            : new($"it ends inside {fault.Detail}", $"在 {fault.Detail} 中间结束"),
        XmlFaultKind.NotWellFormed => new($"not well-formed at '{fault.Detail}'", $"在“{fault.Detail}”处格式不正确"),
        XmlFaultKind.WrongEndTag => new($"this end tag does not close <{fault.Detail}>", $"此结束标签与 <{fault.Detail}> 不匹配"),
        XmlFaultKind.AttributeTwice => new($"the attribute {fault.Detail} is there twice", $"属性 {fault.Detail} 出现两次"),
        XmlFaultKind.UnknownEntity => new($"{fault.Detail} is no entity of XML", $"{fault.Detail} 不是 XML 的实体"),
        XmlFaultKind.NotADomain => new($"<{fault.Detail}> is no domain; <domain> is expected", $"<{fault.Detail}> 不是域；应为 <domain>"),
    };

    public static Sentence NoExtensionOfHost => new(
        "cannot tell whether the instance's host has vmx or svm: say it by --extension",
        "无法得知实例的宿主机具备 vmx 还是 svm：请用 --extension 指定");
    public static Sentence InstanceEnabled(string name, string extension, string mode) =>
        new($"{name} now asks for {extension} (cpu mode {mode})", $"{name} 现已要求 {extension}（CPU 模式 {mode}）");
    public static Sentence InstanceEnabledAlready(string name, string extension) =>
        new($"{name} asks for {extension} already: nothing changed", $"{name} 已经要求 {extension}：未作修改");
    public static Sentence InstanceDisabled(string name, string extensions) =>
        new($"{name} is now denied {extensions}", $"{name} 现已禁用 {extensions}");
    public static Sentence InstanceRestored(string name) => new($"the former <cpu> of {name} is back", $"{name} 的 <cpu> 已恢复原样");
    public static Sentence InstanceDisabledAlready(string name, string extensions) =>
        new($"{name} does not ask for {extensions}: nothing changed", $"{name} 并未要求 {extensions}：未作修改");
    public static Sentence InstanceRefused(string name, string why) => new($"{name} is not changed: {why}", $"{name} 未作修改：{why}");

    public static Sentence CpuRefusalReason(CpuRefusal refusal, Extension? extension) => refusal.Kind switch
    {
        CpuRefusalKind.OtherType => refusal.Subject.Length == 0
            ? new("its XML says no type", "XML 中没有写明类型")
            : new(
                $"it is of type '{refusal.Subject}'; kvm and qemu can nest by their CPU",
                $"类型为“{refusal.Subject}”；只有 kvm 和 qemu 类型可通过 CPU 实现嵌套"),
        CpuRefusalKind.OtherArchitecture => new(
            $"its architecture is {refusal.Subject}; vmx and svm are of x86_64 and i686",
            $"架构为 {refusal.Subject}；vmx 和 svm 属于 x86_64 与 i686"),
        CpuRefusalKind.OtherOsType => new(
            $"its os type is '{refusal.Subject}'; a whole machine (hvm) is expected",
            $"os 类型为“{refusal.Subject}”；应为完整的机器（hvm）"),
        CpuRefusalKind.QemuCpuOverride => new(
            $"qemu:commandline hands QEMU a CPU of its own ({refusal.Subject}), and <cpu> says nothing beside it: edit it there",
            $"qemu:commandline 直接给 QEMU 指定了 CPU（{refusal.Subject}），<cpu> 因此不起作用：请在该处修改"),
        CpuRefusalKind.SeveralCpus => new(
            "it has more than one <cpu>, of which libvirt reads the first and drops the others",
            "有多个 <cpu>，libvirt 只读取第一个并丢弃其余"),
        CpuRefusalKind.UnknownMode => new($"cpu mode '{refusal.Subject}' is not known", $"未知的 CPU 模式“{refusal.Subject}”"),
        CpuRefusalKind.FeatureTwice => new(
            $"the feature {refusal.Subject} is there twice, which libvirt does not take",
            $"特性 {refusal.Subject} 出现两次，libvirt 不接受"),
        CpuRefusalKind.Conflicts => new(
            $"in <cpu> there is what cannot stand beside mode {refusal.Subject}: {string.Join(", ", refusal.Conflicts)}; --drop-conflicts "
                + "drops it",
            $"<cpu> 中有与模式 {refusal.Subject} 冲突的内容：{string.Join("、", refusal.Conflicts)}；可用 --drop-conflicts 去掉"),
        CpuRefusalKind.PassthroughEmulated => new(
            "it is emulated (type qemu), and libvirt has no host-passthrough for that: use --mode host-model or keep",
            "它是纯模拟的（类型 qemu），libvirt 对此不支持 host-passthrough：请用 --mode host-model 或 keep"),
        CpuRefusalKind.VmxEmulated => new(
            "it is emulated (type qemu), and QEMU's emulator has no vmx: use svm",
            "它是纯模拟的（类型 qemu），QEMU 的模拟器没有 vmx：请用 svm"),
        CpuRefusalKind.ModelWithoutVmx => new(
            $"the model {refusal.Subject} has no VMX controls in QEMU: the instance would see vmx and could not use it; use --mode "
                + "host-passthrough or host-model",
            $"QEMU 的型号 {refusal.Subject} 没有 VMX 控制项：实例能看到 vmx 却无法使用；请用 --mode host-passthrough 或 host-model"),
        CpuRefusalKind.ModelWithoutSvm => new(
            $"the emulated model {refusal.Subject} is no AMD processor, and Linux in the instance would not use its svm; use --mode "
                + "host-model",
            $"所模拟的型号 {refusal.Subject} 不是 AMD 处理器，实例中的 Linux 不会使用它的 svm；请用 --mode host-model"),
        CpuRefusalKind.OtherVendor => new(
            $"its <vendor> asks for hosts of {refusal.Subject}, which have "
                + $"no {extension switch { Extension.Vmx => "vmx", Extension.Svm => "svm", null => "such extension" }}; see --extension",
            $"其 <vendor> 要求 {refusal.Subject} 的宿主机，"
                + $"那里没有 {extension switch { Extension.Vmx => "vmx", Extension.Svm => "svm", null => "这种扩展" }}；参见 --extension"),
        CpuRefusalKind.Encrypted => Encrypted(refusal.Subject),
        CpuRefusalKind.EvmcsWithSvm => new(
            "<hyperv> has <evmcs state='on'/>, which is for VMX alone: take it out first",
            "<hyperv> 中有 <evmcs state='on'/>，它只适用于 VMX：请先去掉"),
        CpuRefusalKind.NoPlace => new("the domain is empty", "域是空的"),
    };

    public static Sentence Encrypted(string technology)
    {
        string said = "launchSecurity" + (technology.Length > 0 ? " " + technology : "");
        return new($"its memory is encrypted ({said}), and no such instance can run instances itself",
            $"其内存已加密（{said}），这种实例无法再运行实例");
    }

    public static Sentence InstanceNotRead(string words) =>
        new($"libvirt did not give its definition: {words}", $"libvirt 没有给出其定义：{words}");

    public static Sentence InstanceManagedBy(Sentence owner, bool rewrites) => rewrites
        ? new(
            $"{owner.English} keeps this instance and writes its definition again: switch nesting on there",
            $"该实例由 {owner.Chinese} 管理，其定义会被重写：请在那里开启嵌套")
        : new($"{owner.English} made this instance", $"该实例由 {owner.Chinese} 创建");

    public static Sentence ColumnName => new("INSTANCE", "实例");
    public static Sentence ColumnState => new("STATE", "状态");
    public static Sentence ColumnExposed => new("NESTING", "嵌套");
    public static Sentence ColumnNested => new("L2 NOW", "L2");

    public static Sentence StateName(DomainState state) => state switch
    {
        DomainState.Running => new("running", "运行"),
        DomainState.Blocked => new("blocked", "等待"),
        DomainState.Paused => new("paused", "暂停"),
        DomainState.ShuttingDown => new("stopping", "关机中"),
        DomainState.ShutOff => new("off", "关闭"),
        DomainState.Crashed => new("crashed", "崩溃"),
        DomainState.Suspended => new("suspended", "休眠"),
        DomainState.Unknown => new("unknown", "未知"),
    };

    /// <summary>"yes" or "no" in a table; "-" where nobody tells.</summary>
    public static string Cell(bool? answer, Language language) => answer switch
    {
        true => new Sentence("yes", "是").In(language),
        false => new Sentence("no", "否").In(language),
        null => "-",
    };

    /// <summary>How the makers of processors write themselves, by the word of limits.txt.</summary>
    public static string? VendorName(string? vendor) => vendor switch
    {
        "intel" => "Intel",
        "amd" => "AMD",
        "arm" => "Arm",
        "ibm-s390" => "IBM Z",
        "ibm-power" => "IBM POWER",
        _ => vendor,
    };
}
