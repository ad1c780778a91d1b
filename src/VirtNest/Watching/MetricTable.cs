namespace VirtNest.Watching;

/// <summary>Every metric of `export`, in the order in which it is written. docs/monitoring.md, the alert rules and the dashboard name no
/// other.</summary>
public static class MetricTable
{
    internal static readonly Metric BuildInfo = new("virt_nest_build_info", MetricKind.Gauge,
        new("The version of virt-nest, as a label; always 1.", "virt-nest 的版本，写在标签中；恒为 1。"));

    internal static readonly Metric LastSample = new("virt_nest_last_sample_timestamp_seconds", MetricKind.Gauge,
        new("When the instances were last looked at, in seconds since 1970.", "最近一次查看实例的时间，自 1970 年起的秒数。"));

    internal static readonly Metric SourceUp = new("virt_nest_source_up", MetricKind.Gauge, new(
        "1 where the source could be read at the last sample: debugfs (the kernel's counts) or libvirt; no libvirt where it is not "
            + "installed.",
        "最近一次取样时该来源可读则为 1：debugfs（内核计数）或 libvirt；未安装 libvirt 时没有后者。"));

    internal static readonly Metric HostAnswer = new("virt_nest_host_answer", MetricKind.Gauge, new(
        "1 for the answer that virt-nest check gives to the question, 0 for the two others.",
        "virt-nest check 对该问题给出的答案为 1，另外两个答案为 0。"));

    internal static readonly Metric KvmModule = new("virt_nest_kvm_module_info", MetricKind.Gauge, new(
        "The vendor module of KVM, its state and its parameter nested as read; always 1.",
        "KVM 的厂商模块、其状态以及读到的 nested 参数；恒为 1。"));

    internal static readonly Metric HostFindings = new("virt_nest_host_findings", MetricKind.Gauge, new(
        "How many findings of virt-nest check failed, by their severity.",
        "virt-nest check 中未通过的检查结果数量，按严重程度区分。"));

    internal static readonly Metric HostChecked = new("virt_nest_host_checked_timestamp_seconds", MetricKind.Gauge,
        new("When the host was last judged, in seconds since 1970.", "最近一次判断本机的时间，自 1970 年起的秒数。"));

    internal static readonly Metric Instances =
        new("virt_nest_instances", MetricKind.Gauge, new("How many instances run.", "正在运行的实例数量。"));

    internal static readonly Metric InstancesExposed = new("virt_nest_instances_exposed", MetricKind.Gauge,
        new("How many of them have VMX or SVM, by answer.", "其中具有 VMX 或 SVM 的数量，按答案区分。"));

    internal static readonly Metric InstancesUsed = new("virt_nest_instances_used", MetricKind.Gauge,
        new("In how many of them an L2 has run since they were started, by answer.", "其中自启动以来运行过 L2 的数量，按答案区分。"));

    internal static readonly Metric InstancesRunning = new("virt_nest_instances_running_nested", MetricKind.Gauge,
        new("In how many of them an L2 runs, by answer.", "其中有 L2 正在运行的数量，按答案区分。"));

    internal static readonly Metric InstancesNeverUsed = new("virt_nest_instances_never_used", MetricKind.Gauge, new(
        "How many of them have VMX or SVM, and no L2 has run in them since they were started.",
        "其中具有 VMX 或 SVM、但自启动以来从未运行过 L2 的数量。"));

    internal static readonly Metric InstancesOmitted = new("virt_nest_instances_omitted", MetricKind.Gauge,
        new("How many of them are in the sums alone (--most-instances).", "其中只计入总数的数量（--most-instances）。"));

    internal static readonly Metric InstanceInfo = new("virt_nest_instance_info", MetricKind.Gauge, new(
        "What is known of an instance, and who counts for it (source); always 1.",
        "关于一个实例的已知信息，以及由谁计数（source）；恒为 1。"));

    internal static readonly Metric InstanceExposed = new("virt_nest_instance_nested_exposed", MetricKind.Gauge, new(
        "1 where the instance has VMX or SVM, 0 where it has not; no sample where that is not known.",
        "实例具有 VMX 或 SVM 则为 1，没有则为 0；未知时没有样本。"));

    internal static readonly Metric InstanceUsed = new("virt_nest_instance_nested_used", MetricKind.Gauge, new(
        "1 where an L2 has run in the instance since it was started, 0 where none has; no sample where nobody counts.",
        "实例自启动以来运行过 L2 则为 1，从未运行则为 0；无人计数时没有样本。"));

    internal static readonly Metric InstanceRunning = new("virt_nest_instance_nested_running", MetricKind.Gauge, new(
        "1 where an L2 has run since the sample before, 0 where none has; no sample where that is not known.",
        "自上一次取样以来有 L2 运行则为 1，没有则为 0；未知时没有样本。"));

    internal static readonly Metric InstanceEntries = new("virt_nest_instance_nested_entries_total", MetricKind.Counter, new(
        "Entries into an L2 (KVM's nested_run) since the VM was made: it begins again at 0 with the QEMU process.",
        "自虚拟机创建以来进入 L2 的次数（KVM 的 nested_run）：随 QEMU 进程重新从 0 开始。"));

    internal static readonly Metric InstanceSince = new("virt_nest_instance_nested_since_timestamp_seconds", MetricKind.Gauge, new(
        "Since when an L2 is seen in the instance, in seconds since 1970, no earlier than the first sample; no sample where none runs.",
        "从何时起看到实例中有 L2 运行，自 1970 年起的秒数，不早于首次取样；没有运行时没有样本。"));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        BuildInfo, LastSample, SourceUp, HostAnswer, KvmModule, HostFindings, HostChecked, Instances, InstancesExposed, InstancesUsed,
            InstancesRunning,
        InstancesNeverUsed, InstancesOmitted, InstanceInfo, InstanceExposed, InstanceUsed, InstanceRunning, InstanceEntries, InstanceSince,
    ];
}
