namespace VirtNest.Changing;

/// <summary>What a change consists of, as data: the files first, then the programs that make something of them, and the module last, so
/// that what disturbs most comes when nothing else can fail any more. The undo goes the module, the files backwards, then the
/// programs.</summary>
/// <param name="Goal">What it is for.</param>
/// <param name="Module">The vendor module, or null where there is none.</param>
/// <param name="IsOnNow">What the running module says; null where nothing tells or it is not loaded.</param>
/// <param name="Files">Files that change, in order.</param>
/// <param name="Programs">Programs that run, in order.</param>
/// <param name="ModuleStep">What happens to the module, or null.</param>
/// <param name="Refusals">Why it cannot be applied; empty where it can.</param>
/// <param name="Notices">What to know beforehand.</param>
public sealed record ChangePlan(
    ChangeGoal Goal,
    string? Module,
    bool? IsOnNow,
    IReadOnlyList<FileStep> Files,
    IReadOnlyList<ProgramStep> Programs,
    ModuleStep? ModuleStep,
    IReadOnlyList<Remark> Refusals,
    IReadOnlyList<Remark> Notices)
{
    /// <summary>Of an undo: the goal of the change that it takes back. Afterwards the configuration says what was there before, whatever
    /// that was.</summary>
    public ChangeGoal? TakesBack { get; init; }

    /// <summary>There is something to do.</summary>
    public bool HasSteps => Files.Count > 0 || Programs.Count > 0 || ModuleStep is not null;

    /// <summary>A program of it makes initramfs images.</summary>
    public bool MakesImage => Programs.Any(static p => !p.WritesEntries);

    /// <summary>Nothing stands against it.</summary>
    public bool IsAllowed => Refusals.Count == 0;

    /// <summary>How many steps it has.</summary>
    public int StepCount => Files.Count + Programs.Count + (ModuleStep is null ? 0 : 1);
}
