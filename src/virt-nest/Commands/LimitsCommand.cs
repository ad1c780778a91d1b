using VirtNest.Cli.CommandLine;
using VirtNest.Facts;
using VirtNest.Host.Gathering;
using VirtNest.Host.Libvirt;
using VirtNest.Instances;
using VirtNest.Limits;
using VirtNest.Proofs;
using VirtNest.Reports;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest limits: what a live L2 forbids to one instance.</summary>
internal static class LimitsCommand
{
    private static readonly Option To = new("--to", "FILE", m => m.HelpLimitsTo);

    private static readonly Option Proof = new("--proof", "FILE", m => m.HelpLimitsProof);

    internal static readonly Command Table = new("limits", m => m.HelpLimits)
    {
        ArgumentName = "NAME",
        Options = [InstanceLooking.Connect, To, Proof, InstanceLooking.AskQemu],
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        // What was typed is looked at before anything is asked of libvirt.
        if (!Read(arguments, session, out HostFacts? target, out StateDocument? proof))
        {
            return ExitCode.Usage;
        }

        LookOptions options = new(arguments[InstanceLooking.Connect], LooksInside: false, arguments.Has(InstanceLooking.AskQemu));
        if (InstanceReader.Alone(options, arguments.Positional!, out LibvirtFailure? failure) is not { } connection)
        {
            session.Fail(LibvirtText.Of(failure!, session.Messages));
            return failure!.Kind == LibvirtFailureKind.NoDomain ? ExitCode.Usage : ExitCode.Unknown;
        }

        InstanceFacts facts = connection.Instances[0];
        InstanceLimits limits = InstanceLimits.Of(facts, InstanceHost.Of(connection, HostOf(facts, connection)), target, proof);
        LimitsReport report = new(limits, connection, arguments[To], arguments[Proof]);
        if (arguments.Has(CommandTable.Json))
        {
            session.Output.Write(LimitsJson.Write(report));
        }
        else
        {
            session.Output.Write(LimitsText.Write(report, session.Messages, session.UsesColour));
        }

        return limits.Scope == LimitScope.NotRead ? ExitCode.Unknown : ExitCode.Yes;
    }

    private static bool Read(Arguments arguments, Session session, out HostFacts? target, out StateDocument? proof)
    {
        (target, proof) = (null, null);
        if (arguments[To] is { } targetFile)
        {
            if (EvidenceFile.Read(targetFile, session) is not { } evidence)
            {
                return false;
            }

            target = HostFacts.Of(evidence);
        }

        if (arguments[Proof] is { } proofFile)
        {
            if (EvidenceFile.Bytes(proofFile, session) is not { } bytes)
            {
                return false;
            }

            proof = StateDocument.Read(bytes, out string? problem);
            if (proof is null)
            {
                session.Fail(session.Messages.NotStateProof(proofFile, problem ?? ""));
                return false;
            }
        }

        return true;
    }

    /// <summary>This machine, where the instance is one of its own that KVM runs; a reader that judged it already has it.</summary>
    private static HostFacts? HostOf(InstanceFacts facts, InstanceList connection) =>
        facts.Host.Verdict?.Facts
        ?? (facts.Reading.Xml?.Type == "kvm" && ConnectionUri.Parse(connection.Uri).IsLocal
            ? HostFacts.Of(EvidenceGatherer.Live(new GatheringOptions(AllowsVm: false, IsDeep: false)))
            : null);
}
