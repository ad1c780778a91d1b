using System.Text.Json;
using VirtNest.Text;

namespace VirtNest.Changing;

/// <summary>The document of `enable`, `disable`, `undo`, `apply`, `guard hook install` and `guard hook remove` with --json:
/// docs/schema/change.schema.json.</summary>
public static class ChangeJson
{
    /// <summary>The schema that this version writes. Fields are added, never renamed.</summary>
    public const string Schema = "virt-nest/change/1";

    /// <summary>The document as UTF-8 bytes, with a line feed at its end.</summary>
    /// <param name="report">The report, with English sentences.</param>
    public static byte[] Write(ChangeReport report) => JsonFrame.Write(Schema, json =>
    {
        json.WriteString("command", report.Command);
        json.WriteString("outcome", Word(report.Outcome));
        json.WriteNullable("id", report.Number);
        json.WriteString("recovered", report.Recovered);
        json.WriteObject("plan", report.Plan, plan => PlanJson.WriteFields(json, plan));
        KvmUseJson.Write(json, "use", report.Plan?.Refusals.Select(static r => r.Use).FirstOrDefault(static u => u is not null));
        WriteStep(json, "failure", report.Failure);
        WriteStep(json, "undo_failure", report.UndoFailure);
        json.WriteRounded("gap_ms", report.Gap?.TotalMilliseconds, 3);
        json.WriteTexts("remarks", report.Remarks);
    });

    /// <summary>"not-needed", "planned", "refused", "needs-root", "declined", "applied", "rolled-back", "not-rolled-back".</summary>
    /// <param name="outcome">An outcome.</param>
    public static string Word(ChangeOutcome outcome) => EnumWord.Of(outcome);

    private static void WriteStep(Utf8JsonWriter json, string name, StepReport? stepReport) => json.WriteObject(name, stepReport, step =>
    {
        json.WriteNumber("step", step.Step);
        json.WriteString("name", step.Name);
        json.WriteString("text", step.Why);
    });
}
