namespace VirtNest.Messages;

internal sealed partial class Chinese
{
    public override string HelpGuardHook => "接收端的 libvirt 钩子：本机未提供嵌套虚拟化时，拒绝需要它的实例。";

    public override string HelpHookInstall => "在现有钩子之外安装此钩子：先显示文件，再询问，然后写入。";

    public override string HelpHookRemove => "移除此钩子：只移除 virt-nest 写入的内容。";

    public override string HelpHookRun => "供钩子调用：对一个实例作出决定，其 XML 来自标准输入。状态 1 表示拒绝。";

    public override string HelpHookAllow => "放行沿用主机 CPU（host-passthrough、maximum）且未明确写出该扩展的实例，无论其内存中有什么";

    public override string HelpHookEvidence => "只根据证据文档判断本机，不读取其他任何内容";

    public override string HelpHookDryRun => "只显示将作的更改，不作任何更改";

    public override string HookRefusesRequired(ArrivalWords how, string name, string feature, string lack) =>
        $"已拒绝{How(how)}实例 {name}：其定义要求 {feature}，而本机不提供：{lack}。";

    public override string HookRefusesFollowing(ArrivalWords how, string name, string lack) =>
        $"已拒绝{How(how)}实例 {name}：它沿用所在主机的 CPU，而本机不提供嵌套虚拟化：{lack}。其中运行的嵌套实例会在没有任何提示的情况下被终止。";

    public override string HookLackNested(string module, string value) => $"{module} 的 nested 为 {value}";

    public override string HookLackOffer(string feature) => $"KVM 不向实例提供 {feature}";

    public override string HookLackVendor(string feature, string own) => $"本机处理器支持的是 {own}，而不是 {feature}";

    public override string HookRemedyCommand(string command) => $"在本机启用：“{command}”。";

    public override string HookRemedyCheck => "在本机运行“virt-nest check”可查看原因。";

    public override string HookRemedyAllow => "如果其中没有运行嵌套实例：在本机运行“virt-nest guard hook install --allow-host-passthrough”即可放行此类实例。";

    public override string HookCannotTell(string name) => $"无法判断本机是否提供嵌套虚拟化；已放行实例 {name}";

    public override string HookLetsIn(string why) => $"{why}；已放行该实例";

    public override string HookInstallTitle => "安装 libvirt 钩子：本机未提供嵌套虚拟化时，拒绝需要它的实例。";

    public override string HookRemoveTitle => "移除 libvirt 钩子。";

    public override string HookThere(string path) => $"钩子已经存在：{path}。未做任何更改。";

    public override string HookNotThere => "没有 virt-nest 的钩子。未做任何更改。";

    public override string HookMode(string path) => $"{path} 内容完整，但没有执行权限：其权限将改为 0755。";

    public override string HookInstalled(string path) => $"已完成：{path}。用“virt-nest guard hook remove”可将其移除。";

    public override string HookRemoved => "已完成：钩子已移除。";

    public override string HookFailed(string path, string why) => $"{path}：{why}。原有内容保持不变。";

    public override string HookForeign(string path) => $"{path} 已经存在，且不是 virt-nest 写入的。";

    public override string HookChanged(string path) => $"{path} 在 virt-nest 写入之后被改动过，改动会因此丢失。请先将其移走。差异如下：";

    public override string HookIsLink(string path) => $"{path} 是符号链接；不会跟随它。";

    public override string HookIsOther(string path) => $"{path} 既不是存放钩子的目录，也不是钩子文件。";

    public override string HookUnreadable(string path, string why) => $"无法查看 {path}：{why}。";

    public override string HookOnlyOne(string path) => $"6.5.0 之前的 libvirt 只运行一个钩子，而 {path} 已经存在。如果它是自身不读取标准输入的 shell 脚本，在其中加入下面一行即可达到同样的效果：";

    public override string HookProgramNotSafe(string path) => $"libvirt 会以 root 身份运行 virt-nest，而 root 以外的用户可以改动 {path}。请将程序放到只有 root 可写的位置（例如 /usr/bin），再从那里运行。";

    public override string HookProgramName(string path) => $"virt-nest 的路径无法写入脚本：{path}";

    public override string HookNoteReload(string? command) =>
        $"已在运行的 libvirt 只在启动或重新加载时查找新钩子；其间实例继续运行：{command ?? "重启 libvirtd 或 virtqemud"}";

    public override string HookNoteLibvirtUnknown => "本机上没有找到 libvirt。该钩子适用于 libvirt 6.5.0 及更高版本。";

    public override string HookNoteConfined(string profile, string program) =>
        $"AppArmor（{profile}）允许 libvirt 运行 /usr/bin 和 /usr/sbin 中的程序，但不允许运行 {program}：钩子会放行一切。请将 virt-nest 安装到 /usr/bin，再从那里重新运行本命令。";

    public override string HookNoteNotOffered =>
        "本机目前不提供嵌套虚拟化：在启用之前，在本机保存的、沿用主机 CPU 的实例也无法恢复，开机时同样如此。--allow-host-passthrough 可放行此类实例。";

    private static string How(ArrivalWords how) => how switch
    {
        ArrivalWords.Start => "启动",
        ArrivalWords.Restore => "恢复",
        ArrivalWords.Migration => "迁入",
    };
}
