using VirtNest.Cli.CommandLine;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest guard hook: the receiving side. Each verb has a file of its own.</summary>
internal static class HookCommand
{
    internal static readonly Command Table = new("hook", new(
        "A libvirt hook for the receiving side: refuses an instance that needs nesting where this host does not offer it.",
        "接收端的 libvirt 钩子：本机未提供嵌套虚拟化时，拒绝需要它的实例。"))
    {
        Verbs = [HookChangeCommand.Install, HookChangeCommand.Remove, HookRunCommand.Table],
    };
}
