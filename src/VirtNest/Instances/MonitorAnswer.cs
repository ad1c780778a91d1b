using System;
using System.Text.Json;

namespace VirtNest.Instances;

/// <summary>Answers of QEMU's monitor (QEMU QMP Reference Manual). QEMU writes them, which a guest may have taken over: bounded as those of the agent.</summary>
public static class MonitorAnswer
{
    /// <summary>The command that lists the vCPUs.</summary>
    public const string ListCommand = """{"execute":"query-cpus-fast"}""";

    /// <summary>Bytes that an answer may have: 200 for each vCPU, of which there are 4,096 at most.</summary>
    private const int MostBytes = 2 << 20;

    /// <summary>The command that reads a property of a vCPU.</summary>
    /// <param name="path">Its place in QEMU's object tree, from <see cref="FirstPath"/>.</param>
    /// <param name="property">"svm" or "vmx".</param>
    public static string PropertyCommand(string path, string property) => $$$"""{"execute":"qom-get","arguments":{"path":"{{{path}}}","property":"{{{property}}}"}}""";

    /// <summary>The place of the first vCPU in the answer to query-cpus-fast, or null.</summary>
    /// <param name="answer">The answer.</param>
    public static string? FirstPath(ReadOnlyMemory<byte> answer) => QemuReply.Value(answer, MostBytes, static value =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0
        && value[0].ValueKind == JsonValueKind.Object && value[0].TryGetProperty("qom-path", out JsonElement path) && path.ValueKind == JsonValueKind.String
        && path.GetString() is { Length: < 256 } text && text.AsSpan().IndexOfAny("\"\\") < 0 ? text : null);

    /// <summary>The boolean in the answer to qom-get, or null.</summary>
    /// <param name="answer">The answer.</param>
    public static bool? Flag(ReadOnlyMemory<byte> answer) =>
        QemuReply.Value(answer, MostBytes, static value => value.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => (bool?)null });
}
