namespace VirtNest.Messages;

internal sealed partial class Chinese
{
    public override string HelpGuard => "在实例内有 L2 运行期间阻止对该实例的保存、快照和迁移，并拒绝迁入会因此丢失 L2 的实例。";

    public override string HelpGuardRun => "监视哪些实例内有 L2 在运行，并在运行期间让 libvirt 拒绝保存、快照或迁移这些实例。在前台运行，供服务使用；需要 root。";

    public override string HelpGuardStatus => "说明是否有守护在运行、其策略，以及当前哪些实例被阻止。需要 root。";

    public override string HelpGuardRelease => "取下守护遗留的所有阻止项，使 libvirt 重新允许一切操作。需要 root，且没有守护在运行。";

    public override string HelpGuardConfig => "配置文件；默认 /etc/virt-nest/guard.conf，该文件不存在时使用内置值";

    public override string HelpGuardUnlessClosed => "配置为 on-failure = closed 时什么也不做";

    public override string HelpWatchDebugfs => "内核计数所在处：debugfs 的 kvm 目录；默认 /sys/kernel/debug/kvm";

    public override string GuardConfigNotALine(int line, string text) => $"第 {line} 行既不是“键 = 值”，也不是 [模式] 或注释：{text}";

    public override string GuardConfigKey(int line, string key) => $"第 {line} 行：此处没有键“{key}”；可用的键为 policy、grace、interval、on-failure、connect，以及节内的 policy";

    public override string GuardConfigValue(int line, string key, string value) => $"第 {line} 行：{key} 不允许取值“{value}”；" + key switch
    {
        "policy" => "允许 auto、block、warn、off",
        "grace" => "允许 1 到 86400 秒",
        "interval" => "允许 0.01 到 3600 秒",
        "on-failure" => "允许 open、closed",
        _ => "需要一个值",
    };

    public override string GuardConfigTwice(int line, string key) => $"第 {line} 行：{key} 给出了两次";

    public override string GuardNeedsRoot => "此操作需要 root";

    public override string GuardRuns(string pid) => $"已有守护或 guard release 在运行{(pid.Length == 0 ? "" : $"（进程 {pid}）")}";

    public override string GuardFolder(string path, string reason) => $"{path}：{reason}";

    public override string GuardStarted(string uri, string seconds, string policy, bool blocks, bool failsClosed) =>
        $"正在守护 {uri}，每 {seconds} 秒查看一次；策略 {policy}{(policy != "auto" ? "" : blocks ? "（按限制表，在本机会阻止）" : "（按限制表，在本机无需阻止）")}；故障时{(failsClosed ? "保持阻止（closed）" : "放行（open）")}";

    public override string GuardStopped => "守护已结束";

    public override string GuardAdopted(string name) => $"{name}：已接管之前遗留的阻止项";

    public override string GuardArmed(string name) => $"{name}：其中有 L2 在运行；libvirt 现在会拒绝保存、快照或迁移它";

    public override string GuardDisarmed(string name) => $"{name}：libvirt 重新允许保存、快照或迁移它";

    public override string GuardWarned(string name) => $"{name}：其中有 L2 在运行；保存或迁移它可能会丢失该 L2";

    public override string GuardUnguarded(string command, int pid) => $"{command}（进程 {pid}）：该虚拟机内有 L2 在运行，但它不由 libvirt 管理，无法拒绝任何操作";

    public override string GuardArmFailed(string name, string failure) => $"{name}：其中有 L2 在运行，但未能阻止；将会重试。{failure}";

    public override string GuardDisarmFailed(string name, string failure) => $"{name}：其阻止项未能取下；将会重试。{failure}";

    public override string GuardSourceLost(string failure) => $"无法询问 libvirt；将会重试。{failure}";

    public override string GuardSourceBack => "libvirt 恢复回应";

    public override string GuardAutoChanged(bool blocks) => blocks ? "策略 auto：按限制表，在本机从现在起会阻止" : "策略 auto：按限制表，在本机从现在起无需阻止";

    public override string GuardStatusRuns(string pid) => $"有守护在运行{(pid.Length == 0 ? "" : $"（进程 {pid}）")}。";

    public override string GuardStatusOff => "没有守护在运行。";

    public override string GuardStatusPolicy(string policy, bool blocks, bool failsClosed) =>
        $"策略 {policy}{(policy != "auto" ? "" : blocks ? "（按限制表，在本机会阻止）" : "（按限制表，在本机无需阻止）")}；故障时{(failsClosed ? "保持阻止（closed）" : "放行（open）")}。";

    public override string GuardStatusNone => "没有实例被阻止。";

    public override string GuardStatusBlocked => "以下实例被阻止，因为其中有 L2 在运行或刚刚结束：";

    public override string GuardStatusDoubtful(string name) => $"{name}（有记录；是否被阻止无法询问）";

    public override string GuardReleased(int count) => $"已取下 {count} 个阻止项。";

    public override string GuardNothingToRelease => "没有阻止项。";

    public override string GuardLeftClosed => "配置为 on-failure = closed：阻止项保持原样。";

    public override string GuardNotReleased(string name, string? failure) => $"{name}：其阻止项未能{(failure is null ? "及时取下" : "取下。" + failure)}";
}
