using System.Collections.Immutable;
using VirtNest.Host.Proving;
using VirtNest.Proving;

namespace VirtNest.ProofRunner;

/// <summary>Wrong payloads for VMX. None that spins: an emulated CPU may not take the interrupt that ends it.</summary>
internal static class VmxDefects
{
    private const int FrameOfL2Code = PayloadProtocol.NestedPt + (8 * (PayloadProtocol.L2Code >> 12));

    internal static ImmutableArray<DefectCase> All =>
    [
        Control("pin-based controls 0", VmcsField.PinControls, 0, ConsistencyCheck.PinControls),
        Control("primary controls without those that must be", VmcsField.PrimaryControls, 0x80, ConsistencyCheck.PrimaryControls),
        Control("exit controls without those that must be", VmcsField.ExitControls, 0x200, ConsistencyCheck.ExitControls),
        Control("entry controls that may not be", VmcsField.EntryControls, 0xFFFF_FFFF, ConsistencyCheck.EntryControls),
        Control("EPT pointer without type and levels", VmcsField.EptPointer, PayloadProtocol.NestedPml4, ConsistencyCheck.EptPointer,
            usesPaging: true),
        Host("host CR0 without NE", VmcsField.HostCr0, 0x8001_0011, ConsistencyCheck.HostCr0),
        Host("host CR4 without VMXE", VmcsField.HostCr4, 0x20, ConsistencyCheck.HostCr4),
        Host("host TR selector 0", VmcsField.HostTrSelector, 0, ConsistencyCheck.HostSelector),
        Host("host RIP not canonical", VmcsField.HostRip, 0x8000_0000_0000_0000, ConsistencyCheck.HostAddress),
        Guest("link pointer 0", VmcsField.LinkPointer, 0, ConsistencyCheck.LinkPointer),
        Guest("L2's CR4 without VMXE", VmcsField.GuestCr4, 0x20, ConsistencyCheck.GuestCr4),
        Guest("L2's CR0 without NE", VmcsField.GuestCr0, 0x8001_0011, ConsistencyCheck.GuestCr0),
        Guest("L2's TR unusable", VmcsField.GuestTrRights, 0x10000, ConsistencyCheck.GuestTr),
        Guest("L2's RFLAGS 0", VmcsField.GuestRflags, 0, ConsistencyCheck.GuestRflags),
        new("EPT entry without execution", Wrong(true, new Poke(FrameOfL2Code, 8, PayloadProtocol.L2Code | 0x33)),
            FailureKind.SecondLevelFault, ProofStep.L2Answer, ConsistencyCheck.EptEntryForbids),
        new("EPT entry that writes and does not read", Wrong(true, new Poke(FrameOfL2Code, 8, PayloadProtocol.L2Code | 0x32)),
            FailureKind.SecondLevelFault, ProofStep.L2Answer, ConsistencyCheck.EptEntryMisconfigured),
        new("EPT leads past the mailbox",
            Wrong(true,
                new Poke(PayloadProtocol.NestedPt + (8 * (PayloadProtocol.MailboxOfL2 >> 12)), 8, PayloadProtocol.MailboxOfL2 | 0x37)),
                FailureKind.WrongAnswer, ProofStep.Done, null),
        new("UD2 in L2", Wrong(false, new Poke(PayloadProtocol.L2Code, 2, 0x0B0F)), FailureKind.L2Exception, ProofStep.L2Answer,
            ConsistencyCheck.L2Program) { Number = 6 },
        new("empty page table of L2", Wrong(true, new Poke(PayloadProtocol.L2Pml4, 8, 0)), FailureKind.L2Exception, ProofStep.L2Answer,
            ConsistencyCheck.L2Program) { Number = 14 },
        new("VMXON pointer not aligned", Wrong(false, new Poke(PayloadProtocol.ParameterHostArea, 8, PayloadProtocol.HostArea + 8)),
            FailureKind.VmfailInvalid, ProofStep.Vmxon, ConsistencyCheck.VmxonPointer),
        new("VMXON with another revision", Wrong(false, new Poke(PayloadProtocol.ParameterRevision, 8, 1)), FailureKind.VmfailInvalid,
            ProofStep.Vmxon, ConsistencyCheck.Revision),
        new("VMCLEAR of the VMXON region", Wrong(false, new Poke(PayloadProtocol.ParameterVmclear, 8, PayloadProtocol.HostArea)),
            FailureKind.VmfailInvalid, ProofStep.Vmclear, ConsistencyCheck.VmclearOfVmxonRegion),
        new("VMPTRLD pointer not aligned", Wrong(false, new Poke(PayloadProtocol.ParameterControl, 8, PayloadProtocol.ControlBlock + 8)),
            FailureKind.VmfailInvalid, ProofStep.Vmptrld, ConsistencyCheck.VmcsPointer),
        new("VMWRITE of a field that is not", Wrong(false, new Poke(PayloadProtocol.VmwriteTable, 8, 0x6FFE)), FailureKind.VmfailValid,
            ProofStep.Vmwrite, null) { Number = 12 },
        new("VMXE not set", Wrong(false, new Poke(PayloadProtocol.ParameterEnable, 8, 0)), FailureKind.Exception, ProofStep.Vmxon,
            ConsistencyCheck.NotEnabled) { Number = 6 },
        new("L1's CR0 without NE", new PayloadDefect { Cr0Cleared = 1 << 5 }, FailureKind.Exception, ProofStep.Vmxon,
            ConsistencyCheck.L1Cr0) { Number = 13 },
        new("feature control not set", new PayloadDefect { LeavesOutFeatureControl = true }, FailureKind.Exception, ProofStep.Vmxon,
            ConsistencyCheck.FeatureControl) { Number = 13 },
        new("no usable IDT", new PayloadDefect { LeavesOutFeatureControl = true, Pokes = SharedDefects.NoGates }, FailureKind.Shutdown,
            ProofStep.Vmxon, null),
        new("fewer hypercalls than asked", Wrong(true, new Poke(PayloadProtocol.Mailbox + PayloadProtocol.MailCount, 8, 7)),
            FailureKind.CountsDiffer, ProofStep.Done, null),
        new("no CPUID", new PayloadDefect { LeavesOutCpuid = true }, FailureKind.Exception, ProofStep.VmxBasic, ConsistencyCheck.NoCpuid)
        {
            Otherwise = (FailureKind.CallFailed, ProofStep.None, null),
        },
        new("activity state HLT", Field(VmcsField.GuestActivity, 1, false), FailureKind.Halted, ProofStep.Vmlaunch,
            ConsistencyCheck.GuestActivity),
    ];

    private static DefectCase Control(string name, uint field, ulong value, ConsistencyCheck check, bool usesPaging = false) =>
        new(name, Field(field, value, usesPaging), FailureKind.VmfailValid, ProofStep.Vmlaunch, check) { Number = 7 };

    private static DefectCase Host(string name, uint field, ulong value, ConsistencyCheck check) =>
        new(name, Field(field, value, false), FailureKind.VmfailValid, ProofStep.Vmlaunch, check) { Number = 8 };

    private static DefectCase Guest(string name, uint field, ulong value, ConsistencyCheck check) =>
        new(name, Field(field, value, false), FailureKind.EntryRefused, ProofStep.L2Answer, check);

    private static PayloadDefect Field(uint field, ulong value, bool usesPaging) =>
        new() { UsesPaging = usesPaging, Fields = [new FieldOverride(field, value)] };

    private static PayloadDefect Wrong(bool usesPaging, params ImmutableArray<Poke> pokes) =>
        new() { UsesPaging = usesPaging, Pokes = pokes };
}
