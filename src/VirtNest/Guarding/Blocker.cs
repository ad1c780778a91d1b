using System.Buffers.Binary;
using System.Text.Json;
using VirtNest.Instances;

namespace VirtNest.Guarding;

/// <summary>What makes QEMU, and so libvirt, refuse to save or move an instance: a read-only block node of a format that QEMU cannot
/// migrate, attached to no device (QEMU block/vpc.c, vpc_open: migrate_add_blocker). The guest sees nothing of it. Its image comes as a
/// descriptor, which works under AppArmor too. The commands are those of the QEMU QMP Reference Manual.</summary>
public static class Blocker
{
    /// <summary>The node's name, the one part of QEMU's sentence that is ours ("The vpc format used by node '...' does not support live
    /// migration"), of 31 characters at most (BDRV node names).</summary>
    public const string NodeName = "virt-nest-guard-L2-runs-inside";

    /// <summary>How our descriptor is marked in QEMU.</summary>
    public const string Mark = "virt-nest-guard";

    /// <summary>The command that hands a descriptor over; the descriptor comes beside it.</summary>
    public const string HandOverCommand = """{"execute":"add-fd","arguments":{"opaque":"virt-nest-guard"}}""";

    /// <summary>The command that takes the node away.</summary>
    public const string RemoveCommand = """{"execute":"blockdev-del","arguments":{"node-name":"virt-nest-guard-L2-runs-inside"}}""";

    /// <summary>The command that lists descriptors that were handed over.</summary>
    public const string ListSetsCommand = "{\"execute\":\"query-fdsets\"}";

    /// <summary>The command that tells what stands against a migration now.</summary>
    public const string AskCommand = "{\"execute\":\"query-migrate\"}";

    /// <summary>A sector of a disk; also the size of an image's footer.</summary>
    private const int Sector = 512;

    private const int MostBytes = 1 << 20;

    /// <summary>The command that makes the node.</summary>
    /// <param name="set">The set that the descriptor is in.</param>
    public static string AddCommand(long set) =>
        $$$$"""{"execute":"blockdev-add","arguments":{"driver":"vpc","node-name":"{{{{NodeName}}}}","read-only":true,"file":"""
        + $$$$"""{"driver":"file","filename":"/dev/fdset/{{{{set}}}}","read-only":true,"locking":"off"}}}""";

    /// <summary>The command that drops a set of descriptors; QEMU keeps one open for as long as a node uses it.</summary>
    /// <param name="set">The set.</param>
    public static string DropSetCommand(long set) => $$$"""{"execute":"remove-fd","arguments":{"fdset-id":{{{set}}}}}""";

    /// <summary>The set in the answer to add-fd, or null.</summary>
    /// <param name="answer">The answer.</param>
    public static long? SetOf(ReadOnlyMemory<byte> answer) => QemuReply.Value(answer, MostBytes, static value => Number(value, "fdset-id"));

    /// <summary>Our sets in the answer to query-fdsets.</summary>
    /// <param name="answer">The answer.</param>
    public static long[] OurSets(ReadOnlyMemory<byte> answer) => QemuReply.Value(answer, MostBytes, static value =>
        value.ValueKind != JsonValueKind.Array ? []
            : value.EnumerateArray().Where(IsOurs).Select(static s => Number(s, "fdset-id")).OfType<long>().ToArray()) ?? [];

    /// <summary>Whether our node stands against a migration, by the answer to query-migrate; null where the answer is none.</summary>
    /// <param name="answer">The answer.</param>
    public static bool? IsThere(ReadOnlyMemory<byte> answer) => QemuReply.Value(answer, MostBytes, static value =>
        value.ValueKind != JsonValueKind.Object ? (bool?)null
        : value.TryGetProperty("blocked-reasons", out JsonElement reasons) && reasons.ValueKind == JsonValueKind.Array
            && reasons.EnumerateArray()
                .Any(
                    static r => r.ValueKind == JsonValueKind.String && r.GetString()!.Contains($"'{NodeName}'", StringComparison.Ordinal)));

    /// <summary>QEMU's own words where it did not do what was asked, or null where it did.</summary>
    /// <param name="answer">The answer of any command.</param>
    public static string? ErrorOf(ReadOnlyMemory<byte> answer) => QemuReply.Error(answer, MostBytes);

    /// <summary>The smallest disk image of the format: one sector, and the footer of a plain (fixed) disk behind it (Microsoft, "Virtual
    /// Hard Disk Image Format Specification", "Hard Disk Footer Format").</summary>
    public static byte[] Image()
    {
        byte[] image = new byte[2 * Sector];
        Span<byte> footer = image.AsSpan(Sector);
        "conectix"u8.CopyTo(footer);
        BinaryPrimitives.WriteUInt32BigEndian(footer[8..], 2); // features: reserved, always set
        BinaryPrimitives.WriteUInt32BigEndian(footer[12..], 0x0001_0000); // format version
        BinaryPrimitives.WriteUInt64BigEndian(footer[16..], ulong.MaxValue); // no data offset: the plain type
        "vnst"u8.CopyTo(footer[28..]); // creator
        BinaryPrimitives.WriteUInt64BigEndian(footer[40..], Sector); // original size
        BinaryPrimitives.WriteUInt64BigEndian(footer[48..], Sector); // current size
        BinaryPrimitives.WriteUInt32BigEndian(footer[56..], 0x0001_0101); // 1 cylinder, 1 head, 1 sector
        BinaryPrimitives.WriteUInt32BigEndian(footer[60..], 2); // the plain type: data, then this footer
        uint sum = 0;
        foreach (byte value in footer)
        {
            sum += value;
        }

        BinaryPrimitives.WriteUInt32BigEndian(footer[64..], ~sum);
        return image;
    }

    private static bool IsOurs(JsonElement set) =>
        set.ValueKind == JsonValueKind.Object && set.TryGetProperty("fds", out JsonElement descriptors)
            && descriptors.ValueKind == JsonValueKind.Array
        && descriptors.EnumerateArray()
            .Any(static d =>
                d.ValueKind == JsonValueKind.Object && d.TryGetProperty("opaque", out JsonElement opaque)
                    && opaque.ValueKind == JsonValueKind.String && opaque.ValueEquals(Mark));

    private static long? Number(JsonElement value, string key) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(key, out JsonElement number)
            && number.ValueKind == JsonValueKind.Number && number.TryGetInt64(out long whole) && whole >= 0 ? whole : null;
}
