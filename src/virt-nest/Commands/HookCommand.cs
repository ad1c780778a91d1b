using VirtNest.Cli.CommandLine;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest guard hook: the receiving side. Each verb has a file of its own.</summary>
internal static class HookCommand
{
    internal static readonly Command Table = new("hook", m => m.HelpGuardHook)
    {
        Verbs = [HookChangeCommand.Install, HookChangeCommand.Remove, HookRunCommand.Table],
    };
}
