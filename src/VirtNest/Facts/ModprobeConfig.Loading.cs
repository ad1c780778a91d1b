namespace VirtNest.Facts;

/// <content>Whether the module is loaded at all.</content>
public sealed partial record ModprobeConfig
{
    /// <summary>What stands for and against the next load of a module.</summary>
    /// <param name="module">"kvm_intel"; "-" and "_" are the same.</param>
    public ModuleLoading Loading(string module)
    {
        string name = ModprobeSyntax.ModuleName(module) ?? module;
        List<ModprobeDirective> blacklist = [];
        List<ModprobeDirective> aliases = [];
        List<ModprobeDirective> installs = [];
        ModprobeDirective? softdep = null;
        foreach (ModprobeDirective directive in Directives)
        {
            switch (directive.Keyword)
            {
                case ModprobeKeyword.Blacklist when directive.Module == name:
                    blacklist.Add(directive);
                    break;
                case ModprobeKeyword.Install when ShellPattern.Matches(directive.Module, name):
                    installs.Add(directive);
                    break;
                case ModprobeKeyword.Softdep when softdep is null && ShellPattern.Matches(directive.Module, name):
                    softdep = directive;
                    break;
                case ModprobeKeyword.Alias when directive.Argument != name && ShellPattern.Matches(directive.Module, name):
                    aliases.Add(directive);
                    break;
                case ModprobeKeyword.Alias or ModprobeKeyword.Blacklist or ModprobeKeyword.Install or ModprobeKeyword.Options
                    or ModprobeKeyword.Remove or ModprobeKeyword.Softdep or ModprobeKeyword.Ignored:
                    break;
            }
        }

        return new ModuleLoading(blacklist, installs, aliases)
        {
            Softdep = softdep is not null && NamesModules(softdep.RawArgument) ? softdep : null,
        };
    }

    /// <summary>"pre: a b post: c"; a word before the first of both is none.</summary>
    private static bool NamesModules(string softdep)
    {
        string[] words = softdep.Split((char[])[' ', '\t', '\r', '\v', '\f'], StringSplitOptions.RemoveEmptyEntries);
        return words.SkipWhile(static w => w is not ("pre:" or "post:")).Any(static w => w is not ("pre:" or "post:"));
    }
}
