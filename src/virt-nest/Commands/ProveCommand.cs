using System;
using System.Threading;
using VirtNest.Cli.CommandLine;
using VirtNest.Host.Proving;
using VirtNest.Messages;
using VirtNest.Proofs;
using VirtNest.Reports;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest prove: runs an L1 that runs an L2.</summary>
internal static class ProveCommand
{
    private const int StateMoves = 25;

    private static readonly Option Role = new("--role", "ROLE", m => m.HelpProveRole) { Choices = ["host", "instance"] };

    private static readonly Option Exits = new("--exits", "N", m => m.HelpProveExits) { Range = (1, 200_000) };

    private static readonly Option Loop = new("--l2-loop", "SECONDS", m => m.HelpProveLoop) { Range = (1, 1_000_000) };

    private static readonly Option State = new("--state", null, m => m.HelpProveState);

    private static readonly Option Deadline = new("--deadline", "SECONDS", m => m.HelpProveDeadline) { Range = (1, 86_400) };

    internal static readonly Command Table = new("prove", m => m.HelpProve)
    {
        Options = [Role, Exits, Loop, State, Deadline],
        Run = Run,
    };

    // SIGINT and SIGTERM keep their default: the process ends at once, and the kernel takes the VM down with it.
    private static int Run(Arguments arguments, Session session)
    {
        ProofRequest request = new()
        {
            Role = arguments[Role] == "instance" ? ProofRole.Instance : ProofRole.Host,
            MeasuredExits = (int)arguments.Number(Exits, 0),
            LoopFor = arguments.Has(Loop) ? TimeSpan.FromSeconds(arguments.Number(Loop, 0)) : null,
            StateMoves = arguments.Has(State) ? StateMoves : 0,
            Deadline = TimeSpan.FromSeconds(arguments.Number(Deadline, 30)),
        };
        ProofReport report = NestedProver.Run(request, CancellationToken.None);
        if (arguments.Has(CommandTable.Json))
        {
            session.Output.Write(ProofJson.Of(report, MessageCatalog.For(Language.English)));
        }
        else
        {
            session.Output.Write(ProofText.Of(report, session.Messages));
        }

        return report.Verdict switch
        {
            ProofVerdict.Proven => ExitCode.Yes,
            ProofVerdict.Refuted => ExitCode.No,
            ProofVerdict.Inconclusive => ExitCode.Unknown,
        };
    }
}
