using System.Buffers.Binary;

namespace VirtNest.Proving;

/// <summary>What is wrong with a VMCS, by the table that L1 writes it from: the checks of VM entry in their order. Intel SDM 325384, vol.
/// 3C, "Checks on VMX Controls and Host-State Area", "Checks on the Guest State Area".</summary>
public readonly ref struct VmcsChecks
{
    private const uint Secondary = 1U << 31;
    private const uint Ept = 1U << 1;
    private const uint LongMode = 1U << 9;

    private readonly ReadOnlySpan<byte> _table;
    private readonly VmxCapabilities _capabilities;

    /// <summary>Over a table of pairs of 64-bit words, encoding and value, that the encoding of all ones ends.</summary>
    /// <param name="table">From its first pair.</param>
    /// <param name="capabilities">What L1 may use.</param>
    public VmcsChecks(ReadOnlySpan<byte> table, VmxCapabilities capabilities)
    {
        _table = table;
        _capabilities = capabilities;
    }

    /// <summary>The first rule about the controls that is broken (VM-instruction error 7), or null.</summary>
    public ConsistencyCheck? Controls()
    {
        uint primary = (uint)this[VmcsField.PrimaryControls];
        uint secondary = (primary & Secondary) != 0 ? (uint)this[VmcsField.SecondaryControls] : 0;
        ulong ept = this[VmcsField.EptPointer];
        return !VmxCapabilities.Allows((uint)this[VmcsField.PinControls], _capabilities.Pin) ? ConsistencyCheck.PinControls
            : !VmxCapabilities.Allows(primary, _capabilities.Primary) ? ConsistencyCheck.PrimaryControls
            : (primary & Secondary) != 0 && !VmxCapabilities.Allows(secondary, _capabilities.Secondary) ? ConsistencyCheck.SecondaryControls
            : !VmxCapabilities.Allows((uint)this[VmcsField.ExitControls], _capabilities.Exit) ? ConsistencyCheck.ExitControls
            : !VmxCapabilities.Allows((uint)this[VmcsField.EntryControls], _capabilities.Entry) ? ConsistencyCheck.EntryControls
            : (secondary & Ept) != 0 && ((ept & 7) is not (0 or 6) || ((ept >> 3) & 7) != 3 || (ept & 0xF80) != 0)
            ? ConsistencyCheck.EptPointer
            : null;
    }

    /// <summary>The first rule about the host's state that is broken (VM-instruction error 8), or null.</summary>
    public ConsistencyCheck? HostState() =>
        !Fits(this[VmcsField.HostCr0], _capabilities.Cr0Fixed0, _capabilities.Cr0Fixed1) ? ConsistencyCheck.HostCr0
        : !Fits(this[VmcsField.HostCr4], _capabilities.Cr4Fixed0, _capabilities.Cr4Fixed1) ? ConsistencyCheck.HostCr4
        : this[VmcsField.HostTrSelector] == 0 || this[VmcsField.HostCsSelector] == 0 ? ConsistencyCheck.HostSelector
        : !IsCanonical(this[VmcsField.HostRip]) || !IsCanonical(this[VmcsField.HostTrBase]) || !IsCanonical(this[VmcsField.HostGdtrBase])
            || !IsCanonical(this[VmcsField.HostIdtrBase]) ? ConsistencyCheck.HostAddress
        : null;

    /// <summary>The first rule about L2's state that is broken (exit reason 33 with the entry-failure bit), or null.</summary>
    public ConsistencyCheck? GuestState()
    {
        ulong codeRights = this[VmcsField.GuestCsRights];
        ulong taskRights = this[VmcsField.GuestTrRights];
        ulong flags = this[VmcsField.GuestRflags];
        return !Fits(this[VmcsField.GuestCr0], _capabilities.Cr0Fixed0, _capabilities.Cr0Fixed1) ? ConsistencyCheck.GuestCr0
            : !Fits(this[VmcsField.GuestCr4], _capabilities.Cr4Fixed0, _capabilities.Cr4Fixed1) ? ConsistencyCheck.GuestCr4
            : (taskRights & 0x1_0000) != 0 || (taskRights & 0xF) != 11 ? ConsistencyCheck.GuestTr
            : (codeRights & 0x2000) != 0 && ((uint)this[VmcsField.EntryControls] & LongMode) == 0 ? ConsistencyCheck.GuestLongMode
            : (flags & 2) == 0 || (flags & 0xFFFF_FFFF_FFC0_8028) != 0 ? ConsistencyCheck.GuestRflags
            : this[VmcsField.GuestActivity] > 3 ? ConsistencyCheck.GuestActivity
            : this[VmcsField.LinkPointer] != ulong.MaxValue ? ConsistencyCheck.LinkPointer
            : null;
    }

    /// <summary>The value that the table has for a field, the last where it has several; 0 where it has none.</summary>
    /// <param name="field">Its encoding.</param>
    public ulong this[uint field]
    {
        get
        {
            ulong value = 0;
            for (ReadOnlySpan<byte> pair = _table; pair.Length >= 16; pair = pair[16..])
            {
                ulong encoding = BinaryPrimitives.ReadUInt64LittleEndian(pair);
                if (encoding == ulong.MaxValue)
                {
                    break;
                }

                if (encoding == field)
                {
                    value = BinaryPrimitives.ReadUInt64LittleEndian(pair[8..]);
                }
            }

            return value;
        }
    }

    private static bool Fits(ulong value, ulong mustBeOne, ulong mayBeOne) => (mustBeOne & ~value) == 0 && (value & ~mayBeOne) == 0;

    private static bool IsCanonical(ulong address) => (long)(address << 16) >> 16 == (long)address;
}
