using System.Buffers;
using System.Text.Json;
using VirtNest.Checking;
using VirtNest.Proving;
using VirtNest.Tables;
using VirtNest.Text;

namespace VirtNest.Instances;

/// <summary>The document of `limits --json`: docs/schema/limits.schema.json. Its sentences are English.</summary>
public static class LimitsJson
{
    /// <summary>The schema that this version writes. Fields are added, never renamed.</summary>
    public const string Schema = "virt-nest/limits/1";

    /// <summary>The document as UTF-8 bytes, with a line feed at its end.</summary>
    /// <param name="report">What is told.</param>
    public static byte[] Write(LimitsReport report)
    {
        Language english = Language.English;
        InstanceLimits limits = report.Limits;
        ArrayBufferWriter<byte> buffer = new(8 << 10);
        using (Utf8JsonWriter json = new(buffer, InstanceListJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("schema", Schema);
            json.WriteString("version", ProductVersion.Text);
            WriteConnection(json, report.Connection);
            WriteHost(json, limits.Host);
            WriteInstance(json, limits);
            json.WriteBoolean("applies", limits.Scope == LimitScope.Concerned);
            json.WriteString("text", report.Headline(english));
            json.WriteBoolean("stop_nested_first", limits.MustStopNested);
            json.WriteStartArray("operations");
            foreach (OperationLimit operation in limits.Operations)
            {
                json.WriteStartObject();
                json.WriteString("operation", LimitTable.Word(operation.Operation));
                json.WriteString("now", LimitTable.Word(operation.Now));
                json.WriteBoolean("measured_lost", operation.IsMeasuredLost);
                WriteRuling(json, "with_l2", operation.WithNested);
                WriteRuling(json, "without_l2", operation.WithoutNested);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            WriteFeatures(json, limits);
            WriteTarget(json, report, english);
            WriteMeasured(json, report, english);
            WriteRules(json, report.Rules);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteConnection(Utf8JsonWriter json, InstanceList connection)
    {
        json.WriteStartObject("connection");
        json.WriteString("uri", connection.Uri);
        json.WriteString("libvirt", InstanceList.Version(connection.LibvirtVersion));
        json.WriteString("hypervisor", InstanceList.Version(connection.HypervisorVersion));
        json.WriteEndObject();
    }

    private static void WriteHost(Utf8JsonWriter json, InstanceHost host)
    {
        json.WriteStartObject("host");
        json.WriteString("vendor", host.Limits.Vendor is { Length: > 0 } vendor ? vendor : null);
        json.WriteString("kernel", host.Facts?.Release);
        json.WriteString("kernel_level", host.Limits.Kernel?.ToString());
        json.WriteBoolean("kernel_is_upstream", host.Limits.IsUpstream);
        json.WriteString("qemu", host.Limits.Qemu?.ToString());
        json.WriteEndObject();
    }

    private static void WriteInstance(Utf8JsonWriter json, InstanceLimits limits)
    {
        json.WriteStartObject("instance");
        json.WriteString("name", limits.Facts.Reading.Name);
        json.WriteString("uuid", limits.Facts.Reading.Id.ToString("D", CultureInfo.InvariantCulture));
        json.WriteString("state", limits.Facts.Reading.State.Word());
        json.WriteString("type", limits.Facts.Reading.Xml?.Type is { } type ? Printable.Sanitise(type) : null);
        InstanceListJson.WriteNullable(json, "exposed", limits.IsExposed);
        InstanceListJson.WriteNullable(json, "running", limits.RunsNested);
        json.WriteEndObject();
    }

    private static void WriteRuling(Utf8JsonWriter json, string key, LimitRuling? ruling)
    {
        if (ruling is null)
        {
            json.WriteNull(key);
            return;
        }

        json.WriteStartObject(key);
        json.WriteString("verdict", LimitTable.Word(ruling.Verdict));
        WriteNames(json, "rules", ruling.Rules.Select(static r => r.Id));
        json.WriteStartArray("conditions");
        foreach (LimitCondition condition in ruling.Conditions)
        {
            json.WriteStartObject();
            json.WriteString("rule", condition.Rule.Id);
            json.WriteString("when", condition.When);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFeatures(Utf8JsonWriter json, InstanceLimits limits)
    {
        json.WriteStartObject("withheld_features");
        WriteNames(json, "rules", limits.FeatureRules.Select(static r => r.Id));
        WriteNames(json, "not_offered", limits.MissingFeatures);
        json.WriteEndObject();
    }

    private static void WriteTarget(Utf8JsonWriter json, LimitsReport report, Language english)
    {
        if (report.Limits.Target is not { } fit)
        {
            json.WriteNull("target");
            return;
        }

        json.WriteStartObject("target");
        json.WriteString("kernel", fit.Target.Release);
        json.WriteString("fits", CheckJson.Word(fit.Fits));
        json.WriteStartArray("questions");
        foreach (TargetAnswer answer in fit.Answers)
        {
            json.WriteStartObject();
            json.WriteString("question", LimitsReport.Word(answer.Question));
            json.WriteString("holds", CheckJson.Word(answer.Answer));
            json.WriteString("text", Printable.Sentence(report.Sentence(answer, english)));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteNames(json, "missing_features", fit.Missing);
        WriteNames(json, "needed_features", fit.Needed);
        WriteRuling(json, "restore_there", fit.Kernel);
        json.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter json, string key, IEnumerable<string>? names)
    {
        if (names is null)
        {
            json.WriteNull(key);
            return;
        }

        json.WriteStartArray(key);
        foreach (string name in names)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    }

    private static void WriteMeasured(Utf8JsonWriter json, LimitsReport report, Language english)
    {
        if (report.Limits.Measured is not { } measured)
        {
            json.WriteNull("proof");
            return;
        }

        json.WriteStartObject("proof");
        json.WriteString("kernel", measured.Document.Kernel);
        InstanceListJson.WriteNullable(json, "is_of_this_kernel", measured.IsOfKernel);
        json.WriteString("verdict", ProofNames.Of(measured.Verdict));
        json.WriteBoolean("counts", measured.Counts);
        json.WriteString("text", report.Sentence(measured, english));
        json.WriteEndObject();
    }

    private static void WriteRules(Utf8JsonWriter json, IReadOnlyList<Section> rules)
    {
        json.WriteStartArray("rules");
        foreach (Section rule in rules)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Id);
            json.WriteString("verdict", rule["verdict"]);
            json.WriteString("text", rule.Line("text", Language.English));
            json.WriteString("date", rule["date"]);
            WriteNames(json, "sources", (rule["source"] ?? "").Split('\n'));
            json.WriteBoolean("is_first_hand", rule["confidence"] != "low");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
