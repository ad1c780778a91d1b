namespace VirtNest.Proving;

/// <summary>A failure, as far as it can be named. Members that do not belong to its <see cref="Kind"/> are null.</summary>
public sealed record ProofFailure
{
    /// <summary>The shape.</summary>
    public required FailureKind Kind { get; init; }

    /// <summary>The step that L1 was at.</summary>
    public ProofStep Step { get; init; }

    /// <summary>Where to look for the cause.</summary>
    public BlamedLayer Layer { get; init; }

    /// <summary>The field or rule at fault, where one was found.</summary>
    public ConsistencyCheck? Check { get; init; }

    /// <summary>The exception's vector, of L1 or of L2 by <see cref="Kind"/>.</summary>
    public int? Vector { get; init; }

    /// <summary>The exception's error code, where the vector has one.</summary>
    public ulong? ErrorCode { get; init; }

    /// <summary>The address of the instruction: in L1, or in L2 for what L2 did.</summary>
    public ulong? Rip { get; init; }

    /// <summary>The faulting address: CR2 of a page fault, or L2's guest-physical address.</summary>
    public ulong? Address { get; init; }

    /// <summary>SVM exit code or VMX exit reason with its flags; KVM's exit reason for the kinds that KVM_RUN tells.</summary>
    public ulong? ExitCode { get; init; }

    /// <summary>SVM exit info 1 or VMX exit qualification.</summary>
    public ulong? Qualification { get; init; }

    /// <summary>VM-instruction error (VMCS field 4400).</summary>
    public int? InstructionError { get; init; }

    /// <summary>The VMCS field of the VMWRITE that failed.</summary>
    public uint? VmcsField { get; init; }

    /// <summary>The call that failed, as the kernel's documents name it.</summary>
    public string? Call { get; init; }

    /// <summary>errno(3) of the call.</summary>
    public int? Errno { get; init; }

    /// <summary>What was expected, for answers and counts.</summary>
    public ulong? Expected { get; init; }

    /// <summary>What was found.</summary>
    public ulong? Found { get; init; }

    /// <summary>True where the failed run says nothing about nesting: nobody can say "no" from it.</summary>
    public bool IsInconclusive => Kind is FailureKind.CallFailed or FailureKind.Deadline or FailureKind.Cancelled
        or FailureKind.NoPayload or FailureKind.StatisticDiffers;
}
