using VirtNest.Changing;
using VirtNest.Evidence;
using VirtNest.Text;

namespace VirtNest.Guarding;

/// <summary>What `hook install` and `hook remove` are about to do, and what came of it, in words.</summary>
public static class HookText
{
    /// <summary>The plan, in lines of at most 80 columns; lines of files, paths and commands are as long as they are. Empty where nothing
    /// is to be done.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="place">What is there.</param>
    /// <param name="program">The absolute path of virt-nest.</param>
    /// <param name="language">The language.</param>
    /// <param name="usesColour">With escape codes for colour.</param>
    public static string Plan(HookPlan plan, HookPlace place, string program, Language language, bool usesColour)
    {
        StringBuilder text = new();
        if (plan.Refusal is not null)
        {
            Refusal(text, plan, language, usesColour);
            return text.ToString();
        }

        if (!plan.IsDone)
        {
            Sentence(text, plan.IsInstall ? HookInstallTitle.In(language)
                : new Sentence("Take the hook of libvirt away.", "移除 libvirt 钩子。").In(language));
        }

        foreach (FileStep file in plan.Files)
        {
            Sentence(text, (plan.MendsMode ? HookMode(file.Path) : ChangeSentences.PlanFile(file)).In(language));
            DifferenceText.Append(new(language, usesColour, text), file);
        }

        foreach (HookNotice notice in plan.Notices.Where(static n => n != HookNotice.Reload))
        {
            text.Append(text.Length > 0 ? "\n" : "");
            Sentence(text, ChangeSentences.PlanNotice.In(language) + Note(notice, place, program, language));
        }

        return text.ToString();
    }

    /// <summary>What came of it.</summary>
    /// <param name="report">The report.</param>
    /// <param name="language">The language.</param>
    public static string Outcome(HookReport report, Language language)
    {
        StringBuilder text = new();
        foreach (string sentence in Sentences(report, language))
        {
            text.Append('\n');
            Sentence(text, sentence);
        }

        return text.ToString();
    }

    /// <summary>The sentences of <see cref="Outcome"/>.</summary>
    internal static IEnumerable<string> Sentences(HookReport report, Language language)
    {
        string path = report.Plan.Files.IsEmpty ? Installed(report.Place).Path : report.Plan.Files[0].Path;
        switch (report.Outcome)
        {
            case HookOutcome.NotNeeded:
                yield return report.Plan.IsInstall ? HookThere(path).In(language) : HookNotThere.In(language);
                break;
            case HookOutcome.Planned:
                yield return ChangeSentences.ChangeDryRun.In(language);
                break;
            case HookOutcome.NeedsRoot:
                yield return ChangeSentences.ChangeNeedsRoot.In(language);
                break;
            case HookOutcome.Declined:
                yield return ChangeSentences.ChangeDeclined.In(language);
                break;
            case HookOutcome.Failed:
                yield return report.FailedErrno == LinuxErrno.ESTALE
                    ? ChangeSentences.FileChangedSince(report.FailedPath ?? path).In(language)
                    : HookFailed(report.FailedPath ?? path, LinuxErrno.Describe(report.FailedErrno)).In(language);
                break;
            case HookOutcome.Done:
                yield return report.Plan.IsInstall ? HookInstalled(path).In(language)
                    : new Sentence("Done: the hook is gone.", "已完成：钩子已移除。").In(language);
                if (report.Plan.Notices.Contains(HookNotice.Reload))
                {
                    yield return Note(HookNotice.Reload, report.Place, report.Program, language);
                }

                break;
            case HookOutcome.Refused:
                break;
        }
    }

    /// <summary>Why nothing is done, in one sentence.</summary>
    internal static string Why(HookPlan plan, Language language) => plan.Refusal switch
    {
        HookRefusal.Foreign => HookForeign(plan.Obstacle).In(language),
        HookRefusal.Changed => HookChanged(plan.Obstacle).In(language),
        HookRefusal.Link => HookIsLink(plan.Obstacle).In(language),
        HookRefusal.Other => HookIsOther(plan.Obstacle).In(language),
        HookRefusal.Unreadable => HookUnreadable(plan.Obstacle, LinuxErrno.Describe(plan.Errno)).In(language),
        HookRefusal.OnlyOne => HookOnlyOne(plan.Obstacle).In(language),
        HookRefusal.ProgramNotSafe => HookProgramNotSafe(plan.Obstacle).In(language),
        HookRefusal.ProgramName => HookProgramName(plan.Obstacle).In(language),
        null => "",
    };

    /// <summary>A notice in one sentence.</summary>
    internal static string Note(HookNotice notice, HookPlace place, string program, Language language) => notice switch
    {
        HookNotice.Reload => HookNoteReload(place.ReloadCommand).In(language),
        HookNotice.LibvirtUnknown => HookNoteLibvirtUnknown.In(language),
        HookNotice.Confined => HookNoteConfined(place.Profile ?? "", program).In(language),
        HookNotice.NotOffered => HookNoteNotOffered.In(language),
    };

    private static HookEntry Installed(HookPlace place) =>
        place.Own.Script is null && place.Main.Script is not null ? place.Main : place.Own;

    private static void Refusal(StringBuilder text, HookPlan plan, Language language, bool usesColour)
    {
        Sentence(text, ChangeSentences.PlanRefused.In(language));
        Sentence(text, Why(plan, language));
        if (plan.LineByHand is { } line)
        {
            text.Append("   ").Append(Printable.Sentence(line)).Append('\n');
        }

        if (plan.Difference is { } difference)
        {
            DifferenceText.Append(new(language, usesColour, text), difference);
        }
    }

    private static void Sentence(StringBuilder text, string sentence) => TextLayout.Wrap(text, Printable.Sentence(sentence), 0);

    private static Sentence HookInstallTitle => new(
        "A hook of libvirt that refuses instances which need nesting where this host does not offer it.",
        "安装 libvirt 钩子：本机未提供嵌套虚拟化时，拒绝需要它的实例。");
    private static Sentence HookThere(string path) =>
        new($"The hook is there already: {path}. Nothing was changed.", $"钩子已经存在：{path}。未做任何更改。");
    private static Sentence HookNotThere =>
        new("There is no hook of virt-nest. Nothing was changed.", "没有 virt-nest 的钩子。未做任何更改。");
    private static Sentence HookMode(string path) => new(
        $"{path} is whole, but nobody may execute it: its mode becomes 0755.",
        $"{path} 内容完整，但没有执行权限：其权限将改为 0755。");
    private static Sentence HookInstalled(string path) => new(
        $"Done: {path}. \"virt-nest guard hook remove\" takes it away.",
        $"已完成：{path}。用“virt-nest guard hook remove”可将其移除。");
    private static Sentence HookFailed(string path, Sentence why) =>
        new($"{path}: {why.English}. What was there is still there.", $"{path}：{why.Chinese}。原有内容保持不变。");
    private static Sentence HookForeign(string path) =>
        new($"{path} is there, and virt-nest did not write it.", $"{path} 已经存在，且不是 virt-nest 写入的。");
    private static Sentence HookChanged(string path) => new(
        $"{path} has been changed since virt-nest wrote it; that would be lost. Move it away first. What is different:",
        $"{path} 在 virt-nest 写入之后被改动过，改动会因此丢失。请先将其移走。差异如下：");
    private static Sentence HookIsLink(string path) =>
        new($"{path} is a symbolic link, which is not followed.", $"{path} 是符号链接；不会跟随它。");
    private static Sentence HookIsOther(string path) => new(
        $"{path} is not what it should be: a folder for hooks, or a file that is a hook.",
        $"{path} 既不是存放钩子的目录，也不是钩子文件。");
    private static Sentence HookUnreadable(string path, Sentence why) =>
        new($"{path} could not be looked at: {why.English}.", $"无法查看 {path}：{why.Chinese}。");
    private static Sentence HookOnlyOne(string path) => new(
        $"libvirt before 6.5.0 runs one hook, and {path} is there already. This line in it does the same, if it is a shell script that "
            + "does not read its standard input itself:",
        $"6.5.0 之前的 libvirt 只运行一个钩子，而 {path} 已经存在。如果它是自身不读取标准输入的 shell 脚本，"
            + "在其中加入下面一行即可达到同样的效果：");
    private static Sentence HookProgramNotSafe(string path) => new(
        $"libvirt would run virt-nest as root, and others than root may change {path}. Put the program where only root may write, such as "
            + "/usr/bin, and run it from there.",
        $"libvirt 会以 root 身份运行 virt-nest，而 root 以外的用户可以改动 {path}。请将程序放到只有 root 可写的位置（例如 /usr/bin），"
            + "再从那里运行。");
    private static Sentence HookProgramName(string path) =>
        new($"the path of virt-nest cannot be written into a script: {path}", $"virt-nest 的路径无法写入脚本：{path}");
    private static Sentence HookNoteReload(string? command) => new(
        "A libvirt that runs already looks for new hooks only when it is started or reloaded; instances go on "
            + $"meanwhile: {command ?? "restart libvirtd or virtqemud"}",
        $"已在运行的 libvirt 只在启动或重新加载时查找新钩子；其间实例继续运行：{command ?? "重启 libvirtd 或 virtqemud"}");
    private static Sentence HookNoteLibvirtUnknown => new(
        "No libvirt was found here. The hook is written for libvirt 6.5.0 and later.",
        "本机上没有找到 libvirt。该钩子适用于 libvirt 6.5.0 及更高版本。");
    private static Sentence HookNoteConfined(string profile, string program) => new(
        $"AppArmor ({profile}) lets libvirt run programs of /usr/bin and /usr/sbin, not {program}: the hook would let everything in. "
            + "Install virt-nest in /usr/bin and run this again from there.",
        $"AppArmor（{profile}）允许 libvirt 运行 /usr/bin 和 /usr/sbin 中的程序，但不允许运行 {program}：钩子会放行一切。请将 virt-nest "
            + "安装到 /usr/bin，再从那里重新运行本命令。");
    private static Sentence HookNoteNotOffered => new(
        "This host does not offer nesting now: until it does, an instance with the host's CPU that was saved here is not restored either, "
            + "at a boot too. --allow-host-passthrough lets such instances in.",
        "本机目前不提供嵌套虚拟化：在启用之前，在本机保存的、沿用主机 CPU 的实例也无法恢复，开机时同样如此。--allow-host-passthrough "
            + "可放行此类实例。");
}
