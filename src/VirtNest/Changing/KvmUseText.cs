using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Changing;

/// <summary>Who keeps KVM in use, in lines of at most 80 columns: the processes by name, then what could not be seen.</summary>
public static class KvmUseText
{
    /// <summary>Holders that are listed; of a host with more, the first are enough to act on.</summary>
    private const int Most = 50;

    /// <summary>Appends the lines.</summary>
    /// <param name="to">Where they go.</param>
    /// <param name="use">Who uses KVM.</param>
    /// <param name="indent">Columns before each line.</param>
    public static void Write(TextReport to, KvmUse use, int indent)
    {
        to.Say(Summary(use), indent);
        foreach (KvmHolder holder in use.Holders.Take(Most))
        {
            to.Say(Describe(holder), indent + 2);
            if (holder.IsAncestor)
            {
                to.Say(KvmHolderIsAncestor, indent + 4);
            }
        }

        if (use.Holders.Count > Most)
        {
            to.Say("...", indent + 2);
        }

        if (use.Unreadable > 0)
        {
            to.Say(ProcessesUnreadable(use.Unreadable), indent);
        }

        if (use.IsHidden)
        {
            to.Say(ProcessesHidden, indent);
        }
    }

    /// <summary>One holder in one sentence of printable characters.</summary>
    private static Sentence Describe(KvmHolder holder) => KvmHolderSentence(
        holder.Pid, Printable.Sanitise(holder.Naming.Command, 60),
        holder.Naming.Instance is { } instance ? Printable.Sanitise(instance, 120) : null, holder.Naming.IsLibvirt, holder.UserId,
        KvmHoldingsSentence(holder.Holds.Devices, holder.Holds.Vms, holder.Holds.Vcpus, holder.Holds.Others));

    private static Sentence Summary(KvmUse use) => use.State switch
    {
        KvmUseState.Free => new("Nobody uses KVM.", "没有进程在使用 KVM。"),
        KvmUseState.Held => KvmHeld(use.Holders.Count),
        KvmUseState.HeldByModules => KvmHeldByModules(use.Module!.Name, string.Join(", ", use.Module.Above)),
        KvmUseState.HeldByUs => KvmHeldByUs(string.Join(", ", use.Own)),
        KvmUseState.HeldUnseen => KvmHeldUnseen(use.Module!.Name, use.Module.Count ?? 0),
        KvmUseState.Unknown => KvmUseUnknown,
    };

    private static Sentence KvmHeld(int processes) => new(
        processes == 1 ? "KVM is in use by a process:" : $"KVM is in use by {processes} processes:",
        $"有 {processes} 个进程正在使用 KVM：");
    private static Sentence KvmHolderSentence(int pid, string command, string? instance, bool isLibvirt, uint user, Sentence holds) => new(
        $"{pid} {command}{(instance is null ? "" : isLibvirt ? $", libvirt domain {instance}" : $", instance {instance}")}: "
            + $"{holds.English} (user {user})",
        $"{pid} {command}{(instance is null ? "" : isLibvirt ? $"，libvirt 域 {instance}" : $"，实例 {instance}")}："
            + $"{holds.Chinese}（用户 {user}）");
    private static Sentence KvmHolderIsAncestor => new(
        "It started this command: close its descriptor there (exec 3<&- in a shell), or use another shell.",
        "本命令由它启动：请在其中关闭该描述符（shell 中为 exec 3<&-），或换用另一个 shell。");

    private static Sentence KvmHoldingsSentence(int devices, int vms, int vcpus, int others)
    {
        (int Count, Sentence Name)[] all =
        [
            (vms, new(vms == 1 ? "a VM" : $"{vms} VMs", $"{vms} 个虚拟机")),
            (vcpus, new(vcpus == 1 ? "1 virtual CPU" : $"{vcpus} virtual CPUs", $"{vcpus} 个虚拟 CPU")),
            (devices, Sentence.Verbatim("/dev/kvm")),
            (others, new("other parts of a VM", "虚拟机的其他部分")),
        ];
        Sentence[] held = [.. all.Where(static h => h.Count > 0).Select(static h => h.Name)];
        return new(string.Join(", ", held.Select(static h => h.English)), string.Join("、", held.Select(static h => h.Chinese)));
    }

    private static Sentence KvmHeldByModules(string module, string above) =>
        new($"Other modules use {module}: {above}.", $"其他模块正在使用 {module}：{above}。");
    private static Sentence KvmHeldByUs(string descriptors) => new(
        $"KVM is in use by virt-nest alone, by descriptor {descriptors}, which it was started with.",
        $"只有 virt-nest 自己在使用 KVM：启动时继承的描述符 {descriptors}。");
    private static Sentence KvmHeldUnseen(string module, int count) => new(
        $"The kernel counts {count} uses of {module} by somebody who cannot be seen from here: a process outside of this container or of "
            + "another user, a descriptor on its way between processes, or a driver.",
        $"内核记录 {module} 有 {count} 处使用，但从这里看不到使用者：可能是本容器之外或其他用户的进程、正在进程间传递的描述符，"
            + "或某个驱动。");
    private static Sentence KvmUseUnknown =>
        new("Nobody was found who uses KVM, but not everybody could be looked at.", "没有发现使用 KVM 的进程，但并非所有进程都能查看。");
    private static Sentence ProcessesUnreadable(int processes) => new(
        $"{(processes == 1 ? "1 process" : $"{processes} processes")} could not be looked into: of another user (root may), or hanging.",
        $"有 {processes} 个进程无法查看：属于其他用户（root 可以查看），或没有响应。");
    private static Sentence ProcessesHidden => new(
        "Some processes are hidden from here: this is a container, or /proc is mounted with hidepid.",
        "有些进程在这里不可见：这里是容器，或 /proc 以 hidepid 挂载。");
}
