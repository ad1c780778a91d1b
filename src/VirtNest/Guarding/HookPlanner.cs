using VirtNest.Changing;
using VirtNest.Evidence;
using VirtNest.Text;

namespace VirtNest.Guarding;

/// <summary>What there is of libvirt's folder of hooks, and a wish, become a plan. It reads nothing and changes nothing.</summary>
public static class HookPlanner
{
    /// <summary>Where AppArmor's profile of libvirtd lets it run any program (Debian, libvirt-daemon-system, usr.sbin.libvirtd:
    /// "/usr/bin/* PUx").</summary>
    private static readonly string[] AllowedFolders = ["/bin/", "/sbin/", "/usr/bin/", "/usr/sbin/"];

    private static readonly uint Executable = Convert.ToUInt32("755", 8);

    /// <summary>Plans to put a hook there.</summary>
    /// <param name="place">What is there.</param>
    /// <param name="script">The script.</param>
    /// <param name="unsafePath">A part of the program's path that others than root may change, or null.</param>
    /// <param name="isOffered">Does this host offer nesting now? Null where that cannot be told.</param>
    public static ChangePlan Install(HookPlace place, HookScript script, string? unsafePath, bool? isOffered)
    {
        HookGoal goal = new(true);
        if (script.Program.Any(static c => char.IsControl(c) || c == '\uFFFD'))
        {
            return Refused(goal, new(RemarkCode.ProgramName, HookProgramName(Printable.Sanitise(script.Program))));
        }

        if (unsafePath is not null)
        {
            return Refused(goal, Unsafe(unsafePath));
        }

        // A hook of ours in the one place of old is brought up to date where it is: libvirt of every version runs it.
        bool usesMain = place.Libvirt is { Number: < InstalledLibvirt.FirstWithFolder }
            || (place.Main.Script is not null && place.Own.Kind == HookEntryKind.Absent);
        HookEntry target = usesMain ? place.Main : place.Own;
        HookEntry[] folders = usesMain ? [place.Hooks] : [place.Hooks, place.Folder];
        if (InTheWay(folders, target) is { } remark)
        {
            return Refused(goal, usesMain && remark.Code == RemarkCode.Foreign
                ? new(RemarkCode.OnlyOneHook, HookOnlyOne(target.Path)) { Difference = new(target.Path, [], LineOf(script)) } : remark);
        }

        bool isSame = target.Content is { } content && content.AsSpan().SequenceEqual(script.Bytes);
        bool isThere = isSame && target.IsExecutable;
        return new(ChangeSubject.Hook, goal, isThere ? [] :
            [
                new FileStep(target.Path, target.Content, script.Bytes)
                {
                    Mode = target.IsExecutable ? null : Executable,
                    ModeBefore = target.IsExecutable || target.Content is null ? null : target.Mode,
                    Folders = [.. folders.Where(static f => f.Kind == HookEntryKind.Absent).Select(static f => f.Path)],
                },
            ], [], [.. Notes(place, script, isOffered, isNew: target.Kind == HookEntryKind.Absent)])
        {
            Title = isThere ? HookThere(target.Path) : HookInstallTitle,
            Done = HookInstalled(target.Path),
        };
    }

    /// <summary>Plans to take the hook away: what is ours, and nothing else.</summary>
    /// <param name="place">What is there.</param>
    /// <param name="changes">The changes of the hook that the journal has, the newest last: folders that were made for it go with
    /// it.</param>
    public static ChangePlan Remove(HookPlace place, IEnumerable<ChangePlan> changes)
    {
        IReadOnlyList<string> made = changes.SelectMany(static p => p.Files).LastOrDefault(static f => f.Before is null)?.Folders ?? [];

        // A hook of somebody else at hooks/qemu is none of our business; one in our own place is in the way of nobody, and is named.
        HookGoal goal = new(false);
        List<ChangeStep> steps = [];
        foreach (HookEntry entry in (HookEntry[])[place.Own, place.Main])
        {
            bool isMain = ReferenceEquals(entry, place.Main);
            bool isTheirs = isMain && (entry.Content is null || !HookScript.IsMarked(entry.Content));
            if (entry.Kind == HookEntryKind.Absent || isTheirs)
            {
                continue;
            }

            HookEntry[] folders = isMain ? [place.Hooks] : [place.Hooks, place.Folder];
            if (InTheWay(folders, entry) is { } remark)
            {
                return Refused(goal, remark);
            }

            steps.Add(new FileStep(entry.Path, entry.Content, null)
            {
                ModeBefore = entry.Mode,
                Folders = [.. folders.Select(static f => f.Path).Where(made.Contains)],
            });
        }

        return new(ChangeSubject.Hook, goal, steps, [], [])
        {
            Title = steps.Count > 0 ? new("Take the hook of libvirt away.", "移除 libvirt 钩子。") : HookNotThere,
            Done = new("Done: the hook is gone.", "已完成：钩子已移除。"),
        };
    }

    /// <summary>The refusal to have libvirt run a program that others than root may change.</summary>
    /// <param name="path">The part of its path that they may change.</param>
    public static Remark Unsafe(string path) => new(RemarkCode.ProgramNotSafe, HookProgramNotSafe(path));

    private static ChangePlan Refused(HookGoal goal, Remark refusal) => new(ChangeSubject.Hook, goal, [], [refusal], []);

    private static byte[] LineOf(HookScript script) => Encoding.UTF8.GetBytes(script.Line + "\n");

    private static Remark? InTheWay(HookEntry[] folders, HookEntry target)
    {
        foreach (HookEntry entry in (HookEntry[])[.. folders, target])
        {
            HookEntryKind wanted = ReferenceEquals(entry, target) ? HookEntryKind.File : HookEntryKind.Folder;
            Remark? remark = entry.Kind switch
            {
                HookEntryKind.Absent => null,
                HookEntryKind.Link => new(RemarkCode.IsLink, HookIsLink(entry.Path)),
                HookEntryKind.Unreadable => new(RemarkCode.Unreadable, HookUnreadable(entry.Path, LinuxErrno.Describe(entry.Errno))),
                HookEntryKind.File or HookEntryKind.Folder or HookEntryKind.Other =>
                    entry.Kind == wanted ? null : new(RemarkCode.NotAFile, HookIsOther(entry.Path)),
            };
            if (remark is not null)
            {
                return remark;
            }
        }

        return target.Content is not { } content || target.Script is not null ? null
            : HookScript.IsMarked(content)
            ? new(RemarkCode.ChangedSince, HookChanged(target.Path))
            {
                Difference = new(target.Path, HookScript.Guess(content)?.Bytes, content),
            }
            : new(RemarkCode.Foreign, HookForeign(target.Path));
    }

    private static IEnumerable<Remark> Notes(HookPlace place, HookScript script, bool? isOffered, bool isNew)
    {
        if (place.Libvirt is null)
        {
            yield return new(RemarkCode.LibvirtUnknown, HookNoteLibvirtUnknown);
        }

        if (place.Profile is { } profile
            && !Array.Exists(AllowedFolders,
                f => script.Program.StartsWith(f, StringComparison.Ordinal) && script.Program.IndexOf('/', f.Length) < 0))
        {
            yield return new(RemarkCode.Confined, HookNoteConfined(profile, script.Program));
        }

        if (isOffered == false && !script.AllowsHostPassthrough)
        {
            yield return new(RemarkCode.NotOffered, HookNoteNotOffered);
        }

        if (isNew)
        {
            yield return new(RemarkCode.Reload, HookNoteReload(place.ReloadCommand));
        }
    }

    private static Sentence HookInstallTitle => new(
        "A hook of libvirt that refuses instances which need nesting where this host does not offer it.",
        "安装 libvirt 钩子：本机未提供嵌套虚拟化时，拒绝需要它的实例。");
    private static Sentence HookThere(string path) =>
        new($"The hook is there already: {path}. Nothing was changed.", $"钩子已经存在：{path}。未做任何更改。");
    private static Sentence HookNotThere =>
        new("There is no hook of virt-nest. Nothing was changed.", "没有 virt-nest 的钩子。未做任何更改。");
    private static Sentence HookInstalled(string path) => new(
        $"Done: {path}. \"virt-nest guard hook remove\" takes it away.",
        $"已完成：{path}。用“virt-nest guard hook remove”可将其移除。");
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
