namespace VirtNest.Messages;

internal sealed partial class English
{
    public override string HelpInstanceList => "Lists the instances of a libvirt connection: state, CPU, whether they have VMX or SVM, and whether an L2 runs in them now. Changes nothing.";

    public override string HelpInstanceConnect => "the libvirt connection (qemu:///system, qemu:///session, qemu+ssh://HOST/system); default: libvirt's own choice";

    public override string HelpInstanceInside => "also ask the guest agent of each running instance which flags its CPU shows; libvirt notes in its log that an agent was asked";

    public override string HelpInstanceAskQemu => "also ask QEMU whether its CPU has the extension; libvirt notes in its log that QEMU's monitor was used";

    public override string NoInstances(string uri) => $"{uri} has no instances.";

    public override string ColumnName => "INSTANCE";

    public override string ColumnState => "STATE";

    public override string ColumnCpu => "CPU";

    public override string ColumnExposed => "NESTING";

    public override string ColumnInside => "INSIDE";

    public override string ColumnNested => "L2 NOW";

    public override string WordYes => "yes";

    public override string WordNo => "no";

    public override string StateWord(string state) => state switch { "shut-off" => "off", "shutting-down" => "stopping", _ => state };

    public override string CpuDefault => "default";

    public override string RunsOnOlderDefinition(string cpu, string? since) =>
        $"restart pending: runs with {cpu}{(since is null ? "" : $"; its definition is newer (since {since})")}. A reboot inside does not suffice: shut it down and start it.";

    public override string InsideDisagrees(bool inside) => inside ? "the inside says that it has the extension" : "the inside says that it does not have the extension";

    public override string Transient => "transient: it has no definition, and is gone when it stops";

    public override string ListFootnote => "NESTING: the instance has VMX or SVM. L2 NOW: an instance ran in it while we looked. -: nobody tells.";
}
