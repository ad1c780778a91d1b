using System.Text.Json;
using VirtNest.Checking;
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
    public static byte[] Write(LimitsReport report) => JsonFrame.Write(Schema, json =>
    {
        InstanceLimits limits = report.Limits;
        InstanceListJson.WriteConnection(json, report.Connection);
        WriteHost(json, limits.Host);
        WriteInstance(json, limits);
        json.WriteBoolean("applies", limits.Scope == LimitScope.Concerned);
        json.WriteString("text", report.Headline(Language.English));
        json.WriteBoolean("stop_nested_first", limits.MustStopNested);
        json.WriteObjects("operations", limits.Operations, operation =>
        {
            json.WriteString("operation", LimitTable.Word(operation.Operation));
            json.WriteString("now", LimitTable.Word(operation.Now));
            json.WriteBoolean("measured_lost", operation.IsMeasuredLost);
            WriteRuling(json, "with_l2", operation.WithNested);
            WriteRuling(json, "without_l2", operation.WithoutNested);
        });
        json.WriteObject("withheld_features", () =>
        {
            json.WriteTexts("rules", limits.FeatureRules.Select(static r => r.Id));
            json.WriteTexts("not_offered", limits.MissingFeatures);
        });
        WriteTarget(json, report);
        WriteMeasured(json, report);
        WriteRules(json, report.Rules);
    });

    private static void WriteHost(Utf8JsonWriter json, InstanceHost host) => json.WriteObject("host", () =>
    {
        json.WriteNonEmpty("vendor", host.Limits.Vendor);
        json.WriteString("kernel", host.Facts?.Release);
        json.WriteString("kernel_level", host.Limits.Kernel?.ToString());
        json.WriteBoolean("kernel_is_upstream", host.Limits.IsUpstream);
        json.WriteString("qemu", host.Limits.Qemu?.ToString());
    });

    private static void WriteInstance(Utf8JsonWriter json, InstanceLimits limits) => json.WriteObject("instance", () =>
    {
        InstanceReading reading = limits.Facts.Reading;
        json.WriteString("name", reading.Name);
        json.WriteId("uuid", reading.Id);
        json.WriteString("state", reading.State.Word());
        json.WritePrintable("type", reading.Xml?.Type);
        json.WriteNullable("exposed", limits.IsExposed);
        json.WriteNullable("running", limits.RunsNested);
    });

    private static void WriteRuling(Utf8JsonWriter json, string key, LimitRuling? limitRuling) =>
        json.WriteObject(key, limitRuling, ruling =>
        {
            json.WriteString("verdict", LimitTable.Word(ruling.Verdict));
            json.WriteTexts("rules", ruling.Rules.Select(static r => r.Id));
            json.WriteObjects("conditions", ruling.Conditions, condition =>
            {
                json.WriteString("rule", condition.Rule.Id);
                json.WriteString("when", condition.When);
            });
        });

    private static void WriteTarget(Utf8JsonWriter json, LimitsReport report) => json.WriteObject("target", report.Limits.Target, fit =>
    {
        json.WriteString("kernel", fit.Target.Release);
        json.WriteString("fits", CheckJson.Word(fit.Fits));
        json.WriteObjects("questions", fit.Answers, answer =>
        {
            json.WriteString("question", LimitsReport.Word(answer.Question));
            json.WriteString("holds", CheckJson.Word(answer.Answer));
            json.WriteString("text", Printable.Sentence(report.Sentence(answer, Language.English)));
        });
        json.WriteTexts("missing_features", fit.Missing);
        json.WriteTexts("needed_features", fit.Needed);
        WriteRuling(json, "restore_there", fit.Kernel);
    });

    private static void WriteMeasured(Utf8JsonWriter json, LimitsReport report) =>
        json.WriteObject("proof", report.Limits.Measured, measured =>
        {
            json.WriteString("kernel", measured.Document.Kernel);
            json.WriteNullable("is_of_this_kernel", measured.IsOfKernel);
            json.WriteString("verdict", EnumWord.Of(measured.Verdict));
            json.WriteBoolean("counts", measured.Counts);
            json.WriteString("text", report.Sentence(measured, Language.English));
        });

    private static void WriteRules(Utf8JsonWriter json, IReadOnlyList<Section> rules) => json.WriteObjects("rules", rules, rule =>
    {
        json.WriteString("id", rule.Id);
        json.WriteString("verdict", rule["verdict"]);
        json.WriteString("text", rule.Line("text", Language.English));
        json.WriteString("date", rule["date"]);
        json.WriteTexts("sources", (rule["source"] ?? "").Split('\n'));
        json.WriteBoolean("is_first_hand", rule["confidence"] != "low");
    });
}
