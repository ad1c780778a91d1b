using System.Threading;
using VirtNest.Cli.CommandLine;
using VirtNest.Facts;
using VirtNest.Host.Gathering;
using VirtNest.Host.Proving;
using VirtNest.Proving;
using VirtNest.Text;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest prove: runs an L1 that runs an L2.</summary>
internal static class ProveCommand
{
    private const int StateMoves = 25;

    private static readonly Option Role = new("--role", "ROLE", new(
        "what the exit status answers: host: an L2 ran; instance: a plain guest ran, and no L2 is tried",
        "退出状态回答的问题：host：L2 能否运行；instance：普通虚拟机能否运行（不尝试 L2）")) { Choices = ["host", "instance"] };

    private static readonly Option Exits = new("--exits", "N",
        new("also measure what exits cost at L1 and at L2, with N of each kind",
            "另外测量 L1 和 L2 的退出开销，每种 N 次")) { Range = (1, 200_000) };

    private static readonly Option Loop = new("--l2-loop", "SECONDS",
        new("also keep an L2 running for that long: a load for monitors",
            "另外让 L2 持续运行指定时间，作为监控程序的负载")) { Range = (1, 1_000_000) };

    private static readonly Option State = new("--state", null, new(
        "also save the state with a live L2, set it into a new VM and go on, many times",
        "另外在 L2 运行时保存状态、恢复到新的虚拟机并继续运行，重复多次"));

    private static readonly Option Deadline = new("--deadline", "SECONDS",
        new("give up after that long (default 30), as 'could not tell'",
            "超过该时间（默认 30 秒）即放弃，结果为“无法判断”")) { Range = (1, 86_400) };

    internal static readonly Command Table = new("prove", new(
        "Runs a tiny L1 through /dev/kvm that itself runs a tiny L2, and tells whether it worked and which step failed. Needs nothing but "
            + "access to /dev/kvm.",
        "通过 /dev/kvm 运行一个极小的 L1，由它再运行一个极小的 L2，并报告是否成功、在哪一步失败。只需要 /dev/kvm 的访问权限。"))
    {
        Options = [Role, Exits, Loop, State, Deadline, ChangeOptions.Yes],
        Run = Run,
    };

    // SIGINT and SIGTERM keep their default: the process ends at once, and the kernel takes the VM down with it.
    private static int Run(Arguments arguments, Session session)
    {
        if (arguments[Role] == "instance" && Array.Find((Option[])[Exits, Loop, State], arguments.Has) is { } ofL2)
        {
            return session.Fail(CommandTable.OptionsExclude(ofL2.Name, Role.Name + " instance"));
        }

        if (!ProofConsent.IsGiven(arguments, session, HostFacts.Parse(EvidenceGatherer.Quick())))
        {
            return ExitCode.Unknown;
        }

        ProofRequest request = new()
        {
            Role = arguments[Role] == "instance" ? ProofRole.Instance : ProofRole.Host,
            MeasuredExits = (int)arguments.Number(Exits, 0),
            LoopFor = arguments.Has(Loop) ? TimeSpan.FromSeconds(arguments.Number(Loop, 0)) : null,
            StateMoves = arguments.Has(State) ? StateMoves : 0,
            Deadline = TimeSpan.FromSeconds(arguments.Number(Deadline, 30)),
        };
        ProofReport report = NestedProver.Run(request, CancellationToken.None);
        session.Print(arguments, () => ProofJson.Write(report, Language.English), () => ProofText.Write(report, session.Language));
        return report.Verdict switch
        {
            ProofVerdict.Proven => ExitCode.Yes,
            ProofVerdict.Refuted => ExitCode.No,
            ProofVerdict.Inconclusive => ExitCode.Unknown,
        };
    }
}
