using System.Buffers.Binary;
using VirtNest.Proving;
using Xunit;

namespace VirtNest.Tests.Proving;

public sealed class FailureNamingTests
{
    private readonly byte[] _memory = new byte[PayloadProtocol.MemorySize];

    [Fact]
    public void GP_at_the_write_of_EFER_where_SVM_is_not_offered_is_the_nested_parameter()
    {
        Put(PayloadProtocol.ReportStep, (ulong)ProofStep.SvmEnable);
        Put(PayloadProtocol.ReportVector, 13);
        Put(PayloadProtocol.ReportStack1, 0x72DA);
        ProofFailure failure = FailureNaming.OfException(new PayloadReport(_memory), Setup(NestedExtension.Svm, isOffered: false));
        Assert.Equal((FailureKind.Exception, ProofStep.SvmEnable, BlamedLayer.NestedParameter),
            (failure.Kind, failure.Step, failure.Layer));
        Assert.Equal((13, 0UL, 0x72DAUL), (failure.Vector, failure.ErrorCode, failure.Rip));
    }

    [Fact]
    public void GP_at_the_write_of_EFER_where_SVM_is_offered_is_KVM()
    {
        Put(PayloadProtocol.ReportStep, (ulong)ProofStep.SvmEnable);
        Put(PayloadProtocol.ReportVector, 13);
        Assert.Equal(BlamedLayer.Kvm, FailureNaming.OfException(new PayloadReport(_memory), Setup(NestedExtension.Svm)).Layer);
    }

    [Fact]
    public void UD_has_no_error_code_and_its_RIP_is_the_first_word()
    {
        Put(PayloadProtocol.ReportStep, (ulong)ProofStep.Vmxon);
        Put(PayloadProtocol.ReportVector, 6);
        Put(PayloadProtocol.ReportStack0, 0x7333);
        ProofFailure failure = FailureNaming.OfException(new PayloadReport(_memory), Setup(NestedExtension.Vmx));
        Assert.Null(failure.ErrorCode);
        Assert.Equal(0x7333UL, failure.Rip);
        Assert.Equal(ConsistencyCheck.NotEnabled, failure.Check);
    }

    [Fact]
    public void A_refused_VMRUN_without_a_broken_rule_is_KVMs_own()
    {
        FillVmcb();
        Put(PayloadProtocol.ReportStep, (ulong)ProofStep.L2Answer);
        Put(PayloadProtocol.ReportExitCode, ulong.MaxValue);
        ProofFailure failure = FailureNaming.OfExit(new PayloadReport(_memory), _memory, Setup(NestedExtension.Svm));
        Assert.Equal((FailureKind.EntryRefused, BlamedLayer.Kvm), (failure.Kind, failure.Layer));
        Assert.Null(failure.Check);
    }

    [Fact]
    public void A_refused_VMRUN_with_nested_paging_that_is_not_offered_is_the_second_level()
    {
        FillVmcb();
        Put(PayloadProtocol.ControlBlock + VmcbField.NestedPagingEnable, 1);
        Put(PayloadProtocol.ReportExitCode, ulong.MaxValue);
        ProofFailure failure =
            FailureNaming.OfExit(new PayloadReport(_memory), _memory, Setup(NestedExtension.Svm) with { IsPagingOffered = false });
        Assert.Equal((ConsistencyCheck.NestedPagingNotOffered, BlamedLayer.SecondLevelPaging), (failure.Check, failure.Layer));
    }

    [Fact]
    public void A_proof_holds_only_where_every_count_agrees()
    {
        PayloadSetup setup = Setup(NestedExtension.Svm) with { Nonce = 0x1234, Asked = 5 };
        Put(PayloadProtocol.Mailbox + PayloadProtocol.MailAnswer, 0x1234 ^ PayloadProtocol.AnswerKey);
        Put(PayloadProtocol.Mailbox + PayloadProtocol.MailCpuidAnswer, PayloadProtocol.CpuidAnswer);
        Put(PayloadProtocol.ReportL1Count, 5);
        Put(PayloadProtocol.Mailbox + PayloadProtocol.MailL2Count, 5);
        PayloadReport report = new(_memory);
        Assert.Null(FailureNaming.OfDone(report, setup, 9));
        Assert.Null(FailureNaming.OfDone(report, setup, null));
        Assert.Equal(FailureKind.StatisticDiffers, FailureNaming.OfDone(report, setup, 10)?.Kind);
        Assert.Equal(FailureKind.CountsDiffer, FailureNaming.OfDone(report, setup with { Asked = 6 }, 10)?.Kind);
        Assert.Equal(FailureKind.WrongAnswer, FailureNaming.OfDone(report, setup with { Nonce = 1 }, 9)?.Kind);
        Put(PayloadProtocol.MailboxOfL2, 1);
        Assert.Equal(FailureKind.WrongAnswer, FailureNaming.OfDone(report, setup, 9)?.Kind);
    }

    [Fact]
    public void Garbage_in_the_report_is_never_a_crash()
    {
        Random random = new(4);
        for (int i = 0; i < 200; i++)
        {
            random.NextBytes(_memory.AsSpan(0, PayloadProtocol.MsrBitmap));
            PayloadReport report = new(_memory);
            foreach (NestedExtension extension in (NestedExtension[])[NestedExtension.Svm, NestedExtension.Vmx])
            {
                PayloadSetup setup = Setup(extension);
                Assert.NotNull(FailureNaming.OfException(report, setup));
                Assert.NotNull(FailureNaming.OfExit(report, _memory, setup));
                Assert.NotNull(FailureNaming.OfVmFail(report, _memory, setup));
                Assert.True(report.StepTimes(1000).Length <= 17);
            }
        }
    }

    private static PayloadSetup Setup(NestedExtension extension, bool isOffered = true) => new()
    {
        Extension = extension,
        IsOffered = isOffered,
        IsPagingOffered = isOffered,
        UsesPaging = true,
        Vmx = new VmxCapabilities([]),
        L1Cr0 = 0x8001_0031,
    };

    private void FillVmcb()
    {
        Put(PayloadProtocol.ControlBlock + VmcbField.Efer, 0x1500);
        Put(PayloadProtocol.ControlBlock + VmcbField.Cr0, 0x8001_0031);
        Put(PayloadProtocol.ControlBlock + VmcbField.Cr4, 0x20);
        Put(PayloadProtocol.ControlBlock + VmcbField.Intercepts4, 3);
        Put(PayloadProtocol.ControlBlock + VmcbField.GuestAsid, 1);
    }

    private void Put(int address, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(_memory.AsSpan(address), value);
}
