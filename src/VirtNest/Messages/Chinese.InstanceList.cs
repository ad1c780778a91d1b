namespace VirtNest.Messages;

internal sealed partial class Chinese
{
    public override string HelpInstanceList => "列出某个 libvirt 连接的实例：状态、CPU、是否具有 VMX 或 SVM、其中此刻是否有 L2 在运行。不作任何修改。";

    public override string HelpInstanceConnect => "libvirt 连接（qemu:///system、qemu:///session、qemu+ssh://HOST/system）；默认由 libvirt 自行选择";

    public override string HelpInstanceInside => "另外向每个运行中实例的来宾代理询问其 CPU 显示哪些标志；libvirt 会在日志中记下代理被询问过";

    public override string HelpInstanceAskQemu => "另外询问 QEMU 其 CPU 是否具有该扩展；libvirt 会在日志中记下 QEMU 监视器被使用过";

    public override string NoInstances(string uri) => $"{uri} 没有实例。";

    public override string ColumnName => "实例";

    public override string ColumnState => "状态";

    public override string ColumnCpu => "CPU";

    public override string ColumnExposed => "嵌套";

    public override string ColumnInside => "内部";

    public override string ColumnNested => "L2";

    public override string WordYes => "是";

    public override string WordNo => "否";

    public override string StateWord(string state) => state switch
    {
        "running" => "运行",
        "blocked" => "等待",
        "paused" => "暂停",
        "shutting-down" => "关机中",
        "shut-off" => "关闭",
        "crashed" => "崩溃",
        "suspended" => "休眠",
        _ => "未知",
    };

    public override string CpuDefault => "默认";

    public override string RunsOnOlderDefinition(string cpu, string? since) =>
        $"等待重启：正以 {cpu} 运行{(since is null ? "" : $"；其定义较新（自 {since}）")}。在内部重启不够：请关机后再启动。";

    public override string InsideDisagrees(bool inside) => inside ? "内部称具有该扩展" : "内部称没有该扩展";

    public override string Transient => "临时实例：没有持久定义，停止后即消失";

    public override string ListFootnote => "嵌套：该实例具有 VMX 或 SVM。L2：查看期间其中有实例在运行。-：无从得知。";
}
