using System;
using VirtNest.Cli.CommandLine;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest completion.</summary>
internal static class CompletionCommand
{
    internal static readonly Command Table = new("completion", m => m.HelpCompletion)
    {
        ArgumentName = string.Join('|', CompletionScript.Shells),
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        string shell = arguments.Positional!;
        if (Array.IndexOf(CompletionScript.Shells, shell) < 0)
        {
            session.Fail(session.Messages.UnknownShell(shell, string.Join(", ", CompletionScript.Shells)));
            return ExitCode.Usage;
        }

        if (arguments.Has(CommandTable.Json))
        {
            session.Fail(session.Messages.CompletionHasNoJson);
            return ExitCode.Usage;
        }

        session.Output.Write(CompletionScript.Of(shell));
        return ExitCode.Yes;
    }
}
