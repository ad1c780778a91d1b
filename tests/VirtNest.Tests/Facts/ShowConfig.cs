using VirtNest.Facts;

namespace VirtNest.Tests.Facts;

/// <summary>A configuration as "modprobe --showconfig" of kmod 30 prints it: by kind, in this order, each kind in the order of the
/// lines.</summary>
internal static class ShowConfig
{
    private static readonly (ModprobeKeyword Kind, string Word)[] Order =
    [
        (ModprobeKeyword.Blacklist, "blacklist"),
        (ModprobeKeyword.Install, "install"),
        (ModprobeKeyword.Remove, "remove"),
        (ModprobeKeyword.Alias, "alias"),
        (ModprobeKeyword.Options, "options"),
        (ModprobeKeyword.Softdep, "softdep"),
    ];

    internal static string Of(ModprobeConfig config)
    {
        StringBuilder text = new();
        foreach ((ModprobeKeyword kind, string word) in Order)
        {
            foreach (ModprobeDirective directive in config.Directives)
            {
                if (directive.Keyword != kind)
                {
                    continue;
                }

                text.Append(word).Append(' ').Append(directive.Module);
                text.Append(kind switch
                {
                    ModprobeKeyword.Blacklist => "",
                    ModprobeKeyword.Softdep => " " + Softdeps(directive),
                    _ => " " + directive.Argument,
                });
                text.Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>The lines of what was shown that we keep: their module is one of KVM's, or a wildcard.</summary>
    internal static IEnumerable<string> Concerning(IEnumerable<string> shown) =>
        shown.Where(static l => l.Split(' ') is [_, var module, ..] && Concerns(module));

    /// <summary>True for a name whose lines we keep.</summary>
    internal static bool Concerns(string module) =>
        module.Contains("kvm", StringComparison.Ordinal) || module.AsSpan().IndexOfAny("*?[\\") >= 0;

    private static string Softdeps(ModprobeDirective directive) => Part(directive.Argument, "pre:") + Part(directive.Argument, "post:");

    /// <summary>The module names behind one of the two words of a softdep line; "pre:" and "post:" must stand alone. One white space too
    /// many before the first word, and only one, spoils that word (a slip of kmod's: "softdep a  pre: b" names nothing).</summary>
    private static string Part(string argument, string part)
    {
        List<string> names = [];
        string current = "";
        bool isSpoilt = argument.Length > 1 && IsSpace(argument[0]) && !IsSpace(argument[1]);
        foreach (string word in argument.Split(" \t\n\v\f\r".ToCharArray(), StringSplitOptions.RemoveEmptyEntries))
        {
            if (isSpoilt)
            {
                isSpoilt = false;
            }
            else if (word is "pre:" or "post:")
            {
                current = word;
            }
            else if (current == part)
            {
                names.Add(word);
            }
        }

        return names.Count == 0 ? "" : $"{part} {string.Join(' ', names)}";
    }

    private static bool IsSpace(char c) => c is ' ' or (>= '\t' and <= '\r');
}
