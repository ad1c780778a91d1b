namespace VirtNest.Messages;

internal sealed partial class Chinese
{
    public override string HelpCheck => "判断本机能否运行实例、实例能否再嵌套：给出两个答案、从 CPU 到 /dev/kvm 的各个环节、依据与补救办法。只读，不需要 root。";

    public override string HelpRole => "由哪个问题决定退出状态；默认：裸金属上为 host，虚拟机或容器内为 instance";

    public override string HelpRootFolder => "判断转储的目录树（proc、sys、etc、lib/modules、run、dev）而非本机";

    public override string HelpEvidence => "根据依据文档判断，不读取其他内容";

    public override string HelpSaveEvidence => "把读到的全部内容写入新文件（权限 0600）";

    public override string HelpReport => "写出一份脱敏文件，用于问题报告";

    public override string HelpCheckProve => "另外实际运行一个 L1 并由它运行 L2；实际运行的结果优先于读到的内容";

    public override string HelpDeep => "也查询较慢的来源：initramfs 映像的内容";

    public override string HelpNoVm => "绝不创建虚拟机，即便只有这样才能得知";

    public override string HelpVerbose => "显示全部依据";

    public override string HelpExplain => "打印某条目的说明页：含义、依据、补救办法、参考资料。不带代码时列出全部。";

    public override string HelpCompletion => "打印 shell 的命令补全脚本。例如在 bash 中：source <(virt-nest completion bash)";

    public override string UnknownShell(string shell, string known) => $"没有“{shell}”的补全脚本，只支持 {known}";

    public override string CompletionHasNoJson => "completion 输出的是 shell 脚本，没有 JSON 输出";

    public override string CannotRead(string path, string why) => $"无法读取 {path}：{why}";

    public override string CannotWrite(string path, string why) => $"无法写入 {path}：{why}";

    public override string NotEvidence(string path, string why) => $"{path} 不是依据文档（位置：{why}）";

    public override string TooLarge(string path, long mebibytes) => $"{path} 超过 {mebibytes} MiB";

    public override string FileExists(string path) => $"{path} 已存在；不会覆盖";

    public override string Written(string path) => $"已写入：{path}";

    public override string UnknownCode(string code) => $"未知代码“{code}”；virt-nest explain 可列出全部";

    public override string NeedsOpenAt2 => "该内核没有 openat2（Linux 5.6）：请在原机保存依据后使用 --evidence";

    public override string ErrnoText(string name) => name switch { "ENOENT" => "没有这个文件或目录", "EACCES" or "EPERM" => "权限不足", "ENOTDIR" => "不是目录", "EISDIR" => "是目录", "ENOSPC" => "空间不足", "EROFS" => "文件系统只读", "EEXIST" => "已存在", "EINVAL" => "不是普通文件", "ELOOP" => "链接层数过多", "EAGAIN" => "正被另一个进程占用", "EADDRINUSE" => "端口已被占用", "EADDRNOTAVAIL" => "本机没有该地址", "EAFNOSUPPORT" => "本机不支持此类地址", _ => name };
}
