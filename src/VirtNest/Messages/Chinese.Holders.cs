using System.Collections.Generic;

namespace VirtNest.Messages;

internal sealed partial class Chinese
{
    public override string KvmFree => "没有进程在使用 KVM。";

    public override string KvmHeld(int processes) => $"有 {processes} 个进程正在使用 KVM：";

    public override string KvmHolder(int pid, string command, string? instance, bool isLibvirt, uint user, string holds) =>
        $"{pid} {command}{(instance is null ? "" : isLibvirt ? $"，libvirt 域 {instance}" : $"，实例 {instance}")}：{holds}（用户 {user}）";

    public override string KvmHolderIsAncestor => "本命令由它启动：请在其中关闭该描述符（shell 中为 exec 3<&-），或换用另一个 shell。";

    public override string KvmHoldings(int devices, int vms, int vcpus, int others)
    {
        List<string> held = [];
        if (vms > 0)
        {
            held.Add($"{vms} 个虚拟机");
        }

        if (vcpus > 0)
        {
            held.Add($"{vcpus} 个虚拟 CPU");
        }

        if (devices > 0)
        {
            held.Add("/dev/kvm");
        }

        if (others > 0)
        {
            held.Add("虚拟机的其他部分");
        }

        return string.Join("、", held);
    }

    public override string KvmHeldByModules(string module, string above) => $"其他模块正在使用 {module}：{above}。";

    public override string KvmHeldByUs(string descriptors) => $"只有 virt-nest 自己在使用 KVM：启动时继承的描述符 {descriptors}。";

    public override string KvmHeldUnseen(string module, int count) =>
        $"内核记录 {module} 有 {count} 处使用，但从这里看不到使用者：可能是本容器之外或其他用户的进程、正在进程间传递的描述符，或某个驱动。";

    public override string KvmUseUnknown => "没有发现使用 KVM 的进程，但并非所有进程都能查看。";

    public override string ProcessesUnreadable(int processes) => $"有 {processes} 个其他用户的进程无法查看；root 可以。";

    public override string ProcessesHidden => "有些进程在这里不可见：这里是容器，或 /proc 以 hidepid 挂载。";

    public override string InheritedReleased(string descriptors) => $"启动 virt-nest 的程序留给它已打开的 /dev/kvm（描述符 {descriptors}）；已在此关闭。";
}
