using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace VirtNest.Text;

/// <summary>What every JSON document has around its own fields: the object, its schema and version, the line feed at its end.</summary>
internal static class JsonFrame
{
    /// <summary>A document of this version as UTF-8 bytes.</summary>
    /// <param name="form">Its form.</param>
    /// <param name="schema">The value of "schema".</param>
    /// <param name="fields">Writes the fields behind "schema" and "version".</param>
    internal static byte[] Write(JsonForm form, string schema, Action<Utf8JsonWriter> fields) =>
        Write(form, schema, ProductVersion.Text, fields);

    /// <summary>A document as UTF-8 bytes.</summary>
    /// <param name="form">Its form.</param>
    /// <param name="schema">The value of "schema".</param>
    /// <param name="version">The value of "version"; null for a document without it.</param>
    /// <param name="fields">Writes the other fields.</param>
    internal static byte[] Write(JsonForm form, string schema, string? version, Action<Utf8JsonWriter> fields) => Write(form, json =>
    {
        json.WriteStartObject();
        json.WriteString("schema", schema);
        if (version is not null)
        {
            json.WriteString("version", version);
        }

        fields(json);
        json.WriteEndObject();
    });

    /// <summary>One JSON value and a line feed as UTF-8 bytes.</summary>
    /// <param name="form">Its form.</param>
    /// <param name="value">Writes the value.</param>
    internal static byte[] Write(JsonForm form, Action<Utf8JsonWriter> value)
    {
        ArrayBufferWriter<byte> buffer = new(8 << 10);
        using (Utf8JsonWriter json = new(buffer, Options(form)))
        {
            value(json);
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static JsonWriterOptions Options(JsonForm form) => form switch
    {
        JsonForm.Readable => new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping },
        JsonForm.Escaped => new() { Indented = true, NewLine = "\n" },
        JsonForm.OneLine => new() { Indented = false },
    };
}
