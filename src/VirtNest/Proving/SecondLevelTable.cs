using System.Buffers.Binary;

namespace VirtNest.Proving;

/// <summary>L1's table of the second level (NPT or EPT, four levels), as it stands in L1's memory.</summary>
public static class SecondLevelTable
{
    private const ulong FrameMask = 0x000F_FFFF_FFFF_F000;
    private const ulong Large = 1UL << 7;

    /// <summary>What is wrong on the way to an address with an NPT, or null where every entry is in order.</summary>
    /// <param name="memory">L1's memory.</param>
    /// <param name="root">Where the highest table is.</param>
    /// <param name="address">L2's guest-physical address.</param>
    public static ConsistencyCheck? BrokenNpt(ReadOnlySpan<byte> memory, ulong root, ulong address)
    {
        for (int level = 3; level >= 0; level--)
        {
            if (!TryRead(memory, root, address, level, out ulong entry) || (entry & 1) == 0)
            {
                return ConsistencyCheck.NestedEntryAbsent;
            }

            if ((entry & 4) == 0)
            {
                return ConsistencyCheck.NestedEntryNotUser;
            }

            if (level > 0 && (entry & Large) != 0)
            {
                return null;
            }

            root = entry & FrameMask;
        }

        return null;
    }

    /// <summary>What is wrong on the way to an address with an EPT, or null where every entry is in order.</summary>
    /// <param name="memory">L1's memory.</param>
    /// <param name="root">Where the highest table is.</param>
    /// <param name="address">L2's guest-physical address.</param>
    public static ConsistencyCheck? BrokenEpt(ReadOnlySpan<byte> memory, ulong root, ulong address)
    {
        for (int level = 3; level >= 0; level--)
        {
            if (!TryRead(memory, root, address, level, out ulong entry) || (entry & 7) == 0)
            {
                return ConsistencyCheck.EptEntryForbids;
            }

            bool isLeaf = level == 0 || (entry & Large) != 0;
            if ((entry & 3) == 2 || (isLeaf && ((entry >> 3) & 7) is 2 or 3 or 7))
            {
                return ConsistencyCheck.EptEntryMisconfigured;
            }

            if ((entry & 7) != 7)
            {
                return ConsistencyCheck.EptEntryForbids;
            }

            if (isLeaf)
            {
                return null;
            }

            root = entry & FrameMask;
        }

        return null;
    }

    private static bool TryRead(ReadOnlySpan<byte> memory, ulong table, ulong address, int level, out ulong entry)
    {
        ulong at = (table & FrameMask) + (((address >> (12 + (9 * level))) & 0x1FF) * 8);
        bool isInside = at <= (ulong)memory.Length - 8;
        entry = isInside ? BinaryPrimitives.ReadUInt64LittleEndian(memory[(int)at..]) : 0;
        return isInside;
    }
}
