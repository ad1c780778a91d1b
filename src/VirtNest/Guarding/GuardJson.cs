using System.Buffers;
using System.Text.Json;
using VirtNest.Instances;
using VirtNest.Text;

namespace VirtNest.Guarding;

/// <summary>The documents of `guard`: docs/schema/guard-event.schema.json, guard-status.schema.json and
/// guard-release.schema.json.</summary>
public static class GuardJson
{
    /// <summary>The schemas that this version writes. Fields are added, never renamed.</summary>
    public const string EventSchema = "virt-nest/guard-event/1", StatusSchema = "virt-nest/guard-status/1",
        ReleaseSchema = "virt-nest/guard-release/1";

    /// <summary>One event as one line.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="config">What the guard was told.</param>
    public static byte[] Event(GuardEvent happened, GuardConfig config) => Document(new JsonWriterOptions { NewLine = "\n" }, json =>
    {
        json.WriteString("schema", EventSchema);
        json.WriteString("time", happened.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WriteString("event", happened.Word);
        json.WriteString("instance", happened.Name);
        json.WriteString("uuid", happened.DomainId?.ToString("D", CultureInfo.InvariantCulture));
        if (happened.Pid is { } pid)
        {
            json.WriteNumber("pid", pid);
        }
        else
        {
            json.WriteNull("pid");
        }

        json.WriteString("text", GuardText.Line(happened, config, Language.English));
        InstanceListJson.WriteFailure(json, "error", happened.Failure);
    });

    /// <summary>The state of the guard.</summary>
    /// <param name="report">The state.</param>
    public static byte[] Status(GuardReport report) => Document(InstanceListJson.Options, json =>
    {
        json.WriteString("schema", StatusSchema);
        json.WriteString("version", ProductVersion.Text);
        json.WriteBoolean("running", report.Pid is not null);
        json.WriteStartObject("policy");
        json.WriteString("policy", report.Config.Policy.Word());
        json.WriteString("auto", report.Auto.Word());
        json.WriteString("on_failure", report.Config.FailsClosed ? "closed" : "open");
        json.WriteEndObject();
        WriteBlocked(json, "blocked", report);
    });

    /// <summary>What came of taking blockers away.</summary>
    /// <param name="released">How many are gone.</param>
    /// <param name="left">What is still there, or may be.</param>
    public static byte[] Release(int released, GuardReport left) => Document(InstanceListJson.Options, json =>
    {
        json.WriteString("schema", ReleaseSchema);
        json.WriteString("version", ProductVersion.Text);
        json.WriteNumber("released", released);
        WriteBlocked(json, "left", left);
    });

    private static void WriteBlocked(Utf8JsonWriter json, string key, GuardReport report)
    {
        json.WriteStartArray(key);
        foreach (BlockedInstance blocked in report.Blocked)
        {
            json.WriteStartObject();
            json.WriteString("uuid", blocked.DomainId.ToString("D", CultureInfo.InvariantCulture));
            json.WriteString("instance", blocked.Name);
            InstanceListJson.WriteNullable(json, "is_blocked", blocked.IsBlocked);
            InstanceListJson.WriteFailure(json, "error", blocked.Failure);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static byte[] Document(JsonWriterOptions options, System.Action<Utf8JsonWriter> fields)
    {
        ArrayBufferWriter<byte> buffer = new(1 << 10);
        using (Utf8JsonWriter json = new(buffer, options))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }
}
