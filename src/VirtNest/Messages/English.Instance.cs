using VirtNest.Domains;
using VirtNest.Facts;

namespace VirtNest.Messages;

internal sealed partial class English
{
    public override string HelpInstance => "Gives nesting to an instance (a libvirt domain) and takes it away.";

    public override string HelpInstanceEnable => "Asks for nesting in the definition of an instance: edits its <cpu> element and nothing else.";

    public override string HelpInstanceDisable => "Takes nesting out of the definition of an instance: edits its <cpu> element and nothing else.";

    public override string HelpInstanceXml => "edit domain XML from a file, or from standard input (-), to standard output; libvirt is not asked";

    public override string HelpInstanceMode => "where the CPU comes from:\nhost-passthrough: the host's CPU; all hosts alike\nhost-model, keep (the model that is there): to migrate among hosts that differ\ndefault: no change if it asks already, else host-passthrough; emulated: keep";

    public override string HelpInstanceExtension => "vmx (Intel) or svm (AMD); default: this host's own, for an emulated instance svm";

    public override string HelpInstanceDrop => "drop children of <cpu> that cannot stand beside the new mode; without it they are named and nothing is changed";

    public override string HelpInstanceEvenIfManaged => "edit an instance that another program manages, although that program may undo it";

    public override string HelpInstanceDryRun => "print what would change as a unified diff";

    public override string HelpInstanceFormer => "the XML as it was before enable: its <cpu> is put back where nobody has changed it since";

    public override string InstanceNameWithXml => "a NAME and --xml exclude each other: the name stands in the XML";

    public override string StandardInput => "standard input";

    public override string NotDomainXml(string path, XmlFault fault) => $"{path}, line {fault.Line}, byte {fault.Offset}: {XmlFaultReason(fault)}";

    public override string XmlFaultReason(XmlFault fault) => fault.Kind switch
    {
        XmlFaultKind.TooLarge => "too large for the XML of a domain",
        XmlFaultKind.TooDeep => $"too many elements inside one another, at <{fault.Detail}>",
        XmlFaultKind.TooMany => $"too many elements or attributes, at {fault.Detail}",
        XmlFaultKind.OtherEncoding => $"the encoding {fault.Detail} is not read; make it UTF-8 (iconv)",
        XmlFaultKind.BrokenEncoding => $"{fault.Detail} is no UTF-8 here",
        XmlFaultKind.ForbiddenCharacter => $"the character {fault.Detail} is not allowed in XML",
        XmlFaultKind.DocumentType => "a document type (<!DOCTYPE>) is not read",
        XmlFaultKind.UnexpectedEnd => fault.Detail.Length == 0 ? "there is no element" : $"it ends inside {fault.Detail}",
        XmlFaultKind.NotWellFormed => $"not well-formed at '{fault.Detail}'",
        XmlFaultKind.WrongEndTag => $"this end tag does not close <{fault.Detail}>",
        XmlFaultKind.AttributeTwice => $"the attribute {fault.Detail} is there twice",
        XmlFaultKind.UnknownEntity => $"{fault.Detail} is no entity of XML",
        XmlFaultKind.NotADomain => $"<{fault.Detail}> is no domain; <domain> is expected",
    };

    public override string NoExtensionOfHost => "cannot tell whether the instance's host has vmx or svm: say it by --extension";

    public override string InstanceEnabled(string name, string extension, string mode) => $"{name} now asks for {extension} (cpu mode {mode})";

    public override string InstanceEnabledAlready(string name, string extension) => $"{name} asks for {extension} already: nothing changed";

    public override string InstanceDisabled(string name, string extensions) => $"{name} is now denied {extensions}";

    public override string InstanceRestored(string name) => $"the former <cpu> of {name} is back";

    public override string InstanceDisabledAlready(string name, string extensions) => $"{name} does not ask for {extensions}: nothing changed";

    public override string InstanceFormerNotRestored => "the <cpu> is not as enable wrote it, so the former one is not put back";

    public override string InstanceDropped => "dropped, since it means nothing in the new mode:";

    public override string InstanceRefused(string name, string why) => $"{name} is not changed: {why}";

    public override string InstanceOwned(string name, string owner) =>
        $"{name} is kept by {owner}, which writes the definition again: an edit here would be lost. Switch it on there (or edit all the same, with --even-if-managed):";

    public override string InstanceOwnedAnyway(string owner) => $"{owner} keeps this instance and may undo the edit";

    public override string CpuRefusalReason(CpuRefusal refusal, Extension? extension) => refusal.Kind switch
    {
        CpuRefusalKind.OtherType => refusal.Subject.Length == 0 ? "its XML says no type" : $"it is of type '{refusal.Subject}'; kvm and qemu can nest by their CPU",
        CpuRefusalKind.OtherArchitecture => $"its architecture is {refusal.Subject}; vmx and svm are of x86_64 and i686",
        CpuRefusalKind.OtherOsType => $"its os type is '{refusal.Subject}'; a whole machine (hvm) is expected",
        CpuRefusalKind.QemuCpuOverride => $"qemu:commandline hands QEMU a CPU of its own ({refusal.Subject}), and <cpu> says nothing beside it: edit it there",
        CpuRefusalKind.SeveralCpus => "it has more than one <cpu>, of which libvirt reads the first and drops the others",
        CpuRefusalKind.UnknownMode => $"cpu mode '{refusal.Subject}' is not known",
        CpuRefusalKind.FeatureTwice => $"the feature {refusal.Subject} is there twice, which libvirt does not take",
        CpuRefusalKind.Conflicts => $"in <cpu> there is what cannot stand beside mode {refusal.Subject}: {string.Join(", ", refusal.Conflicts)}; --drop-conflicts drops it",
        CpuRefusalKind.PassthroughEmulated => "it is emulated (type qemu), and libvirt has no host-passthrough for that: use --mode host-model or keep",
        CpuRefusalKind.VmxEmulated => "it is emulated (type qemu), and QEMU's emulator has no vmx: use svm",
        CpuRefusalKind.ModelWithoutVmx => $"the model {refusal.Subject} has no VMX controls in QEMU: the instance would see vmx and could not use it; use --mode host-passthrough or host-model",
        CpuRefusalKind.ModelWithoutSvm => $"the emulated model {refusal.Subject} is no AMD processor, and Linux in the instance would not use its svm; use --mode host-model",
        CpuRefusalKind.OtherVendor => $"its <vendor> asks for hosts of {refusal.Subject}, which have no {extension switch { Extension.Vmx => "vmx", Extension.Svm => "svm", null => "such extension" }}; see --extension",
        CpuRefusalKind.NoPlace => "the domain is empty",
    };
}
