using Xunit;
using static VirtNest.LabTests.Machine;

namespace VirtNest.LabTests;

/// <summary>scenarios/machine-* with a kernel in which KVM is built in: nothing can be loaded anew, and each change is one of the next
/// boot.</summary>
public abstract class BuiltinLabTests(BuiltinMachine lab)
{
    [Fact]
    public void The_running_module_cannot_be_changed_and_the_refusal_says_why()
    {
        Assert.EndsWith("-builtin", lab[2].Fact("release"), StringComparison.Ordinal);
        Assert.Equal("1", lab[2].Fact("built-in").Trim());
        Assert.Equal(1, lab[2]["running"].Status);
        Assert.Contains("built into", lab[2]["running"].Output + lab[2]["running"].Error, StringComparison.Ordinal);
        Assert.Equal("same", lab[2].Fact("running"));
    }

    [Fact]
    public void Enable_waits_for_the_reboot_says_so_and_check_shows_it()
    {
        Assert.Equal(("0", Off), (lab[2].Fact("off-nested"), lab[2].Fact("off-words").Trim()));
        Assert.Equal(0, lab[2]["enable"].Status);
        Assert.Contains("reboot", lab[2]["enable"].Output, StringComparison.Ordinal);
        Assert.Equal("0", lab[2].Fact("enabled-nested"));
        Assert.Equal(On, Last(lab[2].Fact("enabled-menu")));
        Assert.Contains("VN1002", Codes(lab[2]["enabled-check"]));
        Assert.Equal("no", Answer(lab[2]["enabled-check"]));
        Assert.Contains("VN1002", lab[2]["enabled-says"].Output, StringComparison.Ordinal);
        Assert.Contains("VN1002", lab[2]["enabled-says-zh"].Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_reboot_brings_it_and_an_L2_runs()
    {
        Assert.Equal(("1", On), (lab[3].Fact("on-nested"), Last(lab[3].Fact("on-words"))));
        Assert.Equal("yes", Answer(lab[3]["on-check"]));
        Assert.DoesNotContain("VN1002", Codes(lab[3]["on-check"]));
        Assert.Equal(0, lab[3]["prove"].Status);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Neither_before_nor_after_the_reboot_is_there_more_to_do(int boot)
    {
        Assert.Equal(0, lab[boot]["again"].Status);
        Assert.StartsWith("Nothing", lab[boot]["again"].Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Undo_gives_the_menu_back_byte_for_byte_and_waits_for_the_reboot_too()
    {
        Assert.Equal((0, "same"), (lab[3]["undo"].Status, lab[3].Fact("undone")));
        Assert.Contains("VN1002", Codes(lab[3]["undone-check"]));
        Assert.Equal(("0", Off), (lab[4].Fact("undone-nested"), lab[4].Fact("undone-words").Trim()));
        Assert.Equal((0, "same"), (lab[5]["undo"].Status, lab[5].Fact("undone")));
    }

    [Fact]
    public void Disable_stands_against_the_default_of_the_kernel()
    {
        Assert.Equal(0, lab[4]["disable"].Status);
        Assert.Equal(Off, Last(lab[4].Fact("disabled-menu")));
        Assert.Equal(("0", Off), (lab[5].Fact("disabled-nested"), lab[5].Fact("disabled-words").Trim()));
        Assert.Equal("no", Answer(lab[5]["disabled-check"]));
    }
}

public abstract class BuiltinMachine(string name) : Machine(name, boots: 5, kernel: "builtin");

public sealed class BuiltinGrubMachine() : BuiltinMachine("grub");

public sealed class BuiltinSystemdBootMachine() : BuiltinMachine("systemd-boot");

[Trait("Lab", "machine")]
public sealed class BuiltinGrubTests(BuiltinGrubMachine lab) : BuiltinLabTests(lab), IClassFixture<BuiltinGrubMachine>;

[Trait("Lab", "machine")]
public sealed class BuiltinSystemdBootTests(BuiltinSystemdBootMachine lab) : BuiltinLabTests(lab), IClassFixture<BuiltinSystemdBootMachine>;
