using System.Globalization;
using VirtNest.Evidence;
using VirtNest.Proofs;

namespace VirtNest.Messages;

internal sealed partial class English
{
    public override string HelpProve => "Runs a tiny L1 through /dev/kvm that itself runs a tiny L2, and tells whether it worked and which step failed. Needs nothing but access to /dev/kvm.";

    public override string HelpProveRole => "what the exit status answers: host: an L2 ran; instance: a plain guest ran, and no L2 is tried";

    public override string HelpProveExits => "also measure what exits cost at L1 and at L2, with N of each kind";

    public override string HelpProveLoop => "also keep an L2 running for that long: a load for monitors";

    public override string HelpProveState => "also save the state with a live L2, set it into a new VM and go on, many times";

    public override string HelpProveDeadline => "give up after that long (default 30), as 'could not tell'";

    public override string ProofHeadline(ProofRole role, ProofVerdict verdict) => (role, verdict) switch
    {
        (ProofRole.Host, ProofVerdict.Proven) => "An L2 ran here: nested virtualization works.",
        (ProofRole.Host, ProofVerdict.Refuted) => "No L2 ran here: nested virtualization does not work.",
        (ProofRole.Instance, ProofVerdict.Proven) => "A plain guest ran here: this host can run instances.",
        (ProofRole.Instance, ProofVerdict.Refuted) => "No guest ran here: this host cannot run instances.",
        _ => "Could not tell.",
    };

    public override string ProofVerdictWord(ProofVerdict verdict) => verdict switch
    {
        ProofVerdict.Proven => "proven",
        ProofVerdict.Refuted => "refuted",
        ProofVerdict.Inconclusive => "unknown",
    };

    public override string ProofPlainName => "plain guest";

    public override string ProofPagingName(NestedExtension extension) => extension switch
    {
        NestedExtension.Svm => "L2 with nested paging (NPT)",
        NestedExtension.Vmx => "L2 with nested paging (EPT)",
        NestedExtension.None => "L2 with nested paging",
    };

    public override string ProofNoPagingName => "L2 without nested paging";

    public override string ProofPlainDetail(string time) => $"answered, {time}";

    public override string ProofNestedDetail(long hypercalls, ulong? entries, string? roundTrip, string time)
    {
        string counted = entries is { } count ? $", {count} entries by the kernel's count" : ", not counted by this kernel";
        string trip = roundTrip is null ? "" : $", {roundTrip} each";
        return $"{hypercalls} hypercalls{trip}{counted}, {time}";
    }

    public override string ProofHostLine(ProofHost host) =>
        $"kernel {host.Kernel}, {(host.CpuModel.Length > 0 ? host.CpuModel : host.CpuVendor)}{(host.Hypervisor is null ? "" : $" under {host.Hypervisor}")}{(host.Module is null ? "" : $", {host.Module} {host.Parameters}")}";

    public override string ProofNotTried => "not tried";

    public override string ProofWhy => "Why: ";

    public override string ProofWhere => "Where to look: ";

    public override string ProofRemedy => "Remedy: ";

    public override string ProofStepPhrase(ProofStep at, NestedExtension extension) => at switch
    {
        ProofStep.None => "before L1's first instruction",
        ProofStep.Alive => "in L1, before it switched anything on",
        ProofStep.SvmEnable => "when L1 set EFER.SVME",
        ProofStep.SvmHostArea => "when L1 wrote VM_HSAVE_PA",
        ProofStep.Vmrun => "at L1's first VMRUN",
        ProofStep.VmxEnable => "when L1 set CR4.VMXE",
        ProofStep.VmxBasic => "when L1 read IA32_VMX_BASIC",
        ProofStep.Vmxon => "at L1's VMXON",
        ProofStep.Vmclear => "at L1's VMCLEAR",
        ProofStep.Vmptrld => "at L1's VMPTRLD",
        ProofStep.Vmwrite => "at L1's VMWRITE",
        ProofStep.Vmlaunch => "at L1's VMLAUNCH",
        ProofStep.L2Answer => "at L2's first exit, a hypercall",
        ProofStep.L2Cpuid => "at L2's second exit, CPUID",
        ProofStep.L2Control => "at L2's third exit, a hypercall",
        ProofStep.Loop => "in the counted loop",
        ProofStep.Vmxoff => "at L1's VMXOFF",
        ProofStep.Done => "at the end",
    };

    public override string ProofFailureSentence(ProofFailure failure, NestedExtension extension)
    {
        if (failure is { Kind: FailureKind.NotOffered, Check: ConsistencyCheck.NestedPagingNotOffered })
        {
            return "KVM does not offer nested paging to guests.";
        }

        string at = ProofStepPhrase(failure.Step, extension);
        string sentence = failure.Kind switch
        {
            FailureKind.NotOffered when failure.Call is null => "KVM does not offer it to guests",
            FailureKind.NotOffered => $"this kernel has no {failure.Call}",
            FailureKind.Exception => $"{ArchitectureNames.Exception(failure.Vector!.Value)} {at} (RIP {failure.Rip:x}{(failure.ErrorCode is { } code ? $", error code {code:x}" : "")}{(failure.Address is { } address ? $", address {address:x}" : "")})",
            FailureKind.UnexpectedExit => $"another exit than expected {at}: {ExitText(failure, extension)}",
            FailureKind.L2Exception => $"L2 took {ArchitectureNames.Exception(failure.Vector!.Value)} {at} (L2's RIP {failure.Rip:x}{(failure.Address is { } address ? $", address {address:x}" : "")})",
            FailureKind.SecondLevelFault => $"the second-level page table did not lead L2 to {failure.Address:x} ({ExitText(failure, extension)}) {at}",
            FailureKind.EntryRefused => $"the entry into L2 was refused ({ExitText(failure, extension)}){(failure.Step == ProofStep.L2Answer ? "" : " " + at)}",
            FailureKind.VmFailInvalid => $"VMfailInvalid {at}",
            FailureKind.VmFailValid => $"VM-instruction error {failure.InstructionError} ({ArchitectureNames.VmInstructionError(failure.InstructionError!.Value) ?? "no name"}) {at}{(failure.VmcsField is { } field ? $", field {field:x}" : "")}",
            FailureKind.WrongAnswer => $"a wrong answer to the nonce or to CPUID: expected {failure.Expected:x}, found {failure.Found:x}",
            FailureKind.CountsDiffer => $"L1's and L2's counts differ: expected {failure.Expected}, found {failure.Found}",
            FailureKind.StatisticDiffers => $"L1 and L2 agree, but the kernel counted {failure.Found} entries into L2 where there were {failure.Expected}",
            FailureKind.Shutdown => $"triple fault (KVM_EXIT_SHUTDOWN) {at}",
            FailureKind.Halted => $"the vCPU halted (KVM_EXIT_HLT) {at}",
            FailureKind.FailEntry => $"the CPU refused to enter L1 (KVM_EXIT_FAIL_ENTRY, hardware reason {failure.ExitCode:x}) {at}",
            FailureKind.InternalError => $"KVM gave up (KVM_EXIT_INTERNAL_ERROR, suberror {failure.ExitCode}) {at}",
            FailureKind.UnexpectedKvmExit => $"KVM_RUN came back for an unexpected reason ({failure.ExitCode}) {at}",
            FailureKind.CallFailed => failure.Errno is { } errno ? $"{failure.Call} failed: {LinuxErrno.Name(errno)}" : $"{failure.Call} answered {failure.Found} where {failure.Expected} is needed",
            FailureKind.Deadline => $"the deadline passed {at}",
            FailureKind.Cancelled => $"it was told to end {at}",
            FailureKind.NoPayload => "there is no proof for this architecture yet: only for x86-64",
            FailureKind.StateLost => failure.Call is null ? $"the state was lost {at}" : $"{failure.Call} failed: {LinuxErrno.Name(failure.Errno ?? 0)}",
        };
        // Names of calls keep their letters.
        string opened = failure.Call is null ? char.ToUpper(sentence[0], CultureInfo.InvariantCulture) + sentence[1..] : sentence;
        return opened + (failure.Check is { } check ? ": " + ConsistencyCheckSentence(check) : ".");
    }

    private static string ExitText(ProofFailure failure, NestedExtension extension) =>
        $"{(extension == NestedExtension.Vmx ? "exit reason" : "exit code")} {failure.ExitCode:x}{(ArchitectureNames.Exit(failure.ExitCode ?? 0, extension) is { } name ? $", {name}" : "")}, {(extension == NestedExtension.Vmx ? "qualification" : "info")} {failure.Qualification:x}";

    public override string ConsistencyCheckSentence(ConsistencyCheck check) => check switch
    {
        ConsistencyCheck.AsidZero => "the VMCB's ASID is 0.",
        ConsistencyCheck.EferWithoutSvme => "EFER in the VMCB lacks SVME.",
        ConsistencyCheck.VmrunNotIntercepted => "the VMCB does not intercept VMRUN.",
        ConsistencyCheck.PagingWithoutProtection => "CR0 in the VMCB has PG without PE.",
        ConsistencyCheck.NotWriteThroughWithoutCacheDisable => "CR0 in the VMCB has NW without CD.",
        ConsistencyCheck.Cr0Reserved => "CR0 in the VMCB has bits in its upper half.",
        ConsistencyCheck.Cr3Reserved => "CR3 in the VMCB has reserved bits.",
        ConsistencyCheck.Cr4Reserved => "CR4 in the VMCB has reserved bits.",
        ConsistencyCheck.DebugRegisterReserved => "DR6 or DR7 in the VMCB has bits in its upper half.",
        ConsistencyCheck.LongModeWithoutPae => "the VMCB has long mode with paging and no CR4.PAE.",
        ConsistencyCheck.CodeSegmentLongAndDefault => "CS in the VMCB is both 64-bit (L) and 32-bit (D).",
        ConsistencyCheck.NestedCr3OutOfRange => "the VMCB's nested CR3 lies beyond the physical addresses.",
        ConsistencyCheck.NestedPagingNotOffered => "KVM does not offer nested paging to guests.",
        ConsistencyCheck.NestedEntryAbsent => "an entry of the nested page table is not present.",
        ConsistencyCheck.NestedEntryNotUser => "an entry of the nested page table lacks the user bit.",
        ConsistencyCheck.NotIntercepted => "L1 does not intercept the instruction.",
        ConsistencyCheck.PinControls => "the pin-based controls have bits that the CPU does not allow, or lack bits that it demands.",
        ConsistencyCheck.PrimaryControls => "the primary processor-based controls have bits that the CPU does not allow, or lack bits that it demands.",
        ConsistencyCheck.SecondaryControls => "the secondary processor-based controls have bits that the CPU does not allow.",
        ConsistencyCheck.ExitControls => "the VM-exit controls have bits that the CPU does not allow, or lack bits that it demands.",
        ConsistencyCheck.EntryControls => "the VM-entry controls have bits that the CPU does not allow, or lack bits that it demands.",
        ConsistencyCheck.EptPointer => "the EPT pointer has a wrong memory type, number of levels or reserved bits.",
        ConsistencyCheck.HostCr0 => "the host CR0 lacks bits that VMX demands.",
        ConsistencyCheck.HostCr4 => "the host CR4 lacks bits that VMX demands.",
        ConsistencyCheck.HostSelector => "the host's CS or TR selector is 0.",
        ConsistencyCheck.HostAddress => "a host address is not canonical.",
        ConsistencyCheck.LinkPointer => "the VMCS link pointer is not all ones.",
        ConsistencyCheck.GuestCr0 => "L2's CR0 lacks bits that VMX demands.",
        ConsistencyCheck.GuestCr4 => "L2's CR4 lacks bits that VMX demands.",
        ConsistencyCheck.GuestTr => "L2's TR is not a usable, busy TSS.",
        ConsistencyCheck.GuestRflags => "L2's RFLAGS lacks bit 1 or has reserved bits.",
        ConsistencyCheck.GuestLongMode => "L2's code is 64-bit, and the VM-entry control for it is off.",
        ConsistencyCheck.GuestActivity => "L2's activity state is not 'active'.",
        ConsistencyCheck.EptEntryForbids => "an EPT entry forbids the access.",
        ConsistencyCheck.EptEntryMisconfigured => "an EPT entry has a form that the CPU refuses.",
        ConsistencyCheck.VmxonPointer => "the VMXON pointer is not aligned, or beyond the physical addresses.",
        ConsistencyCheck.VmclearOfVmxonRegion => "VMCLEAR was given the VMXON region.",
        ConsistencyCheck.VmcsPointer => "the pointer is not aligned, or beyond the physical addresses.",
        ConsistencyCheck.Revision => "the revision in the region is not that of IA32_VMX_BASIC.",
        ConsistencyCheck.L1Cr0 => "L1's CR0 lacks NE.",
        ConsistencyCheck.FeatureControl => "IA32_FEATURE_CONTROL does not allow VMX.",
        ConsistencyCheck.NotEnabled => "L1 did not switch the extension on.",
        ConsistencyCheck.NoCpuid => "the vCPU was given no CPUID.",
        ConsistencyCheck.L2Program => "L2's own program or page table is wrong.",
    };

    public override string BlamedLayerSentence(BlamedLayer layer, NestedExtension extension, ProofHost host) => layer switch
    {
        BlamedLayer.None => "no layer can be named.",
        BlamedLayer.NestedParameter => $"KVM on this host does not offer {(extension == NestedExtension.Vmx ? "VMX" : "SVM")} to guests{ModuleText(host)}.",
        BlamedLayer.SecondLevelPaging => $"KVM on this host has no second-level paging to give{ModuleText(host)}: a module parameter, the CPU, or the hypervisor below.",
        BlamedLayer.Kvm => $"nested virtualization in this kernel's KVM{ModuleText(host)}, or in the hypervisor below: what it refused is valid.",
        BlamedLayer.KvmOrBelow => $"KVM on this host{ModuleText(host)}, the CPU, or the hypervisor below: not even a plain guest goes on.",
        BlamedLayer.Device => "/dev/kvm: it is absent, or not for this user.",
        BlamedLayer.Resources => "this host's memory, or the limits of this process (ulimit).",
        BlamedLayer.Payload => "the payload itself has a wrong field; the host is not to blame.",
    };

    public override string? ProofRemedySentence(BlamedLayer layer, ProofHost host) => layer switch
    {
        BlamedLayer.NestedParameter when host.Module is "kvm_intel" or "kvm_amd" => $"Switch nested on in {host.Module}: virt-nest check names the command.",
        BlamedLayer.NestedParameter => "virt-nest check tells which layer keeps it off.",
        BlamedLayer.Device or BlamedLayer.SecondLevelPaging or BlamedLayer.KvmOrBelow => "virt-nest check tells what is missing.",
        BlamedLayer.None or BlamedLayer.Kvm or BlamedLayer.Resources or BlamedLayer.Payload => null,
    };

    private static string ModuleText(ProofHost host) => host.Module is null ? "" : host.Parameters.Length > 0 ? $" ({host.Module}, {host.Parameters})" : $" ({host.Module})";

    public override string CostHeading(long samples) => $"What exits cost, there and back: median of {samples} (from the 10th to the 90th in a hundred)";

    public override string CostAtL1 => "at L1";

    public override string CostAtL2 => "at L2";

    public override string CostRatio => "L2/L1";

    public override string CostKind => "exit";

    public override string CostNote => "At L1, CPUID, RDMSR and hypercalls end in KVM, HLT and OUT in this program; at L2 all end in L1.";

    public override string LoopSentence(string time, ulong exits) => $"An L2 was kept running for {time}; it left for L1 {exits} times.";

    public override string LoopFailed => "The L2 did not keep running: ";

    public override string StateHeading => "Saving the state with a live L2 and going on in a new VM:";

    public override string StateRunName(bool usesPaging, RestoreOrder order) => $"L2 {(usesPaging ? "with" : "without")} nested paging, nested state set {(order == RestoreOrder.NestedEarly ? "before the registers" : "last")}";

    public override string StateVerdict(ProofVerdict verdict) => verdict switch
    {
        ProofVerdict.Proven => "it came through each time",
        ProofVerdict.Refuted => "it does not come through here",
        ProofVerdict.Inconclusive => "could not tell",
    };

    public override string StopPointName(StopPoint point) => point switch
    {
        StopPoint.L2AtOut => "in L2, at an OUT",
        StopPoint.L1BetweenEntries => "in L1, between two entries of L2",
        StopPoint.L2AtSignal => "in L2, at a random moment",
        StopPoint.L1AtSignal => "in L1, at a random moment",
        StopPoint.EntryPending => "with an entry of L2 begun",
    };

    public override string StateMovesWord(int moves) => moves == 1 ? "once" : $"{moves} times";

    public override string StateFailedAt(string point) => $"It failed after the move {point}: ";
}
