using VirtNest.Cli.Commands;

namespace VirtNest.Cli.CommandLine;

/// <summary>Every verb of virt-nest. Help, parsing, completions and the check of the man page come from this table.</summary>
internal static class CommandTable
{
    internal static readonly Option Json = new("--json", null, m => m.HelpJson);

    internal static readonly Option Lang = new("--lang", "LANG", m => m.HelpLang) { Choices = ["en", "zh-CN"] };

    internal static readonly Option Color = new("--color", "WHEN", m => m.HelpColor) { Choices = ["auto", "always", "never"] };

    internal static readonly Option Help = new("--help", null, m => m.HelpHelp);

    internal static readonly Option Version = new("--version", null, m => m.HelpVersion);

    /// <summary>The options that every verb takes.</summary>
    internal static readonly Option[] Common = [Json, Lang, Color, Help, Version];

    internal static readonly Command Root = new("virt-nest", m => m.HelpRoot)
    {
        Verbs =
        [
            CheckCommand.Table, ProveCommand.Table, EnableCommand.Enable, EnableCommand.Disable, UndoCommand.Table, PlanCommand.Table,
            ApplyCommand.Table, InstanceCommand.Table, LimitsCommand.Table, TopCommand.Table, ExportCommand.Table, GuardCommand.Table,
            ExplainCommand.Table, CompletionCommand.Table,
        ],
    };
}
