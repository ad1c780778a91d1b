using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Checking;

/// <summary>VN1601 to VN1603: /dev/kvm exists, this user may open it, and it answers.</summary>
internal static class DeviceAccessCheck
{
    private const string Device = "/dev/kvm";

    internal static IEnumerable<Finding> Run(HostFacts facts)
    {
        Reading stat = facts.Evidence["stat:" + Device];
        DeviceNode? node = DeviceNode.Parse(facts.Evidence, Device);
        if (facts.KvmAnswered)
        {
            yield return Finding.Pass(FindingCode.DeviceAnswer, new("/dev/kvm opens and answers", "/dev/kvm 可打开并有应答"),
                [new("ioctl:KVM_GET_API_VERSION", "12")]);
            yield break;
        }

        if (node is null)
        {
            yield return facts.IsLive && stat.State == ReadingState.Absent
                ? Finding.Fail(FindingCode.DeviceNode, new("/dev/kvm does not exist", "/dev/kvm 不存在"), [new("stat:" + Device, "ENOENT")],
                    new(null, facts.Layer.Container is not null ? CheckSentences.InContainerRemedy : DeviceMissingRemedy))
                : Finding.Unknown(FindingCode.DeviceNode, new("/dev/kvm was not read", "未读取 /dev/kvm"), [new("stat:" + Device, "-")])
                    with { Decides = facts.IsLive || facts.Layer.Container is not null ? Questions.RunsGuests : Questions.None };
            yield break;
        }

        Witness seen = new("stat:" + Device,
            string.Create(CultureInfo.InvariantCulture, $"mode={node.Mode} uid={node.Uid} gid={node.Gid} rdev={node.Device}"));
        Reading open = facts.Kvm.Open;
        switch (open.State)
        {
            case ReadingState.Denied:
                bool byMode = open.Errno == LinuxErrno.EACCES;

                if (facts.MayRunWithoutExtension)
                {
                    yield return Finding.Unknown(FindingCode.DeviceAnswer, DeviceNotAsked(facts.Modules.Vendor ?? "kvm"), [seen])
                        with { Decides = Questions.RunsGuests };
                }
                yield return Finding.Fail(FindingCode.DevicePermission,
                    byMode ? new("this user may not open /dev/kvm", "当前用户无权打开 /dev/kvm") : DeviceRefusedByCgroup,
                    [seen, new("open:" + Device, LinuxErrno.Name(open.Errno)), .. Acl(facts)],
                    new(null, byMode ? DeviceDeniedRemedy(Group(facts, node)) : DeviceRefusedByCgroupRemedy));
                break;
            case ReadingState.Known when facts.Kvm.ApiVersion == 12:
                // A vendor module that we do not know, and no VM was made, or the kernel refused it.
                Reading vm = facts.Kvm.CreateVm;
                yield return vm.State is ReadingState.NotRead
                    ? Finding.Unknown(FindingCode.DeviceAnswer, DeviceAnswersUnproven(facts.Modules.Vendor ?? "kvm"),
                        [seen, new("ioctl:KVM_GET_API_VERSION", "12")]) with { Decides = Questions.RunsGuests }
                    : Finding.Fail(FindingCode.DeviceAnswer,
                        new("/dev/kvm answers and refuses to create a VM", "/dev/kvm 有应答，但拒绝创建虚拟机"),
                        [seen, new("ioctl:KVM_CREATE_VM", LinuxErrno.Name(vm.Errno))]);
                break;
            case ReadingState.Known:
                yield return Finding.Fail(FindingCode.DeviceAnswer,
                    new("/dev/kvm opens and does not answer as KVM does", "/dev/kvm 可打开，但应答不像 KVM"),
                    [seen, new("ioctl:KVM_GET_API_VERSION", facts.Kvm.ApiVersion?.ToString(CultureInfo.InvariantCulture) ?? "-")]);
                break;
            case ReadingState.NotRead when facts.IsLive && facts.Modules.IsRegistered == false:
                yield return Finding.Fail(FindingCode.DeviceAnswer, DeviceWithoutDriver, [seen, new("/proc/misc", "no kvm")],
                    new(null, DeviceMissingRemedy));
                break;
            case ReadingState.NotRead:
                yield return Finding.Pass(FindingCode.DeviceNode, new("/dev/kvm exists; it was not opened", "/dev/kvm 存在；未打开"),
                    [seen]);
                break;
            case ReadingState.Absent or ReadingState.Failed:
                yield return Finding.Fail(FindingCode.DeviceAnswer, DeviceDoesNotOpen(LinuxErrno.Name(open.Errno)),
                    [seen, new("open:" + Device, LinuxErrno.Name(open.Errno))], new(null, DeviceMissingRemedy));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(facts));
        }
    }

    private static IEnumerable<Witness> Acl(HostFacts facts) =>
        facts.Evidence["acl:" + Device].Value is { Length: > 0 } acl ? [new("acl:" + Device, acl.Replace('\n', ' '))] : [];

    /// <summary>The name of the group that may open the node, where /etc/group says it; its number otherwise.</summary>
    private static string Group(HostFacts facts, DeviceNode node)
    {
        string number = node.Gid.ToString(CultureInfo.InvariantCulture);
        return facts.Evidence["/etc/group"].Value?.Split(' ') is ["kvm", var gid] && gid == number ? "kvm" : node.Gid == 0 ? "root"
            : number;
    }

    private static Sentence DeviceAnswersUnproven(string module) =>
        new($"/dev/kvm answers; that {module} runs guests was not tried", $"/dev/kvm 有应答；未试验 {module} 能否运行实例");
    private static Sentence DeviceNotAsked(string module) => new(
        $"{module} may run guests without VMX or SVM; this user could not ask it",
        $"{module} 可能无需 VMX 或 SVM 即可运行实例；当前用户无法询问它");
    private static Sentence DeviceMissingRemedy => new(
        "The node appears when the vendor module has started; see the links above. If udev is not running: mknod /dev/kvm c 10 232",
        "厂商模块启动后才会出现该节点；见上面各环节。若 udev 未运行：mknod /dev/kvm c 10 232");
    private static Sentence DeviceWithoutDriver =>
        new("/dev/kvm exists with no driver behind it: opening it would answer ENODEV", "/dev/kvm 存在但背后没有驱动：打开会得到 ENODEV");
    private static Sentence DeviceDoesNotOpen(string errno) => new($"/dev/kvm does not open: {errno}", $"/dev/kvm 无法打开：{errno}");

    private static Sentence DeviceDeniedRemedy(string group) => group == "root"
        ? new(
            "Only root may open it. A udev rule gives it to a group: KERNEL==\"kvm\", GROUP=\"kvm\", MODE=\"0660\"; then add the user to "
                + "that group.",
            "只有 root 能打开。可用 udev 规则交给某个组：KERNEL==\"kvm\", GROUP=\"kvm\", MODE=\"0660\"；再把用户加入该组。")
        : new(
            $"As root: usermod -aG {group} USER; then log in anew. Libvirt and services have users of their own.",
            $"以 root 执行：usermod -aG {group} 用户名；然后重新登录。libvirt 等服务使用各自的用户。");

    private static Sentence DeviceRefusedByCgroup =>
        new("the control group of this process refuses /dev/kvm (EPERM)", "当前进程的控制组拒绝 /dev/kvm（EPERM）");
    private static Sentence DeviceRefusedByCgroupRemedy => new(
        "The container or service must be allowed the device: docker --device /dev/kvm, systemd DeviceAllow=/dev/kvm rw.",
        "须允许该容器或服务使用设备：docker --device /dev/kvm，systemd DeviceAllow=/dev/kvm rw。");
}
