using VirtNest.Domains;
using VirtNest.Facts;

namespace VirtNest.Messages;

#pragma warning disable CS1591 // each member is the sentence that its English form shows
public abstract partial class MessageCatalog
{
    public abstract string HelpInstance { get; }

    public abstract string HelpInstanceEnable { get; }

    public abstract string HelpInstanceDisable { get; }

    public abstract string HelpInstanceXml { get; }

    public abstract string HelpInstanceMode { get; }

    public abstract string HelpInstanceExtension { get; }

    public abstract string HelpInstanceDrop { get; }

    public abstract string HelpInstanceEvenIfManaged { get; }

    public abstract string HelpInstanceDryRun { get; }

    public abstract string HelpInstanceFormer { get; }

    public abstract string InstanceNameWithXml { get; }

    public abstract string StandardInput { get; }

    public abstract string NotDomainXml(string path, XmlFault fault);

    public abstract string XmlFaultReason(XmlFault fault);

    public abstract string NoExtensionOfHost { get; }

    public abstract string InstanceEnabled(string name, string extension, string mode);

    public abstract string InstanceEnabledAlready(string name, string extension);

    public abstract string InstanceDisabled(string name, string extensions);

    public abstract string InstanceRestored(string name);

    public abstract string InstanceDisabledAlready(string name, string extensions);

    public abstract string InstanceFormerNotRestored { get; }

    public abstract string InstanceDropped { get; }

    public abstract string InstanceRefused(string name, string why);

    public abstract string InstanceOwned(string name, string owner);

    public abstract string InstanceOwnedAnyway(string owner);

    public abstract string CpuRefusalReason(CpuRefusal refusal, Extension? extension);
}
