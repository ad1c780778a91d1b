using System.Collections.Generic;

namespace VirtNest.Messages;

internal sealed partial class English
{
    public override string KvmFree => "Nobody uses KVM.";

    public override string KvmHeld(int processes) => processes == 1 ? "KVM is in use by a process:" : $"KVM is in use by {processes} processes:";

    public override string KvmHolder(int pid, string command, string? instance, bool isLibvirt, uint user, string holds) =>
        $"{pid} {command}{(instance is null ? "" : isLibvirt ? $", libvirt domain {instance}" : $", instance {instance}")}: {holds} (user {user})";

    public override string KvmHolderIsAncestor => "It started this command: close its descriptor there (exec 3<&- in a shell), or use another shell.";

    public override string KvmHoldings(int devices, int vms, int vcpus, int others)
    {
        List<string> held = [];
        if (vms > 0)
        {
            held.Add(vms == 1 ? "a VM" : $"{vms} VMs");
        }

        if (vcpus > 0)
        {
            held.Add(vcpus == 1 ? "1 virtual CPU" : $"{vcpus} virtual CPUs");
        }

        if (devices > 0)
        {
            held.Add("/dev/kvm");
        }

        if (others > 0)
        {
            held.Add("other parts of a VM");
        }

        return string.Join(", ", held);
    }

    public override string KvmHeldByModules(string module, string above) => $"Other modules use {module}: {above}.";

    public override string KvmHeldByUs(string descriptors) => $"KVM is in use by virt-nest alone, by descriptor {descriptors}, which it was started with.";

    public override string KvmHeldUnseen(string module, int count) =>
        $"The kernel counts {count} uses of {module} by somebody who cannot be seen from here: a process outside of this container or of another user, a descriptor on its way between processes, or a driver.";

    public override string KvmUseUnknown => "Nobody was found who uses KVM, but not everybody could be looked at.";

    public override string ProcessesUnreadable(int processes) =>
        processes == 1 ? "Could not look into 1 process of another user; root may." : $"Could not look into {processes} processes of other users; root may.";

    public override string ProcessesHidden => "Some processes are hidden from here: this is a container, or /proc is mounted with hidepid.";

    public override string InheritedReleased(string descriptors) => $"Whoever started virt-nest left it /dev/kvm open as descriptor {descriptors}; it was closed here.";
}
