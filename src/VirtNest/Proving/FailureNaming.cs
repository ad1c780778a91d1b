using System.Numerics;

namespace VirtNest.Proving;

/// <summary>Names a failure from what L1 left in its memory and what KVM_RUN said. The rules are those seen on both vendors' modules
/// (docs/prove.md, "What can fail").</summary>
public static class FailureNaming
{
    private const int InvalidOpcode = 6, GeneralProtection = 13, PageFault = 14;
    private const ulong SvmInvalid = ulong.MaxValue, SvmNestedPageFault = 0x400, SvmFirstException = 0x40;
    private const ulong VmxEntryFailure = 1UL << 31;
    private const ulong VmxException = 0, VmxEptViolation = 48, VmxEptMisconfiguration = 49;
    private const ulong NumericError = 1UL << 5;

    /// <summary>L1 says that it took an exception.</summary>
    /// <param name="report">L1's memory.</param>
    /// <param name="setup">What it was set up with.</param>
    public static ProofFailure OfException(PayloadReport report, PayloadSetup setup)
    {
        int vector = (int)(report.Word(PayloadProtocol.ReportVector) & 0x1F);
        bool hasErrorCode = vector is 8 or (>= 10 and <= 14) or 17 or 21 or 29 or 30;
        ulong first = report.Word(PayloadProtocol.ReportStack0);
        ProofFailure failure = new()
        {
            Kind = FailureKind.Exception,
            Step = report.Step,
            Vector = vector,
            ErrorCode = hasErrorCode ? first : null,
            Rip = hasErrorCode ? report.Word(PayloadProtocol.ReportStack1) : first,
            Address = vector == PageFault ? report.Word(PayloadProtocol.ReportCr2) : null,
            Layer = BlamedLayer.Kvm,
        };
        return CauseOfException(report, setup, vector) is { } cause ? failure with { Check = cause, Layer = BlamedLayer.Payload }
            : !setup.IsOffered && report.Step is ProofStep.SvmEnable or ProofStep.VmxEnable or ProofStep.VmxBasic
                ? failure with { Layer = BlamedLayer.NestedParameter }
            : report.Step <= ProofStep.Alive ? failure with { Layer = BlamedLayer.KvmOrBelow }
            : failure;
    }

    /// <summary>L1 says that L2 left as it should not have.</summary>
    /// <param name="report">L1's memory.</param>
    /// <param name="memory">The same memory, for the control structures in it.</param>
    /// <param name="setup">What it was set up with.</param>
    public static ProofFailure OfExit(PayloadReport report, ReadOnlySpan<byte> memory, PayloadSetup setup)
    {
        ulong code = report.Word(PayloadProtocol.ReportExitCode);
        ProofFailure failure = new()
        {
            Kind = FailureKind.UnexpectedExit,
            Step = report.Step,
            ExitCode = code,
            Qualification = report.Word(PayloadProtocol.ReportExit1),
            Rip = report.Word(PayloadProtocol.ReportL2Rip),
            Layer = BlamedLayer.Kvm,
        };
        failure =
            setup.Extension == NestedExtension.Vmx ? OfVmxExit(failure, report, memory, setup) : OfSvmExit(failure, report, memory, setup);
        return failure.Check is null or ConsistencyCheck.NestedPagingNotOffered ? failure : failure with { Layer = BlamedLayer.Payload };
    }

    /// <summary>L1 says that a VMX instruction failed with CF or ZF.</summary>
    /// <param name="report">L1's memory.</param>
    /// <param name="memory">The same memory.</param>
    /// <param name="setup">What it was set up with.</param>
    public static ProofFailure OfVmFail(PayloadReport report, ReadOnlySpan<byte> memory, PayloadSetup setup)
    {
        bool isValid = (report.Word(PayloadProtocol.ReportVmfailFlags) & 0x40) != 0;
        int error = (int)report.Word(PayloadProtocol.ReportVmfailError);
        VmcsChecks checks = new(memory[PayloadProtocol.VmwriteTable..], setup.Vmx);
        ulong vmxon = report.Word(PayloadProtocol.ParameterHostArea);
        ulong pointer = report.Word(report.Step == ProofStep.Vmclear ? PayloadProtocol.ParameterVmclear : PayloadProtocol.ParameterControl);
        ConsistencyCheck? check = report.Step switch
        {
            ProofStep.Vmxon when IsBadPointer(vmxon, setup) => ConsistencyCheck.VmxonPointer,
            ProofStep.Vmxon or ProofStep.Vmptrld when report.Word(PayloadProtocol.ParameterRevision) != 0 => ConsistencyCheck.Revision,
            ProofStep.Vmclear when pointer == vmxon => ConsistencyCheck.VmclearOfVmxonRegion,
            ProofStep.Vmclear or ProofStep.Vmptrld when IsBadPointer(pointer, setup) => ConsistencyCheck.VmcsPointer,
            ProofStep.Vmlaunch when error == 7 => checks.Controls(),
            ProofStep.Vmlaunch when error == 8 => checks.HostState(),
            _ => null,
        };
        return new ProofFailure
        {
            Kind = isValid ? FailureKind.VmfailValid : FailureKind.VmfailInvalid,
            Step = report.Step,
            InstructionError = isValid ? error : null,
            VmcsField = report.Step == ProofStep.Vmwrite ? (uint)report.Word(PayloadProtocol.ReportVmfailField) : null,
            Check = check,
            Layer = check is null ? BlamedLayer.Kvm : BlamedLayer.Payload,
        };
    }

    /// <summary>L1 says that it is done: whether the proof holds, or what of it does not.</summary>
    /// <param name="report">L1's memory.</param>
    /// <param name="setup">What it was set up with.</param>
    /// <param name="nestedRun">The kernel's statistic, or null where it has none.</param>
    public static ProofFailure? OfDone(PayloadReport report, PayloadSetup setup, ulong? nestedRun)
    {
        ulong answer = setup.Nonce ^ PayloadProtocol.AnswerKey;
        ulong asked = (ulong)setup.Asked;
        return report.L2Answer != answer ? Wrong(FailureKind.WrongAnswer, answer, report.L2Answer)
            : report.UntranslatedAnswer != 0 ? Wrong(FailureKind.WrongAnswer, 0, report.UntranslatedAnswer)
            : (uint)report.CpuidAnswer != PayloadProtocol.CpuidAnswer
            ? Wrong(FailureKind.WrongAnswer, PayloadProtocol.CpuidAnswer, report.CpuidAnswer)
            : report.L1Count != asked ? Wrong(FailureKind.CountsDiffer, asked, report.L1Count)
            : report.L2Count != asked ? Wrong(FailureKind.CountsDiffer, asked, report.L2Count)
            : nestedRun is { } entries && entries != asked + PayloadProtocol.FixedEntries
            ? Wrong(FailureKind.StatisticDiffers, asked + PayloadProtocol.FixedEntries, entries)
            : null;
    }

    private static ProofFailure Wrong(FailureKind kind, ulong expected, ulong found) =>
        new() { Kind = kind, Step = ProofStep.Done, Expected = expected, Found = found, Layer = BlamedLayer.Kvm };

    private static ConsistencyCheck? CauseOfException(PayloadReport report, PayloadSetup setup, int vector)
    {
        bool isNotEnabled = report.Word(PayloadProtocol.ParameterEnable) == 0;
        return report.Step switch
        {
            ProofStep.SvmEnable or ProofStep.VmxEnable or ProofStep.VmxBasic when vector == GeneralProtection && !setup.HasCpuid =>
                ConsistencyCheck.NoCpuid,
            ProofStep.Vmrun or ProofStep.SvmHostArea when vector is InvalidOpcode or GeneralProtection && isNotEnabled =>
                ConsistencyCheck.NotEnabled,
            ProofStep.Vmxon when vector == InvalidOpcode && isNotEnabled => ConsistencyCheck.NotEnabled,
            ProofStep.Vmxon when vector == GeneralProtection && (setup.L1Cr0 & NumericError) == 0 => ConsistencyCheck.L1Cr0,
            ProofStep.Vmxon when vector == GeneralProtection && !setup.HasFeatureControl => ConsistencyCheck.FeatureControl,
            ProofStep.Vmrun or ProofStep.SvmHostArea when vector == GeneralProtection
                && IsBadPointer(report.Word(report.Step == ProofStep.Vmrun
                ? PayloadProtocol.ParameterControl : PayloadProtocol.ParameterHostArea), setup) => ConsistencyCheck.VmcsPointer,
            _ => null,
        };
    }

    private static ProofFailure OfSvmExit(ProofFailure failure, PayloadReport report, ReadOnlySpan<byte> memory, PayloadSetup setup)
    {
        ulong code = failure.ExitCode!.Value;
        ReadOnlySpan<byte> vmcb = memory.Slice(PayloadProtocol.ControlBlock, 4096);
        ulong address = report.Word(PayloadProtocol.ReportExit2);
        ulong intercepts = report.Word(PayloadProtocol.ControlBlock + VmcbField.InterceptExceptions);
        bool seesCpuid = (intercepts & (1UL << (32 + 18))) != 0;
        bool seesVmmcall = (report.Word(PayloadProtocol.ControlBlock + VmcbField.Intercepts4) & 2) != 0;
        if (code == SvmInvalid)
        {
            ConsistencyCheck? broken = VmcbChecks.FirstBroken(vmcb, setup.IsPagingOffered, setup.PhysicalBits);
            return failure with
            {
                Kind = FailureKind.EntryRefused,
                Check = broken,
                Layer = broken == ConsistencyCheck.NestedPagingNotOffered ? BlamedLayer.SecondLevelPaging : BlamedLayer.Kvm,
            };
        }

        if (code == SvmNestedPageFault)
        {
            return failure with
            {
                Kind = FailureKind.SecondLevelFault,
                Address = address,
                Check = SecondLevelTable.BrokenNpt(memory, report.Word(PayloadProtocol.ControlBlock + VmcbField.NestedCr3), address),
            };
        }

        if (code is >= SvmFirstException and < SvmFirstException + 32)
        {
            int vector = (int)(code - SvmFirstException);
            return OfL2Exception(failure, vector, vector == PageFault ? address : null) with
            {
                ErrorCode = failure.Qualification,
                Check =
                    vector == InvalidOpcode && !seesVmmcall ? ConsistencyCheck.NotIntercepted : BrokenL2(memory, setup, vector, address),
            };
        }

        return failure with { Check = !seesCpuid && report.Step == ProofStep.L2Cpuid ? ConsistencyCheck.NotIntercepted : null };
    }

    private static ProofFailure OfVmxExit(ProofFailure failure, PayloadReport report, ReadOnlySpan<byte> memory, PayloadSetup setup)
    {
        ulong reason = failure.ExitCode!.Value;
        VmcsChecks checks = new(memory[PayloadProtocol.VmwriteTable..], setup.Vmx);
        ulong address = report.Word(PayloadProtocol.ReportExit2);
        if ((reason & VmxEntryFailure) != 0)
        {
            return failure with { Kind = FailureKind.EntryRefused, Check = checks.GuestState() };
        }

        switch (reason & 0xFFFF)
        {
            case VmxEptViolation or VmxEptMisconfiguration:
                return failure with
                {
                    Kind = FailureKind.SecondLevelFault,
                    Address = address,
                    Check = SecondLevelTable.BrokenEpt(memory, checks[VmcsField.EptPointer] & ~0xFFFUL, address),
                };
            case VmxException:
                int vector = (int)(report.Word(PayloadProtocol.ReportExitEvent) & 0xFF);
                return OfL2Exception(failure, vector, vector == PageFault ? failure.Qualification : null) with
                {
                    Check = ((uint)checks[VmcsField.EntryControls] & (1U << 9)) == 0 ? ConsistencyCheck.GuestLongMode
                        : BrokenL2(memory, setup, vector, failure.Qualification ?? 0),
                };
            default:
                return failure;
        }
    }

    private static ProofFailure OfL2Exception(ProofFailure failure, int vector, ulong? address) =>
        failure with { Kind = FailureKind.L2Exception, Vector = vector, Address = address };

    /// <summary>Whether L2's own page table leads to the address of a page fault, or its program starts as it was assembled.</summary>
    private static ConsistencyCheck? BrokenL2(ReadOnlySpan<byte> memory, PayloadSetup setup, int vector, ulong address)
    {
        if (vector == PageFault)
        {
            // The same four levels as an NPT; L2 runs in ring 0, so that only a missing entry is at fault.
            return SecondLevelTable.BrokenNpt(memory, PayloadProtocol.L2Pml4, address) == ConsistencyCheck.NestedEntryAbsent
                ? ConsistencyCheck.L2Program : null;
        }

        ReadOnlySpan<byte> undefined = [0x0F, 0x0B];
        return vector == InvalidOpcode && setup.Extension != NestedExtension.None && memory[PayloadProtocol.L2Code..].StartsWith(undefined)
            ? ConsistencyCheck.L2Program : null;
    }

    private static bool IsBadPointer(ulong pointer, PayloadSetup setup) =>
        (pointer & 0xFFF) != 0 || 64 - BitOperations.LeadingZeroCount(pointer) > setup.PhysicalBits;
}
