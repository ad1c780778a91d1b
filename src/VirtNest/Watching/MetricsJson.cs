using System.Buffers;
using System.Text.Json;
using VirtNest.Instances;
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
    public static byte[] Write(IReadOnlyList<MetricFamily> families)
    {
        Language english = Language.English;
        ArrayBufferWriter<byte> buffer = new(64 << 10);
        using (Utf8JsonWriter json = new(buffer, InstanceListJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("schema", Schema);
            json.WriteString("version", ProductVersion.Text);
            json.WriteStartArray("metrics");
            foreach ((Metric metric, IReadOnlyList<MetricSample> samples) in families)
            {
                if (samples.Count == 0)
                {
                    continue;
                }

                json.WriteStartObject();
                json.WriteString("name", metric.Name);
                json.WriteString("type", metric.KindWord);
                json.WriteString("help", metric.Help.In(english));
                json.WriteStartArray("samples");
                foreach (MetricSample sample in samples)
                {
                    json.WriteStartObject();
                    json.WriteStartObject("labels");
                    foreach ((string name, string value) in sample.Labels.Pairs)
                    {
                        json.WriteString(name, value);
                    }

                    json.WriteEndObject();
                    json.WriteNumber("value", sample.Value);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }
}
