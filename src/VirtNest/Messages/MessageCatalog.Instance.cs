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
}
