using VirtNest.Text;

namespace VirtNest.Changing;

/// <summary>What a change consists of, as data: steps in the order in which they are done, so that what disturbs most comes when nothing
/// else can fail any more. They are taken back in reverse; then what follows others is done again.</summary>
/// <param name="Subject">What it changes.</param>
/// <param name="Goal">What it is for.</param>
/// <param name="Steps">The steps; empty where there is nothing to do.</param>
/// <param name="Refusals">Why it cannot be applied; empty where it can.</param>
/// <param name="Notices">What to know beforehand.</param>
public sealed record ChangePlan(
    ChangeSubject Subject, PlanGoal Goal, IReadOnlyList<ChangeStep> Steps, IReadOnlyList<Remark> Refusals, IReadOnlyList<Remark> Notices)
{
    /// <summary>What is about to be done, or that nothing is to be done, in a sentence; null where the refusals say all.</summary>
    public Sentence? Title { get; init; }

    /// <summary>What is so once it is done, in a sentence.</summary>
    public Sentence? Done { get; init; }

    /// <summary>Of the host: the vendor module; null where there is none.</summary>
    public string? Module { get; init; }

    /// <summary>Of the host: what the running module says; null where nothing tells or it is not loaded.</summary>
    public bool? IsOnNow { get; init; }

    /// <summary>Of an undo on the host: the goal of the change that it takes back. Afterwards the configuration says what was there
    /// before, whatever that was.</summary>
    public ChangeGoal? TakesBack { get; init; }

    /// <summary>Of the host: its goal.</summary>
    /// <exception cref="InvalidCastException">The plan is not one of the host.</exception>
    public ChangeGoal Host => (ChangeGoal)Goal;

    /// <summary>The files that change.</summary>
    public IReadOnlyList<FileStep> Files => [.. Steps.OfType<FileStep>()];

    /// <summary>The programs that run.</summary>
    public IReadOnlyList<ProgramStep> Programs => [.. Steps.OfType<ProgramStep>()];

    /// <summary>What happens to the module, or null.</summary>
    public ModuleStep? ModuleStep => Steps.OfType<ModuleStep>().FirstOrDefault();

    /// <summary>Of an instance: libvirt's URI of the connection, in full; null of others, and where there is nothing to do.</summary>
    public string? Connection => Steps switch
    {
        [DefinitionStep step, ..] => step.Connection, [RestartStep step, ..] => step.Connection, _ => null,
    };

    /// <summary>There is something to do.</summary>
    public bool HasSteps => Steps.Count > 0;

    /// <summary>A program of it makes initramfs images.</summary>
    public bool MakesImage => Programs.Any(static p => !p.WritesEntries);

    /// <summary>Nothing stands against it.</summary>
    public bool IsAllowed => Refusals.Count == 0;

    /// <summary>A step in one line.</summary>
    /// <param name="step">Its number, counted from 0; the count of steps for the verification.</param>
    public Sentence StepName(int step) => step < Steps.Count ? Steps[step].Name : new("verification", "验证");
}
