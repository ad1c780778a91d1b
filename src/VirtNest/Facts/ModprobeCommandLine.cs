using VirtNest.Text;

namespace VirtNest.Facts;

/// <summary>What kmod 30 takes from the kernel command line for modules that it loads: every word "MODULE.TEXT", behind "--" too, as
/// options of the module, and "modprobe.blacklist=NAME,NAME". Its reading differs from the kernel's: a second "." before the "=" voids a
/// word, quotes are allowed at the very start or inside the value only, and only the first 4,095 bytes are read. Each rule here was tried
/// against the real modprobe.</summary>
internal static class ModprobeCommandLine
{
    private const int LongestCommandLine = 4095;
    private const string BlacklistParameter = "blacklist=";

    private enum State
    {
        Name,
        Parameter,
        Value,
        Skip,
    }

    /// <summary>Appends the directives that can concern KVM; false where there were too many to keep.</summary>
    internal static bool Parse(string path, string raw, List<ModprobeDirective> directives)
    {
        string text = RawText.CString(raw.Length > LongestCommandLine ? raw[..LongestCommandLine] : raw);
        State state = State.Name;
        bool inQuotes = false;
        int quote = -1, name = 0, dot = 0, equals = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            char c = i < text.Length ? text[i] : ' ';
            if (c == '"')
            {
                inQuotes = !inQuotes;
                if (inQuotes && state == State.Name && i == name)
                {
                    quote = i;
                    name = i + 1;
                }
                else if (state != State.Value)
                {
                    state = State.Skip;
                }
            }
            else if (RawText.IsSpace(c) && inQuotes)
            {
                state = state == State.Value ? state : State.Skip;
            }
            else if (RawText.IsSpace(c))
            {
                if (state is State.Parameter or State.Value)
                {
                    int start = quote >= 0 ? quote : name;
                    string option = quote >= 0 ? text[(dot + 1)..(equals + 1)] + '"' + text[(equals + 1)..i] : text[(dot + 1)..i];
                    if (!Add(new Word(path, text[start..i], start), text[name..dot], option, directives))
                    {
                        return false;
                    }
                }

                state = State.Name;
                name = i + 1;
                quote = -1;
            }
            else if (c == '.' && state is State.Name or State.Parameter)
            {
                dot = i;
                state = state == State.Name ? State.Parameter : State.Skip;
            }
            else if (c == '=' && state is State.Name or State.Parameter)
            {
                state = state == State.Parameter ? State.Value : State.Skip;
                equals = i;
            }
        }

        return true;
    }

    private readonly record struct Word(string Path, string Text, int Start);

    private static bool Add(Word word, string name, string option, List<ModprobeDirective> directives)
    {
        if (name == "modprobe" && option.StartsWith(BlacklistParameter, StringComparison.Ordinal))
        {
            foreach (string module in option[BlacklistParameter.Length..].Split(','))
            {
                if (ModprobeInterest.Covers(module, module) && !Keep(directives, Create(word, ModprobeKeyword.Blacklist, module, "")))
                {
                    return false;
                }
            }

            return true;
        }

        return !ModprobeInterest.Covers(name, name) || ModprobeSyntax.ModuleName(name) is not { } normal
            || Keep(directives, Create(word, ModprobeKeyword.Options, normal, option.Replace('\t', ' ')));
    }

    private static bool Keep(List<ModprobeDirective> directives, ModprobeDirective directive)
    {
        bool hasRoom = ModprobeInterest.HasRoom(directives.Count);
        if (hasRoom)
        {
            directives.Add(directive);
        }

        return hasRoom;
    }

    private static ModprobeDirective Create(in Word word, ModprobeKeyword keyword, string module, string argument) =>
        new(keyword, RawText.Display(module), RawText.Display(argument), word.Path, 1, RawText.Display(word.Text), word.Start,
            word.Text.Length)
        {
            RawArgument = argument,
        };
}
