using VirtNest.Checking;
using VirtNest.Tables;
using VirtNest.Text;

namespace VirtNest.Instances;

/// <summary>The text of `limits`: whether an L2 runs, each operation on a line, what to stop first, the target, and the rules behind it
/// all.</summary>
public static class LimitsText
{
    /// <summary>Columns of the mark, and before what is said of an operation and of a target.</summary>
    private const int MarkWidth = 6, OperationWidth = 26, QuestionWidth = 18;

    /// <summary>The report, in lines of at most 80 columns.</summary>
    /// <param name="report">What is told.</param>
    /// <param name="language">The language.</param>
    /// <param name="usesColour">With escape codes for colour.</param>
    public static string Write(LimitsReport report, Language language, bool usesColour)
    {
        StringBuilder text = new();
        Lines lines = new(text, new FindingText(text, language, usesColour), language, report);
        InstanceLimits limits = report.Limits;
        TextLayout.Wrap(text, report.Headline(language), 0);
        if (limits.Scope != LimitScope.Concerned)
        {
            return text.ToString();
        }

        TextLayout.Wrap(text, string.Join(language == Language.Chinese ? "" : " ", report.HostSentences(language)), 2);
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
            TextLayout.Wrap(text, LimitsStopFirst(InstanceCheck.Argument(limits.Facts.Reading)).In(language), 0);
        }

        lines.Target();
        lines.Measured();
        lines.Features();
        lines.Why();
        return text.ToString();
    }

    private sealed class Lines(StringBuilder text, FindingText findings, Language language, LimitsReport report)
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
                : new Sentence($"with an L2: {nested}", $"有 L2 运行时：{nested}").In(language) + "\n"
                + new Sentence($"without: {idle}", $"没有时：{idle}").In(language);
            LimitVerdict shown = tellsBoth && operation.WithNested!.Verdict != operation.WithoutNested.Verdict ? LimitVerdict.Unknown
                : limits.RunsNested == true ? operation.WithNested!.Verdict : operation.WithoutNested.Verdict;
            Row(shown switch
            {
                LimitVerdict.Works => Answer.Yes,
                LimitVerdict.Unknown => Answer.Unknown,
                LimitVerdict.Undefined or LimitVerdict.Breaks or LimitVerdict.Refused => Answer.No,
            }, OperationName(operation.Operation).In(language), said, OperationWidth);
        }

        internal void Target()
        {
            if (report.Limits.Target is not { } fit)
            {
                return;
            }

            text.Append('\n');
            (string colour, string word) = InstanceCheckText.Shown(fit.Fits, language);
            StringBuilder question = new();
            TextLayout.Wrap(question, TargetHeadline(Printable.Sanitise(report.TargetFile ?? "")).In(language) + " " + word, 0);
            text.Append(question.ToString(0, question.Length - word.Length - 1));
            findings.Coloured(FindingText.Bold + colour, word);
            text.Append('\n');
            if (fit.Answers.IsEmpty)
            {
                TextLayout.Wrap(text, new Sentence("nothing of nesting stands against it", "就嵌套而言没有障碍").In(language), 2);
            }

            foreach (TargetAnswer answer in fit.Answers)
            {
                string rules = answer.Question == TargetQuestion.Kernel ? References(fit.Kernel!.Rules) : "";
                Row(answer.Answer, TargetQuestionName(answer.Question).In(language), report.Sentence(answer, language)
                    + rules, QuestionWidth);
            }
        }

        internal void Measured()
        {
            if (report.Limits.Measured is { } measured)
            {
                text.Append('\n');
                TextLayout.Wrap(text, MeasuredHeadline(Printable.Sanitise(report.ProofFile ?? "")).In(language), 0);
                TextLayout.Wrap(text, report.Sentence(measured, language), 2);
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
            TextLayout.Wrap(text, LimitsFeatures.In(language), 0);
            foreach (string line in limits.FeatureRules.Select(r => r.Line("text", language) + References([r]))
                .Concat(limits.MissingFeatures.IsEmpty ? []
                    : [LimitsMissingFeatures(string.Join(", ", limits.MissingFeatures), limits.MissingSource).In(language)]))
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
            findings.Line(FindingText.Bold, new Sentence("Why", "原因").In(language));
            for (int i = 0; i < _rules.Count; i++)
            {
                string number = (i + 1).ToString(CultureInfo.InvariantCulture);
                text.Append("  [").Append(number).Append("] ");
                string named = LimitRuleOf(_rules[i].Id, _rules[i]["date"] ?? "", _rules[i]["confidence"] == "low").In(language);
                bool isToldAbove = report.Limits.FeatureRules.Contains(_rules[i]);
                TextLayout.Wrap(text, isToldAbove ? named : $"{_rules[i].Line("text", language)} ({named})", 6, 5 + number.Length);
                foreach (string source in (_rules[i]["source"] ?? "").Split('\n'))
                {
                    TextLayout.Wrap(text, source, 6);
                }
            }
        }

        private string Said(LimitRuling ruling, bool isLost, bool isIdle)
        {
            Section[] deciding = [.. ruling.Rules.Where(r => LimitTable.VerdictOf(r) == ruling.Verdict)];
            string said = isLost ? MeasuredLost.In(language) + References(ruling.Rules)
                : isIdle && ruling.Verdict == LimitVerdict.Works && deciding.Length == 0
                ? new Sentence("as with any instance", "与普通实例相同").In(language)
                : VerdictName(ruling.Verdict).In(language)
                + (ruling.Rules.Count == 0 && ruling.Conditions.Count == 0
                    ? InParentheses(new("the table has no rule for it", "表中没有相应的规则")).In(language) : References(deciding));
            Section[] untold = [.. ruling.Conditions.Where(static c => c.When is null).Select(static c => c.Rule)];
            said += untold.Length == 0 ? ""
                : InParentheses(new("it depends on versions that are not certain", "取决于不能确定的版本")).In(language)
                + References(untold);
            foreach (IGrouping<string, LimitCondition> group in ruling.Conditions.Where(static c => c.When is not null)
                .GroupBy(static c => c.When!))
            {
                LimitVerdict worst = group.Max(static c => LimitTable.VerdictOf(c.Rule));
                said += UnderCondition(LimitWhen(group.Key), VerdictName(worst)).In(language)
                    + References([.. group.Select(static c => c.Rule)]);
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
            text.Append(name).Append(' ', Math.Max(1, width - MarkWidth - TextLayout.ColumnsOf(name)));
            TextLayout.Wrap(text, said, width, width);
        }
    }

    private static Sentence OperationName(LimitOperation operation) => operation switch
    {
        LimitOperation.Migrate => new("live migration", "热迁移"),
        LimitOperation.Save => new("save", "保存"),
        LimitOperation.ManagedSave => new("managed save", "托管保存"),
        LimitOperation.Snapshot => new("snapshot", "快照"),
        LimitOperation.Restore => new("restore", "恢复"),
        LimitOperation.SuspendToDisk => new("suspend to disk", "休眠到磁盘"),
        LimitOperation.VcpuHotplug => new("vCPU hot-plug", "vCPU 热插拔"),
        LimitOperation.MigrateNested => new("moving the L2 out", "迁出 L2"),
    };

    private static Sentence VerdictName(LimitVerdict verdict) => verdict switch
    {
        LimitVerdict.Works => new("works", "可行"),
        LimitVerdict.Unknown => new("not known", "未知"),
        LimitVerdict.Undefined => new("undefined", "未定义"),
        LimitVerdict.Breaks => new("breaks", "会破坏"),
        LimitVerdict.Refused => new("refused", "被拒绝"),
    };

    private static Sentence MeasuredLost =>
        new("breaks: measured on this kernel, whatever the table says", "会破坏：在该内核上实测，不论表中如何");

    private static Sentence LimitWhen(string when) => when switch
    {
        "target-nested-off" => new("where nesting is off", "若那里未启用嵌套"),
        "target-lacks-features" => new("where features are missing", "若那里缺少特性"),
        "target-other-vendor" => new("on another vendor's CPU", "若那里是另一厂商的 CPU"),
        _ => new("after a migration", "迁移之后"),
    };

    private static Sentence UnderCondition(Sentence condition, Sentence said) =>
        new($"; {condition.English}: {said.English}", $"；{condition.Chinese}：{said.Chinese}");
    private static Sentence InParentheses(Sentence said) => new($" ({said.English})", $"（{said.Chinese}）");
    private static Sentence LimitsFeatures => new("What KVM does not give to it, since it can nest", "因其可以嵌套，KVM 不提供给它的特性");
    private static Sentence LimitsMissingFeatures(string features, string source) => new(
        $"of VMX or SVM for its nested instances: {features} ({source})",
        $"供其嵌套实例使用的 VMX 或 SVM 特性：{features}（{source}）");
    private static Sentence LimitRuleOf(string id, string date, bool isLow) =>
        new($"{id}, {date}{(isLow ? ", no first-hand source" : "")}", $"{id}，{date}{(isLow ? "，没有第一手来源" : "")}");
    private static Sentence LimitsStopFirst(string name) => new(
        $"First shut down the nested instances inside {name}, or migrate them out from inside; then see by virt-nest limits that no L2 "
            + $"runs in it. A pause of {name} does not end them.",
        $"请先关闭 {name} 内的嵌套实例，或从内部将其迁出；然后用 virt-nest limits 确认其中没有 L2 在运行。暂停 {name} 并不能结束它们。");
    private static Sentence TargetHeadline(string file) => new($"Can the host of {file} take it?", $"{file} 所述的宿主机能否接收它？");

    private static Sentence TargetQuestionName(TargetQuestion question) => question switch
    {
        TargetQuestion.Vendor => new("vendor", "厂商"),
        TargetQuestion.Extension => Sentence.Verbatim("CPU"),
        TargetQuestion.Nesting => Sentence.Verbatim("nested"),
        TargetQuestion.Features => new("features", "特性"),
        TargetQuestion.Kernel => new("kernel", "内核"),
    };

    private static Sentence MeasuredHeadline(string file) =>
        new($"Measured by prove --state ({file})", $"prove --state 的实测结果（{file}）");
}
