using System.Text.Json;
using VirtNest.Changing;
using VirtNest.Checking;
using VirtNest.Instances.Xml;
using VirtNest.Text;

namespace VirtNest.Instances;

/// <summary>The document of `instance enable`, `disable` and `undo` with --json, for a libvirt connection:
/// docs/schema/instance-change.schema.json.</summary>
public static class InstanceChangeJson
{
    /// <summary>The schema that this version writes. Fields are added, never renamed.</summary>
    public const string Schema = "virt-nest/instance-change/1";

    /// <summary>The document as UTF-8 bytes, with a line feed at its end.</summary>
    /// <param name="reports">The changes.</param>
    /// <param name="wish">What was wished.</param>
    public static byte[] Write(IReadOnlyList<InstanceChangeReport> reports, InstanceWish wish) =>
        JsonFrame.Write(Schema, json =>
        {
            (int changed, int unchanged, int failed, int unknown) = InstanceChangeText.Summary(reports);
            json.WriteString("action", wish.Action);
            json.WriteBoolean("dry_run", wish.IsDryRun);
            json.WriteBoolean("now", wish.IsNow);
            json.WriteObject("summary", () =>
            {
                json.WriteNumber("changed", changed);
                json.WriteNumber("not_needed", unchanged);
                json.WriteNumber("failed", failed);
                json.WriteNumber("unknown", unknown);
            });
            json.WriteObjects("instances", reports, report => Write(json, report));
        });

    private static void Write(Utf8JsonWriter json, InstanceChangeReport report)
    {
        json.WriteString("name", report.Name);
        json.WriteId("uuid", report.Id);
        json.WriteString("outcome", Word(report.Outcome));
        json.WriteNullable("id", report.Number);
        json.WriteString("refusal", report.Refusal is { } refusal ? PlanJson.Word(refusal.Code) : null);
        json.WriteString("text",
            string.Join('\n', InstanceChangeText.Sentences(report, Language.English).Select(CheckJson.PrintableLines)));
        json.WriteString("extension", report.Planned?.Extension is { } extension ? CpuExposures.Name(extension) : null);
        json.WriteString("mode", report.Mode);
        json.WriteString("takes_effect", report.Outcome switch
        {
            InstanceChangeOutcome.Defined => report.TakesEffectLater ? "next-cold-start" : "next-start",
            InstanceChangeOutcome.Applied or InstanceChangeOutcome.Unverified or InstanceChangeOutcome.NotDelivered => "now",
            InstanceChangeOutcome.NotNeeded or InstanceChangeOutcome.Planned or InstanceChangeOutcome.Refused
                or InstanceChangeOutcome.Declined or InstanceChangeOutcome.RolledBack or InstanceChangeOutcome.Stuck =>
                null,
        });
        json.WriteBoolean("forced_off", report.IsForced);
        json.WriteBoolean("recovered", report.IsRecovered);
        json.WriteString("owner", report.Planned?.Owner?.Id);
        json.WriteNullable("exposed", report.After?.IsExposed);
        json.WriteNullable("inside", report.After?.Reading.Inside.HasExtension);
        json.WriteString("kept_in", report.KeptIn);
        InstanceListJson.WriteFailure(json, "error", report.Failure);
        InstanceListJson.WriteFailure(json, "second_error", report.SecondFailure);
        json.WriteString("diff", InstanceChangeText.Diff(report));
    }

    private static string Word(InstanceChangeOutcome outcome) => EnumWord.Of(outcome);
}
