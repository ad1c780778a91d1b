namespace VirtNest.Messages;

internal sealed partial class English
{
    public override string HelpExport => "Prints metrics of nested virtualization in Prometheus's text format: which instances have VMX or SVM, have ever used it, and run an L2 now, and the answers of this host. Two samples a second apart, and more for up to 4 seconds where an L2 once ran; changes nothing.";

    public override string HelpExportTextfile => "write them to FILE, the old one or the new one whole, for node_exporter's textfile collector (a name that ends in .prom)";

    public override string HelpExportInterval => "how many seconds apart: with --textfile, write the file again that often until SIGTERM or SIGINT, then remove it (0, the default: write it once); with --listen, serve a sample again that is younger than this (default 1)";

    public override string HelpExportListen => "serve /metrics over HTTP until SIGTERM or SIGINT: a port of 127.0.0.1, or ADDRESS:PORT, [IPV6]:PORT; a sample for each scrape";

    public override string HelpExportMostInstances => "how many instances have series of their own (0 to 100000, default 1000); the rest are in the sums alone";

    public override string ListenAddressInvalid(string text) => $"option --listen: '{text}' is not a port, ADDRESS:PORT or [IPV6]:PORT; ADDRESS is a number such as 192.0.2.1, PORT is 1 to 65535";

    public override string OptionNeedsOther(string name, string other) => $"option {name} needs {other}";

    public override string CannotListen(string address, string why) => $"cannot listen on {address}: {why}";

    public override string ListeningOn(string address) => $"serving http://{address}/metrics";

    public override string NothingRead(string path, string why, string libvirt) => $"nothing tells which instances run: {path}: {why}; {libvirt}";

    public override string MetricBuildInfo => "The version of virt-nest, as a label; always 1.";

    public override string MetricLastSample => "When the instances were last looked at, in seconds since 1970.";

    public override string MetricSourceUp => "1 where the source could be read at the last sample: debugfs (the kernel's counts) or libvirt; no libvirt where it is not installed.";

    public override string MetricHostAnswer => "1 for the answer that virt-nest check gives to the question, 0 for the two others.";

    public override string MetricKvmModule => "The vendor module of KVM, its state and its parameter nested as read; always 1.";

    public override string MetricHostFindings => "How many findings of virt-nest check failed, by their severity.";

    public override string MetricHostChecked => "When the host was last judged, in seconds since 1970.";

    public override string MetricInstances => "How many instances run.";

    public override string MetricInstancesExposed => "How many of them have VMX or SVM, by answer.";

    public override string MetricInstancesUsed => "In how many of them an L2 has run since they were started, by answer.";

    public override string MetricInstancesRunning => "In how many of them an L2 runs, by answer.";

    public override string MetricInstancesNeverUsed => "How many of them have VMX or SVM, and no L2 has run in them since they were started.";

    public override string MetricInstancesOmitted => "How many of them are in the sums alone (--most-instances).";

    public override string MetricInstanceInfo => "What is known of an instance, and who counts for it (source); always 1.";

    public override string MetricInstanceExposed => "1 where the instance has VMX or SVM, 0 where it has not; no sample where that is not known.";

    public override string MetricInstanceUsed => "1 where an L2 has run in the instance since it was started, 0 where none has; no sample where nobody counts.";

    public override string MetricInstanceRunning => "1 where an L2 has run since the sample before, 0 where none has; no sample where that is not known.";

    public override string MetricInstanceEntries => "Entries into an L2 (KVM's nested_run) since the VM was made: it begins again at 0 with the QEMU process.";

    public override string MetricInstanceSince => "Since when an L2 is seen in the instance, in seconds since 1970, no earlier than the first sample; no sample where none runs.";
}
