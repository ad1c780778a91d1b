using VirtNest.Cli.CommandLine;

namespace VirtNest.Cli.Commands;

/// <summary>The options that more than one verb of `instance` takes.</summary>
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

    /// <summary>What --extension says, or null.</summary>
    internal static VirtNest.Facts.Extension? GivenExtension(Arguments arguments) => arguments[Extension] switch
    {
        "vmx" => VirtNest.Facts.Extension.Vmx,
        "svm" => VirtNest.Facts.Extension.Svm,
        _ => null,
    };
}
