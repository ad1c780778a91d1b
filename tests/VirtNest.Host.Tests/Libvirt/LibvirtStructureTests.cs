using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using VirtNest.Native.Libvirt;
using Xunit;

namespace VirtNest.Host.Tests.Libvirt;

/// <summary>Sizes and offsets of libvirt's headers, as gcc lays them out on 64-bit Linux (libvirt 9.0; public structures never
/// change).</summary>
public sealed class LibvirtStructureTests
{
    [Fact]
    public void Every_structure_has_the_size_of_the_header()
    {
        Assert.Equal(80, Unsafe.SizeOf<VirError>());
        Assert.Equal(96, Unsafe.SizeOf<TypedParameter>());
        Assert.Equal(24, Unsafe.SizeOf<DomainStatsRecord>());
        Assert.Equal(96, Unsafe.SizeOf<JobReport>());
    }

    [Fact]
    public void Every_field_is_at_the_offset_of_the_header()
    {
        Assert.Equal(8, Offset<VirError>(nameof(VirError.Message)));
        Assert.Equal(16, Offset<VirError>(nameof(VirError.Level)));
        Assert.Equal(40, Offset<VirError>(nameof(VirError.Text1)));
        Assert.Equal(64, Offset<VirError>(nameof(VirError.Number1)));
        Assert.Equal(72, Offset<VirError>(nameof(VirError.Network)));
        Assert.Equal(8, Offset<DomainStatsRecord>(nameof(DomainStatsRecord.Parameters)));
        Assert.Equal(16, Offset<DomainStatsRecord>(nameof(DomainStatsRecord.Count)));
        Assert.Equal(8, Offset<JobReport>(nameof(JobReport.Elapsed)));
        Assert.Equal(88, Offset<JobReport>(nameof(JobReport.FileRemaining)));
    }

    [Fact]
    public void A_typed_parameter_gives_its_name_and_number_by_type()
    {
        TypedParameter[] parameters = [Of("narrow", 1, -5), Of("unsigned", 2, -5), Of("wide", 4, long.MinValue), Of("flag", 6, 0x101),
            Of("text", 7, 1), Of("double", 5, 1)];
        Assert.Equal([new("narrow", -5), new("unsigned", uint.MaxValue - 4L), new("wide", long.MaxValue), new("flag", 1)],
            TypedParameter.Numbers(parameters));
    }

    private static TypedParameter Of(string name, int type, long value)
    {
        TypedParameter parameter = new() { Type = type, Wide = value };
        Encoding.ASCII.GetBytes(name, parameter.Name);
        return parameter;
    }

    private static int Offset<T>(string field) => (int)Marshal.OffsetOf<T>(field);
}
