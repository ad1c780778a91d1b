using VirtNest.Cli.CommandLine;

namespace VirtNest.Cli.Commands;

/// <summary>The options of those verbs of `instance` that speak to libvirt.</summary>
internal static class InstanceLooking
{
    internal static readonly Option Connect = new("--connect", "URI", m => m.HelpInstanceConnect);

    internal static readonly Option Inside = new("--inside", null, m => m.HelpInstanceInside);

    internal static readonly Option AskQemu = new("--ask-qemu", null, m => m.HelpInstanceAskQemu);
}
