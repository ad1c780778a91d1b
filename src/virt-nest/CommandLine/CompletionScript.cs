using System.IO;
using VirtNest.Text;

namespace VirtNest.Cli.CommandLine;

/// <summary>Completion for each shell: a script that knows no verb and no option (completion.*), with the command table in it.</summary>
internal static class CompletionScript
{
    /// <summary>What a shell completes by a way of its own; all else is words.</summary>
    private const string Files = "%file", Folders = "%dir", Instances = "%instance", Codes = "%code";

    /// <summary>The shells that there is a script for.</summary>
    internal static readonly string[] Shells = ["bash", "zsh", "fish"];

    /// <summary>The script.</summary>
    /// <param name="shell">One of <see cref="Shells"/>.</param>
    internal static string Of(string shell)
    {
        (string Path, Command Command)[] all = [.. Below("", CommandTable.Root)];
        Func<string, Command, string> rows = shell switch { "bash" => BashRows, "zsh" => ZshCase, _ => FishRows };
        Func<Option, string> common = shell switch
        {
            "bash" => static o => BashRow("*", o),
            "zsh" => static o => "    " + ZshSpec(o),
            _ => o => FishRow(o, string.Concat(all.Where(c => c.Command.Lacks.Contains(o))
                .Select(static c => $" -n \"not __virt_nest_at '{c.Path}'\""))),
        };
        IEnumerable<string> takes = all.SelectMany(static c => c.Command.Options).Concat(CommandTable.Common)
            .Where(static o => o.ValueName is not null).Select(static o => o.Name).Distinct();
        using StreamReader script = new(typeof(CompletionScript).Assembly.GetManifestResourceStream("completion." + shell)!);
        return script.ReadToEnd()
            .Replace("@rows@", Lines(all.Select(c => rows(c.Path, c.Command))), StringComparison.Ordinal)
            .Replace("@common@", Lines(CommandTable.Common.Select(common)), StringComparison.Ordinal)
            .Replace("@verbs@", string.Join(' ', all.Skip(1).Select(static c => $"'{c.Path}'")), StringComparison.Ordinal)
            .Replace("@takes@", string.Join(' ', takes), StringComparison.Ordinal);
    }

    /// <summary>A command and those below it, with the verbs that lead there: "instance enable".</summary>
    private static IEnumerable<(string Path, Command Command)> Below(string path, Command command) =>
        command.Verbs.SelectMany(v => Below(path.Length == 0 ? v.Name : $"{path} {v.Name}", v)).Prepend((path, command));

    /// <summary>What completes a value, by what help calls it. A name that is new is entered here.</summary>
    private static string Completes(string valueName) => valueName switch
    {
        "CODE|LINE" => Codes,
        _ when valueName.Contains('|', StringComparison.Ordinal) => valueName.Replace('|', ' '),
        "FILE" or "LIST" => Files,
        "DIR" => Folders,
        "NAME" => Instances,
        "URI" => "qemu:///system qemu:///session",
        "OPERATION" => "prepare restore migrate",
        "SUBOPERATION" => "begin",
        "EXTRA" => "-",
        "SECONDS" or "ID" or "N" or "GLOB" or "TEXT" or "OBJECT" or "[ADDRESS:]PORT" => "",
        _ => throw new ArgumentException("nothing says what completes " + valueName, nameof(valueName)),
    };

    private static string Completes(Option option, string valueName) =>
        option.Choices is { } choices ? string.Join(' ', choices) : Completes(valueName);

    private static string BashRows(string path, Command command) => Lines(
    [
        .. command.Verbs.Select(v => $"{path}|{v.Name}|"),
        .. command.Options.Select(o => BashRow(path, o)),
        .. command.Lacks.Select(o => $"{path}|!{o.Name}|"),
        .. command.ArgumentNames.Select((name, i) => $"{path}|{i + 1}|{Completes(name)}"),
    ]);

    private static string BashRow(string path, Option option) =>
        $"{path}|{option.Name}|{(option.ValueName is { } name ? "=" + Completes(option, name) : "")}";

    private static string ZshCase(string path, Command command) => Lines(
    [
        $"    ('{path}')",
        command.Verbs.Length > 0 ? "      verbs=(" : "      specs=(",
        .. command.Verbs.Select(static v => $"        {ZshQuoted($"{v.Name}:{Short(v.Summary)}")}"),
        .. command.Options.Select(static o => "        " + ZshSpec(o)),
        .. command.ArgumentNames.Select(static (name, i) => $"        {ZshQuoted($"{i + 1}{ZshValue(name, Completes(name))}")}"),
        "      )",
        .. command.Lacks.Select(static o => $"      lacks+=({o.Name})"),
        "      ;;",
    ]);

    private static string ZshSpec(Option option)
    {
        string help = $"[{Escaped(Short(option.Help), "[]")}]";
        return option == CommandTable.Help ? $"'(- : *)'{{-h,--help}}{ZshQuoted(help)}"
            : option == CommandTable.Version ? ZshQuoted($"(- : *){option.Name}{help}")
            : option.ValueName is { } name ? ZshQuoted($"{option.Name}={help}{ZshValue(name, Completes(option, name))}")
            : ZshQuoted(option.Name + help);
    }

    private static string ZshValue(string name, string completes) => $":{Escaped(name, ":")}:" + completes switch
    {
        "" => "",
        Files => "_files",
        Folders => "_files -/",
        Instances => "_virt-nest_instances",
        Codes => "_virt-nest_codes",
        _ => $"({Escaped(completes, ":")})",
    };

    private static string ZshQuoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string FishRows(string path, Command command) => Lines(
    [
        .. command.Verbs.Select(v => $"complete -c virt-nest -n \"__virt_nest_at '{path}' 1\" -a {v.Name}{FishHelp(v.Summary)}"),
        .. command.Options.Select(o => FishRow(o, $" -n \"__virt_nest_at '{path}'\"")),
        .. command.ArgumentNames.Select(Completes).Select((what, i) =>
            $"complete -c virt-nest -n \"__virt_nest_at '{path}' {i + 1}\"{FishValue(what)}"),
    ]);

    private static string FishRow(Option option, string where = "")
    {
        string value = option.ValueName is { } name ? FishValue(Completes(option, name)) : "";
        string letter = option == CommandTable.Help ? " -s h" : "";
        return $"complete -c virt-nest{where}{letter} -l {option.Name[2..]}{value}{FishHelp(option.Help)}";
    }

    private static string FishValue(string completes) => completes switch
    {
        "" => " -x",
        Files => " -r -F",
        Folders => " -x -a '(__fish_complete_directories)'",
        Instances => " -x -a '(virsh -q list --all --name 2>/dev/null)'",
        Codes => " -x -a '(__virt_nest_codes)'",
        _ => $" -x -a '{completes}'",
    };

    private static string FishHelp(Sentence help) => $" -d '{Escaped(Short(help), "\\'")}'";

    /// <summary>The beginning of a help text, in English, as far as it says something alone.</summary>
    private static string Short(Sentence help)
    {
        string text = help.In(Language.English);
        string[] marks = [": ", ":\n", "; ", ". ", "\n"];
        IEnumerable<int> places = marks.Select(mark => text.IndexOf(mark, StringComparison.Ordinal)).Where(static i => i >= 0);
        return text[..places.DefaultIfEmpty(text.Length).Min()].TrimEnd('.');
    }

    private static string Escaped(string text, string characters) =>
        string.Concat(text.Select(c => characters.Contains(c, StringComparison.Ordinal) ? $"\\{c}" : $"{c}"));

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Where(static l => l.Length > 0));
}
