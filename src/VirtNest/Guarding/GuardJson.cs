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
    public static byte[] Event(GuardEvent happened, GuardConfig config) => JsonFrame.Write(EventSchema, null, json =>
    {
        json.WriteTime("time", happened.At);
        json.WriteString("event", happened.Word);
        json.WriteString("instance", happened.Name);
        json.WriteId("uuid", happened.DomainId);
        json.WriteNullable("pid", happened.Pid);
        json.WriteString("text", GuardText.Line(happened, config, Language.English));
        InstanceListJson.WriteFailure(json, "error", happened.Failure);
    }, isOneLine: true);

    /// <summary>The state of the guard.</summary>
    /// <param name="report">The state.</param>
    public static byte[] Status(GuardReport report) => JsonFrame.Write(StatusSchema, json =>
    {
        json.WriteBoolean("running", report.Pid is not null);
        json.WriteObject("policy", () =>
        {
            json.WriteString("policy", report.Config.Policy.Word());
            json.WriteString("auto", report.Auto.Word());
            json.WriteString("on_failure", report.Config.FailsClosed ? "closed" : "open");
        });
        WriteBlocked(json, "blocked", report);
    });

    /// <summary>What came of taking blockers away.</summary>
    /// <param name="released">How many are gone.</param>
    /// <param name="left">What is still there, or may be.</param>
    public static byte[] Release(int released, GuardReport left) => JsonFrame.Write(ReleaseSchema, json =>
    {
        json.WriteNumber("released", released);
        WriteBlocked(json, "left", left);
    });

    private static void WriteBlocked(Utf8JsonWriter json, string key, GuardReport report) =>
        json.WriteObjects(key, report.Blocked, blocked =>
        {
            json.WriteId("uuid", blocked.DomainId);
            json.WriteString("instance", blocked.Name);
            json.WriteNullable("is_blocked", blocked.IsBlocked);
            InstanceListJson.WriteFailure(json, "error", blocked.Failure);
        });
}
