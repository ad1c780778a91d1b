using VirtNest.Changing;
using VirtNest.Evidence;
using VirtNest.Text;
using Xunit;
using static VirtNest.Tests.Changing.Boot.BootHost;

namespace VirtNest.Tests.Changing.Boot;

/// <summary>GRUB whose menu grub-mkconfig makes: Debian, Ubuntu, openSUSE, Arch.</summary>
public sealed class GrubTests
{
    [Fact]
    public void Debian_gets_a_drop_in_and_update_grub()
    {
        ChangePlan plan = Plan(static e => Debian(e, "GRUB_CMDLINE_LINUX=\"\"\n"));
        FileStep file = Assert.Single(plan.Files);
        Assert.Equal("/etc/default/grub.d/virt-nest.cfg", file.Path);
        Assert.Equal("/usr/sbin/update-grub", Assert.Single(plan.Programs).Program);
        Assert.Null(plan.ModuleStep);
        Assert.Contains(plan.Notices, static n => n.Code == RemarkCode.AfterReboot);
    }

    [Fact]
    public void An_update_grub_of_somebodys_own_gets_no_drop_in_that_nothing_reads()
    {
        ChangePlan plan = Plan(static e =>
        {
            There(e, "/usr/sbin/update-grub", "/usr/bin/grub-mkconfig", "/boot/grub/grub.cfg");
            File(e, "/etc/default/grub", "GRUB_CMDLINE_LINUX=\"\"\n");
            e["stat:/usr/bin/dpkg"] = Reading.OfErrno(LinuxErrno.ENOENT);
        });
        Assert.Equal("/etc/default/grub", Assert.Single(plan.Files).Path);
        Assert.Equal("/usr/bin/grub-mkconfig", Assert.Single(plan.Programs).Program);
    }

    [Fact]
    public void A_change_that_waits_for_the_reboot_does_not_promise_more()
    {
        ChangePlan plan = Plan(static e =>
        {
            There(e, "/usr/sbin/update-grub", "/boot/grub/grub.cfg");
            File(e, "/etc/default/grub", "GRUB_CMDLINE_LINUX=\"\"\n");
        });
        Assert.True(plan is { Host.Reach: ChangeReach.Both, ModuleStep: null, HasSteps: true });
        foreach (Language language in Enum.GetValues<Language>())
        {
            Assert.Contains(language == Language.English ? "from the next load or boot on" : "自下次加载或启动起",
                PlanText.Write(plan, language, usesColour: false).Split('\n')[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Open_SUSE_gets_a_line_at_the_end_and_grub2_mkconfig()
    {
        const string before = "GRUB_CMDLINE_LINUX_DEFAULT='splash'\nGRUB_TIMEOUT=8";
        ChangePlan plan = Plan(static e => OpenSuse(e, before));
        FileStep file = Assert.Single(plan.Files);
        Assert.StartsWith(before + "\n", TextOf(file.After), StringComparison.Ordinal);
        Assert.EndsWith("GRUB_CMDLINE_LINUX_DEFAULT=\"$GRUB_CMDLINE_LINUX_DEFAULT kvm_intel.nested=1\" # virt-nest\n", TextOf(file.After),
            StringComparison.Ordinal);
        Assert.Equal(["-o", "/boot/grub2/grub.cfg"], Assert.Single(plan.Programs).Arguments);
    }

    [Fact]
    public void A_line_of_ours_is_replaced_and_not_joined_by_another()
    {
        string once = TextOf(Plan(static e => OpenSuse(e, "A=1\n")).Files[0].After);
        ChangePlan off = Plan(e => OpenSuse(e, once), isOn: false, nested: "Y");
        Assert.Equal(once.Replace("nested=1", "nested=0", StringComparison.Ordinal), TextOf(Assert.Single(off.Files).After));
    }

    [Fact]
    public void What_the_next_boot_will_have_already_is_not_written_again()
    {
        ChangePlan plan = Plan(static e => Debian(e, "GRUB_CMDLINE_LINUX=\"kvm_intel.nested=1\"\n"), nested: "Y");
        Assert.False(plan.HasSteps);
    }

    [Fact]
    public void Before_the_reboot_a_second_run_writes_nothing_and_says_that_the_boot_is_waited_for()
    {
        ChangePlan plan = Plan(static e => Debian(e, "GRUB_CMDLINE_LINUX=\"kvm_intel.nested=1\"\n"));
        Assert.False(plan.HasSteps);
        Assert.Contains(plan.Notices, static n => n.Code == RemarkCode.AfterReboot);
        Assert.Contains("the next boot", PlanText.Write(plan, Language.English, usesColour: false), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_says_it_already_is_left_alone_where_the_menu_does_not_and_the_menu_is_made_anew()
    {
        string ours = TextOf(Plan(static e => Debian(e, "")).Files[0].After);
        ChangePlan plan = Plan(e =>
        {
            Debian(e, "");
            File(e, "/etc/default/grub.d/", "virt-nest.cfg\0");
            File(e, "/etc/default/grub.d/virt-nest.cfg", ours);
            File(e, "/boot/grub/grub.cfg", "linux\t/boot/vmlinuz-6.12.0-1-amd64 root=/dev/vda1 ro\n");
        });
        Assert.Empty(plan.Files);
        Assert.Equal("/usr/sbin/update-grub", Assert.Single(plan.Programs).Program);
    }

    [Fact]
    public void Where_every_line_of_the_menu_says_it_nothing_is_done_whatever_the_files_say()
    {
        ChangePlan plan = Plan(static e =>
        {
            Debian(e, "GRUB_CMDLINE_LINUX=\"\"\n");
            There(e, "/boot/grub2/grub.cfg");
            File(e, "/boot/grub2/grub.cfg", "linux /vmlinuz-5.1 of-another-time\n");
            File(e, "/boot/grub/grub.cfg",
                "linux /vmlinuz-6.12 root=/dev/vda1 ro kvm_intel.nested=0 kvm_intel.nested=1\nlinux /vmlinuz-6.1 kvm_intel.nested=1\n");
        });
        Assert.False(plan.HasSteps);
        Assert.Empty(plan.Refusals);
    }

    [Fact]
    public void Where_systemd_boot_booted_the_GRUB_that_lies_there_is_not_taken()
    {
        ChangePlan plan = Plan(static e =>
        {
            Debian(e, "");
            BootedBy(e, "systemd-boot 252.39-1~deb12u1");
            There(e, "/usr/bin/kernel-install", "/boot/vmlinuz-" + Release);
            File(e, "/etc/kernel/cmdline", "root=/dev/vda1");
            Entries(e, "/boot/efi/loader/entries/", ($"*-{Release}.conf", "root=/dev/vda1"));
        });
        Assert.Equal("/etc/kernel/cmdline", Assert.Single(plan.Files).Path);
        Assert.Equal("/usr/bin/kernel-install", Assert.Single(plan.Programs).Program);
    }

    [Theory]
    [InlineData("GRUB_ENABLE_BLSCFG=true\n", true)]
    [InlineData("GRUB_ENABLE_BLSCFG=\"true\"", true)]
    [InlineData("GRUB_ENABLE_BLSCFG=false\n", false)]
    [InlineData("# GRUB_ENABLE_BLSCFG=true\n", false)]
    public void Entries_that_grub2_mkconfig_leaves_alone_are_left_to_a_person(string grub, bool isByHand)
    {
        ChangePlan plan = Plan(e => OpenSuse(e, grub));
        Assert.Equal(isByHand, !plan.HasSteps);
        Assert.Equal(isByHand, plan.Refusals is [{ Code: RemarkCode.ByHand } remark]
            && remark.Text.In(Language.English).Contains("grubby", StringComparison.Ordinal));
    }

    [Fact]
    public void A_read_only_root_whose_menu_is_made_in_a_snapshot_is_left_to_a_person_with_the_command()
    {
        ChangePlan plan = Plan(static e =>
        {
            OpenSuse(e, "A=1\n");
            There(e, "/usr/sbin/transactional-update");
        });
        Assert.False(plan.HasSteps);
        Assert.Contains("transactional-update grub.cfg", Assert.Single(plan.Refusals).Text.In(Language.Chinese), StringComparison.Ordinal);
    }

    private static void Debian(HostEvidence evidence, string grub)
    {
        There(evidence, "/usr/sbin/update-grub", "/usr/sbin/grub-mkconfig", "/boot/grub/grub.cfg");
        File(evidence, "/etc/default/grub", grub);
    }

    private static void OpenSuse(HostEvidence evidence, string grub)
    {
        There(evidence, "/usr/sbin/grub2-mkconfig", "/boot/grub2/grub.cfg");
        File(evidence, "/etc/default/grub", grub);
    }
}
