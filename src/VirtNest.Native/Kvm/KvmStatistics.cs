using System.Buffers.Binary;
using VirtNest.Native.LibC;

namespace VirtNest.Native.Kvm;

/// <summary>The binary statistics of a VM or vCPU: Linux v6.12 Documentation/virt/kvm/api.rst, KVM_GET_STATS_FD.</summary>
internal sealed class KvmStatistics : IDisposable
{
    private readonly FileDescriptor _fd;

    internal KvmStatistics(int fd) => _fd = new FileDescriptor(fd);

    /// <summary>Where the value of a statistic is, for <see cref="Read"/>; -1 where the kernel has no such statistic.</summary>
    internal long Find(ReadOnlySpan<byte> name)
    {
        byte[] file = new byte[KvmStatisticsFile.MostBytes];
        nint filled = Unistd.PRead(_fd.Number, file, 0);
        return filled > 0 && KvmStatisticsFile.TryParse(file.AsSpan(0, (int)filled), out KvmStatisticsFile statistics)
            ? statistics.Find(name) : -1;
    }

    /// <summary>The value at a place that <see cref="Find"/> gave; false where it cannot be read.</summary>
    internal bool Read(long place, out ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        bool isRead = place >= 0 && Unistd.PRead(_fd.Number, bytes, place) == 8;
        value = isRead ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : 0;
        return isRead;
    }

    public void Dispose() => _fd.Dispose();
}
