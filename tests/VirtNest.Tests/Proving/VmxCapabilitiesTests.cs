using System.Collections.Immutable;
using VirtNest.Proving;
using Xunit;

namespace VirtNest.Tests.Proving;

/// <summary>With the values that kvm_intel of Linux 6.1 gives to a guest.</summary>
public sealed class VmxCapabilitiesTests
{
    [Fact]
    public void The_TRUE_MSRs_count_where_bit_55_says_that_there_are_any()
    {
        VmxCapabilities vmx = new(Of6_1());
        Assert.Equal(0x16u, VmxCapabilities.Adjust(0, vmx.Pin));
        Assert.Equal(0x840061F2u, VmxCapabilities.Adjust(0x8000_0080, vmx.Primary));
        Assert.Equal(0x36FFBu, VmxCapabilities.Adjust(0x200, vmx.Exit));
        Assert.Equal(0x13FBu, VmxCapabilities.Adjust(0x200, vmx.Entry));
        Assert.True(vmx.HasEpt);
    }

    [Fact]
    public void None_at_all_is_no_EPT() => Assert.False(new VmxCapabilities([]).HasEpt);

    [Theory]
    [InlineData(0x16u, true)]
    [InlineData(0u, false)]
    [InlineData(0x96u, false)]
    public void A_control_word_needs_what_must_be_and_nothing_that_may_not(uint control, bool isAllowed) =>
        Assert.Equal(isAllowed, VmxCapabilities.Allows(control, new VmxCapabilities(Of6_1()).Pin));

    private static ImmutableArray<ulong> Of6_1()
    {
        ulong[] msrs = new ulong[VmxCapabilities.MsrCount];
        msrs[0x0] = 0x00D8_1000_11E5_7ED0;
        msrs[0x6] = 0x8000_0021;
        msrs[0x7] = 0xFFFF_FFFF;
        msrs[0x8] = 0x2000;
        msrs[0x9] = 0x132FFF;
        msrs[0xB] = 0x0002_7BFF_0000_0000;
        msrs[0xC] = 0xF01_0633_4041;
        msrs[0xD] = 0x0000_007F_0000_0016;
        msrs[0xE] = 0xF7F9_FFFE_0400_6172;
        msrs[0xF] = 0x007F_FFFF_0003_6DFB;
        msrs[0x10] = 0x0000_F3FF_0000_11FB;
        return [.. msrs];
    }
}
