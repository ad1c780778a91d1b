using System.Threading;
using VirtNest.Checking;
using VirtNest.Cli.CommandLine;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Guarding;
using VirtNest.Host.Gathering;
using VirtNest.Instances;
using VirtNest.Instances.Xml;
using VirtNest.Text;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest guard hook run: what libvirt's hook calls. It never calls libvirt, which waits for it; it prints nothing but a
/// refusal, since libvirt takes a hook's output for the XML of the instance; and it reads this host only where the answer depends on
/// it.</summary>
internal static class HookRunCommand
{
    internal static readonly Option AllowHostPassthrough = new("--allow-host-passthrough", null, new(
        "let instances in that take over the host's CPU (host-passthrough, maximum) without a word about the extension, whatever their "
            + "memory holds",
        "放行沿用主机 CPU（host-passthrough、maximum）且未明确写出该扩展的实例，无论其内存中有什么"));

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private static readonly Option Evidence = new("--evidence", "FILE",
        new("judge this host from an evidence document and read nothing else", "只根据证据文档判断本机，不读取其他任何内容"));

    internal static readonly Command Table = new("run", new(
        "What the hook calls: decides on one instance, whose XML is on standard input. 1 refuses it.",
        "供钩子调用：对一个实例作出决定，其 XML 来自标准输入。状态 1 表示拒绝。"))
    {
        ArgumentNames = ["OBJECT", "OPERATION", "SUBOPERATION", "EXTRA"],
        Options = [AllowHostPassthrough, Evidence],
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        if (arguments.Positionals is not [var name, var operation, var suboperation, ..]
            || IncomingDomain.WayOf(operation, suboperation) is not { } way)
        {
            return Report(arguments, session, null, null, null);
        }

        EndInTime(session);
        if (UserFile.Read(UserFile.StandardInput, DomainXml.MostBytes).Domain(out Sentence? fault) is not { } domain)
        {
            string problem = fault!.Value.In(session.Language);
            session.Fail(new Sentence($"{problem}; the instance is let in", $"{problem}；已放行该实例"));
            return Report(arguments, session, way, null, problem);
        }

        IncomingDomain incoming = new(way, domain, arguments.Has(AllowHostPassthrough));
        IncomingDecision? decision = incoming.WithoutHost;
        if (decision is null)
        {
            if (HostOf(arguments, session) is not { } evidence)
            {
                return ExitCode.Usage;
            }

            decision = incoming.Judge(HostOffer.From(Verdict.Judge(HostFacts.Parse(evidence))));
        }

        if (IncomingText.Write(decision, way, name, session.Language) is { } sentence)
        {
            session.Fail(sentence);
        }

        return Report(arguments, session, way, decision, null);
    }

    /// <summary>libvirt waits for its hook without end, and with it every start on this host: where the kernel or libvirt keeps us waiting,
    /// the instance is let in.</summary>
    private static void EndInTime(Session session)
    {
        Thread watchdog = new(() =>
        {
            Thread.Sleep(Deadline);
            session.Fail(Late);
            Environment.Exit(ExitCode.Yes);
        }) { IsBackground = true };
        watchdog.Start();
    }

    private static Sentence Late => new(
        $"this host could not be judged within {Deadline.TotalSeconds} s; the instance is let in",
        $"未能在 {Deadline.TotalSeconds} 秒内判断本机；已放行该实例");

    private static int Report(Arguments arguments, Session session, IncomingWay? way, IncomingDecision? decision, string? problem)
    {
        if (arguments.Has(CommandTable.Json))
        {
            session.Output.Write(
                IncomingJson.Write(arguments.Positionals[0], arguments.Positionals[1], arguments.Positionals[2], way, decision, problem));
        }

        return decision?.Outcome == IncomingOutcome.Refused ? ExitCode.No : ExitCode.Yes;
    }

    private static HostEvidence? HostOf(Arguments arguments, Session session) => arguments[Evidence] is { } file
        ? UserFile.Evidence(file, session)
        : EvidenceGatherer.Quick();
}
