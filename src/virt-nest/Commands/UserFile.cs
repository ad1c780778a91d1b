using VirtNest.Cli.CommandLine;
using VirtNest.Evidence;
using VirtNest.Host.Files;
using VirtNest.Instances;
using VirtNest.Instances.Xml;
using VirtNest.Text;

namespace VirtNest.Cli.Commands;

/// <summary>A file that the user names, read whole or not at all.</summary>
/// <param name="Name">As sentences name it.</param>
/// <param name="Reading">What was read.</param>
/// <param name="MostBytes">More is too large.</param>
internal sealed record UserFile(Sentence Name, Reading Reading, int MostBytes)
{
    private const int MostDocumentBytes = 64 << 20;

    /// <summary>Where standard input is meant.</summary>
    internal const string StandardInput = "-";

    internal static UserFile Read(string path, int mostBytes) => path == StandardInput
        ? new(FileSentences.StandardInput, WholeFile.ReadStandardInput(mostBytes), mostBytes)
        : new(Sentence.Verbatim(path), WholeFile.Read(path, mostBytes), mostBytes);

    /// <summary>Why it could not be read whole, or null.</summary>
    internal Sentence? Problem => !Reading.IsKnown ? FileSentences.CannotRead(Name, LinuxErrno.Describe(Reading.Errno))
        : Reading.IsTruncated ? FileSentences.TooLarge(Name, MostBytes >> 20)
        : null;

    /// <summary>Its bytes; null where it could not be read whole, which was said on standard error.</summary>
    internal byte[]? Bytes(Session session)
    {
        if (Problem is { } problem)
        {
            session.Fail(problem);
            return null;
        }

        return Reading.Bytes.ToArray();
    }

    /// <summary>The domain XML in it, or null with the reason.</summary>
    internal DomainXml? Domain(out Sentence? problem)
    {
        problem = Problem;
        if (problem is not null)
        {
            return null;
        }

        DomainXml? domain = DomainXml.Parse(Reading.Bytes.ToArray(), out XmlFault? fault);
        problem = fault is null ? null : InstanceSentences.NotDomainXml(Name, fault);
        return domain;
    }

    /// <summary>The evidence in a file; null where there is none, which was said on standard error.</summary>
    internal static HostEvidence? Evidence(string file, Session session)
    {
        if (Document(file, session) is not { } bytes)
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
    internal static byte[]? Document(string file, Session session) => Read(file, MostDocumentBytes).Bytes(session);

    private static Sentence NotEvidence(string path, string why) =>
        new($"{path} is not an evidence document (at {why})", $"{path} 不是依据文档（位置：{why}）");
}
