namespace VirtNest.Reports;

/// <summary>Every metric of `export`, in the order in which it is written. docs/monitoring.md, the alert rules and the dashboard name no other.</summary>
public static class MetricTable
{
    internal static readonly Metric BuildInfo = new("virt_nest_build_info", MetricKind.Gauge, m => m.MetricBuildInfo);

    internal static readonly Metric LastSample = new("virt_nest_last_sample_timestamp_seconds", MetricKind.Gauge, m => m.MetricLastSample);

    internal static readonly Metric SourceUp = new("virt_nest_source_up", MetricKind.Gauge, m => m.MetricSourceUp);

    internal static readonly Metric HostAnswer = new("virt_nest_host_answer", MetricKind.Gauge, m => m.MetricHostAnswer);

    internal static readonly Metric KvmModule = new("virt_nest_kvm_module_info", MetricKind.Gauge, m => m.MetricKvmModule);

    internal static readonly Metric HostFindings = new("virt_nest_host_findings", MetricKind.Gauge, m => m.MetricHostFindings);

    internal static readonly Metric HostChecked = new("virt_nest_host_checked_timestamp_seconds", MetricKind.Gauge, m => m.MetricHostChecked);

    internal static readonly Metric Instances = new("virt_nest_instances", MetricKind.Gauge, m => m.MetricInstances);

    internal static readonly Metric InstancesExposed = new("virt_nest_instances_exposed", MetricKind.Gauge, m => m.MetricInstancesExposed);

    internal static readonly Metric InstancesUsed = new("virt_nest_instances_used", MetricKind.Gauge, m => m.MetricInstancesUsed);

    internal static readonly Metric InstancesRunning = new("virt_nest_instances_running_nested", MetricKind.Gauge, m => m.MetricInstancesRunning);

    internal static readonly Metric InstancesNeverUsed = new("virt_nest_instances_never_used", MetricKind.Gauge, m => m.MetricInstancesNeverUsed);

    internal static readonly Metric InstancesOmitted = new("virt_nest_instances_omitted", MetricKind.Gauge, m => m.MetricInstancesOmitted);

    internal static readonly Metric InstanceInfo = new("virt_nest_instance_info", MetricKind.Gauge, m => m.MetricInstanceInfo);

    internal static readonly Metric InstanceExposed = new("virt_nest_instance_nested_exposed", MetricKind.Gauge, m => m.MetricInstanceExposed);

    internal static readonly Metric InstanceUsed = new("virt_nest_instance_nested_used", MetricKind.Gauge, m => m.MetricInstanceUsed);

    internal static readonly Metric InstanceRunning = new("virt_nest_instance_nested_running", MetricKind.Gauge, m => m.MetricInstanceRunning);

    internal static readonly Metric InstanceEntries = new("virt_nest_instance_nested_entries_total", MetricKind.Counter, m => m.MetricInstanceEntries);

    internal static readonly Metric InstanceSince = new("virt_nest_instance_nested_since_timestamp_seconds", MetricKind.Gauge, m => m.MetricInstanceSince);

    /// <summary>All of them.</summary>
    public static System.Collections.Generic.IReadOnlyList<Metric> All { get; } =
    [
        BuildInfo, LastSample, SourceUp, HostAnswer, KvmModule, HostFindings, HostChecked, Instances, InstancesExposed, InstancesUsed, InstancesRunning,
        InstancesNeverUsed, InstancesOmitted, InstanceInfo, InstanceExposed, InstanceUsed, InstanceRunning, InstanceEntries, InstanceSince,
    ];
}
