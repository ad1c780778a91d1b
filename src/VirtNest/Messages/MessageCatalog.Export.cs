namespace VirtNest.Messages;

#pragma warning disable CS1591 // each member is the sentence that its English form shows
public abstract partial class MessageCatalog
{
    public abstract string HelpExport { get; }

    public abstract string HelpExportTextfile { get; }

    public abstract string HelpExportInterval { get; }

    public abstract string HelpExportListen { get; }

    public abstract string HelpExportMostInstances { get; }

    public abstract string ListenAddressInvalid(string text);

    public abstract string OptionNeedsOther(string name, string other);

    public abstract string CannotListen(string address, string why);

    public abstract string ListeningOn(string address);

    public abstract string NothingRead(string path, string why, string libvirt);

    public abstract string MetricBuildInfo { get; }

    public abstract string MetricLastSample { get; }

    public abstract string MetricSourceUp { get; }

    public abstract string MetricHostAnswer { get; }

    public abstract string MetricKvmModule { get; }

    public abstract string MetricHostFindings { get; }

    public abstract string MetricHostChecked { get; }

    public abstract string MetricInstances { get; }

    public abstract string MetricInstancesExposed { get; }

    public abstract string MetricInstancesUsed { get; }

    public abstract string MetricInstancesRunning { get; }

    public abstract string MetricInstancesNeverUsed { get; }

    public abstract string MetricInstancesOmitted { get; }

    public abstract string MetricInstanceInfo { get; }

    public abstract string MetricInstanceExposed { get; }

    public abstract string MetricInstanceUsed { get; }

    public abstract string MetricInstanceRunning { get; }

    public abstract string MetricInstanceEntries { get; }

    public abstract string MetricInstanceSince { get; }
}
