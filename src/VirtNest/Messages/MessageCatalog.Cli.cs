namespace VirtNest.Messages;

#pragma warning disable CS1591 // each member is the sentence that its English form shows
public abstract partial class MessageCatalog
{
    public abstract string UnknownCommand(string word, string? nearest);

    public abstract string UnknownOption(string name, string? nearest);

    public abstract string UnexpectedArgument(string word);

    public abstract string CommandMissing { get; }

    public abstract string ArgumentMissing(string name);

    public abstract string OptionTakesNoValue(string name);

    public abstract string OptionNeedsValue(string name, string value);

    public abstract string OptionValueNotAllowed(string name, string value, string allowed);

    public abstract string OptionNumberNotAllowed(string name, string value, long least, long most);

    public abstract string OptionTwice(string name);

    public abstract string OptionsExclude(string first, string second);

    public abstract string SeeHelp(string path);

    public abstract string HelpUsage { get; }

    public abstract string HelpCommandWord { get; }

    public abstract string HelpOptionsWord { get; }

    public abstract string HelpCommands { get; }

    public abstract string HelpOptions { get; }

    public abstract string HelpExitStatus { get; }

    public abstract string HelpRoot { get; }

    public abstract string HelpJson { get; }

    public abstract string HelpLang { get; }

    public abstract string HelpColor { get; }

    public abstract string HelpHelp { get; }

    public abstract string HelpVersion { get; }
}
