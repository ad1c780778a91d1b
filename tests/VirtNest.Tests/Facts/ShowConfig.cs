using System.Collections.Generic;
using System.Text;
using VirtNest.Facts;

namespace VirtNest.Tests.Facts;

/// <summary>A configuration as "modprobe --showconfig" of kmod 30 prints it: by kind, in this order, each kind in the order of the lines.</summary>
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

    private static string Softdeps(ModprobeDirective directive)
    {
        ModuleLoading loading = new(directive.Module, [], [], [], null, directive, []);
        return Part("pre: ", loading.SoftdepsBefore) + Part("post: ", loading.SoftdepsAfter);
    }

    private static string Part(string word, IReadOnlyList<string> names) => names.Count == 0 ? "" : word + string.Join(' ', names);
}
