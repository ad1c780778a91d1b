using VirtNest.Facts;
using Xunit;

namespace VirtNest.Tests.Facts;

public sealed class KernelCommandLineTests
{
    private static KernelCommandLine Of(string text) => KernelCommandLine.Parse(Encoding.UTF8.GetBytes(text));

    private static string Shown(string text) =>
        string.Join('|', Of(text).Parameters.Select(p => p.Value is null ? p.Name : p.Name + "→" + p.Value));

    [Theory]
    [InlineData("a b=c d=\n", "a|b→c|d→")]
    [InlineData("a=\"b c\" d", "a→b c|d")]
    [InlineData("\"a=b c\" d", "a→b c|d")]
    [InlineData("\"a=\"b c\" d", "a→b|c\" d")]
    [InlineData("a=b\"c d\"e f", "a→b\"c d\"e|f")]
    [InlineData("a=\"b", "a→b")]
    [InlineData("a=\"", "a→")]
    [InlineData("\"", "")]
    [InlineData("\"a b\" c", "a b|c")]
    [InlineData("=a=b ==c", "=a→b|=→c")]
    [InlineData("a=b=c", "a→b=c")]
    [InlineData("a -- b=c", "a")]
    [InlineData("a --x=1 --=2 b", "a|--x→1|--→2|b")]
    [InlineData("a\0b", "a")]
    [InlineData("\t a\vb\fc\r\n", "a|b|c")]
    [InlineData("a=é", "a→é")]
    public void Words_are_split_as_next_arg_splits_them(string text, string shown)
    {
        Assert.Equal(shown, Shown(text));
    }

    [Fact]
    public void The_kernel_takes_the_byte_A0_for_a_blank()
    {
        Assert.Equal(2, KernelCommandLine.Parse([(byte)'a', 0xA0, (byte)'b']).Parameters.Count);
    }

    [Fact]
    public void Positions_are_those_of_the_word_as_written()
    {
        KernelParameter parameter = Of("quiet \"kvm_intel.nested=1\" x").Last("kvm-intel.nested")!;
        Assert.Equal((6, 20), (parameter.Offset, parameter.Length));
    }

    [Fact]
    public void The_last_of_a_name_wins_and_dashes_are_underscores()
    {
        KernelCommandLine line = Of("kvm_intel.nested=1 kvm-intel.nested=0 xkvm_intel.nested=1 kvm_intel.nestedx=1");
        Assert.Equal(["1", "0"], line.OfModule("kvm_intel", "nested").Select(p => p.Value));
        Assert.Equal("0", line.Last("kvm_intel.nested")?.Value);
        Assert.Null(line.Last("kvm_amd.nested"));
    }

    [Theory]
    [InlineData("clearcpuid=vmx", "vmx", true)]
    [InlineData("clearcpuid=133", "vmx", true)]
    [InlineData("clearcpuid=smap,194", "svm", true)]
    [InlineData("clearcpuid=smap clearcpuid=vmx", "smap", false)]
    [InlineData("clearcpuid=vmx clearcpuid=", "vmx", false)]
    [InlineData("clearcpuid=VMX", "vmx", false)]
    [InlineData("clearcpuid=vmxx xclearcpuid=vmx", "vmx", false)]
    [InlineData("quiet -- clearcpuid=vmx", "vmx", true)]
    [InlineData("clearcpuid=\"vmx\"", "vmx", false)]
    [InlineData("clearcpuid", "vmx", false)]
    [InlineData("clearcpuid=umip", "umip", true)]
    public void Clearcpuid_takes_names_and_numbers_and_the_last_counts(string text, string flag, bool isCleared)
    {
        Assert.Equal(isCleared, Of(text).ClearsCpuFeature(flag));
    }

    [Fact]
    public void Clearcpuid_is_cut_at_127_characters()
    {
        Assert.False(Of("clearcpuid=" + new string('x', 125) + ",vmx").ClearsCpuFeature("vmx"));
        Assert.True(Of("clearcpuid=" + new string('x', 123) + ",vmx").ClearsCpuFeature("vmx"));
    }

    [Theory]
    [InlineData("kvm-arm.mode=nested", "nested")]
    [InlineData("kvm_arm.mode=nvhe kvm-arm.mode=protected kvm-arm.mode=what", "protected")]
    [InlineData("kvm-arm.mode", null)]
    [InlineData("quiet", null)]
    public void The_arm_mode_is_the_last_that_the_kernel_knows(string text, string? mode) => Assert.Equal(mode, Of(text).KvmArmMode);

    [Theory]
    [InlineData("module_blacklist=kvm_intel,kvm", true)]
    [InlineData("module_blacklist=kvm-intel", false)]
    [InlineData("module_blacklist=kvm_intel module_blacklist=x", false)]
    [InlineData("modprobe.blacklist=kvm_intel", false)]
    public void Module_blacklist_names_modules_exactly(string text, bool isRefused) =>
        Assert.Equal(isRefused, Of(text).RefusesModule("kvm_intel"));
}
