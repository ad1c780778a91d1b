using System.Collections.Generic;

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
        List<ModprobeDirective> withoutEffect = [];
        List<ModprobeDirective> aliases = [];
        List<ModprobeDirective> installs = [];
        ModprobeDirective? remove = null;
        ModprobeDirective? softdep = null;
        foreach (ModprobeDirective directive in Directives)
        {
            switch (directive.Keyword)
            {
                case ModprobeKeyword.Blacklist when directive.Module == name:
                    blacklist.Add(directive);
                    break;
                case ModprobeKeyword.Blacklist when IsMeantFor(directive.Module, name):
                    withoutEffect.Add(directive);
                    break;
                case ModprobeKeyword.Install when IfMatches(directive, name) is not null:
                    installs.Add(directive);
                    break;
                case ModprobeKeyword.Remove:
                    remove ??= IfMatches(directive, name);
                    break;
                case ModprobeKeyword.Softdep:
                    softdep ??= IfMatches(directive, name);
                    break;
                case ModprobeKeyword.Alias when directive.Argument != name && IfMatches(directive, name) is not null:
                    aliases.Add(directive);
                    break;
                case ModprobeKeyword.Alias or ModprobeKeyword.Blacklist or ModprobeKeyword.Install or ModprobeKeyword.Options or ModprobeKeyword.Ignored:
                    break;
            }
        }

        return new ModuleLoading(name, blacklist, withoutEffect, installs, remove, softdep, aliases);
    }

    private static ModprobeDirective? IfMatches(ModprobeDirective directive, string name) =>
        ShellPattern.Matches(directive.Module, name) ? directive : null;

    /// <summary>A blacklisted name that a person would take for the module and modprobe does not: a wildcard, "-" or a quote on the kernel command line.</summary>
    private static bool IsMeantFor(string written, string name)
    {
        string bare = written.Trim('"', '\r').Replace('-', '_');
        return bare == name || (ShellPattern.IsPattern(bare) && ShellPattern.Matches(bare, name));
    }
}
