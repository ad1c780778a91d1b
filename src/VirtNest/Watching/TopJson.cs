using System.Buffers;
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

    private static readonly JsonWriterOptions OneLine = new() { Indented = false };

    /// <summary>The document as UTF-8 bytes, with a line feed at its end.</summary>
    /// <param name="state">What is known.</param>
    /// <param name="view">Which instances, in which order.</param>
    /// <param name="asked">The connection that was asked for, and the folder of the kernel's counts.</param>
    /// <param name="isOneLine">In one line, as one of many documents.</param>
    public static byte[] Write(WatchState state, TopView view, (string? Uri, string Debugfs) asked, bool isOneLine)
    {
        ArrayBufferWriter<byte> buffer = new(16 << 10);
        using (Utf8JsonWriter json = new(buffer, isOneLine ? OneLine : InstanceListJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("schema", Schema);
            json.WriteString("version", ProductVersion.Text);
            json.WriteString("time", Moment(state.Sample.Clock));
            json.WriteBoolean("readable", state.Sample.IsReadable);
            WriteGaps(json, state.Sample, asked);
            WriteSummary(json, state.Sample.IsReadable ? TopSummary.Count(state) : null);
            json.WriteString("filter", view.Filter);
            json.WriteStartArray("instances");
            foreach (VmUse use in view.Rows(state))
            {
                json.WriteStartObject();
                WriteFields(json, use);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteGaps(Utf8JsonWriter json, WatchSample sample, (string? Uri, string Debugfs) asked)
    {
        json.WriteStartObject("connection");
        json.WriteString("uri", asked.Uri);
        json.WriteBoolean("elsewhere", sample.IsElsewhere);
        InstanceListJson.WriteFailure(json, "error", sample.Libvirt);
        json.WriteEndObject();
        json.WriteStartObject("debugfs");
        json.WriteString("path", asked.Debugfs);
        if (sample.Debugfs is { } gap)
        {
            json.WriteStartObject("error");
            json.WriteString("path", gap.Path);
            json.WriteString("errno", LinuxErrno.Name(gap.Errno));
            json.WriteString("text", TopText.Gap(gap, Language.English));
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("error");
        }

        json.WriteEndObject();
    }

    /// <summary>Counts; null where nothing was read, since zero would be a claim.</summary>
    private static void WriteSummary(Utf8JsonWriter json, TopSummary? counts)
    {
        if (counts is not { } summary)
        {
            json.WriteNull("summary");
            return;
        }

        json.WriteStartObject("summary");
        json.WriteNumber("instances", summary.Instances);
        json.WriteNumber("exposed", summary.Exposed);
        json.WriteNumber("used", summary.Used);
        json.WriteNumber("running", summary.Running);
        json.WriteNumber("never_used", summary.NeverUsed);
        json.WriteNumber("unknown", summary.Unknown);
        json.WriteEndObject();
    }

    /// <summary>Names are exact: JSON escapes their control characters.</summary>
    private static void WriteFields(Utf8JsonWriter json, VmUse use)
    {
        json.WriteString("name", use.Vm.Name);
        WriteNumber(json, "pid", use.Vm.Pid);
        json.WriteString("command", use.Vm.Command);
        json.WriteString("uuid", use.Vm.DomainId?.ToString("D", CultureInfo.InvariantCulture));
        json.WriteString("state", use.Vm.State?.Word());
        InstanceListJson.WriteNullable(json, "exposed", use.IsExposed);
        InstanceListJson.WriteNullable(json, "used", use.IsUsed);
        InstanceListJson.WriteNullable(json, "running", use.IsRunning);
        WriteNumber(json, "entries", use.Vm.Sample.NestedRuns);
        if (use.EntriesPerSecond is { } rate)
        {
            json.WriteNumber("entries_per_second", Math.Round(rate, 3));
        }
        else
        {
            json.WriteNull("entries_per_second");
        }

        json.WriteString("running_since", use.RunningSince is { } since ? Moment(since) : null);
        json.WriteString("source", use.Vm.Source.Word());
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static string Moment(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
