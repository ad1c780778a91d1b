using VirtNest.Changing;
using VirtNest.Checking;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Tests.Facts;
using Xunit;
using static VirtNest.Tests.Changing.Boot.BootHost;

namespace VirtNest.Tests.Changing.Boot;

/// <summary>A module, and a boot loader by whose menu the next boot has another kernel command line than this one.</summary>
public sealed class OtherCommandLineTests
{
    [Fact]
    public void After_an_undo_the_running_word_counts_no_more_and_enable_plans_the_boot_again()
    {
        ChangePlan plan = ChangeHost.Plan(Host("0", "ro kvm_amd.nested=0 kvm_amd.nested=1", "ro kvm_amd.nested=0"), isOn: true);
        Assert.Equal("/etc/default/grub.d/virt-nest.cfg", Assert.Single(plan.Files).Path);
        Assert.Equal("/usr/sbin/update-grub", Assert.Single(plan.Programs).Program);
        Remark decides = Assert.Single(plan.Notices, static n => n.Code == RemarkCode.CommandLineDecides);
        Assert.Equal(new Witness("/boot/grub/grub.cfg /vmlinuz", "kvm_amd.nested=0"), Assert.Single(decides.Evidence));
    }

    [Fact]
    public void Before_the_reboot_a_second_run_finds_all_as_wished()
    {
        ChangePlan plan = ChangeHost.Plan(Host("1", "ro kvm_amd.nested=0", "ro kvm_amd.nested=0 kvm_amd.nested=1"), isOn: true);
        Assert.False(plan.HasSteps);
        Assert.Empty(plan.Notices);
    }

    [Fact]
    public void A_load_of_this_boot_proves_nothing_of_the_next()
    {
        ChangePlan plan = ChangeHost.Plan(Host("0", "ro kvm_amd.nested=0", "ro quiet"), isOn: true);
        Assert.Empty(plan.Programs);
        Assert.Equal(["nested=1"], plan.ModuleStep!.Arguments);
    }

    [Fact]
    public void A_check_speaks_of_the_next_boot_by_its_menu()
    {
        Assert.DoesNotContain(Verdict.Judge(Host("1", "ro kvm_amd.nested=0", "ro kvm_amd.nested=0 kvm_amd.nested=1")).Findings,
            static f => f.Code is FindingCode.NestedPending or FindingCode.NestedConflict);
        Finding pending = Assert.Single(Verdict.Judge(Host("1", "ro kvm_amd.nested=1", "ro kvm_amd.nested=0")).Findings,
            static f => f.Code == FindingCode.NestedPending);
        Assert.Equal(new Witness("/boot/grub/grub.cfg /vmlinuz", "kvm_amd.nested=0"), Assert.Single(pending.Evidence));
    }

    [Fact]
    public void Where_no_entry_can_be_read_the_last_word_of_the_files_counts()
    {
        ChangePlan plan =
            ChangeHost.Plan(Host("1", "ro kvm_amd.nested=1", menu: null, "GRUB_CMDLINE_LINUX=\"kvm_amd.nested=0\"\n"), isOn: true);
        Assert.NotEmpty(plan.Programs);
    }

    [Fact]
    public void A_word_of_the_next_boot_that_the_module_refuses_is_told_with_its_entry()
    {
        HostFacts host = Host("1", "ro quiet", "ro kvm_amd.nested=Y");
        Finding refused = Assert.Single(Verdict.Judge(host).Findings, static f => f.Code == FindingCode.NestedValueRefused);
        Assert.Equal(new Witness("/boot/grub/grub.cfg /vmlinuz", "kvm_amd.nested=Y"), Assert.Single(refused.Evidence));
        Assert.Equal(RemarkCode.ByHand, Assert.Single(ChangeHost.Plan(host, isOn: true).Refusals).Code);
    }

    [Fact]
    public void A_change_is_verified_by_the_next_boots_words_and_not_by_those_of_this_one()
    {
        ChangePlan plan = ChangeHost.Plan(Host("0", "ro kvm_amd.nested=0", "ro quiet"), isOn: true);
        HostFacts Done(string menu) =>
            Host("1", "ro kvm_amd.nested=0", menu, shown: "options kvm_amd nested=0\n", conf: "options kvm_amd nested=1\n");
        Assert.Equal("/etc/modprobe.d/kvm.conf", Assert.Single(plan.Files).Path);
        Assert.Empty(ChangeVerification.Verify(plan, Done("ro quiet")));
        Assert.Empty(ChangeVerification.Verify(plan, Done("ro kvm_amd.nested=1")));
        Assert.Equal("/boot/grub/grub.cfg /vmlinuz",
            Assert.Single(ChangeVerification.Verify(plan, Done("ro quiet kvm_amd.nested=0"))).Source);
    }

    [Fact]
    public void An_entry_without_the_word_is_an_answer_too()
    {
        // Built in and off by this boot's command line; the menu has lost the word, and the next boot has the default.
        ChangePlan plan = Plan(
            static e =>
            {
                There(e, "/usr/sbin/update-grub", "/boot/grub/grub.cfg");
                File(e, "/etc/default/grub", "");
                File(e, "/proc/cmdline", "ro kvm_intel.nested=0\n");
                File(e, "/boot/grub/grub.cfg", "linux /vmlinuz ro\n");
            },
            isOn: false);
        Assert.Equal("/usr/sbin/update-grub", Assert.Single(plan.Programs).Program);
    }

    private static HostFacts Host(string nested, string running, string? menu, string file = "GRUB_CMDLINE_LINUX=\"\"\n",
        string? shown = null, string? conf = null)
    {
        ModprobeTree tree = new();
        if (conf is not null)
        {
            tree.With("/etc/modprobe.d/kvm.conf", conf);
        }

        tree.Evidence[ChangeVerification.ShowConfig] = shown is null ? Reading.NotRead : Reading.Known(shown);
        There(tree.Evidence, "/usr/sbin/update-grub", "/boot/grub/grub.cfg");
        File(tree.Evidence, "/etc/default/grub", file);
        File(tree.Evidence, "/etc/default/grub.d/", "");
        File(tree.Evidence, "/proc/cmdline", running + "\n");
        tree.Evidence["/boot/grub/grub.cfg"] =
            menu is null ? Reading.OfErrno(LinuxErrno.EACCES) : Reading.Known($"linux /vmlinuz {menu}\n");
        return ChangeHost.Facts(tree, "kvm_amd", nested);
    }
}
