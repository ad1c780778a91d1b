using VirtNest.Instances;
using VirtNest.Text;

namespace VirtNest.Guarding;

/// <summary>What the guard tells people.</summary>
public static class GuardText
{
    /// <summary>One event in one line, without its moment.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="config">What the guard was told.</param>
    /// <param name="language">The language.</param>
    public static string Line(GuardEvent happened, GuardConfig config, Language language)
    {
        string name = Printable.Sanitise(happened.Name ?? "");
        string failure = happened.Failure is { } reason ? LibvirtText.Describe(reason, language) : "";
        bool autoBlocks = happened.Auto == GuardPolicy.Block;
        Sentence line = happened.Kind switch
        {
            GuardEventKind.Started => GuardStarted(Printable.Sanitise(config.Uri),
                config.Interval.TotalSeconds.ToString(CultureInfo.InvariantCulture),
                PolicyClause(config.Policy, autoBlocks, config.FailsClosed)),
            GuardEventKind.Stopped => new Sentence("the guard has ended", "守护已结束"),
            GuardEventKind.Adopted => GuardAdopted(name),
            GuardEventKind.Armed => GuardArmed(name),
            GuardEventKind.Disarmed => GuardDisarmed(name),
            GuardEventKind.Warned => GuardWarned(name),
            GuardEventKind.Unguarded => GuardUnguarded(name, happened.Pid ?? 0),
            GuardEventKind.ArmFailed => GuardArmFailed(name, failure),
            GuardEventKind.DisarmFailed => GuardDisarmFailed(name, failure),
            GuardEventKind.SourceLost => GuardSourceLost(failure),
            GuardEventKind.SourceBack => new Sentence("libvirt answers again", "libvirt 恢复回应"),
            GuardEventKind.AutoChanged => GuardAutoChanged(autoBlocks),
        };
        return line.In(language);
    }

    /// <summary>What is wrong in a configuration.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="language">The language.</param>
    public static string Fault(GuardConfigFault fault, Language language) => fault.Problem switch
    {
        GuardConfigProblem.NotALine => GuardConfigNotALine(fault.Line, Printable.Sanitise(fault.Key)).In(language),
        GuardConfigProblem.Key => GuardConfigKey(fault.Line, Printable.Sanitise(fault.Key)).In(language),
        GuardConfigProblem.Value => GuardConfigValue(fault.Line, fault.Key, Printable.Sanitise(fault.Value)).In(language),
        GuardConfigProblem.Twice => GuardConfigTwice(fault.Line, Printable.Sanitise(fault.Key)).In(language),
    };

    /// <summary>The state of the guard, in lines of at most 80 columns.</summary>
    /// <param name="report">The state.</param>
    /// <param name="language">The language.</param>
    public static string Status(GuardReport report, Language language)
    {
        StringBuilder text = new();
        TextLayout.Wrap(text, report.Pid is { } pid ? GuardStatusRuns(pid).In(language)
            : new Sentence("No guard runs.", "没有守护在运行。").In(language), 0);
        Sentence policy = PolicyClause(report.Config.Policy, report.Auto == GuardPolicy.Block, report.Config.FailsClosed);
        TextLayout.Wrap(text, GuardStatusPolicy(policy).In(language), 0);
        TextLayout.Wrap(text, report.Blocked.Count == 0 ? new Sentence("No instance is blocked.", "没有实例被阻止。").In(language)
            : GuardStatusBlocked.In(language), 0);
        foreach (BlockedInstance blocked in report.Blocked)
        {
            string name = Printable.Sanitise(blocked.Name);
            TextLayout.Wrap(text, blocked.IsBlocked == true ? name : GuardStatusDoubtful(name).In(language), 2);
        }

        return text.ToString();
    }

    private static Sentence GuardConfigNotALine(int line, string text) => new(
        $"line {line} is no \"key = value\", no [PATTERN] and no comment: {text}",
        $"第 {line} 行既不是“键 = 值”，也不是 [模式] 或注释：{text}");
    private static Sentence GuardConfigKey(int line, string key) => new(
        $"line {line}: there is no key '{key}' here; known are policy, grace, interval, on-failure, connect, and policy in a section",
        $"第 {line} 行：此处没有键“{key}”；可用的键为 policy、grace、interval、on-failure、connect，以及节内的 policy");

    private static Sentence GuardConfigValue(int line, string key, string value)
    {
        Sentence allowed = key switch
        {
            "policy" => new("allowed are auto, block, warn, off", "允许 auto、block、warn、off"),
            "grace" => new("allowed are 1 to 86400 seconds", "允许 1 到 86400 秒"),
            "interval" => new("allowed are 0.01 to 3600 seconds", "允许 0.01 到 3600 秒"),
            "on-failure" => new("allowed are open, closed", "允许 open、closed"),
            _ => new("it needs a value", "需要一个值"),
        };
        return new(
            $"line {line}: '{value}' is not allowed for {key}; {allowed.English}",
            $"第 {line} 行：{key} 不允许取值“{value}”；{allowed.Chinese}");
    }

    private static Sentence GuardConfigTwice(int line, string key) =>
        new($"line {line}: {key} is given twice", $"第 {line} 行：{key} 给出了两次");
    /// <summary>The policy, what auto comes to on this host, and what happens on failure: a clause of two sentences.</summary>
    private static Sentence PolicyClause(GuardPolicy policy, bool blocks, bool failsClosed)
    {
        Sentence auto = policy != GuardPolicy.Auto ? Sentence.Verbatim("")
            : blocks ? new(" (blocks, by the table of limits for this host)", "（按限制表，在本机会阻止）")
            : new(" (nothing to block, by the table of limits for this host)", "（按限制表，在本机无需阻止）");
        Sentence failing = failsClosed ? new("closed", "保持阻止（closed）") : new("open", "放行（open）");
        return new($"{policy.Word()}{auto.English}; on failure {failing.English}",
            $"{policy.Word()}{auto.Chinese}；故障时{failing.Chinese}");
    }

    private static Sentence GuardStarted(string uri, string seconds, Sentence policy) => new(
        $"guarding {uri}, a look every {seconds} s; policy {policy.English}",
        $"正在守护 {uri}，每 {seconds} 秒查看一次；策略 {policy.Chinese}");
    private static Sentence GuardAdopted(string name) =>
        new($"{name}: a blocker of an earlier run is taken over", $"{name}：已接管之前遗留的阻止项");
    private static Sentence GuardArmed(string name) => new(
        $"{name}: an L2 runs in it; libvirt refuses now to save, snapshot or migrate it",
        $"{name}：其中有 L2 在运行；libvirt 现在会拒绝保存、快照或迁移它");
    private static Sentence GuardDisarmed(string name) =>
        new($"{name}: libvirt permits again to save, snapshot or migrate it", $"{name}：libvirt 重新允许保存、快照或迁移它");
    private static Sentence GuardWarned(string name) => new(
        $"{name}: an L2 runs in it; saving or migrating it may lose the L2",
        $"{name}：其中有 L2 在运行；保存或迁移它可能会丢失该 L2");
    private static Sentence GuardUnguarded(string command, int pid) => new(
        $"{command} (process {pid}): an L2 runs in this VM, which is not libvirt's: nothing can be refused there",
        $"{command}（进程 {pid}）：该虚拟机内有 L2 在运行，但它不由 libvirt 管理，无法拒绝任何操作");
    private static Sentence GuardArmFailed(string name, string failure) => new(
        $"{name}: an L2 runs in it, and it could not be blocked; this is tried again. {failure}",
        $"{name}：其中有 L2 在运行，但未能阻止；将会重试。{failure}");
    private static Sentence GuardDisarmFailed(string name, string failure) => new(
        $"{name}: its blocker could not be taken away; this is tried again. {failure}",
        $"{name}：其阻止项未能取下；将会重试。{failure}");
    private static Sentence GuardSourceLost(string failure) =>
        new($"libvirt cannot be asked; this is tried again. {failure}", $"无法询问 libvirt；将会重试。{failure}");

    private static Sentence GuardAutoChanged(bool blocks) => blocks
        ? new("policy auto blocks from now on, by the table of limits for this host", "策略 auto：按限制表，在本机从现在起会阻止")
        : new(
            "policy auto has nothing to block from now on, by the table of limits for this host",
            "策略 auto：按限制表，在本机从现在起无需阻止");

    private static Sentence GuardStatusRuns(string pid) => new(
        $"A guard runs{(pid.Length == 0 ? "" : $" (process {pid})")}.",
        $"有守护在运行{(pid.Length == 0 ? "" : $"（进程 {pid}）")}。");
    private static Sentence GuardStatusPolicy(Sentence policy) => new($"Policy {policy.English}.", $"策略 {policy.Chinese}。");
    private static Sentence GuardStatusBlocked =>
        new("Blocked, for an L2 runs in them or did a moment ago:", "以下实例被阻止，因为其中有 L2 在运行或刚刚结束：");
    private static Sentence GuardStatusDoubtful(string name) =>
        new($"{name} (on record; whether it is blocked could not be asked)", $"{name}（有记录；是否被阻止无法询问）");
}
