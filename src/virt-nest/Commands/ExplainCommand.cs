using System.Text;
using VirtNest.Cli.CommandLine;
using VirtNest.Reports;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest explain.</summary>
internal static class ExplainCommand
{
    internal static readonly Command Table = new("explain", m => m.HelpExplain)
    {
        ArgumentName = "CODE",
        IsArgumentOptional = true,
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        if (arguments.Positional is not { } code)
        {
            session.Output.Write(arguments.Has(CommandTable.Json) ? FindingPages.ListJson() : Encoding.UTF8.GetBytes(FindingPages.List(session.Messages.Language)));
            return ExitCode.Yes;
        }

        if (FindingPages.Find(code, session.Messages.Language) is not { } page)
        {
            session.Fail(session.Messages.UnknownCode(code));
            return ExitCode.Usage;
        }

        session.Output.Write(arguments.Has(CommandTable.Json) ? FindingPages.PageJson(code) : Encoding.UTF8.GetBytes(page));
        return ExitCode.Yes;
    }
}
