namespace VirtNest.Messages;

internal sealed partial class Chinese
{
    public override string LibvirtAbsent => "本机没有安装 libvirt（缺少 libvirt.so.0）：Debian 和 Ubuntu 的软件包是 libvirt0，Fedora 和 RHEL 是 libvirt-libs。没有它也可以使用 `virt-nest instance enable --xml FILE`";

    public override string LibvirtTooOld(string call) => $"本机安装的 libvirt 没有 {call}：版本过旧";

    public override string LibvirtNotReached(string words) => $"无法连接 libvirt。它的说明：{words}";

    public override string LibvirtNoAnswer(string call) => $"libvirt 没有及时回应，或连接已中断（{call}）；请查看其守护进程是否停止或挂起";

    public override string LibvirtDenied(string words) => $"libvirt 不允许当前用户这样做。它的说明：{words}";

    public override string LibvirtNoDomain(string words) => $"没有这个实例。libvirt 的说明：{words}";

    public override string LibvirtUnsupported(string words) => $"此 libvirt 连接做不到这一点。它的说明：{words}";

    public override string LibvirtAgentSilent(string words) => $"来宾代理没有回应。libvirt 的说明：{words}";

    public override string LibvirtLocked(string words) => $"该实例正被另一项操作占用。libvirt 的说明：{words}";

    public override string LibvirtRefused(string call, int code, string words) => $"libvirt 拒绝了（{call}，错误 {code}）：{words}";
}
