using VirtNest.Text;

namespace VirtNest.Changing;

#pragma warning disable CS1591 // each member is the sentence that it shows
/// <summary>Sentences that several files say.</summary>
public static class ChangeSentences
{
    public static Sentence PlanRefused => new("Refused; nothing was changed:", "已拒绝，未做任何更改：");
    public static Sentence PlanNotice => new("Note: ", "注意：");

    public static Sentence ByHandWithout(string? file, string word) => file is null
        ? new(
            $"The kernel command line of this boot has \"{word}\", and no file that virt-nest can change gives it. Where the next boot "
                + "still has it, take it out by hand, where the command line of this system is made.",
            $"本次启动的内核命令行含有 “{word}”，而 virt-nest 能修改的文件里都没有它。若下次启动仍有该参数，"
                + "请在本系统生成内核命令行的地方手动去掉。")
        : new(
            $"{file} gives \"{word}\" to the kernel command line, and that line is not virt-nest's. Take the word out by hand, have the "
                + "boot loader's configuration made anew, and reboot.",
            $"{file} 把 “{word}” 写入内核命令行，而那一行不是 virt-nest 写的。请手动去掉该参数，重新生成引导程序的配置，然后重启。");

    public static Sentence PlanInUse(string module, bool isUndo) => new(
        $"{module} is in use, and it is never unloaded under a running instance. Shut down what uses it, or let --at-idle wait for "
            + $"that{(isUndo ? "" : ", or change the configuration alone with \"--only boot\"")}.",
        $"{module} 正在使用中；绝不会在运行中的实例之下卸载模块。请关闭其使用者，或用 --at-idle "
            + $"等待其结束{(isUndo ? "" : "，或用 “--only boot” 只修改配置")}。");
    public static Sentence StaleLibvirt => new(
        "libvirt sees the change by itself at its next look; instances that run now keep the CPU that they were started with.",
        "libvirt 下次查询时会自行发现这一更改；正在运行的实例仍使用启动时的 CPU。");
    public static Sentence ChangeDeclined => new("Nothing was changed.", "未做任何更改。");
    public static Sentence ChangeNeedsRoot => new("Only root can do this. Nothing was changed.", "只有 root 才能执行。未做任何更改。");
    public static Sentence ChangeDryRun => new("This was a dry run: nothing was changed.", "这是试运行：未做任何更改。");
    public static Sentence JournalBroken(string path, Sentence why) => new(
        $"The journal of changes cannot be used: {path}: {why.English}. Without it nothing can be undone, so virt-nest stops here; what "
            + "it had begun, if anything, the next run takes back.",
        $"更改日志无法使用：{path}：{why.Chinese}。没有它就无法撤销，因此到此为止；若已开始更改，下一次运行会将其撤回。");
    public static Sentence JournalNotRead(string path, Sentence why) => new(
        $"changes are kept in {path}, which cannot be read: {why.English}",
        $"更改记录在 {path} 中，但无法读取：{why.Chinese}");
    public static Sentence FileChangedSince(string path) =>
        new($"{path} has been changed by somebody else meanwhile", $"{path} 其间被他人修改过");
    public static Sentence RecoveryRolledBack(string when) => new(
        $"A change of {when} had been cut off in the middle; what it had done was taken back first.",
        $"{when} 的更改曾在中途被打断；已先将其所做的撤回。");
    public static Sentence RecoveryCompleted(string when) => new(
        $"A change of {when} had been cut off after its last step; it is whole and is kept.",
        $"{when} 的更改在最后一步之后被打断；它是完整的，予以保留。");
    public static Sentence RecoveryStuck(string folder, string why) => new(
        $"A change was cut off in the middle and cannot be taken back: {why}. Put that right and run virt-nest again; or "
            + $"move {folder} away to leave everything as it is now.",
        $"有一次更改在中途被打断且无法撤回：{why}。请排除该问题后再次运行 virt-nest；若要保持现状，请移走 {folder}。");
    public static Sentence NotAsWritten(string? place) => new(
        "it is not as virt-nest wrote it" + (place is null ? "" : $" (at {place})"),
        "内容已不是 virt-nest 写入的样子" + (place is null ? "" : $"（位置：{place}）"));
}
