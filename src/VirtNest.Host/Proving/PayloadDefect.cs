using System.Collections.Immutable;
using VirtNest.Native.Kvm;
using VirtNest.Proving;

namespace VirtNest.Host.Proving;

/// <summary>A word of L1's memory that a test makes wrong.</summary>
/// <param name="Address">Guest-physical.</param>
/// <param name="Bytes">How many bytes of the value count.</param>
/// <param name="Value">Little endian.</param>
internal readonly record struct Poke(int Address, int Bytes, ulong Value);

/// <summary>A field of the VMCS that a test makes wrong.</summary>
internal readonly record struct FieldOverride(uint Field, ulong Value);

/// <summary>A payload with something deliberately wrong, to provoke a failure and see that it is named. Only tests make one.</summary>
internal sealed record PayloadDefect
{
    /// <summary>Whether L2 is to use nested paging; the other run is left out.</summary>
    internal bool UsesPaging { get; init; }

    internal ImmutableArray<Poke> Pokes { get; init; } = [];

    internal ImmutableArray<FieldOverride> Fields { get; init; } = [];

    /// <summary>Bits taken out of L1's CR0.</summary>
    internal ulong Cr0Cleared { get; init; }

    internal bool LeavesOutCpuid { get; init; }

    internal bool LeavesOutFeatureControl { get; init; }

    internal void Apply(Span<byte> memory)
    {
        foreach (FieldOverride wrong in Fields)
        {
            for (int at = PayloadProtocol.VmwriteTable; at < PayloadProtocol.VmwriteTable + 0x2000; at += 16)
            {
                ulong encoding = BitConverter.ToUInt64(memory[at..]);
                if (encoding == ulong.MaxValue)
                {
                    break;
                }

                if (encoding == wrong.Field)
                {
                    L1Memory.Put(memory, at + 8, wrong.Value);
                }
            }
        }

        foreach (Poke poke in Pokes)
        {
            for (int i = 0; i < poke.Bytes; i++)
            {
                memory[poke.Address + i] = (byte)(poke.Value >> (8 * i));
            }
        }
    }

    internal void Apply(ref KvmSregs sregs) => sregs.Cr0 &= ~Cr0Cleared;
}
