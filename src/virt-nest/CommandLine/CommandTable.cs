using VirtNest.Cli.Commands;

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

    internal static readonly Command Root = new("virt-nest", new(
        "Nested virtualization with KVM on Linux: tells whether it works here, with the evidence and the remedy.",
        "Linux KVM 嵌套虚拟化：判断本机是否可用，并给出依据与补救办法。"))
    {
        Verbs =
        [
            CheckCommand.Table, ProveCommand.Table, EnableCommand.Enable, EnableCommand.Disable, UndoCommand.Table, PlanCommand.Table,
            ApplyCommand.Table, InstanceCommand.Table, LimitsCommand.Table, TopCommand.Table, ExportCommand.Table, GuardCommand.Table,
            ExplainCommand.Table, CompletionCommand.Table,
        ],
    };
}
