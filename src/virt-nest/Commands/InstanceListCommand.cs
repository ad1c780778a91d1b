using VirtNest.Cli.CommandLine;
using VirtNest.Host.Libvirt;
using VirtNest.Instances;

namespace VirtNest.Cli.Commands;

/// <summary>virt-nest instance list.</summary>
internal static class InstanceListCommand
{
    internal static readonly Command Table = new("list", new(
        "Lists the instances of a libvirt connection: state, CPU, whether they have VMX or SVM, and whether an L2 runs in them now. "
            + "Changes nothing.",
        "列出某个 libvirt 连接的实例：状态、CPU、是否具有 VMX 或 SVM、其中此刻是否有 L2 在运行。不作任何修改。"))
    {
        Options = [InstanceOptions.Connect, InstanceOptions.Inside, InstanceOptions.AskQemu],
        Run = Run,
    };

    private static int Run(Arguments arguments, Session session)
    {
        LookOptions options = new(arguments[InstanceOptions.Connect], arguments.Has(InstanceOptions.Inside),
            arguments.Has(InstanceOptions.AskQemu));
        if (InstanceReader.List(options, out LibvirtFailure? failure) is not { } list)
        {
            session.Fail(LibvirtText.Describe(failure!, session.Language));
            return ExitCode.Unknown;
        }

        session.Print(arguments, () => InstanceListJson.Write(list), () => InstanceListText.Write(list, session.Language));
        return ExitCode.Yes;
    }
}
