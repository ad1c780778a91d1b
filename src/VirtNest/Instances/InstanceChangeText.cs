using VirtNest.Changing;
using VirtNest.Checking;
using VirtNest.Evidence;
using VirtNest.Instances.Xml;
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

            if (report.Outcome == InstanceChangeOutcome.Planned)
            {
                text.Append(UnifiedDiff.ForTerminal(Diff(report)));
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
    public static string Diff(InstanceChangeReport report) => report is { Before: { } before, Edit: { State: CpuEditState.Changed } edit }
        ? UnifiedDiff.Write(report.Id is { } id ? $"{id:D}.xml" : "domain.xml", before.Bytes.ToArray(), edit.Bytes.ToArray())
        : "";

    /// <summary>What happened, and what to do, in sentences.</summary>
    /// <param name="report">The change.</param>
    /// <param name="language">The language.</param>
    public static IEnumerable<string> Sentences(InstanceChangeReport report, Language language)
    {
        string name = Printable.Sanitise(report.Name);
        if (report.IsRecovered)
        {
            yield return InstanceChangeRecovered(name).In(language);
        }

        if (report.IsForced)
        {
            yield return InstanceChangeForced(name).In(language);
        }

        foreach (string sentence in Outcome(report, language, name))
        {
            yield return sentence;
        }

        if (report.IsStartedAgain)
        {
            yield return InstanceChangeRunsAgain(name).In(language);
        }

        foreach (LibvirtFailure? failure in (LibvirtFailure?[])[report.Failure, report.SecondFailure])
        {
            if (failure is not null && !(report.Refusal == InstanceRefusal.Libvirt && ReferenceEquals(failure, report.Failure)))
            {
                yield return LibvirtText.Describe(failure, language);
            }
        }

        if (report.Failure is { } first && Meaning(first, language) is { } meaning)
        {
            yield return meaning;
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

    private static IEnumerable<string> Outcome(InstanceChangeReport report, Language language, string name) => report.Outcome switch
    {
        InstanceChangeOutcome.NotNeeded => [Edited(report, language, name)],
        InstanceChangeOutcome.Planned => [new Sentence($"{name} would be changed:", $"{name} 将会被修改：").In(language)],
        InstanceChangeOutcome.Defined => [Edited(report, language, name), report.TakesEffectLater
            ? InstanceChangeDefinedLater(name).In(language) : InstanceChangeDefinedOff(name).In(language)],
        InstanceChangeOutcome.Applied => [Edited(report, language, name), report.Goal == InstanceGoal.Undo
            ? InstanceChangeRunsAgain(name).In(language)
            : InstanceChangeSeen(name, report.Goal == InstanceGoal.Enable, report.After?.Reading.Inside.HasExtension is not null)
                .In(language)],
        InstanceChangeOutcome.Unverified => [Edited(report, language, name), InstanceChangeUnverified(name).In(language)],
        InstanceChangeOutcome.NotDelivered =>
            [Edited(report, language, name), InstanceChangeNotDelivered(name, report.Goal == InstanceGoal.Enable).In(language)],
        InstanceChangeOutcome.Refused =>
            [InstanceSentences.InstanceRefused(name, Refusal(report, language)).In(language), .. Owner(report, language)],
        InstanceChangeOutcome.RolledBack => report.Refusal is null ? [InstanceChangeRolledBack(name).In(language)]
            : [InstanceSentences.InstanceRefused(name, Refusal(report, language)).In(language),
                InstanceChangeRolledBack(name).In(language)],
        InstanceChangeOutcome.Stuck => [.. report.Refusal == InstanceRefusal.ChangedMeanwhile
            ? [InstanceChangeRefusedMeanwhile.In(language)] : (string[])[],
                InstanceChangeStuck(name, Printable.Sanitise(report.KeptIn ?? "-")).In(language)],
    };

    private static string Edited(InstanceChangeReport report, Language language, string name)
    {
        string extension = report.Extension is { } known ? CpuExposures.Name(known) : "vmx, svm";
        return report.Edit switch
        {
            { IsRestored: true } => InstanceSentences.InstanceRestored(name).In(language),
            { State: CpuEditState.Changed } => report.Goal == InstanceGoal.Enable
                ? InstanceSentences.InstanceEnabled(name, extension, Printable.Sanitise(report.Mode ?? "-")).In(language)
                : InstanceSentences.InstanceDisabled(name, extension).In(language),
            _ => report.Goal == InstanceGoal.Enable ? InstanceSentences.InstanceEnabledAlready(name, extension).In(language)
                : InstanceSentences.InstanceDisabledAlready(name, extension).In(language),
        };
    }

    private static string Refusal(InstanceChangeReport report, Language language) => report.Refusal switch
    {
        InstanceRefusal.Edit => InstanceSentences.CpuRefusalReason(
            report.Edit!.Refusal! with { Subject = Printable.Sanitise(report.Edit.Refusal!.Subject) }, report.Extension).In(language),
        InstanceRefusal.Managed =>
            InstanceSentences.InstanceManagedBy(Sentence.Verbatim(report.Owner!.Name(language)), report.Owner.Rewrites).In(language),
        InstanceRefusal.Transient => InstanceChangeRefusedTransient.In(language),
        InstanceRefusal.ManagedSave => InstanceChangeRefusedSaved(Printable.Sanitise(report.Name)).In(language),
        InstanceRefusal.Busy => InstanceChangeRefusedBusy.In(language),
        InstanceRefusal.OtherRun => new Sentence("another run of virt-nest works on it", "另一个 virt-nest 正在处理它").In(language),
        InstanceRefusal.CannotShutDown =>
            InstanceChangeRefusedState(InstanceSentences.StateName(report.Circumstances!.State)).In(language),
        InstanceRefusal.NoExtension => InstanceSentences.NoExtensionOfHost.In(language),
        InstanceRefusal.HostDoesNotOffer => InstanceChangeRefusedHost.In(language),
        InstanceRefusal.ShutdownIgnored => InstanceChangeRefusedShutdown((long)report.Waited.TotalSeconds).In(language),
        InstanceRefusal.CannotKeep => InstanceChangeRefusedKeep(Printable.Sanitise(report.KeptIn ?? "-"), report.Errno == 0
            ? ChangeSentences.NotAsWritten(null).In(language)
            : LinuxErrno.Describe(report.Errno).In(language)).In(language),
        InstanceRefusal.ChangedMeanwhile => InstanceChangeRefusedMeanwhile.In(language),
        InstanceRefusal.ChangedSince => InstanceChangeRefusedSince(Printable.Sanitise(report.KeptIn ?? "-")).In(language),
        InstanceRefusal.NothingToUndo => InstanceChangeRefusedNothing.In(language),
        InstanceRefusal.Libvirt or null => report.Failure is { } failure ? LibvirtText.Describe(failure, language) : "-",
    };

    private static string[] Owner(InstanceChangeReport report, Language language) =>
        report.Refusal == InstanceRefusal.Managed ? [report.Owner!.Setting(language)] : [];

    /// <summary>Our reading of libvirt's words at a start, where we have one.</summary>
    private static string? Meaning(LibvirtFailure failure, Language language) =>
        failure.Message.Contains("match specification", StringComparison.Ordinal) ? ReadingCpuMismatch.In(language)
        : failure.Message.Contains("allocate memory", StringComparison.Ordinal)
            || failure.Message.Contains("set up guest memory", StringComparison.Ordinal) ? ReadingMemory.In(language)
        : failure.Message.Contains("CPU mode", StringComparison.Ordinal) ? ReadingMode.In(language)
        : null;

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
    private static Sentence InstanceChangeRecovered(string name) =>
        new($"{name}: an earlier run was cut off; it was dealt with first", $"{name}：此前的一次运行被中断，已先行处理");
    private static Sentence InstanceChangeForced(string name) =>
        new($"{name} did not shut down in time and was ended by force", $"{name} 未按时关机，已被强制结束");
    private static Sentence InstanceChangeAutostart(string name) => new(
        $"{name} is started with its host (autostart): that stays so, and takes the new definition then",
        $"{name} 随宿主机启动（autostart）：该设置不变，届时使用新定义");
    private static Sentence InstanceChangeSnapshots(string name, int count) => new(
        $"{name} has {count} snapshot(s): going back to one brings the definition of its time back",
        $"{name} 有 {count} 个快照：恢复到快照会带回当时的定义");
    private static Sentence InstanceChangeRefusedTransient => new(
        "it is transient: it has no definition that could be changed. Change it where it is made, or make it persistent (virsh define)",
        "它是临时实例，没有可以修改的定义。请在创建它的地方修改，或使其持久（virsh define）");
    private static Sentence InstanceChangeRefusedSaved(string name) => new(
        "a saved state waits, and the next start restores it with the old CPU. Start it and shut it down inside, or give the state up: "
            + $"virsh managedsave-remove {name}",
        $"有一个保存的状态，下次启动会以旧的 CPU 恢复。请启动后在内部关机，或放弃该状态：virsh managedsave-remove {name}");
    private static Sentence InstanceChangeRefusedBusy => new(
        "a job holds it (a migration, a save, a dump or a backup): try again when that is over",
        "它正被一项任务占用（迁移、保存、转储或备份）：请待其结束后再试");
    private static Sentence InstanceChangeRefusedState(Sentence state) => new(
        $"its state is {state.English}: it cannot be shut down now. Resume it first, or leave --now out",
        $"其状态为{state.Chinese}：现在无法关机。请先恢复运行，或不带 --now");
    private static Sentence InstanceChangeRefusedHost => new(
        "its host does not offer VMX or SVM to instances, and it would not start, or start without. First, on the host: sudo virt-nest "
            + "enable",
        "其宿主机不向实例提供 VMX 或 SVM，它会无法启动，或启动后没有该扩展。请先在宿主机上运行：sudo virt-nest enable");
    private static Sentence InstanceChangeRefusedShutdown(long seconds) => new(
        $"its guest did not shut down within {seconds} seconds; nothing was changed. --timeout gives it longer, --force-off cuts its "
            + "power; without --now the change waits for the next cold start",
        $"来宾在 {seconds} 秒内没有关机；没有作任何修改。--timeout 可延长时间，--force-off 直接断电；不带 --now 则等到下次冷启动");
    private static Sentence InstanceChangeRefusedKeep(string path, string why) =>
        new($"its former definition cannot be kept in {path}: {why}", $"其原定义无法保存到 {path}：{why}");
    private static Sentence InstanceChangeRefusedMeanwhile =>
        new("somebody else changed its definition at the same time; run the command again", "有他人同时修改了其定义；请再次运行该命令");
    private static Sentence InstanceChangeRefusedSince(string path) => new(
        $"somebody else has changed its <cpu> since; the definition as it was before virt-nest is kept in {path}",
        $"此后有他人修改了其 <cpu>；virt-nest 修改之前的定义保存在 {path}");
    private static Sentence InstanceChangeRefusedNothing =>
        new("virt-nest has not changed it: there is nothing to undo", "virt-nest 没有修改过它：没有可撤销的内容");
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
