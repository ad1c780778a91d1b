namespace VirtNest.Messages;

internal sealed partial class English
{
    public override string HelpTop => "A live view of who runs an L2: which instances have VMX or SVM, which have used it since they started, in which an L2 runs now and how often it is entered. Changes nothing.";

    public override string HelpTopOnce => "look twice, --interval apart, print one table and end; that no L2 runs where one once ran takes --interval 3";

    public override string HelpTopInterval => "how long between two looks; 1 by default";

    public override string HelpTopSort => "what comes first; running by default";

    public override string HelpTopFilter => "only instances with this in their name; with * or ? a pattern for the whole name";

    public override string HelpTopAskQemu => "where libvirt does not count (before 8.9), ask QEMU's monitor through it; libvirt notes that in its log";

    public override string TopNeedsTerminal => "the live view needs a terminal (standard input and output); without one use --once, for one table, or --json, for one document a line";

    public override string TopLooking => "Looking ...";

    public override string TopNothingRead => "Nothing could be read: whether an instance is there is not known.";

    public override string TopNoInstances => "No instance runs here.";

    public override string TopNothingFits(string filter) => $"No instance has a name that fits {filter}.";

    public override string TopFilter => "Filter: ";

    public override string TopSorted(string column, bool reversed) => $"by {column}{(reversed ? ", reversed" : "")}";

    public override string TopKeys => "q quit  s sort  r reverse  / filter  Esc all";

    public override string TopCounts(int instances, int exposed, int neverUsed, int used, int running, int unknown) =>
        $"{(instances == 1 ? "1 instance" : $"{instances} instances")}: nesting {exposed}, never used {neverUsed}, used {used}, L2 now {running}{(unknown == 0 ? "" : $", unknown {unknown}")}";

    public override string TopNeverUsed(int count) =>
        $"{(count == 1 ? "1 instance has" : $"{count} instances have")} nesting and {(count == 1 ? "has" : "have")} not used it since {(count == 1 ? "it" : "they")} started. Where nobody needs it, `virt-nest instance disable NAME` takes it away.";

    public override string TopSilentUsers => "An L2 where nobody set one up? Windows with virtualization-based security runs under a hypervisor of its own, and so do some sandboxes.";

    public override string TopDebugfsDenied(string path) => $"the kernel's counts cannot be read: only root may look into {path}";

    public override string TopDebugfsAbsent(string path) =>
        $"the kernel's counts cannot be read: there is no {path}. Either KVM is not loaded, or debugfs is not mounted (mount -t debugfs none /sys/kernel/debug)";

    public override string TopGuestModeOnly(int count) =>
        $"{(count == 1 ? "1 instance's count is" : $"the counts of {count} instances are")} not readable (kernel lockdown?): an L2 that runs may be seen, that none runs cannot";

    public override string TopNobodyCounts(int count) =>
        $"nobody counts the L2s of {(count == 1 ? "1 instance" : $"{count} instances")}: that takes Linux 5.13 and, where debugfs cannot be read, QEMU 7.1 with libvirt 8.9 (an older libvirt: --ask-qemu)";

    public override string TopUndecided(int count) =>
        $"{(count == 1 ? "1 instance's count stands" : $"the counts of {count} instances stand")}, but one that idles may be entered less often than once a second: --interval 3 tells";

    public override string ColumnUsed => "USED";

    public override string ColumnEntries => "ENTRIES/S";

    public override string ColumnFor => "FOR";

    public override string ColumnSource => "SOURCE";

    public override string ColumnCommand => "COMMAND";
}
