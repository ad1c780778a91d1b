using System;
using System.Collections.Generic;
using VirtNest.Facts;
using VirtNest.Messages;
using VirtNest.Proofs;

namespace VirtNest.Checks;

/// <summary>VN1801: what `check --prove` adds. A proof outweighs every reading: an L2 that ran is a yes, one that could not is a no with the layer to blame.</summary>
public static class ProofCheck
{
    private const string Source = "prove";

    /// <summary>The findings of a proof.</summary>
    /// <param name="report">The proof, made with <see cref="ProofRole.Host"/>.</param>
    public static IReadOnlyList<Finding> Of(ProofReport report) =>
    [
        Finding(report.Plain.Verdict, report.Plain.Failure, Questions.RunsGuests, report, m => m.ProvenPlain, m => m.PlainNotProven),
        report.Nested == ProofVerdict.Proven
            ? Finding(ProofVerdict.Proven, null, Questions.GuestsCanNest, report, m => m.ProvenNested(report.WithPaging?.Verdict == ProofVerdict.Proven, report.WithoutPaging?.Verdict == ProofVerdict.Proven), m => m.NestedNotProven)
            : Finding(report.Nested, report.Failure, Questions.GuestsCanNest, report, m => m.ProvenPlain, m => m.NestedNotProven),
    ];

    private static Finding Finding(
        ProofVerdict verdict, ProofFailure? failure, Questions question, ProofReport report,
        Func<MessageCatalog, string> proven, Func<MessageCatalog, string> refuted) => verdict switch
    {
        ProofVerdict.Proven => new(FindingCode.Proof, ChainLink.Proof, Outcome.Pass, Severity.Fail, question, proven, [new Witness(Source, "proven")]),
        ProofVerdict.Refuted => new(FindingCode.Proof, ChainLink.Proof, Outcome.Fail, Severity.Fail, question,
            m => refuted(m) + Because(m, failure, report), [new Witness(Source, "refuted")], failure is null ? null : new(null, m => Remedy(m, failure, report))),
        ProofVerdict.Inconclusive => new(FindingCode.Proof, ChainLink.Proof, Outcome.Unknown, Severity.Fail, Questions.None,
            m => m.ProofInconclusive + Because(m, failure, report), [new Witness(Source, "inconclusive")]),
    };

    private static string Because(MessageCatalog messages, ProofFailure? failure, ProofReport report) =>
        failure is null ? "" : messages.ProofBecause(messages.ProofFailureSentence(failure, report.Extension));

    private static string Remedy(MessageCatalog messages, ProofFailure failure, ProofReport report)
    {
        string blamed = messages.BlamedLayerSentence(failure.Layer, report.Extension, report.Host);
        return messages.ProofRemedySentence(failure.Layer, report.Host) is { } remedy ? blamed + "\n" + remedy : blamed;
    }
}
