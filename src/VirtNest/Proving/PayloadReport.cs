using System.Buffers.Binary;
using System.Collections.Immutable;

namespace VirtNest.Proving;

/// <summary>L1's memory, read as the payload's report. L1 may still be running: each word is read once.</summary>
public readonly ref struct PayloadReport
{
    private const int Steps = (int)ProofStep.Done + 1;
    private readonly ReadOnlySpan<byte> _memory;

    /// <summary>Over the whole memory of L1.</summary>
    /// <param name="memory">From guest-physical address 0; at least up to the samples.</param>
    public PayloadReport(ReadOnlySpan<byte> memory)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(memory.Length, PayloadProtocol.Samples);
        _memory = memory;
    }

    /// <summary>The step that L1 marked last.</summary>
    public ProofStep Step => Word(PayloadProtocol.ReportStep) is < Steps and ulong step ? (ProofStep)step : ProofStep.None;

    /// <summary>L1's answer to the nonce.</summary>
    public ulong PlainAnswer => Word(PayloadProtocol.ReportPlainAnswer);

    /// <summary>L2's answer to the nonce, at the mailbox's real place.</summary>
    public ulong L2Answer => Word(PayloadProtocol.Mailbox + PayloadProtocol.MailAnswer);

    /// <summary>The word at the address where L2 believes its mailbox is: 0, since no translation leads there.</summary>
    public ulong UntranslatedAnswer => Word(PayloadProtocol.MailboxOfL2 + PayloadProtocol.MailAnswer);

    /// <summary>What L2 got from CPUID in RAX.</summary>
    public ulong CpuidAnswer => Word(PayloadProtocol.Mailbox + PayloadProtocol.MailCpuidAnswer);

    /// <summary>L1's count of L2's hypercalls.</summary>
    public ulong L1Count => Word(PayloadProtocol.ReportL1Count);

    /// <summary>L2's count of its hypercalls.</summary>
    public ulong L2Count => Word(PayloadProtocol.Mailbox + PayloadProtocol.MailL2Count);

    /// <summary>One 64-bit word.</summary>
    /// <param name="address">Guest-physical.</param>
    public ulong Word(int address) => BinaryPrimitives.ReadUInt64LittleEndian(_memory[address..]);

    /// <summary>The steps that were marked, in order, with their times.</summary>
    /// <param name="tscKHz">Ticks in a millisecond; 0 where not known.</param>
    public ImmutableArray<StepTime> StepTimes(int tscKHz)
    {
        ulong start = Word(PayloadProtocol.ReportStamps + (8 * (int)ProofStep.Alive));
        ImmutableArray<StepTime>.Builder times = ImmutableArray.CreateBuilder<StepTime>(Steps);
        for (int step = 1; step < Steps; step++)
        {
            ulong stamp = Word(PayloadProtocol.ReportStamps + (8 * step));
            if (stamp != 0)
            {
                times.Add(new StepTime((ProofStep)step, TicksToTime(stamp - start, tscKHz)));
            }
        }

        return times.DrainToImmutable();
    }

    /// <summary>The time from the mark of one step to the mark of another; null where one is not marked or the frequency is not
    /// known.</summary>
    /// <param name="from">The earlier step.</param>
    /// <param name="to">The later step.</param>
    /// <param name="tscKHz">Ticks in a millisecond; 0 where not known.</param>
    public TimeSpan? Between(ProofStep from, ProofStep to, int tscKHz)
    {
        ulong first = Word(PayloadProtocol.ReportStamps + (8 * (int)from));
        ulong last = Word(PayloadProtocol.ReportStamps + (8 * (int)to));
        return first != 0 && last > first ? TicksToTime(last - first, tscKHz) : null;
    }

    /// <summary>Ticks of the time stamp counter as time.</summary>
    /// <param name="ticks">The count.</param>
    /// <param name="tscKHz">Ticks in a millisecond; 0 where not known.</param>
    public static TimeSpan? TicksToTime(ulong ticks, int tscKHz) =>
        tscKHz > 0 ? TimeSpan.FromTicks((long)(ticks * (double)TimeSpan.TicksPerMillisecond / tscKHz)) : null;
}
