using VirtNest.Cli.CommandLine;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest guard: what keeps an L2 from being lost. Each verb has a file of its own.</summary>
internal static class GuardCommand
{
    internal static readonly Command Table = new("guard", m => m.HelpGuard)
    {
        Verbs = [GuardRunCommand.Table, GuardStatusCommand.Table, GuardReleaseCommand.Table, HookCommand.Table],
    };
}
