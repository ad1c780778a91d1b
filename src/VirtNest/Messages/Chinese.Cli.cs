namespace VirtNest.Messages;

internal sealed partial class Chinese
{
    public override string UnknownCommand(string word, string? nearest) => $"未知命令“{word}”{(nearest is null ? "" : $"；是否想输入“{nearest}”？")}";

    public override string UnknownOption(string name, string? nearest) => $"未知选项“{name}”{(nearest is null ? "" : $"；是否想输入“{nearest}”？")}";

    public override string UnexpectedArgument(string word) => $"多余的参数“{word}”";

    public override string CommandMissing => "缺少命令";

    public override string ArgumentMissing(string name) => $"缺少参数 {name}";

    public override string OptionTakesNoValue(string name) => $"选项 {name} 不带值";

    public override string OptionNeedsValue(string name, string value) => $"选项 {name} 需要一个值：{name} {value}";

    public override string OptionValueNotAllowed(string name, string value, string allowed) => $"选项 {name}：“{value}”不在允许的值之中：{allowed}";

    public override string OptionNumberNotAllowed(string name, string value, long least, long most) => $"选项 {name}：“{value}”不是 {least} 到 {most} 之间的整数";

    public override string OptionTwice(string name) => $"选项 {name} 给出了两次";

    public override string OptionsExclude(string first, string second) => $"选项 {first} 与 {second} 不能同时使用";

    public override string SeeHelp(string path) => $"请参阅“{path} --help”。";

    public override string HelpUsage => "用法：";

    public override string HelpCommandWord => "命令";

    public override string HelpOptionsWord => "[选项]...";

    public override string HelpCommands => "命令：";

    public override string HelpOptions => "选项：";

    public override string HelpExitStatus => "退出状态：0 是或已完成；1 否或被拒绝；2 用法错误；3 无法判断。";

    public override string HelpRoot => "Linux KVM 嵌套虚拟化：判断本机是否可用，并给出依据与补救办法。";

    public override string HelpJson => "在标准输出上只输出一个 JSON 文档";

    public override string HelpLang => "文本语言；默认取自 LC_ALL、LC_MESSAGES、LANG";

    public override string HelpColor => "颜色；auto 表示仅在终端上且未设置 NO_COLOR 时使用";

    public override string HelpHelp => "显示此帮助";

    public override string HelpVersion => "显示版本及其构建所用的提交";
}
