using VirtNest.Cli.CommandLine;
using VirtNest.Instances;

namespace VirtNest.Cli.Commands;

/// <summary>The options of those verbs of `instance` that speak to libvirt.</summary>
internal static class InstanceQueryOptions
{
    internal static readonly Option Connect = new("--connect", "URI", new(
        "the libvirt connection (qemu:///system, qemu:///session, qemu+ssh://HOST/system); default: libvirt's own choice",
        "libvirt 连接（qemu:///system、qemu:///session、qemu+ssh://HOST/system）；默认由 libvirt 自行选择"));

    internal static readonly Option Inside = new("--inside", null, new(
        "also ask the guest agent of each running instance which flags its CPU shows; libvirt notes in its log that an agent was asked",
        "另外向每个运行中实例的来宾代理询问其 CPU 显示哪些标志；libvirt 会在日志中记下代理被询问过"));

    internal static readonly Option AskQemu = new("--ask-qemu", null, new(
        "also ask QEMU whether its CPU has the extension; libvirt notes in its log that QEMU's monitor was used",
        "另外询问 QEMU 其 CPU 是否具有该扩展；libvirt 会在日志中记下 QEMU 监视器被使用过"));

    /// <summary>Says what libvirt did not do; the exit status where that is the end.</summary>
    internal static int Fail(Session session, LibvirtFailure failure)
    {
        session.Fail(LibvirtText.Describe(failure, session.Language));
        return failure.Kind == LibvirtFailureKind.NoDomain ? ExitCode.Usage : ExitCode.Unknown;
    }
}
