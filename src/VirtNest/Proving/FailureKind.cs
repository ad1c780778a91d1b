namespace VirtNest.Proving;

/// <summary>The shape in which a proof failed.</summary>
public enum FailureKind
{
    /// <summary>KVM does not offer it to guests, by its own answer (KVM_GET_SUPPORTED_CPUID, VMX capability MSRs).</summary>
    NotOffered,
    /// <summary>L1 took an exception; its own IDT caught it.</summary>
    Exception,
    /// <summary>L2 left for another reason than the one the protocol has at this step.</summary>
    UnexpectedExit,
    /// <summary>L2 took an exception, which L1 intercepts.</summary>
    L2Exception,
    /// <summary>The second-level table did not lead L2 to its memory.</summary>
    SecondLevelFault,
    /// <summary>VMRUN or VM entry was refused: VMEXIT_INVALID, or exit reason with the entry-failure bit.</summary>
    EntryRefused,
    /// <summary>VMfailInvalid: there was no current VMCS to hold an error.</summary>
    VmfailInvalid,
    /// <summary>VMfailValid: the VM-instruction error says why.</summary>
    VmfailValid,
    /// <summary>All steps were done, and L1's or L2's answer to the nonce or to CPUID is wrong.</summary>
    WrongAnswer,
    /// <summary>L1's count, L2's count and the number asked for differ.</summary>
    CountsDiffer,
    /// <summary>L1 and L2 agree, and the kernel's own statistic nested_run does not.</summary>
    StatisticDiffers,
    /// <summary>KVM_EXIT_SHUTDOWN: a triple fault in L1.</summary>
    Shutdown,
    /// <summary>KVM_EXIT_HLT where nobody should halt.</summary>
    Halted,
    /// <summary>KVM_EXIT_FAIL_ENTRY: the CPU refused L1 itself.</summary>
    FailEntry,
    /// <summary>KVM_EXIT_INTERNAL_ERROR.</summary>
    InternalError,
    /// <summary>KVM_RUN came back for a reason that the protocol has no place for.</summary>
    UnexpectedKvmExit,
    /// <summary>A call failed: its name and the error number.</summary>
    CallFailed,
    /// <summary>The deadline passed and KVM_RUN was interrupted.</summary>
    Deadline,
    /// <summary>It was asked to end.</summary>
    Cancelled,
    /// <summary>Not x86-64: there is no payload for it.</summary>
    NoPayload,
    /// <summary>State that was saved from one VM and set into another is not the same, or L2 did not go on.</summary>
    StateLost,
}
