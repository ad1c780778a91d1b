using System;
using System.Text;
using VirtNest.Messages;

namespace VirtNest.Reports;

/// <summary>What came of a plan, in words; the plan itself was shown before (PlanText).</summary>
public static class ChangeText
{
    /// <summary>The end of the report, in lines of at most 80 columns.</summary>
    /// <param name="report">The report, with sentences in the language and with its plan.</param>
    /// <param name="messages">The language.</param>
    public static string Write(ChangeReport report, MessageCatalog messages)
    {
        ArgumentNullException.ThrowIfNull(report.Plan);
        StringBuilder text = new();
        if (report.Failure is { } failure)
        {
            Sentence(text, messages.ChangeFailed(failure.Name, failure.Why));
        }

        switch (report.Outcome)
        {
            case ChangeOutcome.Applied when report.Command == "undo":
                Sentence(text, messages.UndoDone);
                break;
            case ChangeOutcome.Applied:
                Sentence(text, messages.ChangeApplied(report.Plan.Goal.IsOn, report.Plan.Goal.ReachesRunning && report.Plan.ModuleStep is not null || report.Plan.IsOnNow == report.Plan.Goal.IsOn, report.Plan.Goal.ReachesBoot));
                break;
            case ChangeOutcome.RolledBack:
                Sentence(text, messages.ChangeRolledBack);
                break;
            case ChangeOutcome.NotRolledBack:
                Sentence(text, messages.ChangeNotRolledBack(report.UndoFailure?.Name ?? "", report.UndoFailure?.Why ?? ""));
                break;
            case ChangeOutcome.Planned:
                Sentence(text, messages.ChangeDryRun);
                break;
            case ChangeOutcome.NeedsRoot:
                Sentence(text, messages.ChangeNeedsRoot);
                break;
            case ChangeOutcome.Declined:
                Sentence(text, messages.ChangeDeclined);
                break;
            case ChangeOutcome.NotNeeded or ChangeOutcome.Refused:
                break;
        }

        if (report.Gap is { } gap)
        {
            Sentence(text, messages.ChangeGap(report.Plan.Module ?? "kvm", Duration.Text(gap)));
        }

        foreach (string remark in report.Remarks)
        {
            Sentence(text, remark);
        }

        if (report is { Outcome: ChangeOutcome.Applied, Command: not "undo" })
        {
            Sentence(text, messages.ChangeUndoHint);
        }

        return text.Length > 0 ? "\n" + text : "";
    }

    /// <summary>One sentence, in lines of at most 80 columns.</summary>
    /// <param name="sentence">The sentence.</param>
    public static string Wrapped(string sentence)
    {
        StringBuilder text = new();
        Sentence(text, sentence);
        return text.ToString();
    }

    private static void Sentence(StringBuilder text, string sentence) => TextLayout.Wrap(text, Printable.Sentence(sentence), 0);
}
