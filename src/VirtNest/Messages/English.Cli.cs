namespace VirtNest.Messages;

internal sealed partial class English
{
    public override string UnknownCommand(string word, string? nearest) => $"unknown command '{word}'{(nearest is null ? "" : $"; did you mean '{nearest}'?")}";

    public override string UnknownOption(string name, string? nearest) => $"unknown option '{name}'{(nearest is null ? "" : $"; did you mean '{nearest}'?")}";

    public override string UnexpectedArgument(string word) => $"unexpected argument '{word}'";

    public override string CommandMissing => "a command is missing";

    public override string ArgumentMissing(string name) => $"the argument {name} is missing";

    public override string OptionTakesNoValue(string name) => $"option {name} takes no value";

    public override string OptionNeedsValue(string name, string value) => $"option {name} needs a value: {name} {value}";

    public override string OptionValueNotAllowed(string name, string value, string allowed) => $"option {name}: '{value}' is not one of {allowed}";

    public override string OptionNumberNotAllowed(string name, string value, long least, long most) => $"option {name}: '{value}' is not a whole number from {least} to {most}";

    public override string OptionTwice(string name) => $"option {name} is given twice";

    public override string OptionsExclude(string first, string second) => $"options {first} and {second} exclude each other";

    public override string SeeHelp(string path) => $"Try '{path} --help'.";

    public override string HelpUsage => "Usage: ";

    public override string HelpCommandWord => "COMMAND";

    public override string HelpOptionsWord => "[OPTION]...";

    public override string HelpCommands => "Commands:";

    public override string HelpOptions => "Options:";

    public override string HelpExitStatus => "Exit status: 0 yes or done, 1 no or refused, 2 wrong usage, 3 could not tell.";

    public override string HelpRoot => "Nested virtualization with KVM on Linux: tells whether it works here, with the evidence and the remedy.";

    public override string HelpJson => "one JSON document on standard output, and nothing else there";

    public override string HelpLang => "language of the text; default from LC_ALL, LC_MESSAGES, LANG";

    public override string HelpColor => "colour; auto means on a terminal and without NO_COLOR";

    public override string HelpHelp => "show this help";

    public override string HelpVersion => "show the version and the commit it was built from";
}
