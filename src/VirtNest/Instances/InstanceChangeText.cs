using VirtNest.Changing;
using VirtNest.Checking;
using VirtNest.Text;

namespace VirtNest.Instances;

/// <summary>What became of instances that were to be changed, in sentences.</summary>
public static class InstanceChangeText
{
    /// <summary>All reports, and where they are many a summary at the end; in lines of at most 80 columns.</summary>
    /// <param name="reports">The changes.</param>
    /// <param name="language">The language.</param>
    public static string Write(IReadOnlyList<InstanceChangeReport> reports, Language language)
    {
        StringBuilder text = new();
        foreach (InstanceChangeReport report in reports)
        {
            foreach (string sentence in Sentences(report, language))
            {
                TextLayout.Wrap(text, CheckJson.PrintableLines(sentence), 0);
            }

        }

        if (reports.Count > 1)
        {
            (int changed, int unchanged, int failed, int unknown) = Summary(reports);
            text.Append('\n');
            TextLayout.Wrap(text, InstanceChangeSummary(changed, unchanged, failed, unknown).In(language), 0);
        }

        return text.ToString();
    }

    /// <summary>How many were changed, needed nothing, failed or were refused, and are not known.</summary>
    /// <param name="reports">The changes.</param>
    public static (int Changed, int Unchanged, int Failed, int Unknown) Summary(IReadOnlyList<InstanceChangeReport> reports) => (
        reports.Count(static r => r.IsGood == true && r.Outcome != InstanceChangeOutcome.NotNeeded),
        reports.Count(static r => r.Outcome == InstanceChangeOutcome.NotNeeded),
        reports.Count(static r => r.IsGood == false),
        reports.Count(static r => r.IsGood is null));

    /// <summary>The change of the definition as a unified diff; empty where there is none. The definition is shown without its
    /// secrets.</summary>
    /// <param name="report">The change.</param>
    public static string Diff(InstanceChangeReport report) =>
        report.Planned?.Plan.Steps.OfType<DefinitionStep>().FirstOrDefault() is { } step
            ? UnifiedDiff.Write($"{step.Id:D}.xml", step.Before, step.After) : "";

    /// <summary>What happened, and what to do, in sentences.</summary>
    /// <param name="report">The change.</param>
    /// <param name="language">The language.</param>
    public static IEnumerable<string> Sentences(InstanceChangeReport report, Language language)
    {
        string name = Printable.Sanitise(report.Name);
        if (report.IsForced)
        {
            yield return InstanceChangeForced(name).In(language);
        }

        foreach (string sentence in Outcome(report, language, name))
        {
            yield return sentence;
        }

        foreach (LibvirtFailure? failure in (LibvirtFailure?[])[report.Failure, report.SecondFailure])
        {
            if (failure is not null && !(report.Refusal?.Code == RemarkCode.Libvirt && ReferenceEquals(failure, report.Failure)))
            {
                yield return LibvirtText.Describe(failure, language);
            }
        }

        if (report.Failure is { } first && Meaning(first, language) is { } meaning)
        {
            yield return meaning;
        }

        if (report is { Number: { } number, KeptIn: not null } && report.Goal != InstanceGoal.Undo
            && report.Outcome is not (InstanceChangeOutcome.Refused or InstanceChangeOutcome.Stuck))
        {
            yield return UndoTakesItBack(number).In(language);
        }

        if (report is { Outcome: InstanceChangeOutcome.Defined, Circumstances.IsAutostarted: true })
        {
            yield return InstanceChangeAutostart(name).In(language);
        }

        if (report.Circumstances is { Snapshots: > 0 and var snapshots }
            && report.Outcome is InstanceChangeOutcome.Defined or InstanceChangeOutcome.Applied)
        {
            yield return InstanceChangeSnapshots(name, snapshots).In(language);
        }
    }

    private static string[] Outcome(InstanceChangeReport report, Language language, string name)
    {
        string edited = (report.Planned?.Plan.Done ?? Sentence.Verbatim("-")).In(language);
        string[] refusal = report.Refusal is { } refused
            ? [InstanceSentences.InstanceRefused(name, CheckJson.PrintableLines(refused.Text.In(language))).In(language)] : [];
        return report.Outcome switch
        {
            InstanceChangeOutcome.NotNeeded => [edited],
            InstanceChangeOutcome.Planned => [ChangeSentences.ChangeDryRun.In(language)],
            InstanceChangeOutcome.Declined => [ChangeSentences.ChangeDeclined.In(language)],
            InstanceChangeOutcome.Defined => [edited, report.TakesEffectLater
                ? InstanceChangeDefinedLater(name).In(language) : InstanceChangeDefinedOff(name).In(language)],
            InstanceChangeOutcome.Applied => [edited, report.Goal == InstanceGoal.Undo
                ? InstanceChangeRunsAgain(name).In(language)
                : InstanceChangeSeen(name, report.Goal == InstanceGoal.Enable, report.After?.Reading.Inside.HasExtension is not null)
                    .In(language)],
            InstanceChangeOutcome.Unverified => [edited, InstanceChangeUnverified(name).In(language)],
            InstanceChangeOutcome.NotDelivered =>
                [edited, InstanceChangeNotDelivered(name, report.Goal == InstanceGoal.Enable).In(language)],
            InstanceChangeOutcome.Refused => refusal,
            InstanceChangeOutcome.RolledBack => [.. refusal, InstanceChangeRolledBack(name).In(language)],
            InstanceChangeOutcome.Stuck => [.. refusal,
                InstanceChangeStuck(name, Printable.Sanitise(report.KeptIn ?? "-")).In(language)],
        };
    }

    /// <summary>Our reading of libvirt's words at a start, where we have one.</summary>
    private static string? Meaning(LibvirtFailure failure, Language language) =>
        failure.Message.Contains("match specification", StringComparison.Ordinal) ? ReadingCpuMismatch.In(language)
        : failure.Message.Contains("allocate memory", StringComparison.Ordinal)
            || failure.Message.Contains("set up guest memory", StringComparison.Ordinal) ? ReadingMemory.In(language)
        : failure.Message.Contains("CPU mode", StringComparison.Ordinal) ? ReadingMode.In(language)
        : null;

    private static Sentence UndoTakesItBack(int number) =>
        new($"\"virt-nest undo {number}\" takes it back", $"“virt-nest undo {number}” 可撤销");
    private static Sentence InstanceChangeDefinedLater(string name) => new(
        $"{name} runs on as it was: the change takes effect at its next cold start (shut it down and start it; a reboot inside does not "
            + "suffice)",
        $"{name} 仍按原样运行：修改在下次冷启动时生效（关机后再启动；在内部重启不够）");
    private static Sentence InstanceChangeDefinedOff(string name) =>
        new($"{name} is off: the change takes effect when it is started", $"{name} 已关闭：修改在其启动时生效");
    private static Sentence InstanceChangeSeen(string name, bool hasExtension, bool isInside) => new(
        $"{name} runs and has {(hasExtension ? "the extension" : "the extension no more")}"
            + $"{(isInside ? ", and its inside says the same" : "")}",
        $"{name} 正在运行，{(hasExtension ? "具有该扩展" : "不再具有该扩展")}{(isInside ? "，内部的说法相同" : "")}");
    private static Sentence InstanceChangeRunsAgain(string name) => new($"{name} runs again", $"{name} 已重新运行");
    private static Sentence InstanceChangeUnverified(string name) => new(
        $"{name} runs on the changed definition; whether it has what was wished nobody tells (--ask-qemu asks QEMU)",
        $"{name} 已按修改后的定义运行；是否如愿无从得知（--ask-qemu 可询问 QEMU）");

    private static Sentence InstanceChangeNotDelivered(string name, bool wished) => wished
        ? new(
            $"{name} runs on the changed definition and does not have the extension: `virt-nest instance check {name}` names the broken "
                + "link",
            $"{name} 已按修改后的定义运行，但没有该扩展：`virt-nest instance check {name}` 会指出断开的环节")
        : new(
            $"{name} runs on the changed definition and still has the extension: `virt-nest instance check {name}` tells where from",
            $"{name} 已按修改后的定义运行，但仍有该扩展：`virt-nest instance check {name}` 会说明其来源");

    private static Sentence InstanceChangeRolledBack(string name) => new(
        $"{name} is as it was: its old definition is back, and it runs again if it ran",
        $"{name} 恢复原样：旧定义已恢复，原本运行的已重新运行");
    private static Sentence InstanceChangeStuck(string name, string file) => new(
        $"{name}: could not go on and could not take back. The definition as it was is kept in {file}; run the command again, or "
            + "`virt-nest instance undo`, when libvirt answers",
        $"{name}：既无法继续也无法撤回。原来的定义保存在 {file}；待 libvirt 恢复后，请再次运行该命令，或 `virt-nest instance undo`");
    private static Sentence InstanceChangeForced(string name) =>
        new($"{name} did not shut down in time and was ended by force", $"{name} 未按时关机，已被强制结束");
    private static Sentence InstanceChangeAutostart(string name) => new(
        $"{name} is started with its host (autostart): that stays so, and takes the new definition then",
        $"{name} 随宿主机启动（autostart）：该设置不变，届时使用新定义");
    private static Sentence InstanceChangeSnapshots(string name, int count) => new(
        $"{name} has {count} snapshot(s): going back to one brings the definition of its time back",
        $"{name} 有 {count} 个快照：恢复到快照会带回当时的定义");
    private static Sentence ReadingCpuMismatch => new(
        "in other words: the CPU that was asked for is not what the host can give; the host may offer less than the definition asks for",
        "解读：所要求的 CPU 宿主机无法提供；宿主机提供的可能少于定义的要求");
    private static Sentence ReadingMemory =>
        new("in other words: the host has not enough memory for it now", "解读：宿主机目前没有足够的内存");
    private static Sentence ReadingMode => new(
        "in other words: this kind of instance cannot have this CPU mode; try another --mode",
        "解读：这类实例不能使用该 CPU 模式；请换一个 --mode");
    private static Sentence InstanceChangeSummary(int changed, int unchanged, int failed, int unknown) => new(
        $"{changed} changed, {unchanged} not needed, {failed} failed or refused, {unknown} not known",
        $"{changed} 个已修改，{unchanged} 个无需修改，{failed} 个失败或被拒绝，{unknown} 个未知");
}
