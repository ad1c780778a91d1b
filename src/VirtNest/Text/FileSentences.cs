namespace VirtNest.Text;

#pragma warning disable CS1591 // each member is the sentence that it shows
/// <summary>Sentences that several files say.</summary>
public static class FileSentences
{
    public static Sentence CannotRead(Sentence path, Sentence why) =>
        new($"cannot read {path.English}: {why.English}", $"无法读取 {path.Chinese}：{why.Chinese}");
    public static Sentence CannotWrite(string path, Sentence why) =>
        new($"cannot write {path}: {why.English}", $"无法写入 {path}：{why.Chinese}");
    public static Sentence TooLarge(Sentence path, long mebibytes) =>
        new($"{path.English} is larger than {mebibytes} MiB", $"{path.Chinese} 超过 {mebibytes} MiB");

    public static Sentence ErrnoText(string name) => name switch
    {
        "ENOENT" => new("no such file or folder", "没有这个文件或目录"),
        "EACCES" or "EPERM" => new("permission denied", "权限不足"),
        "ENOTDIR" => new("not a folder", "不是目录"),
        "EISDIR" => new("is a folder", "是目录"),
        "ENOSPC" => new("no space left", "空间不足"),
        "EBADF" => new("it is closed", "已关闭"),
        "EROFS" => new("the file system is read-only", "文件系统只读"),
        "EEXIST" => new("exists already", "已存在"),
        "EINVAL" => new("not a regular file", "不是普通文件"),
        "ELOOP" => new("too many links", "链接层数过多"),
        "EAGAIN" => new("another process holds it", "正被另一个进程占用"),
        "EADDRINUSE" => new("the port is in use", "端口已被占用"),
        "EADDRNOTAVAIL" => new("this host does not have the address", "本机没有该地址"),
        "EAFNOSUPPORT" => new("this host does not have this kind of address", "本机不支持此类地址"),
        _ => Sentence.Verbatim(name),
    };

    public static Sentence StandardInput => new("standard input", "标准输入");
}
