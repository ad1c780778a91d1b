using VirtNest.Cli.CommandLine;
using VirtNest.Evidence;
using VirtNest.Host.Files;

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
            session.Fail(session.Messages.NotEvidence(file, problem ?? ""));
        }

        return evidence;
    }

    /// <summary>The bytes of a document; null where they could not be read whole, which was said on standard error.</summary>
    internal static byte[]? Bytes(string file, Session session)
    {
        Reading reading = UserFile.Read(file, MostBytes);
        if (!reading.IsKnown)
        {
            session.Fail(session.Messages.CannotRead(file, session.Messages.ErrnoText(LinuxErrno.Name(reading.Errno))));
            return null;
        }

        if (reading.IsTruncated)
        {
            session.Fail(session.Messages.TooLarge(file, MostBytes >> 20));
            return null;
        }

        return reading.Bytes.ToArray();
    }
}
