using VirtNest.Text;

namespace VirtNest.Facts;

/// <content>The parameters that a module gets at its next load.</content>
public sealed partial record ModprobeConfig
{
    /// <summary>What the module will be given for a parameter: the texts of all options lines of the module are put in one line, in order,
    /// and the kernel takes that apart (so a quote left open in one line swallows what follows, and "--" ends it). Wildcards do not work
    /// in options lines. Options of an alias apply only where the module is loaded by that alias, and are not among them. An install line
    /// that calls modprobe with options of its own gives them last.</summary>
    /// <param name="module">"kvm_intel"; "-" and "_" are the same.</param>
    /// <param name="parameter">"nested"; "-" and "_" are the same.</param>
    public ModuleSettings Settings(string module, string parameter)
    {
        string name = ModprobeSyntax.ModuleName(module) ?? module;
        StringBuilder line = new();
        List<(int Start, int Skipped, ModprobeDirective Directive)> parts = [];
        foreach (ModprobeDirective directive in Directives)
        {
            if (directive.Keyword == ModprobeKeyword.Options && directive.Module == name)
            {
                line.Append(parts.Count > 0 ? " " : "");
                parts.Add((line.Length, 0, directive));
                line.Append(directive.RawArgument);
            }
        }

        // The options of the command of an install line come last.
        if (Loading(module).Install is { } install
            && InstallCommand.OptionsOf(install.RawArgument, name) is { Options: { Length: > 0 } own } told)
        {
            line.Append(parts.Count > 0 ? " " : "");
            parts.Add((line.Length - told.Start, told.Start, install));
            line.Append(own);
        }

        List<ModuleSetting> settings = [];
        string text = line.ToString();
        int position = 0;
        int part = 0;
        while (KernelArguments.Next(text, ref position, out KernelArgument argument))
        {
            while (part + 1 < parts.Count && parts[part + 1].Start + parts[part + 1].Skipped <= argument.Start)
            {
                part++;
            }

            if (KernelArguments.SameName(argument.Name, parameter))
            {
                settings.Add(Setting(argument, parts[part].Start, parts[part].Directive));
            }
        }

        return new ModuleSettings(settings);
    }

    private static ModuleSetting Setting(in KernelArgument argument, int partStart, ModprobeDirective directive)
    {
        string? value = argument.Value is null ? null : RawText.Display(argument.Value);
        if (directive.File == KernelCommandLine.Source)
        {
            return new ModuleSetting(value, directive, directive.Offset, directive.Length);
        }

        int start = directive.OffsetOf(argument.Start - partStart);
        int last = directive.OffsetOf(Math.Max(argument.Start, argument.End - 1) - partStart);
        return new ModuleSetting(value, directive, start, Math.Min(last + 1, directive.Offset + directive.Length) - start);
    }
}
