namespace VirtNest.Messages;

internal sealed partial class Chinese
{
    public override string HelpExport => "以 Prometheus 文本格式输出嵌套虚拟化的指标：哪些实例具有 VMX 或 SVM、是否曾经使用、此刻是否有 L2 在运行，以及本机的结论。相隔一秒取样两次，曾经运行过 L2 时最多再看 4 秒；不作任何修改。";

    public override string HelpExportTextfile => "写入 FILE，供 node_exporter 的 textfile 收集器读取（文件名须以 .prom 结尾）；文件总是完整的旧内容或完整的新内容";

    public override string HelpExportInterval => "间隔多少秒：与 --textfile 一起使用时，每隔这么久重新写入文件，直到收到 SIGTERM 或 SIGINT，届时删除该文件（默认 0：只写一次）；与 --listen 一起使用时，比这更新的样本会再次给出（默认 1）";

    public override string HelpExportListen => "通过 HTTP 提供 /metrics，直到收到 SIGTERM 或 SIGINT：127.0.0.1 的端口，或 ADDRESS:PORT、[IPV6]:PORT；每次抓取取样一次";

    public override string HelpExportMostInstances => "多少个实例拥有各自的序列（0 到 100000，默认 1000）；其余实例只计入总数";

    public override string ListenAddressInvalid(string text) => $"选项 --listen：“{text}”不是端口、ADDRESS:PORT 或 [IPV6]:PORT；ADDRESS 须为数字地址，如 192.0.2.1，PORT 为 1 到 65535";

    public override string OptionNeedsOther(string name, string other) => $"选项 {name} 需要与 {other} 一起使用";

    public override string CannotListen(string address, string why) => $"无法监听 {address}：{why}";

    public override string ListeningOn(string address) => $"正在提供 http://{address}/metrics";

    public override string NothingRead(string path, string why, string libvirt) => $"无从得知哪些实例在运行：{path}：{why}；{libvirt}";

    public override string MetricBuildInfo => "virt-nest 的版本，写在标签中；恒为 1。";

    public override string MetricLastSample => "最近一次查看实例的时间，自 1970 年起的秒数。";

    public override string MetricSourceUp => "最近一次取样时该来源可读则为 1：debugfs（内核计数）或 libvirt；未安装 libvirt 时没有后者。";

    public override string MetricHostAnswer => "virt-nest check 对该问题给出的答案为 1，另外两个答案为 0。";

    public override string MetricKvmModule => "KVM 的厂商模块、其状态以及读到的 nested 参数；恒为 1。";

    public override string MetricHostFindings => "virt-nest check 中未通过的检查结果数量，按严重程度区分。";

    public override string MetricHostChecked => "最近一次判断本机的时间，自 1970 年起的秒数。";

    public override string MetricInstances => "正在运行的实例数量。";

    public override string MetricInstancesExposed => "其中具有 VMX 或 SVM 的数量，按答案区分。";

    public override string MetricInstancesUsed => "其中自启动以来运行过 L2 的数量，按答案区分。";

    public override string MetricInstancesRunning => "其中有 L2 正在运行的数量，按答案区分。";

    public override string MetricInstancesNeverUsed => "其中具有 VMX 或 SVM、但自启动以来从未运行过 L2 的数量。";

    public override string MetricInstancesOmitted => "其中只计入总数的数量（--most-instances）。";

    public override string MetricInstanceInfo => "关于一个实例的已知信息，以及由谁计数（source）；恒为 1。";

    public override string MetricInstanceExposed => "实例具有 VMX 或 SVM 则为 1，没有则为 0；未知时没有样本。";

    public override string MetricInstanceUsed => "实例自启动以来运行过 L2 则为 1，从未运行则为 0；无人计数时没有样本。";

    public override string MetricInstanceRunning => "自上一次取样以来有 L2 运行则为 1，没有则为 0；未知时没有样本。";

    public override string MetricInstanceEntries => "自虚拟机创建以来进入 L2 的次数（KVM 的 nested_run）：随 QEMU 进程重新从 0 开始。";

    public override string MetricInstanceSince => "从何时起看到实例中有 L2 运行，自 1970 年起的秒数，不早于首次取样；没有运行时没有样本。";
}
