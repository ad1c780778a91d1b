using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace VirtNest.Text;

/// <summary>What every JSON document has around its own fields: the object, its schema and version, the line feed at its end. Fields as
/// the documents have them: objects and arrays with their braces, and null for what is not known.</summary>
internal static class JsonFrame
{
    /// <summary>Readable UTF-8: nothing is escaped that JSON does not ask for, and control characters.</summary>
    private static readonly JsonWriterOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping },
        Indented = OneLine with { Indented = true, NewLine = "\n" };

    /// <summary>A document of this version as UTF-8 bytes.</summary>
    /// <param name="schema">The value of "schema".</param>
    /// <param name="fields">Writes the fields behind "schema" and "version".</param>
    /// <param name="isOneLine">It is one of many documents, each on a line.</param>
    internal static byte[] Write(string schema, Action<Utf8JsonWriter> fields, bool isOneLine = false) =>
        Write(schema, ProductVersion.Text, fields, isOneLine);

    /// <summary>A document as UTF-8 bytes.</summary>
    /// <param name="schema">The value of "schema".</param>
    /// <param name="version">The value of "version"; null for a document without it.</param>
    /// <param name="fields">Writes the other fields.</param>
    /// <param name="isOneLine">It is one of many documents, each on a line.</param>
    internal static byte[] Write(string schema, string? version, Action<Utf8JsonWriter> fields, bool isOneLine = false) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("schema", schema);
        if (version is not null)
        {
            json.WriteString("version", version);
        }

        fields(json);
        json.WriteEndObject();
    }, isOneLine);

    /// <summary>One JSON value and a line feed as UTF-8 bytes.</summary>
    /// <param name="value">Writes the value.</param>
    /// <param name="isOneLine">It is one of many documents, each on a line.</param>
    internal static byte[] Write(Action<Utf8JsonWriter> value, bool isOneLine = false)
    {
        ArrayBufferWriter<byte> buffer = new(8 << 10);
        using (Utf8JsonWriter json = new(buffer, isOneLine ? OneLine : Indented))
        {
            value(json);
        }

        buffer.Write("\n"u8);
        return WithoutFormatting(buffer.WrittenSpan);
    }

    /// <summary>Characters that lead a terminal's text astray and that the encoder leaves (directions, widths of nothing) as their
    /// escapes: they stand only in strings.</summary>
    private static byte[] WithoutFormatting(ReadOnlySpan<byte> json)
    {
        if (json.IndexOfAnyInRange((byte)0x80, byte.MaxValue) < 0)
        {
            return json.ToArray();
        }

        StringBuilder text = new(json.Length);
        foreach (Rune rune in Encoding.UTF8.GetString(json).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format)
            {
                foreach (char half in rune.ToString())
                {
                    text.Append("\\u").Append(((int)half).ToString("X4", CultureInfo.InvariantCulture));
                }
            }
            else
            {
                text.Append(rune.ToString());
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    internal static void WriteObject(this Utf8JsonWriter json, string name, Action fields)
    {
        json.WriteStartObject(name);
        fields();
        json.WriteEndObject();
    }

    /// <summary>The fields of a value as an object; null where there is no value.</summary>
    internal static void WriteObject<T>(this Utf8JsonWriter json, string name, T? value, Action<T> fields)
        where T : class
    {
        if (value is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteObject(name, () => fields(value));
    }

    /// <summary>The fields of a value as an object; null where there is no value.</summary>
    internal static void WriteObject<T>(this Utf8JsonWriter json, string name, T? value, Action<T> fields)
        where T : struct
    {
        if (value is not { } known)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteObject(name, () => fields(known));
    }

    /// <summary>An array with an object for each item.</summary>
    internal static void WriteObjects<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> fields)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            json.WriteStartObject();
            fields(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>An array of texts, exact; null where there is none.</summary>
    internal static void WriteTexts(this Utf8JsonWriter json, string name, IEnumerable<string>? texts)
    {
        if (texts is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    /// <summary>A text from the machine, made printable; null where there is none.</summary>
    internal static void WritePrintable(this Utf8JsonWriter json, string name, string? text) =>
        json.WriteString(name, text is null ? null : Printable.Sanitise(text));

    /// <summary>A name or null: an empty one is none.</summary>
    internal static void WriteNonEmpty(this Utf8JsonWriter json, string name, string? text) =>
        json.WriteString(name, text is { Length: > 0 } ? text : null);

    internal static void WriteId(this Utf8JsonWriter json, string name, Guid? id) =>
        json.WriteString(name, id?.ToString("D", CultureInfo.InvariantCulture));

    /// <summary>A moment in UTC, with milliseconds.</summary>
    internal static void WriteTime(this Utf8JsonWriter json, string name, DateTimeOffset? at) =>
        json.WriteString(name, at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));

    internal static void WriteNullable(this Utf8JsonWriter json, string name, bool? value)
    {
        if (value is { } known)
        {
            json.WriteBoolean(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    internal static void WriteNullable(this Utf8JsonWriter json, string name, decimal? value)
    {
        if (value is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>A number with so many digits behind the point at most.</summary>
    internal static void WriteRounded(this Utf8JsonWriter json, string name, double? value, int digits)
    {
        if (value is { } known)
        {
            json.WriteNumber(name, Math.Round(known, digits));
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
