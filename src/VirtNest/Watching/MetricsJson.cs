using VirtNest.Text;

namespace VirtNest.Watching;

/// <summary>The document of `export --json`: docs/schema/export.schema.json. The same metrics and samples as <see cref="MetricsText"/>
/// writes.</summary>
public static class MetricsJson
{
    /// <summary>The schema that this version writes. Fields are added, never renamed.</summary>
    public const string Schema = "virt-nest/export/1";

    /// <summary>The document as UTF-8 bytes, with a line feed at its end.</summary>
    /// <param name="families">Each metric with its samples.</param>
    public static byte[] Write(IReadOnlyList<MetricFamily> families) => JsonFrame.Write(Schema, json =>
        json.WriteObjects("metrics", families.Where(static f => f.Samples.Count > 0), family =>
        {
            json.WriteString("name", family.Metric.Name);
            json.WriteString("type", family.Metric.KindWord);
            json.WriteString("help", family.Metric.Help.English);
            json.WriteObjects("samples", family.Samples, sample =>
            {
                json.WriteObject("labels", () =>
                {
                    foreach ((string name, string value) in sample.Labels.Pairs)
                    {
                        json.WriteString(name, value);
                    }
                });
                json.WriteNumber("value", sample.Value);
            });
        }));
}
