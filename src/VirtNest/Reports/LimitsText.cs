using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using VirtNest.Checks;
using VirtNest.Instances;
using VirtNest.Limits;
using VirtNest.Messages;
using VirtNest.Platforms;

namespace VirtNest.Reports;

/// <summary>The text of `limits`: whether an L2 runs, each operation on a line, what to stop first, the target, and the rules behind it all.</summary>
public static class LimitsText
{
    /// <summary>Columns of the mark, and before what is said of an operation and of a target.</summary>
    private const int MarkWidth = 6, OperationWidth = 26, QuestionWidth = 18;

    /// <summary>The report, in lines of at most 80 columns.</summary>
    /// <param name="report">What is told.</param>
    /// <param name="messages">The language.</param>
    /// <param name="usesColour">With escape codes for colour.</param>
    public static string Write(LimitsReport report, MessageCatalog messages, bool usesColour)
    {
        StringBuilder text = new();
        Lines lines = new(text, new FindingText(text, messages, usesColour), messages, report);
        InstanceLimits limits = report.Limits;
        TextLayout.Wrap(text, report.Headline(messages), 0);
        if (limits.Scope != LimitScope.Concerned)
        {
            return text.ToString();
        }

        TextLayout.Wrap(text, string.Join(messages.Language == Language.Chinese ? "" : " ", report.HostSentences(messages)), 2);
        text.Append('\n');
        foreach (OperationLimit operation in limits.Operations)
        {
            // Where no L2 is, there is none to be moved out.
            if (operation.Operation != LimitOperation.MigrateNested || limits.RunsNested != false)
            {
                lines.Operation(operation);
            }
        }

        if (limits.MustStopNested)
        {
            text.Append('\n');
            TextLayout.Wrap(text, messages.LimitsStopFirst(InstanceCheck.Argument(limits.Facts.Reading)), 0);
        }

        lines.Target();
        lines.Measured();
        lines.Features();
        lines.Why();
        return text.ToString();
    }

    private sealed class Lines(StringBuilder text, FindingText findings, MessageCatalog messages, LimitsReport report)
    {
        private readonly IReadOnlyList<Section> _rules = report.Rules;

        internal void Operation(OperationLimit operation)
        {
            InstanceLimits limits = report.Limits;
            bool isOff = !limits.Facts.Reading.State.IsActive();

            // Of an instance that is off, and where nobody counts, both are told; they are one sentence where they say the same.
            bool tellsBoth = operation.WithNested is not null && (limits.RunsNested is null || isOff);
            string nested = operation.WithNested is null ? "" : Said(operation.WithNested, operation.IsMeasuredLost, isIdle: false);
            string idle = Said(operation.WithoutNested, isLost: false, isIdle: true);
            string said = !tellsBoth ? limits.RunsNested == true ? nested : idle
                : nested == idle ? nested
                : messages.WithNested(nested) + "\n" + messages.WithoutNested(idle);
            LimitVerdict shown = tellsBoth && operation.WithNested!.Verdict != operation.WithoutNested.Verdict ? LimitVerdict.Unknown : limits.RunsNested == true ? operation.WithNested!.Verdict : operation.WithoutNested.Verdict;
            Row(shown switch
            {
                LimitVerdict.Works => Answer.Yes,
                LimitVerdict.Unknown => Answer.Unknown,
                LimitVerdict.Undefined or LimitVerdict.Breaks or LimitVerdict.Refused => Answer.No,
            }, messages.OperationName(LimitTable.Word(operation.Operation)), said, OperationWidth);
        }

        internal void Target()
        {
            if (report.Limits.Target is not { } fit)
            {
                return;
            }

            text.Append('\n');
            (string colour, string word) = fit.Fits switch
            {
                Answer.Yes => (FindingText.Green, messages.AnswerYes),
                Answer.No => (FindingText.Red, messages.AnswerNo),
                Answer.Unknown => (FindingText.Yellow, messages.AnswerUnknown),
            };
            StringBuilder question = new();
            TextLayout.Wrap(question, messages.TargetHeadline(Printable.Of(report.TargetFile ?? "")) + " " + word, 0);
            text.Append(question.ToString(0, question.Length - word.Length - 1));
            findings.Coloured(FindingText.Bold + colour, word);
            text.Append('\n');
            if (fit.Answers.IsEmpty)
            {
                TextLayout.Wrap(text, messages.TargetNothingAgainst, 2);
            }

            foreach (TargetAnswer answer in fit.Answers)
            {
                string rules = answer.Question == TargetQuestion.Kernel ? References(fit.Kernel!.Rules) : "";
                Row(answer.Answer, messages.TargetQuestionName(LimitsReport.Word(answer.Question)), report.Sentence(answer, messages) + rules, QuestionWidth);
            }
        }

        internal void Measured()
        {
            if (report.Limits.Measured is { } measured)
            {
                text.Append('\n');
                TextLayout.Wrap(text, messages.MeasuredHeadline(Printable.Of(report.ProofFile ?? "")), 0);
                TextLayout.Wrap(text, report.Sentence(measured, messages), 2);
            }
        }

        internal void Features()
        {
            InstanceLimits limits = report.Limits;
            if (limits.FeatureRules.IsEmpty && limits.MissingFeatures.IsEmpty)
            {
                return;
            }

            text.Append('\n');
            TextLayout.Wrap(text, messages.LimitsFeatures, 0);
            foreach (string line in limits.FeatureRules.Select(r => r.Line("text", messages.Language) + References([r]))
                .Concat(limits.MissingFeatures.IsEmpty ? [] : [messages.LimitsMissingFeatures(string.Join(", ", limits.MissingFeatures), limits.MissingSource)]))
            {
                text.Append("  - ");
                TextLayout.Wrap(text, line, 4, 4);
            }
        }

        internal void Why()
        {
            if (_rules.Count == 0)
            {
                return;
            }

            text.Append('\n');
            findings.Line(FindingText.Bold, messages.LimitsWhy);
            for (int i = 0; i < _rules.Count; i++)
            {
                string number = (i + 1).ToString(CultureInfo.InvariantCulture);
                text.Append("  [").Append(number).Append("] ");
                string named = messages.LimitRuleOf(_rules[i].Id, _rules[i]["date"] ?? "", _rules[i]["confidence"] == "low");
                bool isToldAbove = report.Limits.FeatureRules.Contains(_rules[i]);
                TextLayout.Wrap(text, isToldAbove ? named : $"{_rules[i].Line("text", messages.Language)} ({named})", 6, 5 + number.Length);
                foreach (string source in (_rules[i]["source"] ?? "").Split('\n'))
                {
                    TextLayout.Wrap(text, source, 6);
                }
            }
        }

        private string Said(LimitRuling ruling, bool isLost, bool isIdle)
        {
            Section[] deciding = [.. ruling.Rules.Where(r => LimitTable.VerdictOf(r) == ruling.Verdict)];
            string said = isLost ? messages.MeasuredLost + References(ruling.Rules)
                : isIdle && ruling.Verdict == LimitVerdict.Works && deciding.Length == 0 ? messages.AsUsual
                : messages.LimitVerdictWord(LimitTable.Word(ruling.Verdict)) + (ruling.Rules.Count == 0 && ruling.Conditions.Count == 0 ? messages.InParentheses(messages.NoLimitRule) : References(deciding));
            Section[] untold = [.. ruling.Conditions.Where(static c => c.When is null).Select(static c => c.Rule)];
            said += untold.Length == 0 ? "" : messages.InParentheses(messages.LimitDependsOnVersions) + References(untold);
            foreach (IGrouping<string, LimitCondition> group in ruling.Conditions.Where(static c => c.When is not null).GroupBy(static c => c.When!))
            {
                LimitVerdict worst = group.Max(static c => LimitTable.VerdictOf(c.Rule));
                said += messages.UnderCondition(messages.LimitWhen(group.Key), messages.LimitVerdictWord(LimitTable.Word(worst))) + References([.. group.Select(static c => c.Rule)]);
            }

            return said;
        }

        private string References(IReadOnlyCollection<Section> rules)
        {
            StringBuilder references = new();
            foreach (Section rule in rules)
            {
                for (int i = 0; i < _rules.Count; i++)
                {
                    if (_rules[i].Id == rule.Id)
                    {
                        references.Append(" [").Append((i + 1).ToString(CultureInfo.InvariantCulture)).Append(']');
                    }
                }
            }

            return references.ToString();
        }

        private void Row(Answer answer, string name, string said, int width)
        {
            (string colour, string mark) = answer switch
            {
                Answer.Yes => (FindingText.Green, " ok   "),
                Answer.No => (FindingText.Red, " no   "),
                Answer.Unknown => (FindingText.Yellow, " ?    "),
            };
            findings.Coloured(colour, mark);
            text.Append(name).Append(' ', System.Math.Max(1, width - MarkWidth - TextLayout.ColumnsOf(name)));
            TextLayout.Wrap(text, said, width, width);
        }
    }
}
