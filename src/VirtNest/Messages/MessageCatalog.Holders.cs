namespace VirtNest.Messages;

#pragma warning disable CS1591 // each member is the sentence that its English form shows
public abstract partial class MessageCatalog
{
    public abstract string KvmFree { get; }

    public abstract string KvmHeld(int processes);

    public abstract string KvmHolder(int pid, string command, string? instance, bool isLibvirt, uint user, string holds);

    public abstract string KvmHolderIsAncestor { get; }

    public abstract string KvmHoldings(int devices, int vms, int vcpus, int others);

    public abstract string KvmHeldByModules(string module, string above);

    public abstract string KvmHeldByUs(string descriptors);

    public abstract string KvmHeldUnseen(string module, int count);

    public abstract string KvmUseUnknown { get; }

    public abstract string ProcessesUnreadable(int processes);

    public abstract string ProcessesHidden { get; }

    public abstract string InheritedReleased(string descriptors);
}
