using System.Buffers.Binary;

namespace VirtNest.Native.Kvm;

/// <summary>What a descriptor of statistics gives, read whole: header, identity, descriptors and values (Linux v6.12
/// Documentation/virt/kvm/api.rst, KVM_GET_STATS_FD; struct kvm_stats_header, struct kvm_stats_desc). No offset or size in it is
/// believed.</summary>
internal readonly ref struct KvmStatisticsFile
{
    /// <summary>Bytes that are read at most. Linux 6.12 has some 6 KiB of a vCPU on x86.</summary>
    internal const int MostBytes = 64 << 10;

    private const int SizeOfHeader = 24;
    private const int SizeOfDescriptor = 16;
    private const int LongestName = 1024;

    private readonly ReadOnlySpan<byte> _file;
    private readonly int _nameSize;
    private readonly int _values;

    private KvmStatisticsFile(ReadOnlySpan<byte> file, int nameSize, ReadOnlySpan<byte> id, ReadOnlySpan<byte> descriptors, int values)
    {
        _file = file;
        _nameSize = nameSize;
        _values = values;
        Id = id;
        Descriptors = descriptors;
    }

    /// <summary>"kvm-4242/vcpu-0": the thread that made the vCPU, in the first pid namespace, and the vCPU's number; "kvm-4242" of a
    /// VM.</summary>
    internal ReadOnlySpan<byte> Id { get; }

    private ReadOnlySpan<byte> Descriptors { get; }

    /// <summary>Reads the header; false where the file is none, or ends before what the header names.</summary>
    /// <param name="file">From its first byte on.</param>
    /// <param name="statistics">What was read, a part of the file.</param>
    internal static bool TryParse(ReadOnlySpan<byte> file, out KvmStatisticsFile statistics)
    {
        statistics = default;
        if (file.Length < SizeOfHeader)
        {
            return false;
        }

        uint nameSize = BinaryPrimitives.ReadUInt32LittleEndian(file[4..]);
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(file[8..]);
        uint id = BinaryPrimitives.ReadUInt32LittleEndian(file[12..]);
        uint descriptors = BinaryPrimitives.ReadUInt32LittleEndian(file[16..]);
        uint values = BinaryPrimitives.ReadUInt32LittleEndian(file[20..]);
        if (nameSize is 0 or > LongestName || count > MostBytes || values > file.Length
            || !Part(file, id, nameSize, out ReadOnlySpan<byte> identity)
            || !Part(file, descriptors, count * (SizeOfDescriptor + nameSize), out ReadOnlySpan<byte> all))
        {
            return false;
        }

        statistics = new KvmStatisticsFile(file, (int)nameSize, Text(identity), all, (int)values);
        return true;
    }

    /// <summary>Where the value of a statistic is in the file; -1 where the kernel has none of that name that is one number, or the file
    /// ends before it.</summary>
    /// <param name="name">The kernel's name of it.</param>
    internal int Find(ReadOnlySpan<byte> name)
    {
        int size = SizeOfDescriptor + _nameSize;
        for (ReadOnlySpan<byte> one = Descriptors; one.Length >= size; one = one[size..])
        {
            // flags 4, exponent 2, size 2, offset 4, bucket_size 4, name: a number as it is has the exponent 0 and the size 1.
            bool isNumber = BinaryPrimitives.ReadUInt32LittleEndian(one[4..]) == 1 << 16;
            if (isNumber && Text(one[SizeOfDescriptor..size]).SequenceEqual(name))
            {
                long place = _values + (long)BinaryPrimitives.ReadUInt32LittleEndian(one[8..]);
                return place + sizeof(ulong) <= _file.Length ? (int)place : -1;
            }
        }

        return -1;
    }

    /// <summary>The value of a statistic; false as <see cref="Find"/>.</summary>
    /// <param name="name">The kernel's name of it.</param>
    /// <param name="value">The value.</param>
    internal bool TryRead(ReadOnlySpan<byte> name, out ulong value)
    {
        int place = Find(name);
        value = place < 0 ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(_file[place..]);
        return place >= 0;
    }

    private static bool Part(ReadOnlySpan<byte> file, uint from, uint length, out ReadOnlySpan<byte> part)
    {
        bool isInside = (ulong)from + length <= (ulong)file.Length;
        part = isInside ? file.Slice((int)from, (int)length) : default;
        return isInside;
    }

    /// <summary>A field's text ends at its first NUL byte, or with the field.</summary>
    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> field) => field.IndexOf((byte)0) is >= 0 and var end ? field[..end] : field;
}
