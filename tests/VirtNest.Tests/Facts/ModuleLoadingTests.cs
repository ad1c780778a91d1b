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
    [InlineData("blacklist kvm_intel\r\n", "", false)]
    [InlineData("#blacklist kvm_intel\n", "", false)]
    public void A_blacklist_line_counts_by_the_exact_name(string file, string commandLine, bool isBlacklisted)
    {
        Assert.Equal(isBlacklisted, Loading(file, commandLine).IsBlacklisted);
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
    [InlineData("/bin/false", true)]
    [InlineData("/usr/bin/false # CVE-2026-1; modules stay out", true)]
    [InlineData("/bin/false\r", true)]
    [InlineData("exit 1", true)]
    [InlineData("/dev/null", true)]
    [InlineData("logger \"kvm is off here\"; exit 1", true)]
    [InlineData("/bin/true", true)]
    [InlineData("  true  ", true)]
    [InlineData(":", true)]
    [InlineData("exit 0", true)]
    [InlineData("/bin/false || /bin/true", true)]
    [InlineData("echo 'kvm is off here'", true)]
    [InlineData("/sbin/modprobe --ignore-install kvm_intel $CMDLINE_OPTS", false)]
    [InlineData("$MODPROBE --ignore-install kvm_intel && true", false)]
    [InlineData("/sbin/insmod /x.ko; true", false)]
    [InlineData("/usr/local/sbin/kvm-gate", false)]
    [InlineData("/bin/falsehood", false)]
    public void What_an_install_command_does_is_judged_by_its_end(string command, bool isRefused)
    {
        Assert.Equal(isRefused, Loading("install kvm-intel " + command + "\n").IsRefused);
    }

    /// <summary>As kmod 30 does it: "softdep kvm_intel a" and "pre:" without a name leave the install line in force.</summary>
    [Theory]
    [InlineData("softdep kvm_intel pre: a\n", true)]
    [InlineData("softdep kvm* post:\ta\n", true)]
    [InlineData("softdep kvm-intel pre: post: a\n", true)]
    [InlineData("softdep kvm_intel pre: a\nsoftdep kvm_intel pre:\n", true)]
    [InlineData("softdep kvm_intel pre:\nsoftdep kvm_intel pre: a\n", false)]
    [InlineData("softdep kvm_intel pre: a\r\n", true)]
    [InlineData("softdep kvm_intel pre:a\n", false)]
    [InlineData("softdep kvm_intel a\n", false)]
    [InlineData("softdep kvm_intel\n", false)]
    [InlineData("softdep kvm_amd pre: a\n", false)]
    public void The_first_softdep_line_that_names_modules_may_set_install_aside(string file, bool isSoftdep)
    {
        Assert.Equal(isSoftdep, Loading("install kvm_intel /bin/false\n" + file).Softdep is not null);
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
        Assert.False(loading.IsBlacklisted || loading.IsRefused);
        Assert.Null(loading.Install);
    }
}
