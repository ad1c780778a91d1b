using System;
using System.Collections.Generic;
using System.Linq;
using VirtNest.Facts;
using VirtNest.Facts.Boot;
using VirtNest.Messages;

namespace VirtNest.Checks;

/// <summary>
/// The remedy that is one command, `virt-nest enable`. It is named only where the plan of that command would not be refused: not in a container,
/// whose kernel is the host's; not where a link below the module is broken, which no load mends; not where a person has to decide or to write.
/// </summary>
internal static class EnableRemedy
{
    private const string Command = "virt-nest enable";

    private const string PastMitigation = Command + " --override-mitigation";

    /// <summary>The remedy of a finding that the command mends.</summary>
    /// <param name="facts">The machine.</param>
    /// <param name="text">What the command does.</param>
    internal static Remedy Of(HostFacts facts, Func<MessageCatalog, string> text) => Of(facts, text, null);

    /// <summary>The remedy of a finding about a line that stands against nesting: the command changes it only where an option says so.</summary>
    /// <param name="facts">The machine.</param>
    /// <param name="text">Whom to ask first, and what the command then does.</param>
    internal static Remedy OfMitigation(HostFacts facts, Func<MessageCatalog, string> text) => Of(facts, text, text);

    /// <summary>What fails below the module and keeps instances from nesting: no command of this host mends it.</summary>
    /// <param name="findings">All findings of a machine.</param>
    internal static Finding? BrokenBelow(IEnumerable<Finding> findings) =>
        findings.FirstOrDefault(static f => f is { Outcome: Outcome.Fail, Link: < ChainLink.Module } && (f.Decides & Questions.GuestsCanNest) != 0);

    /// <summary>The finding as it is told where something below is broken: without the command.</summary>
    /// <param name="finding">A finding.</param>
    internal static Finding Below(Finding finding) => finding.Remedy?.Command?.StartsWith(Command, StringComparison.Ordinal) != true ? finding : finding with { Remedy = new(null, static m => m.MendBelowFirst) };

    /// <summary>True where the module has a parameter nested that the command can set.</summary>
    /// <param name="facts">The machine.</param>
    internal static bool IsThere(HostFacts facts) => facts.Cpu.Arch == "aarch64"
        || (facts.Modules.Vendor is { } vendor && NestedValue.TypeOf(vendor) is not null && (vendor != "kvm" || facts.Cpu.Arch == "s390x"));

    /// <summary>On s390x before Linux 7.0 KVM backs guests with huge pages or lets them nest, not both (arch/s390/kvm/kvm-s390.c).</summary>
    /// <param name="facts">The machine.</param>
    internal static Witness? HugePages(HostFacts facts) =>
        facts.Cpu.Arch == "s390x" && facts.Version is not { Major: >= 7 } && facts.Parameter("hpage") is { } pages && pages != "0" ? new(facts.ParameterPath("hpage")!, pages) : null;

    private static Remedy Of(HostFacts facts, Func<MessageCatalog, string> text, Func<MessageCatalog, string>? ofMitigation)
    {
        if (facts.Layer.Kind == LayerKind.Container)
        {
            return new(null, static m => m.SwitchOnHostAround);
        }

        if (HugePages(facts) is not null)
        {
            return new(null, static m => m.PlanHugePages);
        }

        if (ByHand(facts) is { } byHand)
        {
            return new(null, byHand);
        }

        if (facts.Cpu.Arch == "aarch64")
        {
            return new(Command, text);
        }

        Mitigations mitigations = Mitigations.Of(facts, facts.Modules.Vendor!);
        return mitigations.Boot.Count > 0 ? new(null, static m => m.MitigationAtBoot)
            : mitigations.Exist ? new(PastMitigation, ofMitigation ?? (m => m.PastMitigation(mitigations.Witnesses[0].Source))) { NeedsDecision = true }
            : new(Command, text);
    }

    /// <summary>The kernel command line, where it decides, of systems on which no program of theirs writes it.</summary>
    private static Func<MessageCatalog, string>? ByHand(HostFacts facts)
    {
        bool isArm = facts.Cpu.Arch == "aarch64";
        if (facts.Modules.State != ModuleState.Builtin && !isArm)
        {
            return null;
        }

        string word = isArm ? "kvm-arm.mode=nested" : facts.Modules.Vendor + ".nested=1";
        // A system of which nothing is known may yet turn out to have a way, and what an ordinary user cannot read root can.
        BootLoader loader = BootLoader.Of(facts);
        return loader is { Kind: BootLoaderKind.Unknown, Obstacle: BootObstacle.None } or { Obstacle: BootObstacle.EntriesNotRead } ? null : BootByHand.Of(facts, loader, word);
    }
}
