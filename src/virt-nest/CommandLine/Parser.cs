using VirtNest.Text;

namespace VirtNest.Cli.CommandLine;

/// <summary>Reads a command line by the command table. Our own, since every sentence must exist in two languages and the one table also
/// writes the help, the completions and the check of the man page (docs/decisions/0002-command-line.md).</summary>
internal static class Parser
{
    /// <summary>The outcome: a command with its arguments, or one sentence that says what is wrong and where.</summary>
    /// <param name="Path">The verbs as typed: "virt-nest check".</param>
    /// <param name="Command">The command, or the deepest one that was recognised.</param>
    /// <param name="Arguments">What was typed after it.</param>
    /// <param name="Error">Null where all is well.</param>
    internal sealed record Outcome(string Path, Command Command, Arguments Arguments, string? Error);

    internal static Outcome Parse(Command root, string[] typed, Language language)
    {
        Command command = root;
        string path = root.Name;
        Arguments arguments = new();
        bool onlyPositional = false;
        for (int i = 0; i < typed.Length; i++)
        {
            string word = typed[i];
            if (!onlyPositional && word == "--")
            {
                onlyPositional = true;
            }
            else if (!onlyPositional && word.Length > 1 && word[0] == '-')
            {
                string? error = TakeOption(command, word, typed, ref i, arguments, language);
                if (error is not null)
                {
                    return new(path, command, arguments, error);
                }
            }
            else if (command.Verbs.Length > 0)
            {
                Command? verb = Array.Find(command.Verbs, v => v.Name == word);
                if (verb is null)
                {
                    return new(path, command, arguments,
                        UnknownCommand(word, Nearest(word, command.Verbs.Select(v => v.Name))).In(language));
                }

                command = verb;
                path += " " + verb.Name;
            }
            else if (arguments.Positionals.Count < command.ArgumentNames.Length || command.IsArgumentText)
            {
                arguments.Add(word);
            }
            else
            {
                return new(path, command, arguments, new Sentence($"unexpected argument '{word}'", $"多余的参数“{word}”").In(language));
            }
        }

        if (Array.Find(command.Lacks, arguments.Has) is { } option)
        {
            return new(path, command, arguments,
                new Sentence($"{path} has no option {option.Name}", $"{path} 没有选项 {option.Name}").In(language));
        }

        if (Array.Find(command.Excludes, e => arguments.Has(e.First) && arguments.Has(e.Second)) is (not null, _) pair)
        {
            return new(path, command, arguments, CommandTable.OptionsExclude(pair.First.Name, pair.Second.Name).In(language));
        }

        if (Array.Find(command.Needs, n => arguments.Has(n.Option) && !Array.Exists(n.Others, arguments.Has)) is (not null, _) needy)
        {
            string others = string.Join(" / ", needy.Others.Select(static o => o.Name));
            return new(path, command, arguments, OptionNeedsOther(needy.Option.Name, others).In(language));
        }

        bool asksOnly = arguments.Has(CommandTable.Help) || arguments.Has(CommandTable.Version);
        if (!asksOnly && command.Verbs.Length > 0)
        {
            return new(path, command, arguments, new Sentence("a command is missing", "缺少命令").In(language));
        }

        if (!asksOnly && !command.IsArgumentOptional && arguments.Positionals.Count < command.ArgumentNames.Length)
        {
            return new(path, command, arguments, ArgumentMissing(command.ArgumentNames[arguments.Positionals.Count]).In(language));
        }

        return new(path, command, arguments, null);
    }

    private static string? TakeOption(Command command, string word, string[] typed, ref int i, Arguments arguments, Language language)
    {
        int equals = word.StartsWith("--", StringComparison.Ordinal) ? word.IndexOf('=', StringComparison.Ordinal) : -1;
        string name = equals < 0 ? word : word[..equals];
        if (name == "-h")
        {
            name = CommandTable.Help.Name;
        }

        Option? option = Array.Find(command.Options, o => o.Name == name) ?? Array.Find(CommandTable.Common, o => o.Name == name);
        if (option is null)
        {
            return UnknownOption(name, Nearest(name, command.Options.Concat(CommandTable.Common).Select(o => o.Name))).In(language);
        }

        string value = "";
        if (option.ValueName is null)
        {
            if (equals >= 0)
            {
                return new Sentence($"option {name} takes no value", $"选项 {name} 不带值").In(language);
            }
        }
        else if (equals >= 0)
        {
            value = word[(equals + 1)..];
        }
        else if (i + 1 < typed.Length)
        {
            value = typed[++i];
        }
        else
        {
            return OptionNeedsValue(name, option.ValueName).In(language);
        }

        if (option.Choices is { } choices && !choices.Contains(value))
        {
            return OptionValueNotAllowed(name, value, string.Join(", ", choices)).In(language);
        }

        if (option.Range is { } range
            && !(long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number >= range.Least
                && number <= range.Most))
        {
            return OptionNumberNotAllowed(name, value, range.Least, range.Most).In(language);
        }

        if (option.ValueName is not null && value.Length == 0)
        {
            return OptionNeedsValue(name, option.ValueName).In(language);
        }

        return arguments.TryAdd(option, value) ? null
            : new Sentence($"option {name} is given twice", $"选项 {name} 给出了两次").In(language);
    }

    /// <summary>The known name that a typed one was probably meant to be, or null where none is near (Levenshtein distance above
    /// 2).</summary>
    internal static string? Nearest(string typed, IEnumerable<string> names)
    {
        string? best = null;
        int least = 3;
        foreach (string name in names)
        {
            int distance = Distance(typed, name);
            if (distance < least)
            {
                (best, least) = (name, distance);
            }
        }

        return best;
    }

    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 2)
        {
            return 3;
        }

        int[] row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }

    private static Sentence UnknownCommand(string word, string? nearest) => new(
        $"unknown command '{word}'{(nearest is null ? "" : $"; did you mean '{nearest}'?")}",
        $"未知命令“{word}”{(nearest is null ? "" : $"；是否想输入“{nearest}”？")}");
    private static Sentence UnknownOption(string name, string? nearest) => new(
        $"unknown option '{name}'{(nearest is null ? "" : $"; did you mean '{nearest}'?")}",
        $"未知选项“{name}”{(nearest is null ? "" : $"；是否想输入“{nearest}”？")}");
    private static Sentence ArgumentMissing(string name) => new($"the argument {name} is missing", $"缺少参数 {name}");
    private static Sentence OptionNeedsValue(string name, string value) =>
        new($"option {name} needs a value: {name} {value}", $"选项 {name} 需要一个值：{name} {value}");
    private static Sentence OptionValueNotAllowed(string name, string value, string allowed) =>
        new($"option {name}: '{value}' is not one of {allowed}", $"选项 {name}：“{value}”不在允许的值之中：{allowed}");
    private static Sentence OptionNumberNotAllowed(string name, string value, long least, long most) => new(
        $"option {name}: '{value}' is not a whole number from {least} to {most}",
        $"选项 {name}：“{value}”不是 {least} 到 {most} 之间的整数");

    private static Sentence OptionNeedsOther(string name, string other) =>
        new($"option {name} needs {other}", $"选项 {name} 需要与 {other} 一起使用");
}
