using VirtNest.Cli.CommandLine;
using VirtNest.Instances;
using VirtNest.Instances.Xml;

namespace VirtNest.Cli.Commands;

/// <summary>The options of more than one verb that speaks of instances.</summary>
internal static class InstanceOptions
{
    internal static readonly Option Xml = new("--xml", "FILE", new(
        "edit domain XML from a file, or from standard input (-), to standard output; libvirt is not asked",
        "修改来自文件或标准输入（-）的域 XML，结果写到标准输出；不访问 libvirt"));

    internal static readonly Option Extension = new("--extension", "NAME", new(
        "vmx (Intel) or svm (AMD); default: this host's own, for an emulated instance svm",
        "vmx（Intel）或 svm（AMD）；默认为本机 CPU 的扩展，纯模拟的实例为 svm")) { Choices = ["vmx", "svm"] };

    internal static readonly Option EvenIfManaged = new("--even-if-managed", null, new(
        "edit an instance that another program manages, although that program may undo it",
        "即使实例由其他程序管理也修改，尽管该程序可能会撤销修改"));

    internal static readonly Option DryRun =
        new("--dry-run", null, new("print what would change as a unified diff", "以统一差异格式打印将要作出的修改"));

    internal static readonly Option Connect = new("--connect", "URI", new(
        "the libvirt connection (qemu:///system, qemu:///session, qemu+ssh://HOST/system); default: libvirt's own choice",
        "libvirt 连接（qemu:///system、qemu:///session、qemu+ssh://HOST/system）；默认由 libvirt 自行选择"));

    internal static readonly Option Inside = new("--inside", null, new(
        "also ask the guest agent of each running instance which flags its CPU shows; libvirt notes in its log that an agent was asked",
        "另外向每个运行中实例的来宾代理询问其 CPU 显示哪些标志；libvirt 会在日志中记下代理被询问过"));

    internal static readonly Option AskQemu = new("--ask-qemu", null, new(
        "also ask QEMU whether its CPU has the extension; libvirt notes in its log that QEMU's monitor was used",
        "另外询问 QEMU 其 CPU 是否具有该扩展；libvirt 会在日志中记下 QEMU 监视器被使用过"));

    /// <summary>What --extension says, or null.</summary>
    internal static VirtNest.Facts.Extension? GivenExtension(Arguments arguments) => CpuExposures.Parse(arguments[Extension]);

    /// <summary>Says what libvirt did not do; the exit status where that is the end.</summary>
    internal static int Fail(Session session, LibvirtFailure failure)
    {
        session.Fail(LibvirtText.Describe(failure, session.Language));
        return failure.Kind == LibvirtFailureKind.NoDomain ? ExitCode.Usage : ExitCode.Unknown;
    }
}
