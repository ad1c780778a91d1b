using System;
using System.Buffers.Binary;
using System.Text;
using VirtNest.Native.LibC;

namespace VirtNest.Native.Kvm;

/// <summary>The binary statistics of a VM or vCPU: Linux v6.12 Documentation/virt/kvm/api.rst, KVM_GET_STATS_FD.</summary>
internal sealed class KvmStatistics : IDisposable
{
    private const int SizeOfHeader = 24;
    private const int SizeOfDescriptor = 16;
    private const int MostDescriptors = 1024;
    private const int LongestName = 1024;

    private readonly FileDescriptor _fd;

    internal KvmStatistics(int fd) => _fd = new FileDescriptor(fd);

    /// <summary>Where the value of a statistic is, for <see cref="Read"/>; -1 where the kernel has no such statistic.</summary>
    internal long Find(string name)
    {
        Span<byte> header = stackalloc byte[SizeOfHeader];
        if (Unistd.PRead(_fd.Number, header, 0) != SizeOfHeader)
        {
            return -1;
        }

        uint nameSize = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        uint descriptors = BinaryPrimitives.ReadUInt32LittleEndian(header[16..]);
        uint values = BinaryPrimitives.ReadUInt32LittleEndian(header[20..]);
        if (nameSize > LongestName || count > MostDescriptors)
        {
            return -1;
        }

        int size = SizeOfDescriptor + (int)nameSize;
        byte[] all = new byte[size * (int)count];
        if (Unistd.PRead(_fd.Number, all, descriptors) != all.Length)
        {
            return -1;
        }

        Span<byte> sought = stackalloc byte[name.Length + 1];
        sought.Clear();
        Encoding.ASCII.GetBytes(name, sought);
        for (ReadOnlySpan<byte> one = all; one.Length >= size; one = one[size..])
        {
            if (one[SizeOfDescriptor..size].StartsWith(sought))
            {
                return values + BinaryPrimitives.ReadUInt32LittleEndian(one[8..]);
            }
        }

        return -1;
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
