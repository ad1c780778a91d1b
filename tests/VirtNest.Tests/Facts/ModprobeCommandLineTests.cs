using VirtNest.Facts;
using Xunit;

namespace VirtNest.Tests.Facts;

/// <summary>Each case is one that the real modprobe of kmod 30 was asked.</summary>
public sealed class ModprobeCommandLineTests
{
    [Theory]
    [InlineData("kvm-intel.nested=1\n", "options kvm_intel nested=1\n")]
    [InlineData("kvm_intel.nested", "options kvm_intel nested\n")]
    [InlineData("kvm_intel.nested= x=1", "options kvm_intel nested=\n")]
    [InlineData("quiet -- kvm_intel.nested=1", "options kvm_intel nested=1\n")]
    [InlineData("quiet --kvm.nested=1", "options __kvm nested=1\n")]
    [InlineData("kvm.b.c=1.5 kvm=b.c =kvm.b=1 kvm..y=1 kvm=.a", "")]
    [InlineData("kvm_a.b=c.d=e kvm.=a.b=1 .b=1 kvm_a. .", "options kvm_a b=c.d=e\noptions kvm =a.b=1\noptions kvm_a \n")]
    [InlineData("BOOT_IMAGE=/boot/vmlinuz-6.1.0 root=UUID=a.b kvm_intel.nested=1;quiet", "options kvm_intel nested=1;quiet\n")]
    [InlineData("kvm[-]x.a=1 kvm[x.a=1 kvm]x.a=1", "options kvm[-]x a=1\n")]
    [InlineData("module_blacklist=kvm_intel blacklist=kvm", "")]
    [InlineData("  kvm.a=1\tkvm.b=2\nkvm.c=3\rkvm.d=4\vkvm.e=5\fkvm.f=6 ",
        "options kvm a=1\noptions kvm b=2\noptions kvm c=3\noptions kvm d=4\noptions kvm e=5\noptions kvm f=6\n")]
    [InlineData("kvm.a=1\0kvm.b=2", "options kvm a=1\n")]
    public void Words_with_one_dot_are_options(string commandLine, string shown)
    {
        Assert.Equal(shown, ShowConfig.Of(ModprobeTree.OfCommandLine(commandLine)));
    }

    [Theory]
    [InlineData("kvm.a=\"b c\" d", "options kvm a=\"b c\"\n")]
    [InlineData("\"kvm.a=b c\" d", "options kvm a=\"b c\"\n")]
    [InlineData("\"kvm.a=b\" x kvm_n.c=d", "options kvm a=\"b\"\noptions kvm_n c=d\n")]
    [InlineData("x \"kvm.a=b\"kvm_n.c=d kvm_e.f=1", "options kvm a=\"b\"kvm_n.c=d\noptions kvm_e f=1\n")]
    [InlineData("\"kvm.a=\"b\" c\" kvm_x.y=1", "options kvm a=\"\"b\" c\"\noptions kvm_x y=1\n")]
    [InlineData("kvm.a=b\" \"c kvm_d.e=1", "options kvm a=b\" \"c\noptions kvm_d e=1\n")]
    [InlineData("kvm.\"a=b c\" \"kvm\".a=1 \"kvm_a.b\" \"\"kvm.a=1 \" kvm.a=1\" x\"kvm.a=1\"", "")]
    [InlineData("kvm.a=\" kvm.b=1", "")]
    [InlineData("kvm.a=b\"c", "")]
    [InlineData("\"kvm.a=1\" \"q kvm_z.w=1", "options kvm a=\"1\"\n")]
    [InlineData("foo=\"a kvm.b=c\" kvm_d.e=1", "options kvm_d e=1\n")]
    [InlineData("kvm.a=\"b\tc\"", "options kvm a=\"b c\"\n")]
    public void Quotes_stand_at_the_start_or_in_the_value(string commandLine, string shown)
    {
        Assert.Equal(shown, ShowConfig.Of(ModprobeTree.OfCommandLine(commandLine)));
    }

    [Theory]
    [InlineData("modprobe.blacklist=kvm_a,kvm_b-c,,kvm_d, modprobe.blacklist=kvm_e",
        "blacklist kvm_a\nblacklist kvm_b-c\nblacklist kvm_d\nblacklist kvm_e\n")]
    [InlineData("modprobe.blacklist modprobe.blacklistx=kvm modprobe-x.blacklist=kvm", "")]
    [InlineData("\"modprobe.blacklist=kvm_a,kvm_b\"", "blacklist \"kvm_a\nblacklist kvm_b\"\n")]
    [InlineData("modprobe.blacklist==kvm_a modprobe.blacklist=kvm_a.b,kvm_c", "blacklist =kvm_a\nblacklist kvm_a.b\nblacklist kvm_c\n")]
    public void Modprobe_blacklist_takes_names_as_they_are(string commandLine, string shown)
    {
        Assert.Equal(shown, ShowConfig.Of(ModprobeTree.OfCommandLine(commandLine)));
    }

    [Fact]
    public void Only_the_first_4095_bytes_are_read()
    {
        const string Word = " kvm_intel.nested=1";
        Assert.Equal("1",
            ModprobeTree.OfCommandLine(new string('p', 4095 - Word.Length) + Word).Settings("kvm_intel", "nested").Winner?.Value);
        Assert.Equal("",
            ModprobeTree.OfCommandLine(new string('p', 4096 - Word.Length) + Word).Settings("kvm_intel", "nested").Winner?.Value);
    }

    [Fact]
    public void It_comes_after_all_files()
    {
        ModuleSettings settings =
            ModprobeTree.Of("options kvm_amd nested=1\n", "quiet kvm-amd.nested=0 \"kvm_amd.avic=1\"").Settings("kvm_amd", "nested");
        Assert.Equal(("0", "/proc/cmdline"), (settings.Winner?.Value, settings.Winner?.Directive.File));
        Assert.Equal((6, 16), (settings.Winner?.Offset, settings.Winner?.Length));
        Assert.Equal(["1", "0"], settings.All.Select(static s => s.Value));
        Assert.True(settings.HasConflict);
    }
}
