using VirtNest.Facts;
using VirtNest.Proving;
using VirtNest.Text;

namespace VirtNest.Checking;

/// <summary>VN1801: what `check --prove` adds. A proof outweighs every reading: an L2 that ran is a yes, one that could not is a no with
/// the layer to blame.</summary>
public static class ProofCheck
{
    private const string Source = "prove";

    /// <summary>The findings of a proof.</summary>
    /// <param name="report">The proof, made with <see cref="ProofRole.Host"/>.</param>
    public static IReadOnlyList<Finding> Run(ProofReport report) =>
    [
        Judge(report.Plain.Verdict, report.Plain.Failure, Questions.RunsGuests, report, ProvenPlain,
            new("no instance could run here", "实例无法在此处运行")),
        report.Nested == ProofVerdict.Proven
            ? Judge(ProofVerdict.Proven, null, Questions.GuestsCanNest, report,
                ProvenNested(report.WithPaging?.Verdict == ProofVerdict.Proven, report.WithoutPaging?.Verdict == ProofVerdict.Proven),
                NestedNotProven)
            : Judge(report.Nested, report.Failure, Questions.GuestsCanNest, report, ProvenPlain, NestedNotProven),
    ];

    private static Finding Judge(
        ProofVerdict verdict, ProofFailure? failure, Questions question, ProofReport report,
        Sentence proven, Sentence refuted) => verdict switch
    {
        ProofVerdict.Proven =>
            Finding.Pass(FindingCode.Proof, proven, [new Witness(Source, "proven")]) with { Decides = question },
        ProofVerdict.Refuted => Finding.Fail(FindingCode.Proof, Because(refuted, failure, report), [new Witness(Source, "refuted")],
            failure is null ? null : new(null, Remedy(failure, report))) with { Decides = question },
        ProofVerdict.Inconclusive => Finding.Unknown(FindingCode.Proof,
            Because(new("the proof could not tell", "实证无法得出结论"), failure, report), [new Witness(Source, "inconclusive")])
            with { Decides = Questions.None },
    };

    private static Sentence Because(Sentence said, ProofFailure? failure, ProofReport report) =>
        failure is null ? said : said + ProofBecause(ProofSentences.ProofFailureSentence(failure, report.Extension));

    private static Sentence Remedy(ProofFailure failure, ProofReport report)
    {
        Sentence blamed = ProofSentences.BlamedLayerSentence(failure.Layer, report.Extension, report.Host);
        return ProofSentences.ProofRemedySentence(failure.Layer, report.Host) is { } remedy ? blamed + Sentence.Verbatim("\n") + remedy
            : blamed;
    }

    private static Sentence ProvenPlain => new("an instance ran here", "实例在此处运行成功");

    private static Sentence ProvenNested(bool withPaging, bool withoutPaging) => (withPaging, withoutPaging) switch
    {
        (true, true) =>
            new("a nested instance ran here, with nested paging and without", "嵌套实例在此处运行成功，使用和不使用嵌套分页均可"),
        (true, false) => new("a nested instance ran here, with nested paging only", "嵌套实例在此处运行成功，仅限使用嵌套分页"),
        (false, true) => new("a nested instance ran here, without nested paging only", "嵌套实例在此处运行成功，仅限不使用嵌套分页"),
        (false, false) => new("a nested instance ran here", "嵌套实例在此处运行成功"),
    };

    private static Sentence NestedNotProven => new("no nested instance could run here", "嵌套实例无法在此处运行");
    private static Sentence ProofBecause(Sentence reason) => new($": {reason.English}", $"：{reason.Chinese}");
}
