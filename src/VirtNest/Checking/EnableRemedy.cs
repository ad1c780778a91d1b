using VirtNest.Facts;
using VirtNest.Facts.Boot;
using VirtNest.Text;

namespace VirtNest.Checking;

/// <summary>The remedy that is one command, `virt-nest enable`. It is named only where the plan of that command would not be refused: not
/// in a container, whose kernel is the host's; not where a link below the module is broken, which no load mends; not where a person has to
/// decide or to write.</summary>
internal static class EnableRemedy
{
    private const string Command = "virt-nest enable";

    private const string PastMitigation = Command + " --override-mitigation";

    /// <summary>The remedy of a finding that the command mends.</summary>
    /// <param name="facts">The machine.</param>
    /// <param name="text">What the command does.</param>
    internal static Remedy For(HostFacts facts, Sentence text) => For(facts, text, null);

    /// <summary>The remedy of a finding about a line that stands against nesting: the command changes it only where an option says
    /// so.</summary>
    /// <param name="facts">The machine.</param>
    /// <param name="text">Whom to ask first, and what the command then does.</param>
    internal static Remedy ForMitigation(HostFacts facts, Sentence text) => For(facts, text, text);

    /// <summary>What fails below the module and keeps instances from nesting: no command of this host mends it.</summary>
    /// <param name="findings">All findings of a machine.</param>
    internal static Finding? BrokenBelow(IEnumerable<Finding> findings) =>
        findings.FirstOrDefault(
            static f => f is { Outcome: Outcome.Fail, Link: < ChainLink.Module } && (f.Decides & Questions.GuestsCanNest) != 0);

    /// <summary>The finding as it is told where something below is broken: without the command.</summary>
    /// <param name="finding">A finding.</param>
    internal static Finding Below(Finding finding) => finding.Remedy?.Command?.StartsWith(Command, StringComparison.Ordinal) != true
        ? finding : finding with { Remedy = new(null, MendBelowFirst) };

    /// <summary>True where the module has a parameter nested that the command can set.</summary>
    /// <param name="facts">The machine.</param>
    internal static bool IsThere(HostFacts facts) => facts.Cpu.Architecture.IsSwitchedAtBoot
        || (facts.Modules.Row is { Nested: not null } row
            && (row != VendorModule.Kvm || facts.Cpu.Architecture.Switch == NestingSwitch.Parameter));

    /// <summary>On s390x before Linux 7.0 KVM backs guests with huge pages or lets them nest, not both
    /// (arch/s390/kvm/kvm-s390.c).</summary>
    /// <param name="facts">The machine.</param>
    internal static Witness? HugePages(HostFacts facts) =>
        facts.Cpu.Architecture.HugePagesSince is { } since && facts.Version?.IsAtLeast(since) != true
        && facts.Parameter("hpage") is { } pages && pages != "0"
            ? new(facts.ParameterPath("hpage")!, pages) : null;

    private static Remedy For(HostFacts facts, Sentence text, Sentence? ofMitigation)
    {
        if (facts.Layer.Kind == LayerKind.Container)
        {
            return new(null, SwitchOnHostAround);
        }

        if (HugePages(facts) is not null)
        {
            return new(null, CheckSentences.PlanHugePages);
        }

        if (ByHand(facts) is { } byHand)
        {
            return new(null, byHand);
        }

        if (facts.Cpu.Architecture.IsSwitchedAtBoot)
        {
            return new(Command, text);
        }

        Mitigations mitigations = Mitigations.Find(facts, facts.Modules.Vendor!);
        return mitigations.Boot.Count > 0 ? new(null, CheckSentences.MitigationAtBoot)
            : mitigations.Exist
            ? new(PastMitigation, ofMitigation ?? (PastMitigationSentence(mitigations.Witnesses[0].Source))) { NeedsDecision = true }
            : new(Command, text);
    }

    /// <summary>The kernel command line decides: the module is built in, its word wins over the files, or the architecture has nothing
    /// else.</summary>
    /// <param name="facts">The machine.</param>
    internal static bool IsDecidedAtBoot(HostFacts facts) => facts.Modules.State == ModuleState.Builtin
        || facts.Cpu.Architecture.IsSwitchedAtBoot || NextLoadCheck.DecidingWord(facts) is not null;

    /// <summary>The name of the program that writes the kernel command line; null where none was found.</summary>
    /// <param name="facts">The machine.</param>
    internal static string? WriterOf(HostFacts facts) =>
        BootLoader.Detect(facts).Program is { } program ? program[(program.LastIndexOf('/') + 1)..] : null;

    /// <summary>Systems whose configuration is declared elsewhere, and the kernel command line, where it decides, of those on which no
    /// program writes it.</summary>
    private static Sentence? ByHand(HostFacts facts)
    {
        string word = facts.Cpu.Architecture.SwitchWord ?? facts.Modules.Vendor + ".nested=1";
        if (BootObstacle.OfDeclaredModules(facts) is { } declared)
        {
            return declared.ByHand(word);
        }

        if (!IsDecidedAtBoot(facts))
        {
            return null;
        }

        // A system of which nothing is known may yet turn out to have a way, and what an ordinary user cannot read root can.
        BootLoader loader = BootLoader.Detect(facts);
        return loader.Obstacle is { Kind: BootObstacleKind.LeftToPerson or BootObstacleKind.CanBePutAway } obstacle
            ? obstacle.ByHand(word) : null;
    }

    private static Sentence MendBelowFirst => new(
        "Mend what is broken further up the chain first; nothing that this host changes in itself helps before.",
        "请先解决链条中更靠前的断开环节；在此之前，在本机上做任何更改都没有用。");
    private static Sentence SwitchOnHostAround => new(
        "This is a container: kernel and modules are those of the host around it. Switch it there.",
        "这是一个容器：内核和模块属于外面的主机，请在那里设置。");
    private static Sentence PastMitigationSentence(string line) => new(
        $"{line} keeps nesting off on purpose: ask who wrote it first, and see that the kernel has the fixes (virt-nest explain VN1503). "
            + "Then the option lets the command change such lines.",
        $"{line} 有意关闭嵌套：请先询问写下它的人，并确认内核已有修复（virt-nest explain VN1503）。确认之后，该选项允许命令修改这样的行。");
}
