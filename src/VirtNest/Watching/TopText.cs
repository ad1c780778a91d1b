using VirtNest.Checking;
using VirtNest.Evidence;
using VirtNest.Instances;
using VirtNest.Text;

namespace VirtNest.Watching;

/// <summary>One picture of the live view.</summary>
/// <param name="Lines">Its lines, no more than the screen has.</param>
/// <param name="First">The first row that is shown: <see cref="TopView.First"/>, within what there is.</param>
/// <param name="Page">How many rows there is room for.</param>
public sealed record TopFrame(IReadOnlyList<string> Lines, int First, int Page);

/// <summary>The text of `top`: the live view for a screen of any size, and the table of --once.</summary>
/// <param name="language">The language.</param>
/// <param name="usesColour">With escape codes for colour.</param>
public sealed class TopText(Language language, bool usesColour)
{
    /// <summary>Lines of the live view that are always there: title, counts, headings, a row, keys.</summary>
    private const int LeastLines = 5;

    /// <summary>The live view.</summary>
    /// <param name="state">What is known; null before the first sample.</param>
    /// <param name="view">What the user wants to see.</param>
    /// <param name="columns">The columns of the screen.</param>
    /// <param name="lines">The lines of the screen.</param>
    public TopFrame Frame(WatchState? state, TopView view, int columns, int lines)
    {
        IReadOnlyList<VmUse> rows = state is null ? [] : view.Rows(state);
        List<string> picture = [Title(state, view)];
        if (state is not null)
        {
            // Where nothing was read there is nothing to count.
            picture.AddRange(state.Sample.IsReadable ? [Counts(TopSummary.Count(state))] : (string[])[]);
            picture.AddRange(Notes(state, columns).Take(Math.Max(0, lines - LeastLines - 3)));
        }

        // On a screen that is too low for all, the instances stay longest.
        picture.RemoveRange(Math.Clamp(lines - 3, 0, picture.Count), picture.Count - Math.Clamp(lines - 3, 0, picture.Count));
        int page = Math.Max(1, lines - picture.Count - 2);
        int first = Math.Clamp(view.First, 0, Math.Max(0, rows.Count - page));
        if (rows.Count == 0)
        {
            picture.Add("");
            picture.Add(state is null ? new Sentence("Looking ...", "正在查看……").In(language) : None(state, view));
        }
        else
        {
            TopTable table = new(language, columns, state!.Sample.Clock, usesColour);
            picture.Add(table.Headings());
            picture.AddRange(rows.Skip(first).Take(page).Select(table.Row));
        }

        while (picture.Count < lines - 1)
        {
            picture.Add("");
        }

        picture.Add(Footer(view, rows.Count, first, page));
        return new TopFrame([.. picture.Take(lines).Select(l => Fitted(l, columns))], first, page);
    }

    /// <summary>The table of --once: all rows, and below them what the counts mean.</summary>
    /// <param name="state">What is known.</param>
    /// <param name="view">Which instances, in which order.</param>
    /// <param name="columns">Columns of a line.</param>
    public string Once(WatchState state, TopView view, int columns)
    {
        StringBuilder text = new();
        IReadOnlyList<VmUse> rows = view.Rows(state);
        if (rows.Count > 0)
        {
            TopTable table = new(language, columns, state.Sample.Clock, usesColour);
            text.Append(table.Headings()).Append('\n');
            foreach (VmUse use in rows)
            {
                text.Append(table.WholeRow(use)).Append('\n');
            }
        }
        else
        {
            Paragraph(None(state, view));
        }

        TopSummary summary = TopSummary.Count(state);
        text.Append('\n');
        if (summary.Instances > 0 && state.Sample.IsReadable)
        {
            Paragraph(Counts(summary));
        }

        foreach (string sentence in Sentences(state))
        {
            Paragraph(sentence);
        }

        if (state.Undecided is > 0 and int undecided)
        {
            Paragraph(TopUndecided(undecided).In(language));
        }

        if (summary.NeverUsed > 0)
        {
            Paragraph(TopNeverUsed(summary.NeverUsed).In(language));
        }

        if (summary.Running > 0)
        {
            Paragraph(TopSilentUsers.In(language));
        }

        return text.ToString().TrimEnd('\n') + "\n";

        void Paragraph(string sentence) => TextLayout.Wrap(text, sentence, 0, null, columns);
    }

    /// <summary>Why the kernel's counts could not be read, in a sentence.</summary>
    /// <param name="gap">What happened.</param>
    /// <param name="language">The language.</param>
    public static string Gap(DebugfsGap gap, Language language) => Printable.Sentence(gap.Errno switch
    {
        LinuxErrno.EACCES or LinuxErrno.EPERM => TopDebugfsDenied(gap.Path).In(language),
        LinuxErrno.ENOENT => TopDebugfsAbsent(gap.Path).In(language),
        _ => FileSentences.CannotRead(Sentence.Verbatim(gap.Path), LinuxErrno.Describe(gap.Errno)).In(language),
    });

    /// <summary>"0", "0.3", "1234", "12.5M"; "-" where nobody counts.</summary>
    /// <param name="rate">Zero or more, or null.</param>
    public static string Rate(double? rate) => rate switch
    {
        null => "-",
        0 => "0",
        < 9.95 and { } small => small.ToString("0.0", CultureInfo.InvariantCulture),
        < 9_999_999.5 and { } plain => plain.ToString("0", CultureInfo.InvariantCulture),
        { } large => (large / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + "M",
    };

    private string Counts(TopSummary sum) =>
        TopCounts(sum.Instances, sum.Exposed, sum.NeverUsed, sum.Used, sum.Running, sum.Unknown).In(language);

    private string Title(WatchState? state, TopView view)
    {
        string time = state is null ? "" : state.Sample.Clock.UtcDateTime.ToString("  HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        string filter =
            view.Filter is { Length: > 0 } text && !view.IsTyping ? "  " + TopFilter.In(language) + Printable.Sanitise(text) : "";
        return $"virt-nest top{time}  {TopSorted(TopTable.Heading(view.Sort, language), view.IsReversed).In(language)}{filter}";
    }

    private string Footer(TopView view, int count, int first, int page)
    {
        if (view.IsTyping)
        {
            return TopFilter.In(language) + Printable.Sanitise(view.Filter ?? "") + "_";
        }

        string range = count > page ? $"{first + 1}-{Math.Min(count, first + page)}/{count}  " : "";
        return range + TopKeys.In(language);
    }

    private string None(WatchState state, TopView view) =>
        !state.Sample.IsReadable ? TopNothingRead.In(language)
        : state.Uses.Count > 0 ? TopNothingFits(Printable.Sanitise(view.Filter ?? "")).In(language)
        : new Sentence("No instance runs here.", "此处没有正在运行的实例。").In(language);

    /// <summary>What stands against a better answer.</summary>
    private IEnumerable<string> Sentences(WatchState state)
    {
        if (state.Sample.Debugfs is { } gap)
        {
            yield return Gap(gap, language);
        }

        // A host without libvirt has no instances of it; where the kernel shows all VMs, nothing is missing.
        if (state.Sample.Libvirt is { } failure && !(failure.Kind == LibvirtFailureKind.LibraryAbsent && state.Sample.Debugfs is null))
        {
            yield return Printable.Sentence(LibvirtText.Describe(failure, language));
        }

        if (state.Sample is { IsSession: true, Debugfs: not null })
        {
            yield return TopSentences.SessionAlone.In(language);
        }

        if (state.Uses.Count(static u => u.Vm.Source == CountSource.GuestMode) is > 0 and int seen)
        {
            yield return TopGuestModeOnly(seen).In(language);
        }

        if (state.Uses.Count(static u => u.Vm.Source == CountSource.None) is > 0 and int uncounted)
        {
            yield return TopNobodyCounts(uncounted).In(language);
        }
    }

    private IEnumerable<string> Notes(WatchState state, int columns)
    {
        StringBuilder text = new();
        foreach (string sentence in Sentences(state))
        {
            TextLayout.Wrap(text, sentence, 2, 0, columns);
        }

        return text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => usesColour ? FindingText.Yellow + TextLayout.Cut(l, columns) + FindingText.Plain : l);
    }

    /// <summary>A line that is not wider than the screen; one with colours fits already.</summary>
    private static string Fitted(string line, int columns) =>
        line.Contains('\e', StringComparison.Ordinal) ? line : TextLayout.Cut(line, columns);

    private static Sentence TopNothingRead =>
        new("Nothing could be read: whether an instance is there is not known.", "什么也读不到：有没有实例无从得知。");
    private static Sentence TopNothingFits(string filter) =>
        new($"No instance has a name that fits {filter}.", $"没有名称符合 {filter} 的实例。");
    private static Sentence TopFilter => new("Filter: ", "过滤：");
    private static Sentence TopSorted(string column, bool reversed) =>
        new($"by {column}{(reversed ? ", reversed" : "")}", $"排序：{column}{(reversed ? "，反序" : "")}");
    private static Sentence TopKeys => new("q quit  s sort  r reverse  / filter  Esc all", "q 退出  s 排序  r 反序  / 过滤  Esc 全部");
    private static Sentence TopCounts(int instances, int exposed, int neverUsed, int used, int running, int unknown) => new(
        $"{(instances == 1 ? "1 instance" : $"{instances} instances")}: nesting {exposed}, never used {neverUsed}, used {used}, L2 "
            + $"now {running}{(unknown == 0 ? "" : $", unknown {unknown}")}",
        $"{instances} 个实例：有嵌套 {exposed}，从未用过 {neverUsed}，用过 {used}，此刻有 "
            + $"L2 {running}{(unknown == 0 ? "" : $"，未知 {unknown}")}");
    private static Sentence TopNeverUsed(int count) => new(
        $"{(count == 1 ? "1 instance has" : $"{count} instances have")} nesting and {(count == 1 ? "has" : "have")} not used it "
            + $"since {(count == 1 ? "it" : "they")} started. Where nobody needs it, `virt-nest instance disable NAME` takes it away.",
        $"{count} 个实例具有嵌套，自启动以来从未用过。无人需要时，可用 `virt-nest instance disable NAME` 去掉。");
    private static Sentence TopSilentUsers => new(
        "An L2 where nobody set one up? Windows with virtualization-based security runs under a hypervisor of its own, and so do some "
            + "sandboxes.",
        "没有人配置过却有 L2？启用了基于虚拟化的安全性的 Windows 在自带的虚拟化平台之上运行，某些沙箱也是如此。");
    private static Sentence TopDebugfsDenied(string path) =>
        new($"the kernel's counts cannot be read: only root may look into {path}", $"读不到内核的计数：只有 root 能查看 {path}");
    private static Sentence TopDebugfsAbsent(string path) => new(
        $"the kernel's counts cannot be read: there is no {path}. Either KVM is not loaded, or debugfs is not mounted (mount -t debugfs "
            + "none /sys/kernel/debug)",
        $"读不到内核的计数：没有 {path}。可能未加载 KVM，或未挂载 debugfs（mount -t debugfs none /sys/kernel/debug）");
    private static Sentence TopGuestModeOnly(int count) => new(
        $"{(count == 1 ? "1 instance's count is" : $"the counts of {count} instances are")} not readable (kernel lockdown?): an L2 that "
            + "runs may be seen, that none runs cannot",
        $"{count} 个实例的计数不可读（内核处于 lockdown？）：可能看到正在运行的 L2，但无法断定没有 L2");
    private static Sentence TopNobodyCounts(int count) => new(
        $"nobody counts the L2s of {(count == 1 ? "1 instance" : $"{count} instances")}: that takes Linux 5.13 and, where debugfs cannot "
            + "be read, QEMU 7.1 with libvirt 8.9 (an older libvirt: --ask-qemu)",
        $"{count} 个实例的 L2 无人计数：需要 Linux 5.13；读不到 debugfs 时还需要 QEMU 7.1 和 libvirt 8.9（更旧的 libvirt：--ask-qemu）");
    private static Sentence TopUndecided(int count) => new(
        $"{(count == 1 ? "1 instance's count stands" : $"the counts of {count} instances stand")}, but one that idles may be entered less "
            + "often than once a second: --interval 3 tells",
        $"{count} 个实例的计数没有增长，但空闲的 L2 可能每秒进入不到一次：--interval 3 可以断定");
}
