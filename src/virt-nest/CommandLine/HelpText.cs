using System.Linq;
using System.Text;
using VirtNest.Messages;
using VirtNest.Reports;

namespace VirtNest.Cli.CommandLine;

/// <summary>The text of --help, from the command table.</summary>
internal static class HelpText
{
    internal static string Of(string path, Command command, MessageCatalog messages)
    {
        StringBuilder text = new();
        string argument = string.Concat(command.ArgumentNames.Select(name => command.IsArgumentOptional ? $" [{name}]" : $" {name}"));
        string verbs = command.Verbs.Length > 0 ? $" {messages.HelpCommandWord}" : "";
        text.Append(messages.HelpUsage).Append(path).Append(verbs).Append(argument).Append(' ').Append(messages.HelpOptionsWord).Append("\n\n");
        TextLayout.Wrap(text, command.Summary(messages), indent: 0);
        text.Append('\n');
        if (command.Verbs.Length > 0)
        {
            text.Append(messages.HelpCommands).Append('\n');
            TextLayout.Columns(text, command.Verbs.Select(v => (v.Name, v.Summary(messages))));
            text.Append('\n');
        }

        text.Append(messages.HelpOptions).Append('\n');
        TextLayout.Columns(text, command.Options.Concat(CommandTable.Common)
            .Select(o => (o.ValueName is null ? o.Name : $"{o.Name} {(o.Choices is { } c ? string.Join('|', c) : o.ValueName)}", o.Help(messages))));
        text.Append('\n').Append(messages.HelpExitStatus).Append('\n');
        return text.ToString();
    }
}
