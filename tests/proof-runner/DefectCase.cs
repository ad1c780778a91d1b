using VirtNest.Host.Proving;
using VirtNest.Proving;

namespace VirtNest.ProofRunner;

/// <summary>A wrong payload and the name that its failure must get.</summary>
internal sealed record DefectCase(string Name, PayloadDefect Defect, FailureKind Kind, ProofStep Step, ConsistencyCheck? Check)
{
    /// <summary>What an older or newer kernel makes of the same defect, where that is something else.</summary>
    internal (FailureKind Kind, ProofStep Step, ConsistencyCheck? Check)? Otherwise { get; init; }

    /// <summary>VM-instruction error or vector, where the name has one that is to be compared.</summary>
    internal int? Number { get; init; }

    internal bool Matches(ProofFailure? failure) => failure is not null
        && ((failure.Kind, failure.Step, failure.Check) == (Kind, Step, Check) || (failure.Kind, failure.Step, failure.Check) == Otherwise)
        && (Number is null || Otherwise is not null || Number == (failure.InstructionError ?? failure.Vector));
}
