using System.Buffers.Binary;
using System.Collections.Immutable;
using VirtNest.Native.Kvm;
using VirtNest.Proving;

namespace VirtNest.Host.Proving;

/// <content>What exits cost: each one timed by the guest with its time stamp counter.</content>
internal sealed partial class ProofSession
{
    private const int Kinds = (int)ExitKind.Out + 1;

    /// <summary>The costs at L1, and at L2 where an extension is given; none where none were asked for or the run failed.</summary>
    private ImmutableArray<ExitCost> MeasureCosts(NestedExtension extension, bool usesPaging)
    {
        if (_request.MeasuredExits == 0 || IsEnded)
        {
            return [];
        }

        ExitSpread?[] atL1 = Measure(PayloadMode.MeasureL1, extension, usesPaging);
        ExitSpread?[] atL2 =
            extension == NestedExtension.None ? new ExitSpread?[Kinds] : Measure(PayloadMode.MeasureL2, extension, usesPaging);
        ImmutableArray<ExitCost>.Builder costs = ImmutableArray.CreateBuilder<ExitCost>(Kinds);
        for (int kind = 0; kind < Kinds; kind++)
        {
            costs.Add(new ExitCost((ExitKind)kind, atL1[kind], atL2[kind]));
        }

        return costs.DrainToImmutable();
    }

    private ExitSpread?[] Measure(PayloadMode mode, NestedExtension extension, bool usesPaging)
    {
        ExitSpread?[] spreads = new ExitSpread?[Kinds];
        ulong[] samples = new ulong[_request.MeasuredExits];
        try
        {
            using MicroVm vm = NewVm();
            PayloadSetup setup = Prepare(vm, extension, usesPaging, samples.Length);
            vm.Load(mode, setup, 0, _defect);
            while (vm.Run(isMeasured: true) is { Kind: VmStopKind.Report, Value: PayloadProtocol.CodeSamplesReady })
            {
                ulong kind = vm.Report.Word(PayloadProtocol.ReportKind);
                if (kind < Kinds)
                {
                    spreads[kind] = SpreadOf(vm, samples);
                }
            }
        }
        catch (KvmException)
        {
            // The proof stands without its costs; those not measured stay null.
        }

        return spreads;
    }

    private static ExitSpread? SpreadOf(MicroVm vm, ulong[] samples)
    {
        if (vm.TscKHz == 0)
        {
            return null;
        }

        ReadOnlySpan<byte> source = vm.Memory[PayloadProtocol.Samples..];
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadUInt64LittleEndian(source[(8 * i)..]);
        }

        Array.Sort(samples);
        return new ExitSpread(At(0.5), At(0.1), At(0.9), samples.Length);

        TimeSpan At(double share) => PayloadReport.TicksToTime(samples[(int)(share * (samples.Length - 1))], vm.TscKHz)!.Value;
    }
}
