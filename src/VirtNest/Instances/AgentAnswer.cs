using System.Text.Json;

namespace VirtNest.Instances;

/// <summary>Answers of a guest agent (QEMU Guest Agent Protocol Reference). The guest wrote them: they are hostile input, bounded, and
/// never trusted for more than "the inside says so".</summary>
public static class AgentAnswer
{
    /// <summary>Bytes that an answer may have: what is asked for takes less than a tenth of it.</summary>
    public const int MostBytes = 256 << 10;

    /// <summary>Bytes of a file that are asked for: the first processor of /proc/cpuinfo takes 2 to 3 KiB.</summary>
    public const int MostFileBytes = 16 << 10;

    /// <summary>The command that opens a file for reading.</summary>
    /// <param name="path">A path of ours, without characters that JSON escapes.</param>
    public static string OpenCommand(string path) => $$$"""{"execute":"guest-file-open","arguments":{"path":"{{{path}}}","mode":"r"}}""";

    /// <summary>The command that reads from an open file.</summary>
    /// <param name="handle">What open gave.</param>
    public static string ReadCommand(long handle) =>
        $$$"""{"execute":"guest-file-read","arguments":{"handle":{{{handle}}},"count":{{{MostFileBytes}}}}}""";

    /// <summary>The command that closes a file.</summary>
    /// <param name="handle">What open gave.</param>
    public static string CloseCommand(long handle) => $$$"""{"execute":"guest-file-close","arguments":{"handle":{{{handle}}}}}""";

    /// <summary>The handle in the answer to guest-file-open, or null where it is none.</summary>
    /// <param name="answer">The answer.</param>
    public static long? Handle(ReadOnlyMemory<byte> answer) =>
        QemuReply.Value(answer, MostBytes,
            static value =>
                value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long handle) && handle >= 0 ? handle : (long?)null);

    /// <summary>The text in the answer to guest-file-read, or null where it is none: another shape, wrong base64, more than was asked for,
    /// or a length that is not that of the text.</summary>
    /// <param name="answer">The answer.</param>
    public static string? Text(ReadOnlyMemory<byte> answer) => QemuReply.Value(answer, MostBytes, static value =>
    {
        if (value.ValueKind != JsonValueKind.Object
            || !value.TryGetProperty("buf-b64", out JsonElement buffer) || buffer.ValueKind != JsonValueKind.String
            || !value.TryGetProperty("count", out JsonElement count) || count.ValueKind != JsonValueKind.Number
            || !count.TryGetInt64(out long length)
            || !buffer.TryGetBytesFromBase64(out byte[]? bytes) || bytes.Length != length || length > MostFileBytes)
        {
            return null;
        }

        return Encoding.UTF8.GetString(bytes);
    });
}
