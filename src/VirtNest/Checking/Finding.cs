using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Checking;

/// <summary>How a check ended.</summary>
public enum Outcome
{
    /// <summary>What it asks for is so.</summary>
    Pass,
    /// <summary>It is not so.</summary>
    Fail,
    /// <summary>The evidence does not tell.</summary>
    Unknown,
}

/// <summary>How much a finding weighs.</summary>
public enum Severity
{
    /// <summary>A link of the chain: where it fails, an answer is no.</summary>
    Fail,
    /// <summary>Something that works now and will not, or works with a cost.</summary>
    Warn,
    /// <summary>Worth knowing.</summary>
    Note,
}

/// <summary>The links of the chain from the CPU to a nested instance, in order; from Host on they are those of one instance (`instance
/// check`).</summary>
public enum ChainLink
{
    /// <summary>The processor has VMX or SVM.</summary>
    Cpu,
    /// <summary>Firmware leaves it on.</summary>
    Firmware,
    /// <summary>The hypervisor below passes it on.</summary>
    Hypervisor,
    /// <summary>The kernel shows it.</summary>
    Kernel,
    /// <summary>The vendor module is in the kernel and has started.</summary>
    Module,
    /// <summary>The module's parameter nested is on.</summary>
    Nested,
    /// <summary>/dev/kvm exists, opens and answers.</summary>
    Device,
    /// <summary>KVM offers the extension to guests.</summary>
    Offer,
    /// <summary>An L2 ran.</summary>
    Proof,
    /// <summary>The instance's host offers the extension to instances.</summary>
    Host,
    /// <summary>The instance's definition asks for it.</summary>
    Definition,
    /// <summary>The process that runs the instance has it.</summary>
    Process,
    /// <summary>The CPU that the guest sees has it.</summary>
    Inside,
    /// <summary>The vendor module is in the guest's kernel.</summary>
    InsideModule,
}

/// <summary>The two questions of virt-nest.</summary>
[Flags]
public enum Questions
{
    /// <summary>Neither.</summary>
    None = 0,
    /// <summary>Can this host run instances of its own?</summary>
    RunsGuests = 1,
    /// <summary>Can the instances of this host run instances of their own?</summary>
    GuestsCanNest = 2,
    /// <summary>Both.</summary>
    Both = 3,
}

/// <summary>What a person can do about a finding.</summary>
/// <param name="Command">One command of virt-nest that does it, or null where only a person can.</param>
/// <param name="Text">What to do, in words.</param>
public sealed record Remedy(string? Command, Sentence Text)
{
    /// <summary>A person has to decide before the command is run: the words come first.</summary>
    public bool NeedsDecision { get; init; }

    /// <summary>The command needs root; false for one that libvirt lets others run too.</summary>
    public bool NeedsRoot { get; init; } = true;
}

/// <summary>What one check found.</summary>
/// <param name="Code">Its stable code, which docs/findings explains.</param>
/// <param name="Link">Its place in the chain, or null for one that stands beside it.</param>
/// <param name="Outcome">Pass, fail or unknown.</param>
/// <param name="Severity">Its weight.</param>
/// <param name="Decides">The answers that it makes no where it fails, and unknown where it cannot tell.</param>
/// <param name="Title">One sentence.</param>
/// <param name="Evidence">What it rests on.</param>
/// <param name="Remedy">What to do, or null where there is nothing to do.</param>
public sealed record Finding(
    FindingCode Code, ChainLink? Link, Outcome Outcome, Severity Severity, Questions Decides, Sentence Title,
    IReadOnlyList<Witness> Evidence, Remedy? Remedy)
{
    /// <summary>A finding as the row of its code has it.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="outcome">How the check ended.</param>
    /// <param name="title">One sentence.</param>
    /// <param name="evidence">What it rests on.</param>
    /// <param name="remedy">What to do, or null.</param>
    internal static Finding Make(
        FindingCode code, Outcome outcome, Sentence title, IReadOnlyList<Witness> evidence, Remedy? remedy = null)
    {
        (ChainLink? link, Severity severity, Questions decides) = code.Row();
        return new(code, link, outcome, severity, decides, title, evidence, remedy);
    }

    internal static Finding Pass(FindingCode code, Sentence title, IReadOnlyList<Witness> evidence) =>
        Make(code, Outcome.Pass, title, evidence);

    internal static Finding Fail(FindingCode code, Sentence title, IReadOnlyList<Witness> evidence, Remedy? remedy = null) =>
        Make(code, Outcome.Fail, title, evidence, remedy);

    internal static Finding Unknown(FindingCode code, Sentence title, IReadOnlyList<Witness> evidence, Remedy? remedy = null) =>
        Make(code, Outcome.Unknown, title, evidence, remedy);
}
