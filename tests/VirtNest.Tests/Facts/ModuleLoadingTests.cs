using System.Linq;
using VirtNest.Facts;
using Xunit;

namespace VirtNest.Tests.Facts;

public sealed class ModuleLoadingTests
{
    private static ModuleLoading Loading(string file, string commandLine = "") => ModprobeTree.Of(file, commandLine).Loading("kvm_intel");

    [Theory]
    [InlineData("blacklist kvm-intel\n", "", true)]
    [InlineData("  blacklist\tkvm_intel extra\n", "", true)]
    [InlineData("", "modprobe.blacklist=x,kvm_intel", true)]
    [InlineData("", "modprobe.blacklist=kvm-intel", false)]
    [InlineData("", "\"modprobe.blacklist=kvm_intel,x\"", false)]
    [InlineData("", "\"modprobe.blacklist=x,kvm_intel,y\"", true)]
    [InlineData("blacklist kvm*\n", "", false)]
    [InlineData("blacklist kvm\n", "", false)]
    [InlineData("#blacklist kvm_intel\n", "", false)]
    public void A_blacklist_line_counts_by_the_exact_name(string file, string commandLine, bool isBlacklisted)
    {
        Assert.Equal(isBlacklisted, Loading(file, commandLine).IsBlacklisted);
    }

    [Theory]
    [InlineData("", "modprobe.blacklist=kvm-intel", 1)]
    [InlineData("", "\"modprobe.blacklist=kvm_intel,x\"", 1)]
    [InlineData("blacklist kvm*\n", "", 1)]
    [InlineData("blacklist kvm_intel\r\n", "", 1)]
    [InlineData("blacklist kvm_intel\nblacklist kvm\n", "", 0)]
    public void Blacklist_lines_that_miss_the_module_are_named(string file, string commandLine, int count)
    {
        Assert.Equal(count, Loading(file, commandLine).BlacklistWithoutEffect.Count);
    }

    [Theory]
    [InlineData("install kvm_intel /bin/a\ninstall kvm_intel /bin/b\n", "/bin/a")]
    [InlineData("install kvm* /bin/a\n", "/bin/a")]
    [InlineData("install kvm?intel /bin/a\n", "/bin/a")]
    [InlineData("install kvm_[im]ntel /bin/a\n", "/bin/a")]
    [InlineData("install kvm_[!a]* /bin/a\n", "/bin/a")]
    [InlineData("install kvm_[^a]* /bin/a\n", "/bin/a")]
    [InlineData("install kvm[-_]intel /bin/a\n", "/bin/a")]
    [InlineData("install kvm_[h-j]ntel /bin/a\n", "/bin/a")]
    [InlineData("install kvm_\\\\intel /bin/a\n", "/bin/a")]
    [InlineData("install * /bin/a\ninstall kvm_intel /bin/b\n", "/bin/a")]
    [InlineData("install kvm_\\\\* /bin/a\n", null)]
    [InlineData("install kvm_[[:alpha:]* /bin/a\n", null)]
    [InlineData("install kvm_[[:alpha:]] /bin/a\n", null)]
    [InlineData("install kvm_[a-h]ntel /bin/a\n", null)]
    [InlineData("install kvm /bin/a\ninstall KVM_INTEL /bin/a\n", null)]
    public void The_first_install_line_whose_wildcard_matches_runs(string file, string? command)
    {
        Assert.Equal(command, Loading(file).Install?.Argument);
    }

    [Theory]
    [InlineData("/bin/false", InstallEffect.Fails)]
    [InlineData("/usr/bin/false # CVE-2026-1; modules stay out", InstallEffect.Fails)]
    [InlineData("/bin/false\r", InstallEffect.Fails)]
    [InlineData("exit 1", InstallEffect.Fails)]
    [InlineData("/dev/null", InstallEffect.Fails)]
    [InlineData("logger \"kvm is off here\"; exit 1", InstallEffect.Fails)]
    [InlineData("/bin/true", InstallEffect.DoesNothing)]
    [InlineData("  true  ", InstallEffect.DoesNothing)]
    [InlineData(":", InstallEffect.DoesNothing)]
    [InlineData("exit 0", InstallEffect.DoesNothing)]
    [InlineData("/bin/false || /bin/true", InstallEffect.DoesNothing)]
    [InlineData("echo 'kvm is off here'", InstallEffect.DoesNothing)]
    [InlineData("/sbin/modprobe --ignore-install kvm_intel $CMDLINE_OPTS", InstallEffect.CallsModprobe)]
    [InlineData("$MODPROBE --ignore-install kvm_intel && true", InstallEffect.CallsModprobe)]
    [InlineData("/sbin/insmod /x.ko; true", InstallEffect.CallsModprobe)]
    [InlineData("/usr/local/sbin/kvm-gate", InstallEffect.Unknown)]
    [InlineData("/bin/falsehood", InstallEffect.Unknown)]
    public void What_an_install_command_does_is_judged_by_its_end(string command, InstallEffect effect)
    {
        ModuleLoading loading = Loading("install kvm-intel " + command + "\n");
        Assert.Equal(effect, loading.InstallEffect);
        Assert.Equal(effect is InstallEffect.Fails or InstallEffect.DoesNothing, loading.IsRefused);
    }

    [Fact]
    public void A_softdep_may_set_the_install_command_aside()
    {
        Assert.True(Loading("softdep kvm* pre: a-b c\ninstall kvm_intel /bin/false\n").SoftdepMaySetInstallAside);
        Assert.False(Loading("softdep kvm_intel pre:\nsoftdep kvm_intel pre: a\ninstall kvm_intel /bin/false\n").SoftdepMaySetInstallAside);
        Assert.Equal(["a-b", "c"], Loading("softdep kvm* pre: a-b c post: d\n").SoftdepsBefore);
        Assert.Equal(["d"], Loading("softdep kvm* pre: a-b c post: d\n").SoftdepsAfter);
    }

    [Fact]
    public void An_alias_can_take_the_name_away()
    {
        Assert.Equal("off", Loading("alias kvm-intel off\n").Aliases.Single().Argument);
        Assert.Equal("foo_a", Loading("alias kvm_* foo-a\n").Aliases.Single().Argument);
        Assert.Empty(Loading("alias kvm* kvm_intel\nalias nestme kvm_intel\n").Aliases);
    }

    [Fact]
    public void Nothing_said_is_nothing_found()
    {
        ModuleLoading loading = Loading("options kvm_intel nested=1\n");
        Assert.False(loading.IsBlacklisted || loading.IsRefused || loading.SoftdepMaySetInstallAside);
        Assert.Null(loading.InstallEffect);
        Assert.Null(loading.Remove);
        Assert.Equal("/bin/r", Loading("remove kvm* /bin/r\n").Remove?.Argument);
    }
}
