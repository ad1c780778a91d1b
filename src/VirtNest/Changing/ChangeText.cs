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
        StringBuilder text = new();
        if (report.Failure is { } failure)
        {
            Sentence(text, new Sentence($"Failed: {failure.Name}: {failure.Why}", $"失败：{failure.Name}：{failure.Why}").In(language));
        }

        switch (report.Outcome)
        {
            case ChangeOutcome.Applied when report.Command == "undo":
                Sentence(text, UndoDone.In(language));
                break;
            case ChangeOutcome.Applied:
                Sentence(text,
                    ChangeApplied(report.Plan.Goal.IsOn, report.Plan.Goal.ReachesRunning && report.Plan.ModuleStep is not null
                        || report.Plan.IsOnNow == report.Plan.Goal.IsOn, report.Plan.Goal.ReachesBoot).In(language));
                break;
            case ChangeOutcome.RolledBack:
                Sentence(text, ChangeRolledBack.In(language));
                break;
            case ChangeOutcome.NotRolledBack:
                Sentence(text, ChangeNotRolledBack(report.UndoFailure?.Name ?? "", report.UndoFailure?.Why ?? "").In(language));
                break;
            case ChangeOutcome.Planned:
                Sentence(text, ChangeSentences.ChangeDryRun.In(language));
                break;
            case ChangeOutcome.NeedsRoot:
                Sentence(text, ChangeSentences.ChangeNeedsRoot.In(language));
                break;
            case ChangeOutcome.Declined:
                Sentence(text, ChangeSentences.ChangeDeclined.In(language));
                break;
            case ChangeOutcome.NotNeeded or ChangeOutcome.Refused:
                break;
        }

        if (report.Gap is { } gap)
        {
            Sentence(text, ChangeGap(report.Plan.Module ?? "kvm", Duration.Text(gap)).In(language));
        }

        foreach (string remark in report.Remarks)
        {
            Sentence(text, remark);
        }

        if (report is { Outcome: ChangeOutcome.Applied, Command: not "undo" })
        {
            Sentence(text, new Sentence("\"virt-nest undo\" takes it back.", "“virt-nest undo” 可撤销。").In(language));
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

    private static Sentence ChangeApplied(bool isOn, bool running, bool boot) => new(
        $"Done and verified: nested virtualization is {ChangeSentences.OnOff(isOn).English}, "
            + $"{ChangeSentences.Reach(running, boot).English}.",
        $"已完成并验证：嵌套虚拟化已{(isOn ? "启用" : "关闭")}，{ChangeSentences.Reach(running, boot).Chinese}。");
    private static Sentence ChangeGap(string module, string time) => new(
        $"This host was without {module}, and so without /dev/kvm, for {time}.",
        $"本主机有 {time} 没有 {module}，也就没有 /dev/kvm。");
    private static Sentence ChangeRolledBack =>
        new("Everything that had been done was taken back: this host is as it was.", "已做的一切均已撤回：本主机与之前相同。");
    private static Sentence ChangeNotRolledBack(string step, string why) => new(
        $"Not everything could be taken back: {step}: {why}. The next \"virt-nest undo\", \"enable\" or \"disable\" tries again.",
        $"未能全部撤回：{step}：{why}。下一次 “virt-nest undo”、“enable” 或 “disable” 会再次尝试。");
    private static Sentence UndoDone => new("Done and verified: what the change had done is taken back.", "已完成并验证：该更改已撤回。");
}
