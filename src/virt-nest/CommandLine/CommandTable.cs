using VirtNest.Cli.Commands;
using VirtNest.Text;

namespace VirtNest.Cli.CommandLine;

/// <summary>Every verb of virt-nest. Help, parsing, completions and the check of the man page come from this table.</summary>
internal static class CommandTable
{
    internal static readonly Option Json =
        new("--json", null, new("one JSON document on standard output, and nothing else there", "在标准输出上只输出一个 JSON 文档"));

    internal static readonly Option Lang = new("--lang", "LANG",
        new("language of the text; default from LC_ALL, LC_MESSAGES, LANG",
            "文本语言；默认取自 LC_ALL、LC_MESSAGES、LANG")) { Choices = ["en", "zh-CN"] };

    internal static readonly Option Color = new("--color", "WHEN",
        new("colour; auto means on a terminal and without NO_COLOR",
            "颜色；auto 表示仅在终端上且未设置 NO_COLOR 时使用")) { Choices = ["auto", "always", "never"] };

    internal static readonly Option Help = new("--help", null, new("show this help", "显示此帮助"));

    internal static readonly Option Version =
        new("--version", null, new("show the version and the commit it was built from", "显示版本及其构建所用的提交"));

    /// <summary>The options that every verb takes.</summary>
    internal static readonly Option[] Common = [Json, Lang, Color, Help, Version];

    private static readonly Command Instance =
        new("instance", new("Gives nesting to an instance (a libvirt domain) and takes it away.", "为实例（libvirt 域）开启或取消嵌套。"))
    {
        Verbs = [InstanceListCommand.Table, InstanceCheckCommand.Table, InstanceChangeCommand.Enable, InstanceChangeCommand.Disable,
            InstanceChangeCommand.Undo, InstanceChangeCommand.Plan],
    };

    /// <summary>The receiving side of the guard.</summary>
    private static readonly Command Hook = new("hook", new(
        "A libvirt hook for the receiving side: refuses an instance that needs nesting where this host does not offer it.",
        "接收端的 libvirt 钩子：本机未提供嵌套虚拟化时，拒绝需要它的实例。"))
    {
        Verbs = [HookChangeCommand.Install, HookChangeCommand.Remove, HookRunCommand.Table],
    };

    private static readonly Command Guard = new("guard", new(
        "Keeps instances in which an L2 runs from being saved, snapshotted or migrated, and refuses incoming ones that would lose it.",
        "在实例内有 L2 运行期间阻止对该实例的保存、快照和迁移，并拒绝迁入会因此丢失 L2 的实例。"))
    {
        Verbs = [GuardRunCommand.Table, GuardStatusCommand.Table, GuardReleaseCommand.Table, Hook],
    };

    internal static readonly Command Root = new("virt-nest", new(
        "Nested virtualization with KVM on Linux: tells whether it works here, with the evidence and the remedy.",
        "Linux KVM 嵌套虚拟化：判断本机是否可用，并给出依据与补救办法。"))
    {
        Verbs =
        [
            CheckCommand.Table, ProveCommand.Table, EnableCommand.Enable, EnableCommand.Disable, UndoCommand.Table, HistoryCommand.Table,
            PlanCommand.Table, ApplyCommand.Table, Instance, LimitsCommand.Table, TopCommand.Table, ExportCommand.Table, Guard,
            ExplainCommand.Table, CompletionCommand.Table,
        ],
    };

    /// <summary>Sentences that several commands say.</summary>
    internal static Sentence OptionsExclude(string first, string second) =>
        new($"options {first} and {second} exclude each other", $"选项 {first} 与 {second} 不能同时使用");
    internal static Sentence HelpVerbose => new("with all evidence", "显示全部依据");
    internal static Sentence HelpInstanceNoAgent => new(
        "do not ask the guest agent (libvirt notes in its log that an agent was asked, and needs the right to write)",
        "不询问来宾代理（libvirt 会在日志中记下代理被询问过，且需要写权限）");
}
