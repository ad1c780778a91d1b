using System;
using System.Collections.Generic;
using System.Linq;
using VirtNest.Facts;
using VirtNest.Facts.Boot;

namespace VirtNest.Checks;

/// <summary>VN1002 to VN1004, VN1006, VN1007: what the next load and the next boot will make of nested.</summary>
internal static class NextLoadCheck
{
    internal static IEnumerable<Finding> Run(HostFacts facts)
    {
        foreach (Finding finding in WrongModule(facts))
        {
            yield return finding;
        }

        if (facts.Modules.Vendor is not { } vendor || NestedValue.TypeOf(vendor) is not { } type || facts.Modules.IsOtherVendor)
        {
            yield break;
        }

        Version? kernel = KernelOf(facts);
        bool isBuiltin = facts.Modules.State == ModuleState.Builtin;
        bool isOn = facts.Nested.IsEnabled == true;

        // Where the next boot has another command line than this one, the next load that counts is that of the next boot.
        HostFacts later = NextBoot.After(facts, vendor + ".nested");
        bool isAtBoot = !ReferenceEquals(later, facts);
        ModuleSettings settings = later.Modprobe.Settings(vendor, "nested");
        IReadOnlyList<KernelParameter> atBoot = later.CommandLine.OfModule(vendor, "nested");
        Witness? configured = isBuiltin || isAtBoot ? NextBoot.Configured(facts, vendor + ".nested") : null;
        NestedOutcome? next = isBuiltin ? NestedValue.AtBoot(type, atBoot, kernel) : NestedValue.AtLoad(type, settings, kernel);
        Witness[] lines = isBuiltin ? configured is { } told ? [told] : [.. atBoot.Select(p => new Witness("/proc/cmdline", p.Name + "=" + p.Value))]
            : [.. settings.All.Select(s => Line(s.Directive)).Distinct().Take(16)];
        if (isBuiltin && settings.All.Any(s => s.Directive.File != KernelCommandLine.Source))
        {
            yield return new(FindingCode.NestedConflict, ChainLink.Nested, Outcome.Fail, Severity.Warn, Questions.None, m => m.ModprobeWithoutEffect(vendor), [.. settings.All.Select(s => VendorModuleCheck.Line(s.Directive)).Take(16)], isOn ? new(null, m => m.ModprobeWithoutEffectByHand) : EnableRemedy.Of(facts, m => m.ModprobeWithoutEffectRemedy(vendor)));
        }

        if (next == NestedOutcome.Refused && !isBuiltin)
        {
            ModuleSetting refused = Refused(later, vendor)!;
            yield return new(FindingCode.NestedValueRefused, ChainLink.Nested, Outcome.Fail, Severity.Warn, Questions.None,
                m => m.NestedValueRefused(vendor, refused.Value ?? ""), [Line(refused.Directive)], RefusedRemedy(facts, refused));
        }
        else if (Enabled(next) is { } coming && facts.Nested.IsEnabled is { } now && coming != now)
        {
            yield return new(FindingCode.NestedPending, ChainLink.Nested, Outcome.Fail, Severity.Warn, Questions.None,
                m => isBuiltin || isAtBoot ? m.NestedPendingAtBoot(coming) : m.NestedPendingAtLoad(coming), lines, isBuiltin && coming ? new(null, m => m.NestedPendingAtBootRemedy(coming)) : EnableRemedy.Of(facts, m => isBuiltin || isAtBoot ? m.NestedPendingAtBootRemedy(coming) : m.NestedPendingRemedy(vendor, coming)));
        }
        else if (next is null && facts.IsLive && facts.Nested.IsEnabled is { } held && facts.Version is { } version && held != DefaultOf(vendor, version) && facts.Modprobe.IsComplete)
        {
            yield return new(FindingCode.NestedPending, ChainLink.Nested, Outcome.Fail, Severity.Warn, Questions.None, m => m.NestedNotPersistent(held), [new(facts.ParameterPath("nested")!, facts.Nested.Text ?? "")], EnableRemedy.Of(facts, m => m.NestedNotPersistentRemedy(held)));
        }

        if (!isBuiltin && settings.HasConflict && settings.Winner is { } winner)
        {
            yield return new(FindingCode.NestedConflict, ChainLink.Nested, Outcome.Fail, Severity.Warn, Questions.None,
                m => m.NestedConflict(winner.Directive.File, winner.Directive.Line, winner.Value ?? "nested"), lines, next == NestedOutcome.On ? new(null, m => m.NestedConflictRemedy) : EnableRemedy.Of(facts, m => m.NestedConflictOffRemedy));
        }

        foreach (Finding finding in StaleInitramfs(facts, settings))
        {
            yield return finding;
        }

        // A word of the next boot stands in its entry, and not in this boot's command line.
        Witness Line(ModprobeDirective line) => isAtBoot && line.File == KernelCommandLine.Source && configured is { } entry ? entry : VendorModuleCheck.Line(line);
    }

    /// <summary>What the next boot makes of nested in a module that is built in; null where nothing tells.</summary>
    internal static bool? AtNextBoot(HostFacts facts, string module)
    {
        HostFacts later = NextBoot.After(facts, module + ".nested");
        return NestedValue.TypeOf(module) is not { } type ? null
            : Enabled(NestedValue.AtBoot(type, later.CommandLine.OfModule(module, "nested"), KernelOf(facts)))
            ?? (ReferenceEquals(later, facts) || facts.Version is not { } version ? null : DefaultOf(module, version));
    }

    /// <summary>The setting for which the module will not load; null where there is none.</summary>
    internal static ModuleSetting? Refused(HostFacts facts, string vendor)
    {
        Version? kernel = KernelOf(facts);
        return NestedValue.TypeOf(vendor) is { } type ? facts.Modprobe.Settings(vendor, "nested").All.FirstOrDefault(s => NestedValue.OfText(type, s.Value, kernel) == NestedOutcome.Refused) : null;
    }

    /// <summary>A value on the command line stays there, whatever is written behind it: the boot loader's configuration has to lose it.</summary>
    internal static Remedy RefusedRemedy(HostFacts facts, ModuleSetting refused) => refused.Directive.File == KernelCommandLine.Source
        ? new(null, m => m.NestedValueRefusedAtBoot(refused.Directive.Text))
        : EnableRemedy.Of(facts, m => m.NestedValueRefusedRemedy(refused.Directive.File, refused.Directive.Line));

    /// <summary>kvm on x86 has no parameter nested: the kernel logs "unknown parameter 'nested' ignored" and goes on (Linux v6.12 kernel/module/main.c, unknown_module_param_cb).</summary>
    private static IEnumerable<Finding> WrongModule(HostFacts facts)
    {
        if (!facts.Cpu.IsX86)
        {
            yield break;
        }

        Witness[] lines = [.. facts.Modprobe.Settings("kvm", "nested").All.Select(s => VendorModuleCheck.Line(s.Directive))];
        if (lines.Length > 0)
        {
            yield return new(FindingCode.NestedOnWrongModule, ChainLink.Nested, Outcome.Fail, Severity.Warn, Questions.None,
                m => m.NestedOnWrongModule, lines, facts.Nested.IsEnabled != true && facts.Modules.Vendor is { } vendor && EnableRemedy.IsThere(facts) ? EnableRemedy.Of(facts, m => m.NestedOnWrongModuleRemedy(vendor)) : new(null, m => m.NestedOnWrongModuleByHand(facts.Modules.Vendor ?? "kvm_intel")));
        }
    }

    /// <summary>The image holds a copy of modprobe.d as it was when the image was made; it counts where the module is loaded from the image.</summary>
    private static IEnumerable<Finding> StaleInitramfs(HostFacts facts, ModuleSettings settings)
    {
        if (facts.Release is null || facts.Modules.State == ModuleState.Builtin)
        {
            yield break;
        }

        DeviceNode? newest = null;
        string file = "";
        foreach (ModuleSetting setting in settings.All)
        {
            if (DeviceNode.Of(facts.Evidence, setting.Directive.File) is { } node && (newest is null || node.ModifiedSeconds > newest.ModifiedSeconds))
            {
                (newest, file) = (node, setting.Directive.File);
            }
        }

        // --deep: an image without the module cannot load it with an old copy, or with none.
        if (newest is null || InitramfsImage.Of(facts.Evidence, facts.Release) is not { } image || image.HoldsModule == false)
        {
            yield break;
        }

        if (image.ModifiedSeconds < newest.ModifiedSeconds)
        {
            yield return new(FindingCode.InitramfsStale, ChainLink.Nested, Outcome.Unknown, Severity.Warn, Questions.None, m => m.InitramfsStale(image.Path, file),
                [new("stat:" + image.Path, "mtime=" + image.ModifiedSeconds), new("stat:" + file, "mtime=" + newest.ModifiedSeconds)], new(null, m => m.InitramfsStaleRemedy));
        }
        else if (settings.Winner is { Directive.File: { } winner } && winner != KernelCommandLine.Source && image.Lacks(winner))
        {
            yield return new(FindingCode.InitramfsStale, ChainLink.Nested, Outcome.Fail, Severity.Warn, Questions.None, m => m.InitramfsLacks(image.Path, winner),
                [new(InitramfsImage.Listing, "-")], new(null, m => m.InitramfsLacksRemedy(winner)));
        }
    }

    /// <summary>The module is built in, and the boot loader's configuration switches nested on at the next boot already.</summary>
    internal static bool WillBootOn(HostFacts facts) => facts.Modules is { Vendor: { } vendor, State: ModuleState.Builtin } && AtNextBoot(facts, vendor) == true;

    /// <summary>The configuration switches nested on at the next load already.</summary>
    internal static bool WillBeOn(HostFacts facts) =>
        facts.Modules is { Vendor: { } vendor, State: not ModuleState.Builtin } && NestedValue.TypeOf(vendor) is { } type
        && NestedValue.AtLoad(type, facts.Modprobe.Settings(vendor, "nested"), KernelOf(facts)) == NestedOutcome.On;

    /// <summary>"1" of "kvm_amd.nested=1"; null of a word without a value.</summary>
    internal static string? ValueOf(Witness word) => word.Value.Split('=', 2) is [_, var value] ? value : null;

    private static Version? KernelOf(HostFacts facts) => facts.Version is { } version ? new Version(version.Major, version.Minor) : null;

    private static bool? Enabled(NestedOutcome? outcome) => outcome switch
    {
        NestedOutcome.On => true,
        NestedOutcome.Off => false,
        NestedOutcome.Refused or NestedOutcome.DependsOnKernel or null => null,
    };

    /// <summary>The default upstream: on since 4.20 on Intel and 2.6.32 on AMD (Linux Documentation/virt/kvm/x86/running-nested-guests.rst), on in kvm_hv, off on s390x. A distribution may have its own.</summary>
    internal static bool DefaultOf(string vendor, KernelVersion version) => vendor is "kvm_amd" or "kvm_hv" || (vendor == "kvm_intel" && version.IsAtLeast(4, 20));
}
