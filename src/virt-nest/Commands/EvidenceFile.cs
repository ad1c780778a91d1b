using VirtNest.Cli.CommandLine;
using VirtNest.Evidence;
using VirtNest.Text;

namespace VirtNest.Cli.Commands;

/// <summary>Documents that the user names, each a host in a file.</summary>
internal static class EvidenceFile
{
    private const int MostBytes = 64 << 20;

    /// <summary>The evidence in a file; null where there is none, which was said on standard error.</summary>
    internal static HostEvidence? Read(string file, Session session)
    {
        if (Bytes(file, session) is not { } bytes)
        {
            return null;
        }

        HostEvidence? evidence = EvidenceJson.Read(bytes, out string? problem);
        if (evidence is null)
        {
            session.Fail(NotEvidence(file, problem ?? ""));
        }

        return evidence;
    }

    /// <summary>The bytes of a document; null where they could not be read whole, which was said on standard error.</summary>
    internal static byte[]? Bytes(string file, Session session) => UserFile.Read(file, MostBytes).Bytes(session);

    private static Sentence NotEvidence(string path, string why) =>
        new($"{path} is not an evidence document (at {why})", $"{path} 不是依据文档（位置：{why}）");
}
