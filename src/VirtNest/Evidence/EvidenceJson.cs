using System.Text.Json;
using System.Text.Unicode;
using VirtNest.Text;

namespace VirtNest.Evidence;

/// <summary>The evidence document as JSON: docs/evidence.md and docs/schema/evidence.schema.json.</summary>
public static class EvidenceJson
{
    /// <summary>The schema that this version writes. Fields are added, never renamed.</summary>
    public const string Schema = "virt-nest/evidence/1";

    /// <summary>The document as UTF-8 bytes, with a line feed at its end.</summary>
    /// <param name="evidence">What was read.</param>
    public static byte[] Write(HostEvidence evidence) => JsonFrame.Write(Schema, evidence.Version, json =>
    {
        json.WriteString("origin", evidence.Origin == EvidenceOrigin.Live ? "live" : "dump");
        json.WriteObject("readings", () =>
        {
            foreach ((string source, Reading reading) in evidence.Readings)
            {
                json.WriteObject(source, () => WriteReading(json, source, reading));
            }
        });
    });

    /// <summary>Reads a document.</summary>
    /// <param name="utf8">Its bytes.</param>
    /// <param name="problem">Where it is not one: "LINE:BYTE" of what is no JSON, or the name of the field that is missing or wrong; null
    /// where the document was read.</param>
    /// <returns>The evidence, or null where the document is not one.</returns>
    public static HostEvidence? Read(byte[] utf8, out string? problem)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8);
            return Read(document.RootElement, out problem);
        }
        catch (JsonException exception)
        {
            problem = PlaceOf(exception);
            return null;
        }
        catch (InvalidOperationException)
        {
            // JsonElement throws this for a string that is not valid UTF-16 or UTF-8.
            problem = "UTF-8";
            return null;
        }
    }

    /// <summary>Where a text is no JSON: "LINE:BYTE", both from 1.</summary>
    internal static string PlaceOf(JsonException exception) =>
        string.Create(CultureInfo.InvariantCulture, $"{exception.LineNumber + 1}:{exception.BytePositionInLine + 1}");

    private static void WriteReading(Utf8JsonWriter json, string source, Reading reading)
    {
        json.WriteString("state", reading.State switch
        {
            ReadingState.NotRead => "not-read",
            ReadingState.Absent => "absent",
            ReadingState.Denied => "denied",
            ReadingState.Failed => "failed",
            ReadingState.Known => "known",
        });
        if (reading.IsKnown)
        {
            WriteBytes(json, source, reading);
        }

        if (reading.Errno != 0)
        {
            json.WriteNumber("errno", reading.Errno);
        }

        if (reading.IsTruncated)
        {
            json.WriteBoolean("truncated", true);
        }
    }

    private static void WriteBytes(Utf8JsonWriter json, string source, Reading reading)
    {
        if (!Utf8.IsValid(reading.Bytes))
        {
            json.WriteBase64String("base64", reading.Bytes);
        }
        else if (source.EndsWith('/'))
        {
            json.WriteTexts("entries", reading.Text.Split('\0', StringSplitOptions.RemoveEmptyEntries));
        }
        else
        {
            json.WriteString("text", reading.Text);
        }
    }

    private static HostEvidence? Read(JsonElement root, out string? problem)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("schema", out JsonElement schema)
            || schema.ValueKind != JsonValueKind.String)
        {
            problem = "schema";
            return null;
        }

        if (schema.GetString() != Schema)
        {
            problem = "schema: " + schema.GetString();
            return null;
        }

        string? origin = Text(root, "origin");
        if (origin is not ("live" or "dump"))
        {
            problem = "origin";
            return null;
        }

        if (!root.TryGetProperty("readings", out JsonElement readings) || readings.ValueKind != JsonValueKind.Object)
        {
            problem = "readings";
            return null;
        }

        HostEvidence evidence = new(origin == "live" ? EvidenceOrigin.Live : EvidenceOrigin.Dump) { Version = Text(root, "version") ?? "" };
        foreach (JsonProperty property in readings.EnumerateObject())
        {
            Reading? reading = ReadReading(property.Value);
            if (reading is null)
            {
                problem = "readings: " + property.Name;
                return null;
            }

            evidence[property.Name] = reading;
        }

        problem = null;
        return evidence;
    }

    private static Reading? ReadReading(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        int errno = element.TryGetProperty("errno", out JsonElement number) && number.ValueKind == JsonValueKind.Number
            && number.TryGetInt32(out int value) ? value : 0;
        return Text(element, "state") switch
        {
            "not-read" => Reading.NotRead,
            "absent" => Reading.Without(ReadingState.Absent, errno),
            "denied" => Reading.Without(ReadingState.Denied, errno),
            "failed" => Reading.Without(ReadingState.Failed, errno),
            "known" when ReadBytes(element) is { } bytes =>
                Reading.Known(bytes, element.TryGetProperty("truncated", out JsonElement cut) && cut.ValueKind == JsonValueKind.True),
            _ => null,
        };
    }

    private static byte[]? ReadBytes(JsonElement element)
    {
        if (Text(element, "text") is { } text)
        {
            return Encoding.UTF8.GetBytes(text);
        }

        if (element.TryGetProperty("base64", out JsonElement base64) && base64.ValueKind == JsonValueKind.String)
        {
            return base64.TryGetBytesFromBase64(out byte[]? bytes) ? bytes : null;
        }

        if (!element.TryGetProperty("entries", out JsonElement entries) || entries.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        List<string> names = [];
        foreach (JsonElement entry in entries.EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.String)
            {
                return null;
            }

            names.Add(entry.GetString() + "\0");
        }

        return Encoding.UTF8.GetBytes(string.Concat(names));
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
