using System.Buffers.Binary;

namespace VirtNest.Native.Kvm;

/// <summary>struct kvm_run as KVM_RUN leaves it: Linux v6.12 Documentation/virt/kvm/api.rst, "The kvm_run structure".</summary>
internal readonly ref struct KvmRunPage
{
    internal const int OffsetOfImmediateExit = 1;
    internal const int OffsetOfExitReason = 8;
    internal const int OffsetOfUnion = 32;

    private readonly Span<byte> _bytes;

    internal KvmRunPage(Span<byte> bytes) => _bytes = bytes;

    /// <summary>Whether the next KVM_RUN only completes what the last exit left open, and comes back with EINTR.</summary>
    internal bool ImmediateExit
    {
        set => _bytes[OffsetOfImmediateExit] = value ? (byte)1 : (byte)0;
    }

    internal uint ExitReason => BinaryPrimitives.ReadUInt32LittleEndian(_bytes[OffsetOfExitReason..]);

    internal byte IoSize => _bytes[OffsetOfUnion + 1];

    internal ushort IoPort => BinaryPrimitives.ReadUInt16LittleEndian(_bytes[(OffsetOfUnion + 2)..]);

    /// <summary>KVM_EXIT_IO: the first value of up to four bytes, read where the kernel says it is, inside the page.</summary>
    internal uint IoValue
    {
        get
        {
            ulong offset = BinaryPrimitives.ReadUInt64LittleEndian(_bytes[(OffsetOfUnion + 8)..]);
            if (offset > (ulong)_bytes.Length - 4)
            {
                return 0;
            }

            uint value = BinaryPrimitives.ReadUInt32LittleEndian(_bytes[(int)offset..]);
            return IoSize switch
            {
                1 => value & 0xFF,
                2 => value & 0xFFFF,
                _ => value,
            };
        }
    }

    /// <summary>KVM_EXIT_FAIL_ENTRY and KVM_EXIT_UNKNOWN: the hardware's reason.</summary>
    internal ulong HardwareReason => BinaryPrimitives.ReadUInt64LittleEndian(_bytes[OffsetOfUnion..]);

    /// <summary>KVM_EXIT_INTERNAL_ERROR: the suberror.</summary>
    internal uint InternalSuberror => BinaryPrimitives.ReadUInt32LittleEndian(_bytes[OffsetOfUnion..]);
}
