using VirtNest.Text;

namespace VirtNest.Host.Applying;

/// <summary>Why a step did not come off.</summary>
/// <param name="Step">Its number in the plan, counted from 0; the plan's step count for the verification.</param>
/// <param name="Why">The reason, as part of a sentence.</param>
public sealed record StepFailure(int Step, Sentence Why)
{
    /// <summary>The module could not be unloaded because it came into use: waiting may help.</summary>
    public bool IsInUse { get; init; }
}
