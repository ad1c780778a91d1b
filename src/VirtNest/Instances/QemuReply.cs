using System;
using System.Text.Json;

namespace VirtNest.Instances;

/// <summary>The shape that answers of QEMU's monitor and of a guest agent share: {"return": VALUE}. Any bytes give a value or nothing.</summary>
internal static class QemuReply
{
    /// <summary>Elements inside one another that are read; no answer that is asked for has more.</summary>
    private const int MostDepth = 16;

    /// <summary>What is taken of the value under "return", or nothing where the answer is too long, no JSON, or of another shape.</summary>
    internal static T? Value<T>(ReadOnlyMemory<byte> answer, int mostBytes, Func<JsonElement, T?> take)
    {
        if (answer.Length > mostBytes)
        {
            return default;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(answer, new JsonDocumentOptions { MaxDepth = MostDepth });
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("return", out JsonElement value) ? take(value) : default;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a text that is no UTF-16 once its escapes are undone.
            return default;
        }
    }
}
