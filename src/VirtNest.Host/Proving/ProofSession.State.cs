using System.Collections.Immutable;
using System.Threading;
using VirtNest.Evidence;
using VirtNest.Native.Kvm;
using VirtNest.Proving;

namespace VirtNest.Host.Proving;

/// <content>Moves a vCPU with an L2 to a new VM, again and again, at points that L2 chooses and at points that chance chooses.</content>
internal sealed partial class ProofSession
{
    private const ulong StateSpin = 20_000;
    private const int StopPoints = (int)StopPoint.EntryPending + 1;

    private ImmutableArray<StateRun> MoveStates(NestedExtension extension, ProofRun? withPaging, ProofRun? withoutPaging)
    {
        ImmutableArray<StateRun>.Builder runs = ImmutableArray.CreateBuilder<StateRun>();
        foreach (bool usesPaging in (ReadOnlySpan<bool>)[true, false])
        {
            foreach (RestoreOrder order in (ReadOnlySpan<RestoreOrder>)[RestoreOrder.NestedEarly, RestoreOrder.NestedLast])
            {
                if (_request.StateMoves > 0 && !IsEnded && (usesPaging ? withPaging : withoutPaging)?.Verdict == ProofVerdict.Proven)
                {
                    runs.Add(MoveState(extension, usesPaging, order) with { Order = order, UsesPaging = usesPaging });
                }
            }
        }

        return runs.DrainToImmutable();
    }

    private StateRun MoveState(NestedExtension extension, bool usesPaging, RestoreOrder order)
    {
        int[] moves = new int[StopPoints];
        StopPoint point = StopPoint.L2AtOut;
        int nestedSize = 0;
        ProofFailure? failure;
        MicroVm? vm = null;
        using RandomNudges nudges = new(_interruption);
        try
        {
            int size = _kvm.CheckExtension(KvmNumbers.KVM_CAP_NESTED_STATE);
            if (size == 0)
            {
                return new StateRun { Verdict = ProofVerdict.Refuted,
                    Failure = new ProofFailure { Kind = FailureKind.NotOffered, Call = nameof(KvmNumbers.KVM_GET_NESTED_STATE),
                        Layer = BlamedLayer.Kvm } };
            }

            SavedVcpu saved = new(_kvm.MsrIndexes(), size);
            vm = NewVm();
            PayloadSetup setup = Prepare(vm, extension, usesPaging, _request.StateMoves);
            vm.Load(PayloadMode.State, setup, StateSpin, _defect);
            failure = null;
            int signals = 0;
            bool mayNudge = true;
            for (bool isDone = false; !isDone;)
            {
                // Never twice in a row, so that a host on which an entry takes longer than a nudge still goes on.
                nudges.Arm(mayNudge && signals < _request.StateMoves);
                VmStop stop = vm.Run();
                mayNudge = stop.Kind != VmStopKind.Signal;
                signals += mayNudge ? 0 : 1;
                if (stop.Kind == VmStopKind.StopInL2 || stop is { Kind: VmStopKind.Report, Value: PayloadProtocol.CodeStoppedInL1 }
                    || (stop.Kind == VmStopKind.Signal && !IsEnded))
                {
                    MicroVm before = vm;
                    vm = null;
                    vm = Move(before, extension, saved, order, stop, ref point);
                    moves[(int)point]++;
                    nestedSize = Math.Max(nestedSize, saved.NestedSize);
                    continue;
                }

                failure = FailureOf(stop, vm, setup) ?? FailureNaming.OfDone(vm.Report, setup, null);
                isDone = true;
            }
        }
        catch (KvmException exception)
        {
            failure = OfCall(exception) with { Layer = BlamedLayer.Kvm };
            if (exception.Errno is not (LinuxErrno.ENOMEM or LinuxErrno.EMFILE))
            {
                failure = failure with { Kind = FailureKind.StateLost };
            }
        }
        finally
        {
            vm?.Dispose();
        }

        ImmutableArray<StateMoves>.Builder made = ImmutableArray.CreateBuilder<StateMoves>(StopPoints);
        for (int i = 0; i < StopPoints; i++)
        {
            made.Add(new StateMoves((StopPoint)i, moves[i]));
        }

        return new StateRun
        {
            Verdict = failure is null ? ProofVerdict.Proven : failure.IsInconclusive ? ProofVerdict.Inconclusive : ProofVerdict.Refuted,
            Failure = failure,
            FailedAt = failure is null ? null : point,
            Moves = made.DrainToImmutable(),
            NestedStateSize = nestedSize,
        };
    }

    /// <summary>Takes memory and state out of one VM, ends it, and sets them into a new one.</summary>
    private MicroVm Move(MicroVm from, NestedExtension extension, SavedVcpu saved, RestoreOrder order, VmStop stop, ref StopPoint point)
    {
        MicroVm? to = null;
        using (from)
        {
            // KVM_EXIT_IO is completed by the next KVM_RUN; until then no state may be taken.
            from.CompleteExit();
            saved.TakeFrom(from.Vcpu);
            point = stop.Kind == VmStopKind.StopInL2 ? StopPoint.L2AtOut
                : stop.Kind == VmStopKind.Report ? StopPoint.L1BetweenEntries
                : saved.IsEntryPending ? StopPoint.EntryPending
                : saved.IsInL2 ? StopPoint.L2AtSignal
                : StopPoint.L1AtSignal;
            to = NewVm();
            from.Memory[..PayloadProtocol.Samples].CopyTo(to.Memory);
        }

        try
        {
            if (extension == NestedExtension.Vmx)
            {
                to.PrepareVmx(leavesOutFeatureControl: false, out _);
            }

            saved.SetInto(to.Vcpu, order);
            return to;
        }
        catch (KvmException)
        {
            to.Dispose();
            throw;
        }
    }

    /// <summary>A thread that stops KVM_RUN once at a random moment after each time it is armed.</summary>
    private sealed class RandomNudges : IDisposable
    {
        private const int MostMicroseconds = 3000;

        private readonly Interruption _interruption;
        private readonly SemaphoreSlim _armed = new(0);
        private readonly Thread _thread;
        private volatile bool _isOver;

        internal RandomNudges(Interruption interruption)
        {
            _interruption = interruption;
            _thread = new Thread(Work, 128 * 1024) { IsBackground = true, Name = "nudge" };
            _thread.Start();
        }

        internal void Arm(bool isWanted)
        {
            if (isWanted && _armed.CurrentCount == 0)
            {
                _armed.Release();
            }
        }

        public void Dispose()
        {
            _isOver = true;
            _armed.Release();
            _thread.Join();
            _armed.Dispose();
        }

        private void Work()
        {
            while (true)
            {
                _armed.Wait();
                if (_isOver)
                {
                    return;
                }

                long until = System.Diagnostics.Stopwatch.GetTimestamp()
                    + (Random.Shared.Next(MostMicroseconds) * (System.Diagnostics.Stopwatch.Frequency / 1_000_000));
                while (System.Diagnostics.Stopwatch.GetTimestamp() < until && !_isOver)
                {
                    Thread.Sleep(0);
                }

                _interruption.Nudge();
            }
        }
    }
}
