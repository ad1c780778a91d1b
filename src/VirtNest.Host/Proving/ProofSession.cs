using System.Buffers.Binary;
using System.Diagnostics;
using VirtNest.Evidence;
using VirtNest.Native.Kvm;
using VirtNest.Native.LibC;
using VirtNest.Proving;

namespace VirtNest.Host.Proving;

/// <summary>One proof, from opening the device to the report, on one thread.</summary>
internal sealed partial class ProofSession
{
    private const int ApiVersion = 12;
    private const ulong LoopSpin = 50_000;

    private readonly ProofRequest _request;
    private readonly ProofHost _host;
    private readonly PayloadDefect? _defect;
    private readonly Interruption _interruption;
    private readonly byte[] _cpuid = new byte[Kvm.SizeOfCpuid];
    private Kvm _kvm = null!;
    private GuestCpuid _offered;
    private VmxCapabilities _vmx = new([]);
    private int _vcpuMapSize;
    private ulong _signalsBlocked;

    internal ProofSession(ProofRequest request, ProofHost host, PayloadDefect? defect, Interruption interruption)
    {
        _request = request;
        _host = host;
        _defect = defect;
        _interruption = interruption;
    }

    /// <summary>The report, once <see cref="Execute"/> has returned.</summary>
    internal ProofReport? Report { get; private set; }

    internal void Execute()
    {
        try
        {
            _signalsBlocked = _interruption.Enter(_request.Deadline + (_request.LoopFor ?? TimeSpan.Zero));
            Report = Prove();
        }
        catch (KvmException exception)
        {
            Report = ProofReport.Of(_request.Role, _host, OfCall(exception));
        }
        catch (OutOfMemoryException)
        {
            Report = ProofReport.Of(_request.Role, _host, NoMemory("malloc"));
        }
        finally
        {
            _interruption.Leave();
        }
    }

    private static ProofFailure NoMemory(string call) =>
        new() { Kind = FailureKind.CallFailed, Call = call, Errno = LinuxErrno.ENOMEM, Layer = BlamedLayer.Resources };

    private ProofReport Prove()
    {
        using Kvm kvm = Kvm.Open(_request.Device);
        _kvm = kvm;
        int version = kvm.ApiVersion();
        if (version != ApiVersion)
        {
            return ProofReport.Of(_request.Role, _host,
                new ProofFailure { Kind = FailureKind.CallFailed, Call = nameof(KvmNumbers.KVM_GET_API_VERSION), Expected = ApiVersion,
                    Found = (ulong)version, Layer = BlamedLayer.KvmOrBelow });
        }

        _vcpuMapSize = kvm.VcpuMapSize();
        kvm.SupportedCpuid(_cpuid);
        _offered = GuestCpuid.Parse(_cpuid);
        if (_request.Role == ProofRole.Instance)
        {
            return new ProofReport { Role = _request.Role, Host = _host, Plain = RunPlain(),
                Costs = MeasureCosts(NestedExtension.None, false) };
        }

        return ProveNested();
    }

    private ProofReport ProveNested()
    {
        // Where neither is offered, the one that the vendor has is tried all the same: what refuses it, and at which step, is the evidence.
        bool isOffered = _offered.HasSvm || _offered.HasVmx;
        NestedExtension extension = _offered.HasSvm ? NestedExtension.Svm
            : _offered.HasVmx ? NestedExtension.Vmx
            : _offered.IsAmd ? NestedExtension.Svm : NestedExtension.Vmx;
        ProofRun? withPaging = null;
        ProofRun? withoutPaging = null;
        bool isPagingOffered = _offered.HasNestedPaging;
        if (_defect?.UsesPaging ?? isOffered)
        {
            withPaging = RunNested(extension, usesPaging: true, out isPagingOffered);
        }

        // One run at least, even where the end was asked for before it: the report tells how far it came.
        if (withPaging is null || (!IsEnded && _defect is null))
        {
            withoutPaging = RunNested(extension, usesPaging: false, out _);
        }

        ProofRun plain = PlainOf(withPaging ?? withoutPaging!);
        bool hasRun = withPaging?.Verdict == ProofVerdict.Proven || withoutPaging?.Verdict == ProofVerdict.Proven;
        bool usesPaging = withPaging?.Verdict == ProofVerdict.Proven;
        return new ProofReport
        {
            Role = _request.Role,
            Host = _host,
            Extension = extension,
            IsOffered = isOffered,
            IsPagingOffered = isPagingOffered,
            Plain = plain,
            WithPaging = withPaging,
            WithoutPaging = withoutPaging,
            Costs = MeasureCosts(hasRun ? extension : NestedExtension.None, usesPaging),
            Loop = hasRun && _request.LoopFor is { } time && !IsEnded ? RunLoop(extension, usesPaging, time) : null,
            States = MoveStates(extension, withPaging, withoutPaging),
        };
    }

    private bool IsEnded => _interruption.Reason is not null;

    /// <summary>Every nested run proves a plain guest on its way: L1 ran and answered the nonce.</summary>
    private ProofRun PlainOf(ProofRun nested)
    {
        bool isAlive = nested.Failure?.Kind != FailureKind.NotOffered && !nested.Steps.IsEmpty && _plainAnswered;
        return isAlive
            ? new ProofRun { Verdict = ProofVerdict.Proven, Steps = [.. nested.Steps.AsSpan()[..1]], Elapsed = nested.Elapsed }
            : nested.Failure?.Kind == FailureKind.NotOffered ? RunPlain() : nested;
    }

    private bool _plainAnswered;

    private ProofRun RunPlain()
    {
        PayloadSetup setup = Setup(NestedExtension.None, usesPaging: false, 0);
        long started = Stopwatch.GetTimestamp();
        try
        {
            using MicroVm vm = NewVm();
            vm.Load(PayloadMode.Plain, setup, 0, _defect);
            VmStop stop = vm.Run();
            ProofFailure? failure = FailureOf(stop, vm, setup) ?? (vm.Report.PlainAnswer == (setup.Nonce ^ PayloadProtocol.AnswerKey) ? null
                : new ProofFailure { Kind = FailureKind.WrongAnswer, Step = ProofStep.Alive,
                    Expected = setup.Nonce ^ PayloadProtocol.AnswerKey, Found = vm.Report.PlainAnswer, Layer = BlamedLayer.KvmOrBelow });
            return RunOf(vm, setup, failure, started);
        }
        catch (KvmException exception)
        {
            return ProofRun.Failed(OfCall(exception));
        }
    }

    private ProofRun RunNested(NestedExtension extension, bool usesPaging, out bool isPagingOffered)
    {
        isPagingOffered = _offered.HasNestedPaging;
        if (usesPaging && extension == NestedExtension.Svm && !isPagingOffered && _defect is null)
        {
            return ProofRun.Failed(PagingNotOffered());
        }

        long started = Stopwatch.GetTimestamp();
        try
        {
            using MicroVm vm = NewVm();
            PayloadSetup setup = Prepare(vm, extension, usesPaging, _request.Count);
            isPagingOffered = setup.IsPagingOffered;
            if (usesPaging && extension == NestedExtension.Vmx && !isPagingOffered && _offered.HasVmx)
            {
                return ProofRun.Failed(PagingNotOffered()) with { Elapsed = Stopwatch.GetElapsedTime(started) };
            }

            vm.Load(PayloadMode.Proof, setup, 0, _defect);
            bool counts = vm.OpenStatistics();
            VmStop stop = vm.Run();
            ulong? entries = counts ? vm.EntriesOfL2 : null;
            _plainAnswered |= vm.Report.PlainAnswer == (setup.Nonce ^ PayloadProtocol.AnswerKey);
            ProofFailure? failure = FailureOf(stop, vm, setup) ?? FailureNaming.OfDone(vm.Report, setup, entries);
            return RunOf(vm, setup, failure, started) with { NestedRun = entries };
        }
        catch (KvmException exception)
        {
            return ProofRun.Failed(OfCall(exception));
        }
    }

    private static ProofFailure PagingNotOffered() =>
        new() { Kind = FailureKind.NotOffered, Check = ConsistencyCheck.NestedPagingNotOffered, Layer = BlamedLayer.SecondLevelPaging };

    private LoopRun RunLoop(NestedExtension extension, bool usesPaging, TimeSpan time)
    {
        try
        {
            using MicroVm vm = NewVm();
            PayloadSetup setup = Prepare(vm, extension, usesPaging, 0);
            vm.Load(PayloadMode.Loop, setup, LoopSpin, _defect);

            // For monitors, whose load it is: under a lockdown they count by this descriptor alone, as by those of QEMU.
            _ = vm.OpenStatistics();
            using System.Threading.Timer timer = new(StopLoop, vm, time, System.Threading.Timeout.InfiniteTimeSpan);
            long started = Stopwatch.GetTimestamp();
            VmStop stop = vm.Run();
            TimeSpan ran = Stopwatch.GetElapsedTime(started);
            ProofFailure? failure = FailureOf(stop, vm, setup);
            // The timer must not write into the memory of a VM that is gone.
            using System.Threading.ManualResetEvent ended = new(false);
            if (timer.Dispose(ended))
            {
                ended.WaitOne();
            }

            ProofVerdict verdict =
                failure is null ? ProofVerdict.Proven : failure.IsInconclusive ? ProofVerdict.Inconclusive : ProofVerdict.Refuted;
            return new LoopRun(verdict, failure, ran, vm.Report.L1Count);
        }
        catch (KvmException exception)
        {
            return new LoopRun(ProofVerdict.Inconclusive, OfCall(exception), TimeSpan.Zero, 0);
        }

        static void StopLoop(object? vm) => L1Memory.Put(((MicroVm)vm!).Memory, PayloadProtocol.ParameterStop, 1);
    }

    private MicroVm NewVm() => MicroVm.Create(_kvm, _cpuid, _vcpuMapSize, _signalsBlocked, _defect is not { LeavesOutCpuid: true });

    private PayloadSetup Prepare(MicroVm vm, NestedExtension extension, bool usesPaging, int count)
    {
        PayloadSetup setup = Setup(extension, usesPaging, count);
        if (extension != NestedExtension.Vmx)
        {
            return setup;
        }

        bool hasControl = vm.PrepareVmx(_defect is { LeavesOutFeatureControl: true }, out _vmx);
        return setup with { Vmx = _vmx, HasFeatureControl = hasControl, IsPagingOffered = _vmx.HasEpt };
    }

    private PayloadSetup Setup(NestedExtension extension, bool usesPaging, int count) => new()
    {
        Extension = extension,
        IsOffered = extension == NestedExtension.Vmx ? _offered.HasVmx : _offered.HasSvm,
        IsPagingOffered = _offered.HasNestedPaging,
        UsesPaging = usesPaging,
        Vmx = _vmx,
        PhysicalBits = _offered.PhysicalBits,
        Nonce = NewNonce(),
        Asked = count,
        HasCpuid = _defect is not { LeavesOutCpuid: true },
        L1Cr0 = L1Memory.ProtectedPaging & ~(_defect?.Cr0Cleared ?? 0),
    };

    private static ProofRun RunOf(MicroVm vm, PayloadSetup setup, ProofFailure? failure, long started)
    {
        PayloadReport report = vm.Report;
        ProofStep end = setup.Extension == NestedExtension.Vmx ? ProofStep.Vmxoff : ProofStep.Done;
        TimeSpan? loop = setup.Asked > 0 ? report.Between(ProofStep.Loop, end, vm.TscKHz) : null;
        return new ProofRun
        {
            Verdict = failure is null ? ProofVerdict.Proven : failure.IsInconclusive ? ProofVerdict.Inconclusive : ProofVerdict.Refuted,
            Failure = failure,
            Steps = report.StepTimes(vm.TscKHz),
            Asked = setup.Asked,
            L1Count = report.L1Count,
            L2Count = setup.Extension == NestedExtension.None ? 0 : report.L2Count,
            // HLT is one more entry and exit in the same time.
            RoundTrip = loop / (setup.Asked + 1),
            Elapsed = Stopwatch.GetElapsedTime(started),
        };
    }

    /// <summary>The failure that a stop stands for, or null where L1 says that it is done.</summary>
    private ProofFailure? FailureOf(VmStop stop, MicroVm vm, PayloadSetup setup)
    {
        PayloadReport report = vm.Report;
        ProofFailure failure = new() { Kind = FailureKind.UnexpectedKvmExit, Step = report.Step, ExitCode = stop.Value,
            Layer = report.Step <= ProofStep.Alive ? BlamedLayer.KvmOrBelow : BlamedLayer.Kvm };
        switch (stop.Kind)
        {
            case VmStopKind.Report when stop.Value == PayloadProtocol.CodeDone:
                return null;
            case VmStopKind.Report when stop.Value == PayloadProtocol.CodeException:
                return FailureNaming.OfException(report, setup);
            case VmStopKind.Report when stop.Value == PayloadProtocol.CodeUnexpectedExit:
                return FailureNaming.OfExit(report, vm.Memory, setup);
            case VmStopKind.Report when stop.Value == PayloadProtocol.CodeVmfail:
                return FailureNaming.OfVmFail(report, vm.Memory, setup);
            case VmStopKind.Signal:
                return failure with { Kind = _interruption.Reason ?? FailureKind.Cancelled, ExitCode = null, Layer = BlamedLayer.None };
            case VmStopKind.Halted:
                bool isInactive = setup.Extension == NestedExtension.Vmx
                    && new VmcsChecks(vm.Memory[PayloadProtocol.VmwriteTable..], setup.Vmx)[VmcsField.GuestActivity] != 0;
                return failure with { Kind = FailureKind.Halted, ExitCode = null,
                    Check = isInactive ? ConsistencyCheck.GuestActivity : null, Layer = isInactive ? BlamedLayer.Payload : failure.Layer };
            case VmStopKind.Shutdown:
                return failure with { Kind = FailureKind.Shutdown, ExitCode = null };
            case VmStopKind.FailEntry:
                return failure with { Kind = FailureKind.FailEntry };
            case VmStopKind.InternalError:
                return failure with { Kind = FailureKind.InternalError };
            case VmStopKind.Failed:
                return failure with { Kind = FailureKind.CallFailed, Call = nameof(KvmNumbers.KVM_RUN), Errno = (int)stop.Value,
                    ExitCode = null, Layer = BlamedLayer.KvmOrBelow };
            case VmStopKind.Report or VmStopKind.StopInL2 or VmStopKind.Other:
                return failure;
            default:
                throw new ArgumentOutOfRangeException(nameof(stop));
        }
    }

    /// <summary>A call that failed, with the layer that such an error points to.</summary>
    private static ProofFailure OfCall(KvmException exception) => new()
    {
        Kind = FailureKind.CallFailed,
        Call = exception.Call,
        Errno = exception.Errno,
        Layer = exception.Errno switch
        {
            LinuxErrno.ENOENT or LinuxErrno.ENODEV or LinuxErrno.ENXIO or LinuxErrno.EACCES or LinuxErrno.EPERM => BlamedLayer.Device,
            LinuxErrno.ENOMEM or LinuxErrno.EMFILE => BlamedLayer.Resources,
            _ => BlamedLayer.KvmOrBelow,
        },
    };

    /// <summary>A fresh nonce, from the kernel.</summary>
    private static ulong NewNonce()
    {
        Span<byte> bytes = stackalloc byte[8];
        // Before the kernel's pool is ready (early boot) the clock must do: a nonce need be new, not secret.
        return Getrandom.Fill(bytes) ? BinaryPrimitives.ReadUInt64LittleEndian(bytes)
            : (ulong)Stopwatch.GetTimestamp() * 0x9E37_79B9_7F4A_7C15;
    }
}
