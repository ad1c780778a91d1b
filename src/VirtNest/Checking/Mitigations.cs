using VirtNest.Facts;

namespace VirtNest.Checking;

/// <summary>Lines that stand against nesting on purpose: since 2026 fleets have written install and blacklist lines, or nested=0 under a
/// comment that speaks of security, against escapes through nested virtualization. They are not ours to undo unasked.</summary>
/// <param name="Lines">Lines of modprobe.d files that keep the module out (install, blacklist, alias ... off), which can be commented
/// out.</param>
/// <param name="Settings">Values of nested whose line or comment speaks of security.</param>
/// <param name="Boot">Words of the kernel command line, which only the boot loader's configuration can change.</param>
internal sealed record Mitigations(IReadOnlyList<ModprobeDirective> Lines, IReadOnlyList<ModuleSetting> Settings,
    IReadOnlyList<Witness> Boot)
{
    /// <summary>Something stands there on purpose.</summary>
    internal bool Exist => Lines.Count > 0 || Settings.Count > 0 || Boot.Count > 0;

    /// <summary>Finds them for a module and for kvm, on which it depends.</summary>
    internal static Mitigations Find(HostFacts facts, string module)
    {
        List<ModprobeDirective> lines = [];
        List<Witness> boot = [];
        foreach (string name in module == VendorModule.Kvm.Name ? [module] : (string[])[module, VendorModule.Kvm.Name])
        {
            ModuleLoading loading = facts.Modprobe.Loading(name);
            ModprobeDirective[] against = [.. loading.Blacklist, .. loading.Refusals, .. loading.SwitchedOff];
            lines.AddRange(against.Where(static l => l.File != KernelCommandLine.Source));
            boot.AddRange(against.Where(static l => l.File == KernelCommandLine.Source).Select(VendorModuleCheck.Line));
            if (facts.CommandLine.RefusesModule(name))
            {
                boot.Add(new(KernelCommandLine.Source, "module_blacklist=" + facts.CommandLine.Last("module_blacklist")?.Value));
            }
        }

        ModuleSettings settings = facts.Modprobe.Settings(module, "nested");
        return new(lines, [.. settings.All.Where(s => IsOff(module, s) && s.Directive.MentionsSecurity)], boot);
    }

    /// <summary>Each line with the comment that stands above it.</summary>
    internal IReadOnlyList<Witness> Witnesses =>
        [.. Lines.Concat(Settings.Select(static s => s.Directive)).Distinct()
            .Select(static l => new Witness($"{l.File}:{l.Line}", l.Comment is { } comment ? comment + "\n" + l.Text : l.Text)), .. Boot];

    private static bool IsOff(string module, ModuleSetting setting) =>
        NestedValue.TypeOf(module) is { } type && NestedValue.OfText(type, setting.Value) == NestedOutcome.Off;
}
