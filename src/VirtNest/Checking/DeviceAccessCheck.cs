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
                    new(null, Missing(facts)))
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
                bool isInside = DeviceInContainer.IsInside(facts, node);
                if (facts.MayRunWithoutExtension)
                {
                    yield return Finding.Unknown(FindingCode.DeviceAnswer, DeviceNotAsked(facts.Modules.Vendor ?? "kvm"), [seen])
                        with { Decides = Questions.RunsGuests };
                }

                Finding denied = Finding.Fail(FindingCode.DevicePermission,
                    !byMode ? DeviceRefusedByCgroup : isInside ? DeviceDeniedInside
                    : new("this user may not open /dev/kvm", "当前用户无权打开 /dev/kvm"),
                    [seen, new("open:" + Device, LinuxErrno.Name(open.Errno)), .. Acl(facts)],
                    new(null, byMode ? isInside ? DeviceInContainer.Denied(facts, node) : DeviceDeniedRemedy(facts, node)
                        : isInside ? DeviceInContainer.Missing(facts) : DeviceRefusedByCgroupRemedy));

                // The user of a machine can be given the device; who starts a container decides for all of it.
                yield return isInside ? denied with { Severity = Severity.Fail, Decides = Questions.RunsGuests } : denied;
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
                    new(null, Missing(facts)));
                break;
            case ReadingState.NotRead:
                yield return Finding.Pass(FindingCode.DeviceNode, new("/dev/kvm exists; it was not opened", "/dev/kvm 存在；未打开"),
                    [seen]);
                break;
            case ReadingState.Absent or ReadingState.Failed:
                yield return Finding.Fail(FindingCode.DeviceAnswer, DeviceDoesNotOpen(LinuxErrno.Name(open.Errno)),
                    [seen, new("open:" + Device, LinuxErrno.Name(open.Errno))], new(null, Missing(facts)));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(facts));
        }
    }

    /// <summary>Why the node is not there: the container, the kernel, or nobody who makes nodes.</summary>
    private static Sentence Missing(HostFacts facts) => facts.Layer.Container is not null ? DeviceInContainer.Missing(facts)
        : facts.Modules.IsRegistered == true ? DeviceWithoutUdevRemedy : DeviceMissingRemedy;

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
        "The node appears when the vendor module has started; see the links above.", "厂商模块启动后才会出现该节点；见上面各环节。");
    private static Sentence DeviceWithoutUdevRemedy => new(
        "KVM has started and nothing made the node (udev is not running): as root, mknod -m 660 /dev/kvm c 10 232",
        "KVM 已启动，但没有程序创建该节点（udev 未运行）：以 root 执行 mknod -m 660 /dev/kvm c 10 232");
    private static Sentence DeviceWithoutDriver =>
        new("/dev/kvm exists with no driver behind it: opening it would answer ENODEV", "/dev/kvm 存在但背后没有驱动：打开会得到 ENODEV");
    private static Sentence DeviceDoesNotOpen(string errno) => new($"/dev/kvm does not open: {errno}", $"/dev/kvm 无法打开：{errno}");

    private static Sentence DeviceDeniedInside => new(
        "this process may not open /dev/kvm; the host around it could run instances",
        "当前进程无权打开 /dev/kvm；外层宿主机本身可以运行实例");

    private static Sentence DeviceDeniedRemedy(HostFacts facts, DeviceNode node)
    {
        string group = Group(facts, node);
        return facts.Layer.Platform == "github-actions"
            ? new(
                "In a step of the job: echo 'KERNEL==\"kvm\", MODE=\"0666\"' | sudo tee /etc/udev/rules.d/99-kvm.rules; sudo udevadm "
                    + "control --reload; sudo udevadm trigger --name-match=kvm",
                "在作业的步骤中：echo 'KERNEL==\"kvm\", MODE=\"0666\"' | sudo tee /etc/udev/rules.d/99-kvm.rules; sudo udevadm control "
                    + "--reload; sudo udevadm trigger --name-match=kvm")
            : group != "root"
            ? new(
                $"As root: usermod -aG {group} USER; then log in again. Libvirt and services have users of their own.",
                $"以 root 执行：usermod -aG {group} 用户名；然后重新登录。libvirt 等服务使用各自的用户。")
            : facts.Layer.Platform == "wsl2"
            ? new(
                "Only root may open it: no udev runs in this distribution. Now: sudo chown root:kvm /dev/kvm; sudo chmod 660 /dev/kvm\n"
                    + "At each start: systemd=true below [boot] in /etc/wsl.conf, or the same two commands as command= there; then wsl "
                    + "--shutdown in Windows.",
                "只有 root 能打开：该发行版中没有运行 udev。立即生效：sudo chown root:kvm /dev/kvm; sudo chmod 660 /dev/kvm\n"
                    + "每次启动：在 /etc/wsl.conf 的 [boot] 下写 systemd=true，或用 command= 写上述两条命令；然后在 Windows 中运行 wsl "
                    + "--shutdown。")
            : new(
                "Only root may open it: no udev rule gave it to a group. Now, as root: chown root:kvm /dev/kvm; chmod 660 /dev/kvm\n"
                    + "For later boots a udev rule: KERNEL==\"kvm\", GROUP=\"kvm\", MODE=\"0660\"; and add the user to that group.",
                "只有 root 能打开：没有 udev 规则把它交给某个组。立即生效，以 root 执行：chown root:kvm /dev/kvm; chmod 660 /dev/kvm\n"
                    + "今后启动用 udev 规则：KERNEL==\"kvm\", GROUP=\"kvm\", MODE=\"0660\"；并把用户加入该组。");
    }

    private static Sentence DeviceRefusedByCgroup =>
        new("the control group of this process refuses /dev/kvm (EPERM)", "当前进程的控制组拒绝 /dev/kvm（EPERM）");
    private static Sentence DeviceRefusedByCgroupRemedy => new(
        "The service must be allowed the device: DeviceAllow=/dev/kvm rw in its systemd unit.",
        "须允许该服务使用设备：在其 systemd 单元中写 DeviceAllow=/dev/kvm rw。");
}
