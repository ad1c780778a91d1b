namespace VirtNest.Host.Proving;

/// <summary>Why a VM stopped, as far as the prover tells them apart.</summary>
internal enum VmStopKind
{
    /// <summary>OUT to the port for reports: <see cref="VmStop.Value"/> is the code.</summary>
    Report,
    /// <summary>OUT by L2 to the port that stops it.</summary>
    StopInL2,
    /// <summary>The signal came.</summary>
    Signal,
    /// <summary>KVM_EXIT_HLT.</summary>
    Halted,
    /// <summary>KVM_EXIT_SHUTDOWN.</summary>
    Shutdown,
    /// <summary>KVM_EXIT_FAIL_ENTRY: the value is the hardware's reason.</summary>
    FailEntry,
    /// <summary>KVM_EXIT_INTERNAL_ERROR: the value is the suberror.</summary>
    InternalError,
    /// <summary>Another exit: the value is KVM's reason.</summary>
    Other,
    /// <summary>KVM_RUN failed: the value is the error number.</summary>
    Failed,
}

/// <summary>Why a VM stopped.</summary>
internal readonly record struct VmStop(VmStopKind Kind, ulong Value);
