using System.Threading;
using VirtNest.Host.Proving;
using VirtNest.Native.Kvm;
using VirtNest.Proving;
using Xunit;

namespace VirtNest.Host.Tests.Proving;

/// <summary>On this machine's own /dev/kvm, where there is one. What needs SVM or VMX runs in the labs:
/// tests/lab/scenarios/prove-*.sh.</summary>
public sealed class NestedProverTests
{
    [Fact]
    public void A_plain_guest_runs()
    {
        NeedsKvm();
        ProofReport report = NestedProver.Run(new ProofRequest { Role = ProofRole.Instance }, CancellationToken.None);
        Assert.Equal(ProofVerdict.Proven, report.Verdict);
        Assert.Equal(ProofStep.Done, report.Plain.Steps[^1].Step);
    }

    [Fact]
    public void Without_the_extension_the_plain_guest_is_proven_and_the_L2_refuted_at_the_step_that_enables_it()
    {
        NeedsKvm();
        ProofReport report = NestedProver.Run(new ProofRequest(), CancellationToken.None);
        Assert.SkipWhen(report.IsOffered, "KVM offers nested virtualization here");
        Assert.Equal((ProofVerdict.Proven, ProofVerdict.Refuted), (report.Plain.Verdict, report.Verdict));
        Assert.True(report.Failure!.Step is ProofStep.SvmEnable or ProofStep.VmxEnable);
        Assert.Equal(BlamedLayer.NestedParameter, report.Failure.Layer);
    }

    [Fact]
    public void With_the_extension_an_L2_runs()
    {
        NeedsKvm();
        ProofReport report = NestedProver.Run(new ProofRequest { Count = 20 }, CancellationToken.None);
        Assert.SkipUnless(report.IsOffered, "KVM offers no nested virtualization here");
        Assert.Equal(ProofVerdict.Proven, report.Verdict);
        Assert.True((report.WithoutPaging ?? report.WithPaging)!.NestedRun is null or 24);
    }

    [Fact]
    public void A_device_that_is_not_there_could_not_tell()
    {
        ProofReport report = NestedProver.Run(new ProofRequest { Device = "/dev/no-such-device" }, CancellationToken.None);
        Assert.Equal((ProofVerdict.Inconclusive, BlamedLayer.Device), (report.Verdict, report.Failure!.Layer));
    }

    [Fact]
    public void A_device_that_is_another_could_not_tell()
    {
        ProofReport report = NestedProver.Run(new ProofRequest { Device = "/dev/null" }, CancellationToken.None);
        Assert.Equal((ProofVerdict.Inconclusive, FailureKind.CallFailed), (report.Verdict, report.Failure!.Kind));
    }

    [Fact]
    public void A_guest_that_spins_is_ended_at_the_deadline()
    {
        NeedsKvm();
        PayloadDefect spin = new() { Pokes = [new Poke(PayloadProtocol.L1Code, 2, 0xFEEB)] };
        ProofReport report = NestedProver.Run(new ProofRequest { Role = ProofRole.Instance, Deadline = TimeSpan.FromMilliseconds(300) },
            spin, CancellationToken.None);
        Assert.Equal((ProofVerdict.Inconclusive, FailureKind.Deadline), (report.Verdict, report.Failure!.Kind));
        Assert.InRange(report.Elapsed.TotalSeconds, 0.25, 5);
    }

    [Fact]
    public void A_guest_that_spins_is_ended_when_cancelled()
    {
        NeedsKvm();
        using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(200));
        PayloadDefect spin = new() { Pokes = [new Poke(PayloadProtocol.L1Code, 2, 0xFEEB)] };
        ProofReport report = NestedProver.Run(new ProofRequest { Role = ProofRole.Instance }, spin, cancel.Token);
        Assert.Equal((ProofVerdict.Inconclusive, FailureKind.Cancelled), (report.Verdict, report.Failure!.Kind));
    }

    [Fact]
    public void A_guest_without_interrupt_gates_is_a_triple_fault_at_its_first_step()
    {
        NeedsKvm();
        PayloadDefect faulty = new()
        {
            Pokes = [new Poke(PayloadProtocol.L1Code, 2, 0x0B0F), .. Gates()],
        };
        ProofReport report = NestedProver.Run(new ProofRequest { Role = ProofRole.Instance }, faulty, CancellationToken.None);
        Assert.Equal((ProofVerdict.Refuted, FailureKind.Shutdown, ProofStep.None),
            (report.Verdict, report.Failure!.Kind, report.Failure.Step));
    }

    [Fact]
    public void An_exception_of_L1_is_named_with_its_vector_and_address()
    {
        NeedsKvm();
        PayloadDefect faulty = new() { Pokes = [new Poke(PayloadProtocol.L1Code, 2, 0x0B0F)] };
        ProofReport report = NestedProver.Run(new ProofRequest { Role = ProofRole.Instance }, faulty, CancellationToken.None);
        Assert.Equal((FailureKind.Exception, 6, (ulong)PayloadProtocol.L1Code),
            (report.Failure!.Kind, report.Failure.Vector!.Value, report.Failure.Rip!.Value));
    }

    [Fact]
    public void The_run_loop_allocates_nothing()
    {
        NeedsKvm();
        using Kvm kvm = Kvm.Open("/dev/kvm");
        byte[] cpuid = new byte[Kvm.SizeOfCpuid];
        kvm.SupportedCpuid(cpuid);
        PayloadSetup setup = new()
        {
            Extension = NestedExtension.None,
            IsOffered = false,
            IsPagingOffered = false,
            UsesPaging = false,
            Vmx = new VmxCapabilities([]),
            Asked = 500,
        };
        long allocated = 0;
        // The first round compiles what it calls. Each goes through 500 HLTs and 500 OUTs, which all come back to this program.
        for (int round = 0; round < 2; round++)
        {
            using MicroVm vm = MicroVm.Create(kvm, cpuid, kvm.VcpuMapSize(), 0);
            vm.Load(PayloadMode.MeasureL1, setup, 0, null);
            long before = GC.GetAllocatedBytesForCurrentThread();
            VmStop stop;
            do
            {
                stop = vm.Run(isMeasured: true);
            }
            while (stop.Value == PayloadProtocol.CodeSamplesReady);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal(new VmStop(VmStopKind.Report, PayloadProtocol.CodeDone), stop);
        }

        Assert.Equal(0, allocated);
    }

    private static IEnumerable<Poke> Gates()
    {
        foreach (int vector in (int[])[6, 8, 11, 13])
        {
            yield return new Poke(PayloadProtocol.Idt + (16 * vector), 8, 0);
        }
    }

    private static void NeedsKvm()
    {
        ProofReport report = NestedProver.Run(new ProofRequest { Role = ProofRole.Instance }, CancellationToken.None);
        Assert.SkipWhen(report.Failure?.Kind is FailureKind.CallFailed or FailureKind.NoPayload, "needs /dev/kvm on x86-64");
    }
}
