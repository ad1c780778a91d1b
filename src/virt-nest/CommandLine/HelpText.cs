using VirtNest.Text;

namespace VirtNest.Cli.CommandLine;

/// <summary>The text of --help, from the command table.</summary>
internal static class HelpText
{
    internal static string Write(string path, Command command, Language language)
    {
        StringBuilder text = new();
        string argument = string.Concat(command.ArgumentNames.Select(name => command.IsArgumentOptional ? $" [{name}]" : $" {name}"));
        string verbs = command.Verbs.Length > 0 ? $" {new Sentence("COMMAND", "命令").In(language)}" : "";
        text.Append(new Sentence("Usage: ", "用法：").In(language)).Append(path).Append(verbs).Append(argument).Append(' ')
            .Append(new Sentence("[OPTION]...", "[选项]...").In(language)).Append("\n\n");
        TextLayout.Wrap(text, command.Summary.In(language), indent: 0);
        text.Append('\n');
        if (command.Verbs.Length > 0)
        {
            text.Append(new Sentence("Commands:", "命令：").In(language)).Append('\n');
            TextLayout.Columns(text, command.Verbs.Select(v => (v.Name, v.Summary.In(language))));
            text.Append('\n');
        }

        text.Append(new Sentence("Options:", "选项：").In(language)).Append('\n');
        TextLayout.Columns(text, command.Options.Concat(CommandTable.Common.Except(command.Lacks))
            .Select(o =>
                (o.ValueName is null ? o.Name : $"{o.Name} {(o.Choices is { } c ? string.Join('|', c) : o.ValueName)}",
                    o.Help.In(language))));
        text.Append('\n').Append(new Sentence(
            "Exit status: 0 yes or done, 1 no or refused, 2 wrong usage, 3 could not tell.",
            "退出状态：0 是或已完成；1 否或被拒绝；2 用法错误；3 无法判断。").In(language)).Append('\n');
        return text.ToString();
    }
}
