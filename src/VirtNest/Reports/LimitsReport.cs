using System.Collections.Generic;
using System.Linq;
using VirtNest.Checks;
using VirtNest.Instances;
using VirtNest.Limits;
using VirtNest.Messages;
using VirtNest.Platforms;

namespace VirtNest.Reports;

/// <summary>What `limits` tells: the limits of one instance, and where they were asked for.</summary>
/// <param name="Limits">The limits.</param>
/// <param name="Connection">The connection, with its versions.</param>
/// <param name="TargetFile">The target's evidence document, as the user named it; null where none was.</param>
/// <param name="ProofFile">The document of a proof, as the user named it; null where none was.</param>
public sealed record LimitsReport(InstanceLimits Limits, InstanceList Connection, string? TargetFile, string? ProofFile)
{
    /// <summary>Every rule that is told of, in the order in which it is told of first.</summary>
    public IReadOnlyList<Section> Rules
    {
        get
        {
            IEnumerable<LimitRuling?> rulings = Limits.Operations.SelectMany(static o => (LimitRuling?[])[o.WithNested, o.WithoutNested]).Append(Limits.Target?.Kernel);
            return [.. rulings.OfType<LimitRuling>().SelectMany(static r => r.Rules.Concat(r.Conditions.Select(static c => c.Rule))).Concat(Limits.FeatureRules).DistinctBy(static r => r.Id)];
        }
    }

    /// <summary>The sentence on top: does an L2 run in it?</summary>
    /// <param name="messages">The language.</param>
    public string Headline(MessageCatalog messages)
    {
        InstanceReading reading = Limits.Facts.Reading;
        string name = Printable.Of(reading.Name);
        string state = messages.StateWord(reading.State.Word());
        return Limits.Scope switch
        {
            LimitScope.Emulated => messages.LimitsEmulated(name),
            LimitScope.OtherType => messages.LimitsOtherType(name, Printable.Of(reading.Xml?.Type ?? "-")),
            LimitScope.NotRead => messages.InstanceNotRead(Printable.Of(reading.Failure?.Message ?? "")),
            LimitScope.Concerned when Limits.IsExposed == false => messages.LimitsWithoutExtension(name, state),
            LimitScope.Concerned when !reading.State.IsActive() => messages.LimitsOff(name),
            LimitScope.Concerned => Limits.RunsNested switch
            {
                true => messages.LimitsRunsNested(name, state),
                false => messages.LimitsRunsNone(name, state),
                null => messages.LimitsNestedNotTold(name, state, reading is { State: DomainState.Paused, Samples.Second.NestedRuns: not null }),
            },
        };
    }

    /// <summary>What the headline leaves open: the host with its versions, and what of them is not sure.</summary>
    /// <param name="messages">The language.</param>
    public IEnumerable<string> HostSentences(MessageCatalog messages)
    {
        if (Limits.IsExposed is null)
        {
            yield return messages.LimitsExposureNotTold;
        }

        LimitHost host = Limits.Host.Limits;
        bool isQemu = host.IsQemu == true;
        yield return messages.LimitsHost(
            host.Vendor is { Length: > 0 } vendor ? vendor : null, Limits.Host.Facts?.Release is { } release ? Printable.Of(release) : null,
            InstanceList.Version(Connection.LibvirtVersion), isQemu ? InstanceList.Version(Connection.HypervisorVersion) : null, isQemu);
        if (host.Qemu is not null)
        {
            yield return messages.LimitsQemuOfHost;
        }

        if (Limits.Host.Facts is null)
        {
            yield return messages.LimitsNoHost;
        }
        else if (!host.IsUpstream && Limits.Operations.Any(static o => (o.WithNested ?? o.WithoutNested).Conditions.Any(static c => c.When is null)))
        {
            yield return messages.LimitsOwnFixes;
        }
    }

    /// <summary>One answer about the target, in a sentence.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="messages">The language.</param>
    public string Sentence(TargetAnswer answer, MessageCatalog messages)
    {
        bool? holds = answer.Answer switch { Answer.Yes => true, Answer.No => false, Answer.Unknown => null };
        TargetFit fit = Limits.Target!;
        return answer.Question switch
        {
            TargetQuestion.Vendor => messages.TargetVendor(holds, answer.Here, answer.There),
            TargetQuestion.Extension => messages.TargetExtension(holds, answer.There),
            TargetQuestion.Nesting => messages.TargetNesting(holds),
            TargetQuestion.Features when fit.Missing is not { Count: > 0 } missing => messages.TargetFeatures(holds, Limits.Host.Facts is not null),
            TargetQuestion.Features => holds switch
            {
                true => messages.TargetFeaturesNotNeeded([.. fit.Missing!]),
                false => messages.TargetFeaturesLacking(fit.Needed, fit.IsRefusedByLibvirt),
                null => messages.TargetFeaturesMayLack([.. fit.Missing!]),
            },
            TargetQuestion.Kernel => messages.TargetKernel(answer.There is { } release ? Printable.Of(release) : null, LimitTable.Word(fit.Kernel!.Verdict), Limits.Host.Limits.IsQemu == true),
        };
    }

    /// <summary>What a proof that was run says, in a sentence.</summary>
    /// <param name="measured">The proof.</param>
    /// <param name="messages">The language.</param>
    public string Sentence(MeasuredState measured, MessageCatalog messages)
    {
        string kernel = Printable.Of(measured.Document.Kernel);
        return measured.IsOfKernel != true ? messages.MeasuredOtherKernel(kernel, Limits.Host.Facts?.Release is { } here ? Printable.Of(here) : null)
            : measured.Verdict switch
            {
                Proofs.ProofVerdict.Proven => messages.MeasuredProven(kernel, measured.Document.MovesForQemu),
                Proofs.ProofVerdict.Refuted => messages.MeasuredRefuted(kernel),
                Proofs.ProofVerdict.Inconclusive => messages.MeasuredInconclusive(kernel),
            };
    }

    /// <summary>The word of a question about the target, in JSON.</summary>
    /// <param name="question">A question.</param>
    public static string Word(TargetQuestion question) => question switch
    {
        TargetQuestion.Vendor => "vendor",
        TargetQuestion.Extension => "extension",
        TargetQuestion.Nesting => "nesting",
        TargetQuestion.Features => "features",
        TargetQuestion.Kernel => "kernel",
    };
}
