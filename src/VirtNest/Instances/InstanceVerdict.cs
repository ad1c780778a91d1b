using VirtNest.Checking;

namespace VirtNest.Instances;

/// <summary>The judgement of one instance: can it run instances of its own? For one that is off: could it after its next start?</summary>
/// <param name="Facts">The facts that were judged.</param>
/// <param name="CanNest">The answer.</param>
/// <param name="Findings">The links of its chain in order, then what stands beside it.</param>
public sealed record InstanceVerdict(InstanceFacts Facts, Answer CanNest, IReadOnlyList<Finding> Findings)
{
    /// <summary>The first finding that makes the answer no, or where none does, unknown; null for a yes.</summary>
    public Finding? Decisive => First(Findings, Outcome.Fail) ?? First(Findings, Outcome.Unknown);

    /// <summary>Judges.</summary>
    /// <param name="facts">The facts.</param>
    public static InstanceVerdict Judge(InstanceFacts facts)
    {
        Finding[] findings = [.. InstanceCheck.Run(facts).OrderBy(static f => f.Link is null ? int.MaxValue : (int)f.Link)];
        Answer answer = First(findings, Outcome.Fail) is not null ? Answer.No : First(findings, Outcome.Unknown) is not null
            ? Answer.Unknown : Answer.Yes;
        return new InstanceVerdict(facts, answer, findings);
    }

    private static Finding? First(IReadOnlyList<Finding> findings, Outcome outcome) =>
        findings.FirstOrDefault(f => f.Outcome == outcome && (f.Decides & Questions.RunsGuests) != 0);
}
