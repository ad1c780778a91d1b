using Xunit;
using static VirtNest.LabTests.Machine;

namespace VirtNest.LabTests;

/// <summary>scenarios/machine-*: a whole Debian from one boot to the next, by firmware, a real boot loader, a real initramfs image and
/// systemd.</summary>
public abstract class MachineLabTests(ModuleMachine lab)
{
    [Fact]
    public void The_boot_loader_boots_what_enable_made_of_its_configuration()
    {
        Assert.Equal(("0", Off), (lab[2].Fact("off-nested"), lab[2].Fact("off-words").Trim()));
        Assert.Equal((0, "1"), (lab[2]["enable"].Status, lab[2].Fact("enabled-nested")));
        Assert.Equal(On, Last(lab[2].Fact("enabled-menu")));
        Assert.Equal(("1", On), (lab[3].Fact("on-nested"), Last(lab[3].Fact("on-words"))));
        Assert.Equal("yes", Answer(lab[3]["on-check"]));
    }

    [Fact]
    public void Neither_before_nor_after_the_reboot_is_there_more_to_do_or_to_complain_of()
    {
        foreach (LabRun boot in (LabRun[])[lab[2], lab[3]])
        {
            Assert.Equal(0, boot["again"].Status);
            Assert.StartsWith("Nothing", boot["again"].Output, StringComparison.Ordinal);
        }

        foreach (LabStep check in (LabStep[])[lab[2]["enabled-check"], lab[3]["on-check"]])
        {
            Assert.Empty(Codes(check).Intersect(["VN1002", "VN1003"]));
        }
    }

    [Fact]
    public void Undo_gives_the_menu_back_byte_for_byte()
    {
        Assert.Equal(0, lab[3]["undo"].Status);
        Assert.Equal("same", lab[3].Fact("undone"));
    }

    [Fact]
    public void A_change_whose_power_is_cut_is_dealt_with_at_the_boot_by_its_unit()
    {
        Assert.StartsWith("step", lab[3].Fact("cut"), StringComparison.Ordinal);

        // What the undo before it had made is on disk, also where a boot loader reads it.
        Assert.Equal(Off, Last(lab[4].Fact("cut-words")));
        Assert.Equal("success 0", lab[4].Fact("repair"));
        Assert.Contains("had been cut off", lab[4]["repair-says"].Output, StringComparison.Ordinal);
        Assert.DoesNotContain("VN1908", Codes(lab[4]["cut-check"]));
        Assert.Equal("same", lab[4].Fact("repaired"));
        Assert.Equal("0", lab[4].Fact("cut-nested"));
    }

    [Fact]
    public void The_initramfs_image_is_made_anew_where_the_module_comes_from_it()
    {
        Assert.Equal("0", lab[5].Fact("image-off-nested"));
        Assert.Equal(0, lab[5]["image-enable"].Status);
        Assert.Contains(lab.ImageProgram, lab[5]["image-enable"].Output, StringComparison.Ordinal);
        Assert.Equal(("1", ""), (lab[6].Fact("image-on-nested"), lab[6].Fact("image-on-words").Trim()));
        Assert.Equal("module", lab[6].Fact("image-first"));
    }
}

/// <summary>A machine whose module is in its initramfs image in the end.</summary>
public abstract class ModuleMachine(string name, string imageProgram) : Machine(name, boots: 6)
{
    /// <summary>The program that makes the initramfs image.</summary>
    internal string ImageProgram => imageProgram;
}

public sealed class GrubMachine() : ModuleMachine("grub", "/usr/sbin/update-initramfs -u -k all");

public sealed class SystemdBootMachine() : ModuleMachine("systemd-boot", "/usr/bin/dracut --force");

[Trait("Lab", "machine")]
public sealed class GrubMachineTests(GrubMachine lab) : MachineLabTests(lab), IClassFixture<GrubMachine>;

[Trait("Lab", "machine")]
public sealed class SystemdBootMachineTests(SystemdBootMachine lab) : MachineLabTests(lab), IClassFixture<SystemdBootMachine>
{
    private readonly SystemdBootMachine _lab = lab;

    [Fact]
    public void An_image_that_is_made_without_the_file_is_seen_and_the_change_taken_back()
    {
        Assert.Equal(1, _lab[6]["lacking"].Status);

        // Without the white space, at which lines may end.
        Assert.Contains("却没有/etc/modprobe.d/guide.conf",
            string.Concat(_lab[6]["lacking"].Output.Where(static c => !char.IsWhiteSpace(c))), StringComparison.Ordinal);
        Assert.Equal("options kvm_amd nested=1", _lab[6].Fact("lacking-file"));
        Assert.Contains("VN1007", Codes(_lab[6]["lacking-check"]));
    }
}
