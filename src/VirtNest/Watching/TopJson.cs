using System.Text.Json;
using VirtNest.Evidence;
using VirtNest.Instances;
using VirtNest.Text;

namespace VirtNest.Watching;

/// <summary>The document of `top --json`: docs/schema/top.schema.json.</summary>
public static class TopJson
{
    /// <summary>The schema that this version writes. Fields are added, never renamed.</summary>
    public const string Schema = "virt-nest/top/1";

    /// <summary>The document as UTF-8 bytes, with a line feed at its end.</summary>
    /// <param name="state">What is known.</param>
    /// <param name="view">Which instances, in which order.</param>
    /// <param name="asked">The connection that was asked for, and the folder of the kernel's counts.</param>
    /// <param name="isOneLine">In one line, as one of many documents.</param>
    public static byte[] Write(WatchState state, TopView view, (string? Uri, string Debugfs) asked, bool isOneLine) =>
        JsonFrame.Write(Schema, json =>
        {
            json.WriteTime("time", state.Sample.Clock);
            json.WriteBoolean("readable", state.Sample.IsReadable);
            WriteGaps(json, state.Sample, asked);
            WriteSummary(json, state.Sample.IsReadable ? TopSummary.Count(state) : null);
            json.WriteString("filter", view.Filter);
            json.WriteObjects("instances", view.Rows(state), use => WriteFields(json, use));
        }, isOneLine);

    private static void WriteGaps(Utf8JsonWriter json, WatchSample sample, (string? Uri, string Debugfs) asked)
    {
        json.WriteObject("connection", () =>
        {
            json.WriteString("uri", asked.Uri);
            json.WriteBoolean("elsewhere", sample.IsElsewhere);
            InstanceListJson.WriteFailure(json, "error", sample.Libvirt);
        });
        json.WriteObject("debugfs", () =>
        {
            json.WriteString("path", asked.Debugfs);
            json.WriteObject("error", sample.Debugfs, gap =>
            {
                json.WriteString("path", gap.Path);
                json.WriteString("errno", LinuxErrno.Name(gap.Errno));
                json.WriteString("text", TopText.Gap(gap, Language.English));
            });
        });
    }

    /// <summary>Counts; null where nothing was read, since zero would be a claim.</summary>
    private static void WriteSummary(Utf8JsonWriter json, TopSummary? counts) => json.WriteObject("summary", counts, summary =>
    {
        json.WriteNumber("instances", summary.Instances);
        json.WriteNumber("exposed", summary.Exposed);
        json.WriteNumber("used", summary.Used);
        json.WriteNumber("running", summary.Running);
        json.WriteNumber("never_used", summary.NeverUsed);
        json.WriteNumber("unknown", summary.Unknown);
    });

    /// <summary>Names are exact: JSON escapes their control characters.</summary>
    private static void WriteFields(Utf8JsonWriter json, VmUse use)
    {
        json.WriteString("name", use.Vm.Name);
        json.WriteNullable("pid", use.Vm.Pid);
        json.WriteString("command", use.Vm.Command);
        json.WriteId("uuid", use.Vm.DomainId);
        json.WriteString("state", use.Vm.State?.Word());
        json.WriteNullable("exposed", use.IsExposed);
        json.WriteNullable("used", use.IsUsed);
        json.WriteNullable("running", use.IsRunning);
        json.WriteNullable("entries", use.Vm.Sample.NestedRuns);
        json.WriteRounded("entries_per_second", use.EntriesPerSecond, 3);
        json.WriteTime("running_since", use.RunningSince);
        json.WriteString("source", use.Vm.Source.Word());
    }
}
