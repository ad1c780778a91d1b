using System;
using System.Collections.Generic;
using System.Linq;
using VirtNest.Facts;

namespace VirtNest.Checks;

/// <summary>VN1501 to VN1506: the vendor module is in the kernel and has started, and nothing keeps it out at the next load.</summary>
internal static class VendorModuleCheck
{
    /// <summary>Words of the kernel's messages that tell of a module that did not load (arch/x86/kvm/vmx/vmx.c, svm/svm.c, kernel/params.c).</summary>
    private static readonly string[] RefusalWords = ["disabled", "not supported", "no hardware support", "invalid", "unknown", "fail", "error", "already", "inconsistent"];

    internal static IEnumerable<Finding> Run(HostFacts facts)
    {
        KvmModules modules = facts.Modules;
        if (modules.Vendor is not { } vendor)
        {
            yield break;
        }

        ModuleLoading loading = facts.Modprobe.Loading(vendor);
        yield return State(facts, vendor, loading);
        if (modules.IsOtherVendor && modules.IsPresent)
        {
            yield return new(FindingCode.OtherVendorModule, ChainLink.Module, Outcome.Pass, Severity.Note, Questions.None, m => m.OtherVendorModule(vendor), [modules.StateWitness!.Value]);
        }

        if (modules.State != ModuleState.Builtin && loading.IsRefused)
        {
            ModprobeDirective line = loading.Install!;
            bool isDeliberate = line.MentionsSecurity;
            yield return new(FindingCode.ModuleInstallOverride, ChainLink.Module, Outcome.Fail, Severity.Warn, Questions.None,
                m => m.ModuleInstallOverride(vendor, line.Argument, isDeliberate, modules.IsPresent), [Line(line)], EnableRemedy.OfMitigation(facts, m => m.ModuleInstallOverrideRemedy(line.File, line.Line)));
        }

        if (modules.State != ModuleState.Builtin && loading.IsBlacklisted)
        {
            ModprobeDirective line = loading.Blacklist[0];
            yield return new(FindingCode.ModuleBlacklisted, ChainLink.Module, Outcome.Fail, Severity.Warn, Questions.None,
                m => m.ModuleBlacklisted(vendor, modules.IsPresent), [.. loading.Blacklist.Take(4).Select(Line)], EnableRemedy.OfMitigation(facts, m => m.ModuleBlacklistedRemedy(line.File, line.Line)));
        }
        else if (facts.CommandLine.RefusesModule(vendor))
        {
            yield return new(FindingCode.ModuleBlacklisted, ChainLink.Module, Outcome.Fail, Severity.Warn, Questions.None,
                m => m.ModuleRefusedByCommandLine(vendor), [new("/proc/cmdline", "module_blacklist")], new(null, m => m.ModuleRefusedByCommandLineRemedy));
        }

        if (modules.OtherHypervisors.Count > 0)
        {
            string others = string.Join(", ", modules.OtherHypervisors);
            yield return new(FindingCode.OtherHypervisor, ChainLink.Module, modules.IsRegistered == false ? Outcome.Fail : Outcome.Unknown, Severity.Warn, Questions.None,
                m => m.OtherHypervisor(others), [new("/proc/modules", others)], new(null, m => m.OtherHypervisorRemedy(others)));
        }
    }

    private static Finding State(HostFacts facts, string vendor, ModuleLoading loading)
    {
        KvmModules modules = facts.Modules;
        Witness[] evidence = modules.StateWitness is { } witness ? [witness] : [];
        if (modules.IsPresent && modules.IsRegistered == false)
        {
            string said = LastMessage(facts);
            return new(FindingCode.ModuleNotStarted, ChainLink.Module, Outcome.Fail, Severity.Fail, Questions.Both, m => m.ModuleNotStarted(vendor), [.. evidence, new("stat:/sys/devices/virtual/misc/kvm", "-"), .. said.Length > 0 ? (Witness[])[new("klog", said)] : []], new(null, m => m.ModuleNotStartedRemedy(vendor)));
        }

        switch (modules.State)
        {
            case ModuleState.Loaded:
                return new(FindingCode.VendorModule, ChainLink.Module, Outcome.Pass, Severity.Fail, Questions.Both, m => m.ModuleLoaded(vendor), evidence);
            case ModuleState.Builtin:
                return new(FindingCode.VendorModule, ChainLink.Module, Outcome.Pass, Severity.Fail, Questions.Both, m => m.ModuleBuiltin(vendor), evidence);
            case ModuleState.Absent when modules.IsBuiltWithout:
                return new(FindingCode.VendorModule, ChainLink.Module, Outcome.Fail, Severity.Fail, Questions.Both, m => m.KernelWithoutKvm(vendor), evidence, new(null, m => m.KernelWithoutKvmRemedy));
            case ModuleState.Absent when modules.IsInferred:
                // What the kernel said when the dump was made; a load by hand or by a device may follow at any time.
                return new(FindingCode.VendorModule, ChainLink.Module, Outcome.Unknown, Severity.Fail, Questions.None, m => m.ModuleWasNotStarted(vendor), evidence);
            case ModuleState.Absent:
                Finding absent = new(FindingCode.VendorModule, ChainLink.Module, Outcome.Fail, Severity.Fail, Questions.Both, m => m.ModuleAbsent(vendor), evidence, EnableRemedy.IsThere(facts) ? EnableRemedy.Of(facts, m => m.ModuleAbsentRemedy(vendor)) : new(null, m => m.ModuleAbsentByHand(vendor)));
                return facts.CommandLine.RefusesModule(vendor) ? absent with { Title = m => m.ModuleAbsentKeptOut(vendor), Remedy = new(null, m => m.ModuleRefusedByCommandLineRemedy) }
                    : loading.IsRefused ? absent with { Title = m => m.ModuleAbsentKeptOut(vendor), Evidence = [.. evidence, Line(loading.Install!)], Remedy = EnableRemedy.OfMitigation(facts, m => m.ModuleInstallOverrideRemedy(loading.Install!.File, loading.Install.Line)) }
                    : NextLoadCheck.Refused(facts, vendor) is { } refused ? absent with { Title = m => m.ModuleAbsentValueRefused(vendor, refused.Value ?? ""), Evidence = [.. evidence, Line(refused.Directive), .. Refusal(facts)], Remedy = NextLoadCheck.RefusedRemedy(facts, refused) }
                    : loading.IsBlacklisted ? absent with { Title = m => m.ModuleAbsentBlacklisted(vendor), Remedy = EnableRemedy.OfMitigation(facts, m => m.ModuleBlacklistedRemedy(loading.Blacklist[0].File, loading.Blacklist[0].Line)) }
                    : modules.IsAvailable == false ? absent with { Title = m => m.ModuleNotAvailable(vendor, facts.Release ?? "-"), Remedy = new(null, m => m.ModuleNotAvailableRemedy(facts.Release ?? "")) }
                    : absent with { Evidence = [.. evidence, .. Refusal(facts)] };
            case ModuleState.Unknown:
                // A dump that has nothing of modules: on a CPU that shows its extension nothing speaks against the module.
                return new(FindingCode.VendorModule, ChainLink.Module, Outcome.Unknown, Severity.Fail, facts.IsLive && facts.Cpu.IsX86 && !facts.KvmAnswered ? Questions.Both : Questions.None, m => m.ModuleNotTold(vendor), evidence);
            default:
                throw new ArgumentOutOfRangeException(nameof(facts));
        }
    }

    internal static Witness Line(ModprobeDirective line) => new($"{line.File}:{line.Line}", line.Text);

    /// <summary>The kernel's own words where it refused the module.</summary>
    private static IEnumerable<Witness> Refusal(HostFacts facts) => LastMessage(facts) is { Length: > 0 } said ? [new("klog", said)] : [];

    private static string LastMessage(HostFacts facts)
    {
        string last = "";
        foreach (string line in facts.Evidence["klog"].Text.Split('\n'))
        {
            if (line.Contains("kvm", StringComparison.OrdinalIgnoreCase) && Array.Exists(RefusalWords, w => line.Contains(w, StringComparison.OrdinalIgnoreCase)))
            {
                last = line.Trim();
            }
        }

        return last;
    }
}
