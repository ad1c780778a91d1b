namespace VirtNest.Messages;

internal sealed partial class Chinese
{
    public override string HelpTop => "实时查看谁在运行 L2：哪些实例具有 VMX 或 SVM，哪些自启动以来用过，哪些此刻正有 L2 运行，每秒进入多少次。不作任何修改。";

    public override string HelpTopOnce => "间隔 --interval 查看两次，输出一张表后结束；曾经运行过 L2 的实例，--interval 3 才能断定此刻没有";

    public override string HelpTopInterval => "两次查看之间的间隔，默认 1 秒";

    public override string HelpTopSort => "按什么排序，默认 running";

    public override string HelpTopFilter => "只显示名称中含有该文字的实例；含 * 或 ? 时为匹配整个名称的模式";

    public override string HelpTopAskQemu => "libvirt 不计数时（8.9 之前）经由它询问 QEMU 监视器；libvirt 会在日志中记下";

    public override string TopNeedsTerminal => "实时查看需要终端（标准输入和标准输出）；没有终端时请用 --once（一张表）或 --json（每行一个文档）";

    public override string TopLooking => "正在查看……";

    public override string TopNothingRead => "什么也读不到：有没有实例无从得知。";

    public override string TopNoInstances => "此处没有正在运行的实例。";

    public override string TopNothingFits(string filter) => $"没有名称符合 {filter} 的实例。";

    public override string TopFilter => "过滤：";

    public override string TopSorted(string column, bool reversed) => $"排序：{column}{(reversed ? "，反序" : "")}";

    public override string TopKeys => "q 退出  s 排序  r 反序  / 过滤  Esc 全部";

    public override string TopCounts(int instances, int exposed, int neverUsed, int used, int running, int unknown) =>
        $"{instances} 个实例：有嵌套 {exposed}，从未用过 {neverUsed}，用过 {used}，此刻有 L2 {running}{(unknown == 0 ? "" : $"，未知 {unknown}")}";

    public override string TopNeverUsed(int count) =>
        $"{count} 个实例具有嵌套，自启动以来从未用过。无人需要时，可用 `virt-nest instance disable NAME` 去掉。";

    public override string TopSilentUsers => "没有人配置过却有 L2？启用了基于虚拟化的安全性的 Windows 在自带的虚拟化平台之上运行，某些沙箱也是如此。";

    public override string TopDebugfsDenied(string path) => $"读不到内核的计数：只有 root 能查看 {path}";

    public override string TopDebugfsAbsent(string path) =>
        $"读不到内核的计数：没有 {path}。可能未加载 KVM，或未挂载 debugfs（mount -t debugfs none /sys/kernel/debug）";

    public override string TopGuestModeOnly(int count) =>
        $"{count} 个实例的计数不可读（内核处于 lockdown？）：可能看到正在运行的 L2，但无法断定没有 L2";

    public override string TopNobodyCounts(int count) =>
        $"{count} 个实例的 L2 无人计数：需要 Linux 5.13；读不到 debugfs 时还需要 QEMU 7.1 和 libvirt 8.9（更旧的 libvirt：--ask-qemu）";

    public override string TopUndecided(int count) =>
        $"{count} 个实例的计数没有增长，但空闲的 L2 可能每秒进入不到一次：--interval 3 可以断定";

    public override string ColumnUsed => "用过";

    public override string ColumnEntries => "进入/秒";

    public override string ColumnFor => "已持续";

    public override string ColumnSource => "来源";

    public override string ColumnCommand => "程序";
}
