namespace VirtNest.Messages;

internal sealed partial class English
{
    public override string HelpInstance => "Gives nesting to an instance (a libvirt domain) and takes it away.";

    public override string HelpInstanceEnable => "Asks for nesting in the definition of an instance: edits its <cpu> element and nothing else.";

    public override string HelpInstanceDisable => "Takes nesting out of the definition of an instance: edits its <cpu> element and nothing else.";

    public override string HelpInstanceXml => "edit domain XML from a file, or from standard input (-), to standard output; libvirt is not asked";

    public override string HelpInstanceMode => "host-passthrough: all of this host's CPU, for hosts that are all alike; host-model or keep: to migrate among different hosts.\nkeep adds the extension to the CPU model that is there. Default: no change where nesting is asked for already, else host-passthrough (emulated: keep)";

    public override string HelpInstanceExtension => "vmx (Intel) or svm (AMD); default: this host's own, for an emulated instance svm";

    public override string HelpInstanceDrop => "drop children of <cpu> that cannot stand beside the new mode; without it they are named and nothing is changed";

    public override string HelpInstanceEvenIfManaged => "edit an instance that another program manages, although that program may undo it";

    public override string HelpInstanceDryRun => "print what would change as a unified diff";

    public override string HelpInstanceFormer => "the XML as it was before enable: its <cpu> is put back where nobody has changed it since";
}
