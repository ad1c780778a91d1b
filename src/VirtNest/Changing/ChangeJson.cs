using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace VirtNest.Changing;

/// <summary>The document of `enable`, `disable`, `undo` and `apply` with --json: docs/schema/change.schema.json.</summary>
public static class ChangeJson
{
    /// <summary>The schema that this version writes. Fields are added, never renamed.</summary>
    public const string Schema = "virt-nest/change/1";

    private static readonly JsonWriterOptions Options =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document as UTF-8 bytes, with a line feed at its end.</summary>
    /// <param name="report">The report, with English sentences.</param>
    public static byte[] Write(ChangeReport report)
    {
        ArrayBufferWriter<byte> buffer = new(8 << 10);
        using (Utf8JsonWriter json = new(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("schema", Schema);
            json.WriteString("version", ProductVersion.Text);
            json.WriteString("command", report.Command);
            json.WriteString("outcome", Word(report.Outcome));
            json.WriteString("recovered", report.Recovered);
            json.WritePropertyName("plan");
            if (report.Plan is { } plan)
            {
                PlanJson.Write(json, plan);
            }
            else
            {
                json.WriteNullValue();
            }

            if (report.Plan?.Refusals.Select(static r => r.Use).FirstOrDefault(static u => u is not null) is { } use)
            {
                KvmUseJson.Write(json, "use", use);
            }
            else
            {
                json.WriteNull("use");
            }

            WriteStep(json, "failure", report.Failure);
            WriteStep(json, "undo_failure", report.UndoFailure);
            if (report.Gap is { } gap)
            {
                json.WriteNumber("gap_ms", Math.Round(gap.TotalMilliseconds, 3));
            }
            else
            {
                json.WriteNull("gap_ms");
            }

            json.WriteStartArray("remarks");
            foreach (string remark in report.Remarks)
            {
                json.WriteStringValue(remark);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>"not-needed", "planned", "refused", "needs-root", "declined", "applied", "rolled-back", "not-rolled-back".</summary>
    /// <param name="outcome">An outcome.</param>
    public static string Word(ChangeOutcome outcome) => outcome switch
    {
        ChangeOutcome.NotNeeded => "not-needed",
        ChangeOutcome.Planned => "planned",
        ChangeOutcome.Refused => "refused",
        ChangeOutcome.NeedsRoot => "needs-root",
        ChangeOutcome.Declined => "declined",
        ChangeOutcome.Applied => "applied",
        ChangeOutcome.RolledBack => "rolled-back",
        ChangeOutcome.NotRolledBack => "not-rolled-back",
    };

    private static void WriteStep(Utf8JsonWriter json, string name, StepReport? step)
    {
        if (step is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteNumber("step", step.Step);
        json.WriteString("name", step.Name);
        json.WriteString("text", step.Why);
        json.WriteEndObject();
    }
}
