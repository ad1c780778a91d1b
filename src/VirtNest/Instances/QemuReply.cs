using System.Text.Json;

namespace VirtNest.Instances;

/// <summary>The shape that answers of QEMU's monitor and of a guest agent share: {"return": VALUE}. Any bytes give a value or
/// nothing.</summary>
internal static class QemuReply
{
    /// <summary>Elements inside one another that are read; no answer that is asked for has more.</summary>
    private const int MostDepth = 16;

    /// <summary>What is taken of the value under "return", or nothing where the answer is too long, no JSON, or of another shape.</summary>
    internal static T? Value<T>(ReadOnlyMemory<byte> answer, int mostBytes, Func<JsonElement, T?> take) =>
        Under("return", answer, mostBytes, take);

    /// <summary>The words of an answer that is an error, {"error": {"class": ..., "desc": WORDS}}; null for every other answer.</summary>
    internal static string? Error(ReadOnlyMemory<byte> answer, int mostBytes) => Under("error", answer, mostBytes, static value =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty("desc", out JsonElement words)
            && words.ValueKind == JsonValueKind.String ? words.GetString() : "");

    private static T? Under<T>(string key, ReadOnlyMemory<byte> answer, int mostBytes, Func<JsonElement, T?> take)
    {
        if (answer.Length > mostBytes)
        {
            return default;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(answer, new JsonDocumentOptions { MaxDepth = MostDepth });
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(key, out JsonElement value)
                ? take(value) : default;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a text that is no UTF-16 once its escapes are undone.
            return default;
        }
    }
}
