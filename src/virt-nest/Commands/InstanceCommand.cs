using VirtNest.Cli.CommandLine;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest instance: the verbs for one instance (a libvirt domain, or its XML in a file). Each verb has a file of its
/// own.</summary>
internal static class InstanceCommand
{
    internal static readonly Command Table =
        new("instance", new("Gives nesting to an instance (a libvirt domain) and takes it away.", "为实例（libvirt 域）开启或取消嵌套。"))
    {
        Verbs = [InstanceListCommand.Table, InstanceCheckCommand.Table, InstanceEnableCommand.Table, InstanceDisableCommand.Table,
            InstanceUndoCommand.Table],
    };
}
