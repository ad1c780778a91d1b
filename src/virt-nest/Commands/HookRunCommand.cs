using VirtNest.Checks;
using VirtNest.Cli.CommandLine;
using VirtNest.Domains;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Host.Files;
using VirtNest.Host.Gathering;
using VirtNest.Instances;
using VirtNest.Messages;
using VirtNest.Reports;

namespace VirtNest.Cli.Commands;

/// <summary>
/// virt-nest guard hook run: what libvirt's hook calls. It never calls libvirt, which waits for it; it prints nothing but a refusal, since libvirt
/// takes a hook's output for the XML of the instance; and it reads this host only where the answer depends on it.
/// </summary>
internal static class HookRunCommand
{
    internal static readonly Option AllowHostPassthrough = new("--allow-host-passthrough", null, m => m.HelpHookAllow);

    private static readonly Option Evidence = new("--evidence", "FILE", m => m.HelpHookEvidence);

    internal static readonly Command Table = new("run", m => m.HelpHookRun)
    {
        ArgumentNames = ["OBJECT", "OPERATION", "SUBOPERATION", "EXTRA"],
        Options = [AllowHostPassthrough, Evidence],
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        if (arguments.Positionals is not [var name, var operation, var suboperation, ..] || IncomingDomain.WayOf(operation, suboperation) is not { } way)
        {
            return Report(arguments, session, null, null, null);
        }

        if (Read(session.Messages, out string? problem) is not { } domain)
        {
            session.Fail(session.Messages.HookLetsIn(problem!));
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

            decision = incoming.Judge(HostOffer.Of(Verdict.Of(HostFacts.Of(evidence))));
        }

        if (IncomingText.Of(decision, way, name, session.Messages) is { } sentence)
        {
            session.Fail(sentence);
        }

        return Report(arguments, session, way, decision, null);
    }

    private static int Report(Arguments arguments, Session session, IncomingWay? way, IncomingDecision? decision, string? problem)
    {
        if (arguments.Has(CommandTable.Json))
        {
            session.Output.Write(IncomingJson.Write(arguments.Positionals[0], arguments.Positionals[1], arguments.Positionals[2], way, decision, problem));
        }

        return decision?.Outcome == IncomingOutcome.Refused ? ExitCode.No : ExitCode.Yes;
    }

    private static HostEvidence? HostOf(Arguments arguments, Session session) => arguments[Evidence] is { } file
        ? EvidenceFile.Read(file, session)
        : EvidenceGatherer.Live(new GatheringOptions(AllowsVm: false, IsDeep: false));

    private static DomainXml? Read(MessageCatalog messages, out string? problem)
    {
        Reading reading = UserFile.ReadStandardInput(DomainXml.MostBytes);
        XmlFault? fault = null;
        DomainXml? domain = reading is { IsKnown: true, IsTruncated: false } ? DomainXml.Parse(reading.Bytes.ToArray(), out fault) : null;
        problem = domain is not null ? null
            : fault is not null ? messages.NotDomainXml(messages.StandardInput, fault)
            : reading.IsKnown ? messages.TooLarge(messages.StandardInput, DomainXml.MostBytes >> 20)
            : messages.CannotRead(messages.StandardInput, messages.ErrnoText(LinuxErrno.Name(reading.Errno)));
        return domain;
    }
}
