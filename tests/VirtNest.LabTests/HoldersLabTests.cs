using Xunit;

namespace VirtNest.LabTests;

/// <summary>scenarios/holders.sh: who uses a real kvm_amd or kvm_intel, set against the kernel's own count.</summary>
public abstract class HoldersLabTests(LabRun lab)
{
    [Theory]
    [InlineData("device", "/dev/kvm")]
    [InlineData("vm", "a VM, /dev/kvm")]
    [InlineData("vcpu", "a VM, 1 virtual CPU, /dev/kvm")]
    public void What_the_kernel_refuses_to_unload_is_held_by_a_process_that_is_named(string what, string holds)
    {
        Assert.Equal(1, lab[what].Status);
        Assert.Contains("state held", lab[what].Output, StringComparison.Ordinal);
        Assert.Contains($" proof-runner: {holds} (user 0)", lab[what].Output, StringComparison.Ordinal);
        Assert.NotEqual("0", lab.FactsOf(what + "-unload").Single());
        Assert.True(int.Parse(lab.FactsOf(what + "-count").Single(), CultureInfo.InvariantCulture) > 0);
    }

    [Theory]
    [InlineData("free")]
    [InlineData("ended")]
    [InlineData("ordinary")]
    public void Nobody_is_nobody(string step)
    {
        Assert.Equal(0, lab[step].Status);
        Assert.Contains("state free count 0", lab[step].Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_shell_that_started_us_with_a_descriptor_is_the_one_in_the_way()
    {
        Assert.Equal("1", lab.FactsOf("shared-count").Single());
        Assert.Contains("released 7\nstate held count 1", lab["shell"].Output, StringComparison.Ordinal);
        Assert.Contains(" sh: /dev/kvm (user 0)", lab["shell"].Output, StringComparison.Ordinal);
        Assert.Contains("It started this command", lab["shell"].Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_descriptor_that_we_alone_inherited_is_let_go() =>
        Assert.Contains("released 5\nstate free count 0", lab["inherited"].Output, StringComparison.Ordinal);
}

[Collection<OnAmd61>]
public sealed class HoldersOnAmd61Tests(Amd61 lab) : HoldersLabTests(lab);

[Collection<OnAmd612>]
public sealed class HoldersOnAmd612Tests(Amd612 lab) : HoldersLabTests(lab);

[Collection<OnIntel61>]
public sealed class HoldersOnIntel61Tests(Intel61 lab) : HoldersLabTests(lab);

[Collection<OnIntel612>]
public sealed class HoldersOnIntel612Tests(Intel612 lab) : HoldersLabTests(lab);
