using VirtNest.Cli.CommandLine;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest guard: what keeps an L2 from being lost. Each verb has a file of its own.</summary>
internal static class GuardCommand
{
    internal static readonly Command Table = new("guard", new(
        "Keeps instances in which an L2 runs from being saved, snapshotted or migrated, and refuses incoming ones that would lose it.",
        "在实例内有 L2 运行期间阻止对该实例的保存、快照和迁移，并拒绝迁入会因此丢失 L2 的实例。"))
    {
        Verbs = [GuardRunCommand.Table, GuardStatusCommand.Table, GuardReleaseCommand.Table, HookCommand.Table],
    };
}
