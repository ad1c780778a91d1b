namespace VirtNest.Messages;

internal sealed partial class English
{
    public override string LibvirtAbsent => "libvirt is not installed here (libvirt.so.0 is missing): on Debian and Ubuntu the package libvirt0, on Fedora and RHEL libvirt-libs. `virt-nest instance enable --xml FILE` works without it";

    public override string LibvirtTooOld(string call) => $"the libvirt that is installed here lacks {call}: it is too old";

    public override string LibvirtNotReached(string words) => $"libvirt could not be reached. It says: {words}";

    public override string LibvirtNoAnswer(string call) => $"libvirt did not answer in time, or the connection broke ({call}); is its daemon hung or stopped?";

    public override string LibvirtDenied(string words) => $"libvirt does not permit this to you. It says: {words}";

    public override string LibvirtNoDomain(string words) => $"there is no such instance. libvirt says: {words}";

    public override string LibvirtUnsupported(string words) => $"this libvirt connection cannot do that. It says: {words}";

    public override string LibvirtAgentSilent(string words) => $"the guest agent does not answer. libvirt says: {words}";

    public override string LibvirtLocked(string words) => $"another operation holds the instance. libvirt says: {words}";

    public override string LibvirtRefused(string call, int code, string words) => $"libvirt refused ({call}, error {code}): {words}";
}
