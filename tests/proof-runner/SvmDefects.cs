using System.Collections.Immutable;
using VirtNest.Host.Proving;
using VirtNest.Proving;

namespace VirtNest.ProofRunner;

/// <summary>Wrong payloads for SVM.</summary>
internal static class SvmDefects
{
    private const int Vmcb = PayloadProtocol.ControlBlock;
    private const int Empty = 0x18000;

    internal static ImmutableArray<DefectCase> All =>
    [
        Refused("ASID 0", VmcbField.GuestAsid, 4, 0, ConsistencyCheck.AsidZero),
        Refused("EFER without SVME", VmcbField.Efer, 8, 0x500, ConsistencyCheck.EferWithoutSvme),
        Refused("VMRUN not intercepted", VmcbField.Intercepts4, 4, 2, ConsistencyCheck.VmrunNotIntercepted),
        Refused("CR0.PG without PE", VmcbField.Cr0, 8, 0x8001_0030, ConsistencyCheck.PagingWithoutProtection),
        Refused("CR0.NW without CD", VmcbField.Cr0, 8, 0xA001_0031, ConsistencyCheck.NotWriteThroughWithoutCacheDisable),
        Refused("CR0 upper half", VmcbField.Cr0, 8, 0x1_8001_0031, ConsistencyCheck.Cr0Reserved),
        Refused("CR3 reserved bits", VmcbField.Cr3, 8, 0x1000_0000_0001_0000, ConsistencyCheck.Cr3Reserved),
        Refused("CR4 reserved bits", VmcbField.Cr4, 8, 0x4000_0020, ConsistencyCheck.Cr4Reserved),
        Refused("CR4 without PAE", VmcbField.Cr4, 8, 0, ConsistencyCheck.LongModeWithoutPae),
        Refused("CS both L and D", VmcbField.Cs + 2, 2, 0xE9B, ConsistencyCheck.CodeSegmentLongAndDefault),
        Refused("DR6 upper half", VmcbField.Dr6, 8, 0x1_FFFF_0FF0, ConsistencyCheck.DebugRegisterReserved),
        Refused("nested CR3 out of range", VmcbField.NestedCr3, 8, 0x0080_0000_0001_4000, ConsistencyCheck.NestedCr3OutOfRange,
            usesPaging: true),
        new("NPT entry without U", Wrong(true, new Poke(PayloadProtocol.NestedPml4, 8, PayloadProtocol.NestedPdpt | 3)),
            FailureKind.SecondLevelFault, ProofStep.L2Answer, ConsistencyCheck.NestedEntryNotUser),
        new("empty NPT", Wrong(true, new Poke(Vmcb + VmcbField.NestedCr3, 8, Empty)), FailureKind.SecondLevelFault, ProofStep.L2Answer,
            ConsistencyCheck.NestedEntryAbsent),
        new("NPT leads past the mailbox",
            Wrong(true, new Poke(PayloadProtocol.NestedPt + (8 * (PayloadProtocol.MailboxOfL2 >> 12)), 8, PayloadProtocol.MailboxOfL2 | 7)),
            FailureKind.WrongAnswer, ProofStep.Done, null),
        new("UD2 in L2", Wrong(false, new Poke(PayloadProtocol.L2Code, 2, 0x0B0F)), FailureKind.L2Exception, ProofStep.L2Answer,
            ConsistencyCheck.L2Program) { Number = 6 },
        new("empty page table of L2", Wrong(true, new Poke(PayloadProtocol.L2Pml4, 8, 0)), FailureKind.L2Exception, ProofStep.L2Answer,
            ConsistencyCheck.L2Program) { Number = 14 },
        new("CPUID not intercepted", Wrong(false, new Poke(Vmcb + VmcbField.Intercepts3, 4, 0x8100_0002)), FailureKind.UnexpectedExit,
            ProofStep.L2Cpuid, ConsistencyCheck.NotIntercepted),
        new("VMMCALL not intercepted", Wrong(false, new Poke(Vmcb + VmcbField.Intercepts4, 4, 1)), FailureKind.L2Exception,
            ProofStep.L2Answer, ConsistencyCheck.NotIntercepted)
        {
            // Linux 6.1 under an emulated CPU goes round for ever.
            Otherwise = (FailureKind.Deadline, ProofStep.Vmrun, null),
        },
        new("SVME not set", Wrong(false, new Poke(PayloadProtocol.ParameterEnable, 8, 0)), FailureKind.Exception, ProofStep.Vmrun,
            ConsistencyCheck.NotEnabled) { Number = 6 },
        new("host save area not aligned", Wrong(false, new Poke(PayloadProtocol.ParameterHostArea, 8, PayloadProtocol.HostArea + 1)),
            FailureKind.Exception, ProofStep.SvmHostArea, ConsistencyCheck.VmcsPointer) { Number = 13 },
        new("VMCB not aligned", Wrong(false, new Poke(PayloadProtocol.ParameterControl, 8, PayloadProtocol.ControlBlock + 8)),
            FailureKind.Exception, ProofStep.Vmrun, ConsistencyCheck.VmcsPointer) { Number = 13 },
        new("no usable IDT",
            Wrong(false, [new Poke(PayloadProtocol.ParameterHostArea, 8, PayloadProtocol.HostArea + 1), .. SharedDefects.NoGates]),
            FailureKind.Shutdown, ProofStep.SvmHostArea, null),
        new("fewer hypercalls than asked", Wrong(true, new Poke(PayloadProtocol.Mailbox + PayloadProtocol.MailCount, 8, 7)),
            FailureKind.CountsDiffer, ProofStep.Done, null),
        new("no CPUID", new PayloadDefect { LeavesOutCpuid = true }, FailureKind.Exception, ProofStep.SvmEnable, ConsistencyCheck.NoCpuid)
        {
            // Linux 6.12 refuses long mode without it.
            Otherwise = (FailureKind.CallFailed, ProofStep.None, null),
        },
        new("L2 spins", Wrong(true, new Poke(PayloadProtocol.L2Code, 2, 0xFEEB)), FailureKind.Deadline, ProofStep.Vmrun, null),
    ];

    private static DefectCase Refused(string name, int field, int bytes, ulong value, ConsistencyCheck check, bool usesPaging = false) =>
        new(name, Wrong(usesPaging, new Poke(Vmcb + field, bytes, value)), FailureKind.EntryRefused, ProofStep.L2Answer, check);

    private static PayloadDefect Wrong(bool usesPaging, params ImmutableArray<Poke> pokes) =>
        new() { UsesPaging = usesPaging, Pokes = pokes };
}
