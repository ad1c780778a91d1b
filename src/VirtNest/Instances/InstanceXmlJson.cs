using System.Buffers;
using System.Text.Json;
using VirtNest.Instances.Xml;
using VirtNest.Text;

namespace VirtNest.Instances;

/// <summary>The document of `instance enable --xml --json` and `instance disable --xml --json`:
/// docs/schema/instance-xml.schema.json.</summary>
public static class InstanceXmlJson
{
    /// <summary>The schema that this version writes. Fields are added, never renamed.</summary>
    public const string Schema = "virt-nest/instance-xml/1";

    // The default encoder escapes all but plain ASCII: the XML in it must be exact, and must not bring its control characters to a
    // terminal.
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n" };

    /// <summary>The document as UTF-8 bytes, with a line feed at its end.</summary>
    /// <param name="report">The edit.</param>
    /// <param name="path">The name of the file, for the diff.</param>
    /// <param name="isDryRun">True where the edit is only shown.</param>
    public static byte[] Write(InstanceXmlReport report, string path, bool isDryRun)
    {
        Language english = Language.English;
        ArrayBufferWriter<byte> buffer = new(8 << 10);
        using (Utf8JsonWriter json = new(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("schema", Schema);
            json.WriteString("action", report.IsEnable ? "enable" : "disable");
            json.WriteString("outcome", report.IsRefused ? "refused" : report.Outcome.State == CpuEditState.Changed ? "changed"
                : "unchanged");
            json.WriteBoolean("dry_run", isDryRun);
            json.WriteBoolean("restored", !report.IsRefused && report.Outcome.IsRestored);
            json.WriteString("text", report.Headline(english, Printable.Sanitise(report.Domain.Name ?? "?")));
            json.WriteStartObject("domain");
            json.WriteString("name", report.Domain.Name);
            json.WriteString("uuid", report.Domain.Uuid);
            json.WriteString("type", report.Domain.Type);
            json.WriteString("arch", report.Domain.Arch);
            json.WriteString("machine", report.Domain.Machine);
            json.WriteEndObject();
            WriteStrings(json, "extensions", [.. report.Extensions.Select(CpuExposures.Name)]);
            json.WriteStartObject("cpu");
            json.WriteString("mode", report.After.Cpu?.ModeText);
            json.WriteString("before", InstanceXmlReport.CpuOf(report.Domain));
            json.WriteString("after", report.IsRefused ? null : InstanceXmlReport.CpuOf(report.After));
            json.WriteEndObject();
            WriteStrings(json, "dropped", [.. report.Dropped]);
            WriteRefusal(json, report, english);
            WriteOwner(json, report.Owner);
            json.WriteString("diff", report.IsRefused ? "" : Diff(report, path));
            json.WriteString("xml", report.IsRefused ? null : Encoding.UTF8.GetString(report.Outcome.Bytes.Span));
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The change as a unified diff; empty where there is none.</summary>
    /// <param name="report">The edit.</param>
    /// <param name="path">The name of the file.</param>
    public static string Diff(InstanceXmlReport report, string path) =>
        UnifiedDiff.Write(path, report.Domain.Bytes.ToArray(), report.Outcome.Bytes.ToArray());

    private static void WriteRefusal(Utf8JsonWriter json, InstanceXmlReport report, Language english)
    {
        if (!report.IsRefused)
        {
            json.WriteNull("refusal");
            return;
        }

        json.WriteStartObject("refusal");
        json.WriteString("code", report.IsOwned ? "managed" : Code(report.Outcome.Refusal!.Kind));
        json.WriteString("subject", report.IsOwned ? report.Owner!.Id : report.Outcome.Refusal!.Subject);
        WriteStrings(json, "conflicts", report.IsOwned ? [] : [.. report.Outcome.Refusal!.Conflicts]);
        json.WriteString("text", report.IsOwned ? report.Headline(english, Printable.Sanitise(report.Domain.Name ?? "?"))
            : report.RefusalText(english));
        json.WriteEndObject();
    }

    private static void WriteOwner(Utf8JsonWriter json, DomainOwner? owner)
    {
        if (owner is null)
        {
            json.WriteNull("owner");
            return;
        }

        json.WriteStartObject("owner");
        json.WriteString("id", owner.Id);
        json.WriteString("name", owner.Name(Language.English));
        json.WriteBoolean("rewrites", owner.Rewrites);
        json.WriteString("mark", owner.Mark);
        json.WriteString("setting", owner.Setting(Language.English));
        json.WriteString("date", owner.Row["date"]);
        json.WriteBoolean("low_confidence", owner.Row["confidence"] == "low");
        WriteStrings(json, "sources", (owner.Row["source"] ?? "").Split('\n'));
        json.WriteEndObject();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, ReadOnlySpan<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static string Code(CpuRefusalKind kind) => kind switch
    {
        CpuRefusalKind.OtherType => "other-type",
        CpuRefusalKind.OtherArchitecture => "other-architecture",
        CpuRefusalKind.OtherOsType => "other-os-type",
        CpuRefusalKind.QemuCpuOverride => "qemu-commandline",
        CpuRefusalKind.SeveralCpus => "several-cpus",
        CpuRefusalKind.UnknownMode => "unknown-mode",
        CpuRefusalKind.FeatureTwice => "feature-twice",
        CpuRefusalKind.Conflicts => "conflicts",
        CpuRefusalKind.PassthroughEmulated => "passthrough-emulated",
        CpuRefusalKind.VmxEmulated => "vmx-emulated",
        CpuRefusalKind.ModelWithoutVmx => "model-without-vmx",
        CpuRefusalKind.ModelWithoutSvm => "model-without-svm",
        CpuRefusalKind.OtherVendor => "other-vendor",
        CpuRefusalKind.NoPlace => "no-place",
    };
}
