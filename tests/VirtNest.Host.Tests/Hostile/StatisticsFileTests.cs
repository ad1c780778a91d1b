using System.Buffers.Binary;
using CsCheck;
using VirtNest.Native.Kvm;
using Xunit;

namespace VirtNest.Host.Tests.Hostile;

/// <summary>What a descriptor of statistics gives, as the kernel lays it out and as it does not: nothing outside of it is ever
/// read.</summary>
public sealed class StatisticsFileTests
{
    private const int NameSize = 48;

    /// <summary>Numbers that a field of the header may lie with.</summary>
    private static readonly Gen<uint> Lie =
        Gen.OneOf(Gen.UInt, Gen.UInt[0, 4096], Gen.OneOf(0u, 1u, 23u, 24u, 0x7FFF_FFFFu, 0x8000_0000u, 0xFFFF_FFF0u, uint.MaxValue));

    [Fact]
    public void Each_value_is_found_by_its_whole_name()
    {
        byte[] file =
            Kernel("kvm-4242/vcpu-3", ("nested_run_", 1), ("nested", 2), ("exits", 3), ("nested_run", 0x1_0000_0007), ("guest_mode", 1));
        Assert.True(KvmStatisticsFile.TryParse(file, out KvmStatisticsFile statistics));
        Assert.Equal("kvm-4242/vcpu-3", Encoding.ASCII.GetString(statistics.Id));
        Assert.True(statistics.TryRead("nested_run"u8, out ulong runs));
        Assert.Equal(0x1_0000_0007u, runs);
        Assert.True(statistics.TryRead("guest_mode"u8, out ulong mode));
        Assert.Equal(1u, mode);
        Assert.False(statistics.TryRead("nested_ru"u8, out _));
        Assert.False(statistics.TryRead(""u8, out _));
    }

    [Fact]
    public void A_name_and_an_identity_without_a_NUL_byte_end_with_their_fields()
    {
        string name = new('n', NameSize), id = new('i', NameSize);
        Assert.True(KvmStatisticsFile.TryParse(Kernel(id, (name, 5), ("nested_run", 6)), out KvmStatisticsFile statistics));
        Assert.Equal(id, Encoding.ASCII.GetString(statistics.Id));
        Assert.True(statistics.TryRead(Encoding.ASCII.GetBytes(name), out ulong value));
        Assert.Equal(5u, value);
        Assert.True(statistics.TryRead("nested_run"u8, out value));
        Assert.Equal(6u, value);
    }

    [Theory]
    [InlineData(4, 0xFFFF)] // exponent -1: the value is a part of something else
    [InlineData(6, 32)] // size 32: a histogram
    [InlineData(6, 0)]
    public void What_is_not_one_number_as_it_is_is_no_count(int at, int value)
    {
        byte[] file = Kernel("kvm-1/vcpu-0", ("nested_run", 7));
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(24 + NameSize + at), (ushort)value);
        Assert.True(KvmStatisticsFile.TryParse(file, out KvmStatisticsFile statistics));
        Assert.False(statistics.TryRead("nested_run"u8, out _));
    }

    [Fact]
    public void A_file_that_was_cut_gives_the_true_value_or_none()
    {
        byte[] file = Kernel("kvm-1/vcpu-0", ("a", ulong.MaxValue), ("nested_run", 0x0102_0304_0506_0708), ("b", ulong.MaxValue));
        int known = 0;
        for (int length = 0; length <= file.Length; length++)
        {
            if (KvmStatisticsFile.TryParse(file.AsSpan(0, length), out KvmStatisticsFile statistics)
                && statistics.TryRead("nested_run"u8, out ulong value))
            {
                Assert.Equal(0x0102_0304_0506_0708u, value);
                known++;
            }
        }

        Assert.Equal(1 + sizeof(ulong), known);
    }

    [Fact]
    public void Any_bytes_are_a_file_or_none() => HostileText.Bytes.Sample(static bytes => Holds(bytes), iter: 5_000);

    [Fact]
    public void A_header_and_descriptors_that_lie_are_believed_in_nothing() =>
        Gen.Select(Gen.Int[0, 5], Lie, Gen.Int[0, 3], Lie, Gen.Int[0, 300]).Sample(
            static (field, value, other, otherValue, cut) =>
            {
                byte[] file = Kernel("kvm-1/vcpu-0", ("exits", 1), ("nested_run", 2), ("guest_mode", 0));
                BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(field * 4), value);
                BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(24 + NameSize + 16 + NameSize + (other * 4)), otherValue);
                Holds(file.AsSpan(0, Math.Max(0, file.Length - cut)));
            },
            iter: 20_000);

    private static void Holds(ReadOnlySpan<byte> file)
    {
        if (!KvmStatisticsFile.TryParse(file, out KvmStatisticsFile statistics))
        {
            return;
        }

        Assert.InRange(statistics.Id.Length, 0, file.Length);
        foreach (string name in (string[])["nested_run", "guest_mode", "exits", "", "\0"])
        {
            int place = statistics.Find(Encoding.ASCII.GetBytes(name));
            Assert.InRange(place, -1, file.Length - sizeof(ulong));
            Assert.Equal(place >= 0, statistics.TryRead(Encoding.ASCII.GetBytes(name), out ulong value));
            Assert.Equal(place < 0 ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(file[place..]), value);
        }
    }

    /// <summary>A file as Linux v6.12 virt/kvm/binary_stats.c gives it: header, identity, descriptors, values.</summary>
    private static byte[] Kernel(string id, params (string Name, ulong Value)[] all)
    {
        int descriptors = 24 + NameSize;
        int values = descriptors + (all.Length * (16 + NameSize));
        List<byte> file = [.. Words(0, NameSize, (uint)all.Length, 24, (uint)descriptors, (uint)values), .. Field(id)];
        for (uint i = 0; i < all.Length; i++)
        {
            file.AddRange([.. Words(0, 1 << 16, i * 8, 0), .. Field(all[i].Name)]);
        }

        foreach ((_, ulong value) in all)
        {
            file.AddRange(BitConverter.GetBytes(value));
        }

        return [.. file];
    }

    private static byte[] Words(params uint[] words)
    {
        byte[] bytes = new byte[words.Length * 4];
        Buffer.BlockCopy(words, 0, bytes, 0, bytes.Length);
        return bytes;
    }

    private static byte[] Field(string text)
    {
        byte[] field = new byte[NameSize];
        Encoding.ASCII.GetBytes(text, field);
        return field;
    }
}
