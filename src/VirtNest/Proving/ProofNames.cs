namespace VirtNest.Proving;

/// <summary>The names that JSON has for the values of a proof: never translated, never reused.</summary>
public static class ProofNames
{
#pragma warning disable CS1591 // each gives the name of a value of its enum
    public static string Of(ProofVerdict value) => value switch
    {
        ProofVerdict.Proven => "proven",
        ProofVerdict.Refuted => "refuted",
        ProofVerdict.Inconclusive => "inconclusive",
    };

    public static string Of(ProofStep value) => value switch
    {
        ProofStep.None => "none",
        ProofStep.Alive => "alive",
        ProofStep.SvmEnable => "svm-enable",
        ProofStep.SvmHostArea => "svm-host-area",
        ProofStep.Vmrun => "vmrun",
        ProofStep.VmxEnable => "vmx-enable",
        ProofStep.VmxBasic => "vmx-basic",
        ProofStep.Vmxon => "vmxon",
        ProofStep.Vmclear => "vmclear",
        ProofStep.Vmptrld => "vmptrld",
        ProofStep.Vmwrite => "vmwrite",
        ProofStep.Vmlaunch => "vmlaunch",
        ProofStep.L2Answer => "l2-answer",
        ProofStep.L2Cpuid => "l2-cpuid",
        ProofStep.L2Control => "l2-control",
        ProofStep.Loop => "loop",
        ProofStep.Vmxoff => "vmxoff",
        ProofStep.Done => "done",
    };

    public static string Of(FailureKind value) => value switch
    {
        FailureKind.NotOffered => "not-offered",
        FailureKind.Exception => "exception",
        FailureKind.UnexpectedExit => "unexpected-exit",
        FailureKind.L2Exception => "l2-exception",
        FailureKind.SecondLevelFault => "second-level-fault",
        FailureKind.EntryRefused => "entry-refused",
        FailureKind.VmFailInvalid => "vmfail-invalid",
        FailureKind.VmFailValid => "vmfail-valid",
        FailureKind.WrongAnswer => "wrong-answer",
        FailureKind.CountsDiffer => "counts-differ",
        FailureKind.StatisticDiffers => "statistic-differs",
        FailureKind.Shutdown => "shutdown",
        FailureKind.Halted => "halted",
        FailureKind.FailEntry => "fail-entry",
        FailureKind.InternalError => "internal-error",
        FailureKind.UnexpectedKvmExit => "unexpected-kvm-exit",
        FailureKind.CallFailed => "call-failed",
        FailureKind.Deadline => "deadline",
        FailureKind.Cancelled => "cancelled",
        FailureKind.NoPayload => "no-payload",
        FailureKind.StateLost => "state-lost",
    };

    public static string Of(BlamedLayer value) => value switch
    {
        BlamedLayer.None => "none",
        BlamedLayer.NestedParameter => "nested-parameter",
        BlamedLayer.SecondLevelPaging => "second-level-paging",
        BlamedLayer.Kvm => "kvm",
        BlamedLayer.KvmOrBelow => "kvm-or-below",
        BlamedLayer.Device => "device",
        BlamedLayer.Resources => "resources",
        BlamedLayer.Payload => "payload",
    };

    public static string Of(ConsistencyCheck value) => value switch
    {
        ConsistencyCheck.AsidZero => "asid-zero",
        ConsistencyCheck.EferWithoutSvme => "efer-without-svme",
        ConsistencyCheck.VmrunNotIntercepted => "vmrun-not-intercepted",
        ConsistencyCheck.PagingWithoutProtection => "paging-without-protection",
        ConsistencyCheck.NotWriteThroughWithoutCacheDisable => "not-write-through-without-cache-disable",
        ConsistencyCheck.Cr0Reserved => "cr0-reserved",
        ConsistencyCheck.Cr3Reserved => "cr3-reserved",
        ConsistencyCheck.Cr4Reserved => "cr4-reserved",
        ConsistencyCheck.DebugRegisterReserved => "debug-register-reserved",
        ConsistencyCheck.LongModeWithoutPae => "long-mode-without-pae",
        ConsistencyCheck.CodeSegmentLongAndDefault => "code-segment-long-and-default",
        ConsistencyCheck.NestedCr3OutOfRange => "nested-cr3-out-of-range",
        ConsistencyCheck.NestedPagingNotOffered => "nested-paging-not-offered",
        ConsistencyCheck.NestedEntryAbsent => "nested-entry-absent",
        ConsistencyCheck.NestedEntryNotUser => "nested-entry-not-user",
        ConsistencyCheck.NotIntercepted => "not-intercepted",
        ConsistencyCheck.PinControls => "pin-controls",
        ConsistencyCheck.PrimaryControls => "primary-controls",
        ConsistencyCheck.SecondaryControls => "secondary-controls",
        ConsistencyCheck.ExitControls => "exit-controls",
        ConsistencyCheck.EntryControls => "entry-controls",
        ConsistencyCheck.EptPointer => "ept-pointer",
        ConsistencyCheck.HostCr0 => "host-cr0",
        ConsistencyCheck.HostCr4 => "host-cr4",
        ConsistencyCheck.HostSelector => "host-selector",
        ConsistencyCheck.HostAddress => "host-address",
        ConsistencyCheck.LinkPointer => "link-pointer",
        ConsistencyCheck.GuestCr0 => "guest-cr0",
        ConsistencyCheck.GuestCr4 => "guest-cr4",
        ConsistencyCheck.GuestTr => "guest-tr",
        ConsistencyCheck.GuestRflags => "guest-rflags",
        ConsistencyCheck.GuestLongMode => "guest-long-mode",
        ConsistencyCheck.GuestActivity => "guest-activity",
        ConsistencyCheck.EptEntryForbids => "ept-entry-forbids",
        ConsistencyCheck.EptEntryMisconfigured => "ept-entry-misconfigured",
        ConsistencyCheck.VmxonPointer => "vmxon-pointer",
        ConsistencyCheck.VmclearOfVmxonRegion => "vmclear-of-vmxon-region",
        ConsistencyCheck.VmcsPointer => "vmcs-pointer",
        ConsistencyCheck.Revision => "revision",
        ConsistencyCheck.L1Cr0 => "l1-cr0",
        ConsistencyCheck.FeatureControl => "feature-control",
        ConsistencyCheck.NotEnabled => "not-enabled",
        ConsistencyCheck.NoCpuid => "no-cpuid",
        ConsistencyCheck.L2Program => "l2-program",
    };

    public static string Of(NestedExtension value) => value switch
    {
        NestedExtension.None => "none",
        NestedExtension.Svm => "svm",
        NestedExtension.Vmx => "vmx",
    };

    public static string Of(ProofRole value) => value switch
    {
        ProofRole.Host => "host",
        ProofRole.Instance => "instance",
    };

    public static string Of(ExitKind value) => value switch
    {
        ExitKind.Hypercall => "hypercall",
        ExitKind.Cpuid => "cpuid",
        ExitKind.Hlt => "hlt",
        ExitKind.Rdmsr => "rdmsr",
        ExitKind.Out => "out",
    };

    public static string Of(RestoreOrder value) => value switch
    {
        RestoreOrder.NestedEarly => "nested-early",
        RestoreOrder.NestedLast => "nested-last",
    };

    public static string Of(StopPoint value) => value switch
    {
        StopPoint.L2AtOut => "l2-at-out",
        StopPoint.L1BetweenEntries => "l1-between-entries",
        StopPoint.L2AtSignal => "l2-at-signal",
        StopPoint.L1AtSignal => "l1-at-signal",
        StopPoint.EntryPending => "entry-pending",
    };
#pragma warning restore CS1591
}
