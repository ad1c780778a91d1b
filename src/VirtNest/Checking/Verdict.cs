using VirtNest.Facts;

namespace VirtNest.Checking;

/// <summary>An answer of three.</summary>
public enum Answer
{
    /// <summary>Yes.</summary>
    Yes,
    /// <summary>No; the first broken link names the layer.</summary>
    No,
    /// <summary>Could not tell; never a no.</summary>
    Unknown,
}

/// <summary>The two answers and everything they rest on.</summary>
/// <param name="Facts">The facts that were judged.</param>
/// <param name="RunsGuests">Can this host run instances of its own?</param>
/// <param name="GuestsCanNest">Can the instances of this host run instances of their own?</param>
/// <param name="Findings">All findings, in the order of the chain, then those beside it.</param>
public sealed record Verdict(HostFacts Facts, Answer RunsGuests, Answer GuestsCanNest, IReadOnlyList<Finding> Findings)
{
    /// <summary>Judges. All checks run, whatever the first ones find.</summary>
    /// <param name="facts">The facts.</param>
    public static Verdict Judge(HostFacts facts) => Judge(facts, []);

    /// <summary>Judges with findings that were made outside, such as a proof.</summary>
    /// <param name="facts">The facts.</param>
    /// <param name="more">Findings that take part in the answers.</param>
    public static Verdict Judge(HostFacts facts, IReadOnlyList<Finding> more)
    {
        Finding[] findings = [.. CheckCatalog.Run(facts).Concat(more).OrderBy(static f => f.Link is null ? int.MaxValue : (int)f.Link)];
        return new Verdict(facts, Answered(findings, Questions.RunsGuests), Answered(findings, Questions.GuestsCanNest), findings);
    }

    /// <summary>The first finding that makes a question's answer no, or where none does, unknown; null for a yes.</summary>
    /// <param name="question">One question.</param>
    public Finding? Decisive(Questions question) => question switch
    {
        Questions.RunsGuests or Questions.GuestsCanNest when IsProven(Findings, question) => null,
        Questions.Both when RunsGuests == Answer.Yes && GuestsCanNest == Answer.Yes => null,
        _ => First(Findings, question, Outcome.Fail) ?? First(Findings, question, Outcome.Unknown),
    };

    private static Answer Answered(Finding[] findings, Questions question) =>
        IsProven(findings, question) ? Answer.Yes
        : First(findings, question, Outcome.Fail) is not null ? Answer.No
        : First(findings, question, Outcome.Unknown) is not null ? Answer.Unknown
        : Answer.Yes;

    /// <summary>What ran outweighs what was read.</summary>
    private static bool IsProven(IReadOnlyList<Finding> findings, Questions question)
    {
        foreach (Finding finding in findings)
        {
            if (finding is { Link: ChainLink.Proof, Outcome: Outcome.Pass } && (finding.Decides & question) != 0)
            {
                return true;
            }
        }

        return false;
    }

    private static Finding? First(IReadOnlyList<Finding> findings, Questions question, Outcome outcome)
    {
        foreach (Finding finding in findings)
        {
            if (finding.Outcome == outcome && (finding.Decides & question) != 0)
            {
                return finding;
            }
        }

        return null;
    }
}
