namespace VirtNest.Messages;

#pragma warning disable CS1591 // each member is the sentence that its English form shows
public abstract partial class MessageCatalog
{
    public abstract string LibvirtAbsent { get; }

    public abstract string LibvirtTooOld(string call);

    public abstract string LibvirtNotReached(string words);

    public abstract string LibvirtNoAnswer(string call);

    public abstract string LibvirtDenied(string words);

    public abstract string LibvirtNoDomain(string words);

    public abstract string LibvirtUnsupported(string words);

    public abstract string LibvirtAgentSilent(string words);

    public abstract string LibvirtLocked(string words);

    public abstract string LibvirtRefused(string call, int code, string words);
}
