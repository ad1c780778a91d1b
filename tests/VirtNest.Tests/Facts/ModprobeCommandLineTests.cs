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
    [InlineData("a.b.c=1.5 a=b.c =a.b=1 x..y=1 m=.a", "")]
    [InlineData("a.b=c.d=e m.=a.b=1 .b=1 a. .", "options a b=c.d=e\noptions m =a.b=1\noptions  b=1\noptions a \noptions  \n")]
    [InlineData("BOOT_IMAGE=/boot/vmlinuz-6.1.0 root=UUID=a.b kvm_intel.nested=1;quiet", "options kvm_intel nested=1;quiet\n")]
    [InlineData("m[-]x.a=1 m[x.a=1 m]x.a=1", "options m[-]x a=1\n")]
    [InlineData("module_blacklist=kvm_intel blacklist=kvm", "")]
    [InlineData("  m.a=1\tm.b=2\nm.c=3\rm.d=4\vm.e=5\fm.f=6 ", "options m a=1\noptions m b=2\noptions m c=3\noptions m d=4\noptions m e=5\noptions m f=6\n")]
    [InlineData("m.a=1\0m.b=2", "options m a=1\n")]
    public void Words_with_one_dot_are_options(string commandLine, string shown)
    {
        Assert.Equal(shown, ShowConfig.Of(ModprobeTree.OfCommandLine(commandLine)));
    }

    [Theory]
    [InlineData("m.a=\"b c\" d", "options m a=\"b c\"\n")]
    [InlineData("\"m.a=b c\" d", "options m a=\"b c\"\n")]
    [InlineData("\"m.a=b\" x n.c=d", "options m a=\"b\"\noptions n c=d\n")]
    [InlineData("x \"m.a=b\"n.c=d e.f=1", "options m a=\"b\"n.c=d\noptions e f=1\n")]
    [InlineData("\"m.a=\"b\" c\" x.y=1", "options m a=\"\"b\" c\"\noptions x y=1\n")]
    [InlineData("m.a=b\" \"c d.e=1", "options m a=b\" \"c\noptions d e=1\n")]
    [InlineData("m.\"a=b c\" \"m\".a=1 \"a.b\" \"\"m.a=1 \" m.a=1\" x\"m.a=1\"", "")]
    [InlineData("m.a=\" m.b=1", "")]
    [InlineData("m.a=b\"c", "")]
    [InlineData("\"m.a=1\" \"q z.w=1", "options m a=\"1\"\n")]
    [InlineData("foo=\"a m.b=c\" d.e=1", "options d e=1\n")]
    [InlineData("m.a=\"b\tc\"", "options m a=\"b c\"\n")]
    public void Quotes_stand_at_the_start_or_in_the_value(string commandLine, string shown)
    {
        Assert.Equal(shown, ShowConfig.Of(ModprobeTree.OfCommandLine(commandLine)));
    }

    [Theory]
    [InlineData("modprobe.blacklist=a,b-c,,d, modprobe.blacklist=e", "blacklist a\nblacklist b-c\nblacklist \nblacklist d\nblacklist \nblacklist e\n")]
    [InlineData("modprobe.blacklist", "options modprobe blacklist\n")]
    [InlineData("modprobe.blacklistx=a modprobe-x.blacklist=a", "options modprobe blacklistx=a\noptions modprobe_x blacklist=a\n")]
    [InlineData("\"modprobe.blacklist=a,b\"", "blacklist \"a\nblacklist b\"\n")]
    [InlineData("modprobe.blacklist==a modprobe.blacklist=a.b,c", "blacklist =a\nblacklist a.b\nblacklist c\n")]
    public void Modprobe_blacklist_takes_names_as_they_are(string commandLine, string shown)
    {
        Assert.Equal(shown, ShowConfig.Of(ModprobeTree.OfCommandLine(commandLine)));
    }

    [Fact]
    public void Only_the_first_4095_bytes_are_read()
    {
        const string Word = " kvm_intel.nested=1";
        Assert.Equal("1", ModprobeTree.OfCommandLine(new string('p', 4095 - Word.Length) + Word).Settings("kvm_intel", "nested").Winner?.Value);
        Assert.Equal("", ModprobeTree.OfCommandLine(new string('p', 4096 - Word.Length) + Word).Settings("kvm_intel", "nested").Winner?.Value);
    }

    [Fact]
    public void It_comes_after_all_files()
    {
        ModuleSettings settings = ModprobeTree.Of("options kvm_amd nested=1\n", "quiet kvm-amd.nested=0 \"kvm_amd.avic=1\"").Settings("kvm_amd", "nested");
        Assert.Equal(("0", "/proc/cmdline"), (settings.Winner?.Value, settings.Winner?.Directive.File));
        Assert.Equal((6, 16), (settings.Winner?.Offset, settings.Winner?.Length));
        Assert.Equal("1", Assert.Single(settings.Losers).Value);
        Assert.True(settings.HasConflict);
    }
}
