using System.Text.Json;

namespace VirtNest.Instances;

/// <summary>Answers of QEMU's monitor (QEMU QMP Reference Manual). QEMU writes them, which a guest may have taken over: bounded as those
/// of the agent.</summary>
public static class MonitorAnswer
{
    /// <summary>The command that lists the vCPUs.</summary>
    public const string ListCommand = """{"execute":"query-cpus-fast"}""";

    /// <summary>The command that reads what KVM counts of each vCPU: QEMU 7.1.</summary>
    public const string CountsCommand =
        """{"execute":"query-stats","arguments":{"target":"vcpu","providers":[{"provider":"kvm","names":["nested_run","guest_mode"]}]}}""";

    /// <summary>Bytes that an answer may have: 200 for each vCPU, of which there are 4,096 at most.</summary>
    private const int MostBytes = 2 << 20;

    /// <summary>The command that reads a property of a vCPU.</summary>
    /// <param name="path">Its place in QEMU's object tree, from <see cref="FirstPath"/>.</param>
    /// <param name="property">"svm" or "vmx".</param>
    public static string PropertyCommand(string path, string property) =>
        $$$"""{"execute":"qom-get","arguments":{"path":"{{{path}}}","property":"{{{property}}}"}}""";

    /// <summary>The place of the first vCPU in the answer to query-cpus-fast, or null.</summary>
    /// <param name="answer">The answer.</param>
    public static string? FirstPath(ReadOnlyMemory<byte> answer) => QemuReply.Value(answer, MostBytes, static value =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0
        && value[0].ValueKind == JsonValueKind.Object && value[0].TryGetProperty("qom-path", out JsonElement path)
        && path.ValueKind == JsonValueKind.String
        && path.GetString() is { Length: < 256 } text && text.AsSpan().IndexOfAny("\"\\") < 0 ? text : null);

    /// <summary>The boolean in the answer to qom-get, or null.</summary>
    /// <param name="answer">The answer.</param>
    public static bool? Flag(ReadOnlyMemory<byte> answer) =>
        QemuReply.Value(answer, MostBytes,
            static value => value.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => (bool?)null });

    /// <summary>What is counted in the answer to query-stats; nothing where it is none.</summary>
    /// <param name="answer">The answer.</param>
    public static NestedSample Counts(ReadOnlyMemory<byte> answer) => QemuReply.Value(answer, MostBytes, static value =>
    {
        long? runs = null;
        bool inGuestMode = false;
        int vcpus = 0;
        foreach (JsonElement vcpu in Elements(value))
        {
            foreach (JsonElement count in vcpu.ValueKind == JsonValueKind.Object && vcpu.TryGetProperty("stats", out JsonElement stats)
                ? Elements(stats) : [])
            {
                if (count.ValueKind != JsonValueKind.Object || !count.TryGetProperty("name", out JsonElement name)
                    || !count.TryGetProperty("value", out JsonElement counted))
                {
                    continue;
                }

                if (name.ValueEquals("nested_run") && counted.ValueKind == JsonValueKind.Number && counted.TryGetInt64(out long entries)
                    && entries >= 0)
                {
                    runs = (runs ?? 0) + entries;
                    vcpus++;
                }
                else if (name.ValueEquals("guest_mode"))
                {
                    inGuestMode |= counted.ValueKind == JsonValueKind.True
                        || (counted.ValueKind == JsonValueKind.Number && counted.TryGetInt64(out long mode) && mode != 0);
                }
            }
        }

        return new NestedSample(runs, inGuestMode, vcpus);
    });

    private static JsonElement.ArrayEnumerator Elements(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : default;
}
