using VirtNest.Text;

namespace VirtNest.Changing;

/// <summary>What came of a plan, in words; the plan itself was shown before (PlanText).</summary>
public static class ChangeText
{
    /// <summary>The end of the report, in lines of at most 80 columns.</summary>
    /// <param name="report">The report, with sentences in the language and with its plan.</param>
    /// <param name="language">The language.</param>
    public static string Write(ChangeReport report, Language language)
    {
        ArgumentNullException.ThrowIfNull(report.Plan);
        TextReport text = new(language);
        if (report.Failure is { } failure)
        {
            text.Say(new Sentence($"Failed: {failure.Name}: {failure.Why}", $"失败：{failure.Name}：{failure.Why}"));
        }

        if (Outcome(report, report.Plan) is { } outcome)
        {
            text.Say(outcome);
        }

        if (report.Gap is { } gap)
        {
            text.Say(ChangeGap(report.Plan.Module ?? "kvm", Duration.Text(gap)));
        }

        foreach (string remark in report.Remarks)
        {
            text.Say(remark);
        }

        if (report is { Outcome: ChangeOutcome.Applied, Command: not "undo", Number: { } number })
        {
            text.Say(UndoTakesItBack(number.ToString(CultureInfo.InvariantCulture)));
        }

        return text.Text.Length > 0 ? "\n" + text : "";
    }

    /// <summary>One sentence, in lines of at most 80 columns.</summary>
    /// <param name="sentence">The sentence.</param>
    public static string Wrapped(string sentence)
    {
        TextReport text = new(Language.English);
        text.Say(sentence);
        return text.ToString();
    }

    private static Sentence? Outcome(ChangeReport report, ChangePlan plan) => report.Outcome switch
    {
        ChangeOutcome.Applied => plan.Done,
        ChangeOutcome.RolledBack => ChangeRolledBack,
        ChangeOutcome.NotRolledBack => ChangeNotRolledBack(report.UndoFailure?.Name ?? "", report.UndoFailure?.Why ?? ""),
        ChangeOutcome.Planned => ChangeSentences.ChangeDryRun,
        ChangeOutcome.NeedsRoot => ChangeSentences.ChangeNeedsRoot,
        ChangeOutcome.Declined => ChangeSentences.ChangeDeclined,
        ChangeOutcome.NotNeeded or ChangeOutcome.Refused => null,
    };

    private static Sentence UndoTakesItBack(string number) => new(
        $"\"virt-nest undo\" takes it back, also later: it is change {number}.",
        $"“virt-nest undo” 可撤销，以后亦可：这是第 {number} 号更改。");
    private static Sentence ChangeGap(string module, string time) => new(
        $"This host was without {module}, and so without /dev/kvm, for {time}.",
        $"本主机有 {time} 没有 {module}，也就没有 /dev/kvm。");
    private static Sentence ChangeRolledBack =>
        new("Everything that had been done was taken back: this host is as it was.", "已做的一切均已撤回：本主机与之前相同。");
    private static Sentence ChangeNotRolledBack(string step, string why) => new(
        $"Not everything could be taken back: {step}: {why}. \"virt-nest undo --cut-off\" tries again.",
        $"未能全部撤回：{step}：{why}。“virt-nest undo --cut-off” 会再次尝试。");
}
