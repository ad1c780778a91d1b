using VirtNest.Changing;
using VirtNest.Evidence;
using VirtNest.Text;
using Xunit;
using static VirtNest.Tests.Changing.Boot.BootHost;

namespace VirtNest.Tests.Changing.Boot;

/// <summary>Fedora, RHEL: grubby, and the places where it does harm without a word.</summary>
public sealed class GrubbyTests
{
    private static readonly string[] Give = ["--update-kernel=ALL", "--args=kvm_intel.nested=1"],
        Take = ["--update-kernel=ALL", "--remove-args=kvm_intel.nested"], GiveBack = ["--update-kernel=ALL", "--args=kvm_intel.nested=0"];

    [Fact]
    public void Fedora_gets_grubby_and_its_undo()
    {
        ChangePlan plan = Plan(static e => Fedora(e, "root=/dev/vda1 ro", "root=/dev/vda1 ro"));
        ProgramStep program = Assert.Single(plan.Programs);
        Assert.Equal(Give, program.Arguments);
        Assert.Equal(Take, program.UndoArguments);
        Assert.Empty(plan.Files);
        Assert.DoesNotContain(plan.Notices, static n => n.Code == RemarkCode.UndoNotExact);
    }

    [Fact]
    public void The_word_that_all_entries_have_is_given_back_as_it_is_written()
    {
        ChangePlan plan = Plan(static e =>
        {
            Fedora(e, "root=/dev/vda1 kvm_intel.nested=0", "kvm_intel.nested=0 ro");
            File(e, "/etc/kernel/cmdline", "root=/dev/vda1 kvm_intel.nested=0\n");
            File(e, "/etc/default/grub", "GRUB_CMDLINE_LINUX=\"\"\n");
        });
        Assert.Equal(GiveBack, Assert.Single(plan.Programs).UndoArguments);
        Assert.DoesNotContain(plan.Notices, static n => n.Code == RemarkCode.UndoNotExact);
        ChangePlan bare = Plan(static e => Fedora(e, "ro kvm_intel.nested", "kvm_intel.nested ro"));
        Assert.Equal("--args=kvm_intel.nested", Assert.Single(bare.Programs).UndoArguments[1]);
    }

    [Theory]
    [InlineData("ro kvm_intel.nested=0", "ro", "", false)]
    [InlineData("ro kvm_intel.nested=0", "ro", "kvm_intel.nested=0", true)]
    [InlineData("kvm_intel.nested=0 ro kvm_intel.nested=0 quiet kvm_intel.nested=0", "ro kvm_intel.nested=0", "", true)]
    public void Where_entries_differ_the_plan_says_that_its_undo_makes_them_alike(string newer, string older, string running,
        bool isGivenBack)
    {
        ChangePlan plan = Plan(e =>
        {
            Fedora(e, newer, older);
            File(e, "/proc/cmdline", running + "\n");
        });
        Assert.Equal(isGivenBack ? GiveBack : Take, Assert.Single(plan.Programs).UndoArguments);
        Remark notice = Assert.Single(plan.Notices, static n => n.Code == RemarkCode.UndoNotExact);
        Assert.Equal(
            ["/boot/loader/entries/*-6.12.0.conf", "/boot/loader/entries/*-6.9.0.conf", "/etc/kernel/cmdline", "/etc/default/grub"],
                notice.Evidence.Select(static w => w.Source));
    }

    [Fact]
    public void A_name_that_grubby_takes_for_another_is_not_given_back()
    {
        ChangePlan plan = Plan(static e => Fedora(e, "ro kvm-intel.nested=0", "ro kvm-intel.nested=0"));
        Assert.Equal(Take, Assert.Single(plan.Programs).UndoArguments);
    }

    [Fact]
    public void A_file_that_grubby_makes_and_that_stays_is_named()
    {
        ChangePlan plan = Plan(static e =>
        {
            Fedora(e, "ro", "ro");
            e["/etc/kernel/cmdline"] = Reading.OfErrno(LinuxErrno.ENOENT);
        });
        Assert.True(plan.HasSteps);
        Assert.Contains("/etc/kernel/cmdline",
            Assert.Single(plan.Notices, static n => n.Code == RemarkCode.UndoNotExact).Text.In(Language.English), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_entry_that_has_options_grubby_is_not_run()
    {
        ChangePlan none = Plan(static e => There(e, "/usr/sbin/grubby"));
        Assert.Equal(RemarkCode.ConfigurationNotRead, Assert.Single(none.Refusals).Code);
        ChangePlan empty = Plan(static e =>
        {
            There(e, "/usr/sbin/grubby");
            Entries(e, "/boot/loader/entries/", ("memtest.conf", null));
        });
        ChangePlan absent = Plan(static e =>
        {
            There(e, "/usr/sbin/grubby");
            e["/boot/loader/entries/"] = Reading.OfErrno(LinuxErrno.ENOENT);
        });
        Assert.All([empty, absent], static p => Assert.Equal((RemarkCode.ByHand, false), (Assert.Single(p.Refusals).Code, p.HasSteps)));
    }

    [Fact]
    public void Without_boot_entries_and_with_a_menu_of_its_own_grub2_mkconfig_is_the_way()
    {
        ChangePlan plan = Plan(static e =>
        {
            There(e, "/usr/sbin/grubby", "/usr/sbin/grub2-mkconfig", "/boot/grub2/grub.cfg");
            File(e, "/etc/default/grub", "GRUB_ENABLE_BLSCFG=false\n");
            e["/boot/loader/entries/"] = Reading.OfErrno(LinuxErrno.ENOENT);
        });
        Assert.Equal("/usr/sbin/grub2-mkconfig", Assert.Single(plan.Programs).Program);
    }

    [Fact]
    public void An_ordinary_user_who_may_not_look_is_told_so()
    {
        ChangePlan plan = Plan(static e =>
        {
            Fedora(e, "ro", "ro");
            e["/boot/loader/entries/"] = Reading.OfErrno(LinuxErrno.EACCES);
        });
        Assert.False(plan.HasSteps);
        Assert.Equal(RemarkCode.ConfigurationNotRead, Assert.Single(plan.Refusals).Code);
    }

    [Theory]
    [InlineData("root=/dev/vda1 ro\n", true)]
    [InlineData("root=/dev/vda1 ro", true)]
    [InlineData("root=/dev/vda1 ro\nquiet splash\n", false)]
    [InlineData("# mine\nroot=/dev/vda1 ro\n", false)]
    [InlineData("# mine\n", false)]
    public void Lines_that_grubby_would_lose_keep_it_from_being_run(string words, bool isRun)
    {
        ChangePlan plan = Plan(e =>
        {
            Fedora(e, "ro", "ro");
            File(e, "/etc/kernel/cmdline", words);
        });
        Assert.Equal(isRun, plan.HasSteps);
        Assert.Equal(isRun, plan.Refusals.Count == 0);
    }

    [Theory]
    [InlineData("sed -i -e \"s/^GRUB_CMDLINE_LINUX.*/X/\"", "GRUB_CMDLINE_LINUX_DEFAULT=\"quiet\"\n", false)]
    [InlineData("sed -i -e \"s/^GRUB_CMDLINE_LINUX=.*/X/\"", "GRUB_CMDLINE_LINUX_DEFAULT=\"quiet\"\n", true)]
    [InlineData("sed -i -e \"s/^GRUB_CMDLINE_LINUX.*/X/\"", "GRUB_CMDLINE_LINUX=\"quiet\"\n", true)]
    public void An_edition_that_overwrites_a_line_that_is_there_is_not_run(string edit, string grub, bool isRun)
    {
        ChangePlan plan = Plan(e =>
        {
            Fedora(e, "ro", "ro");
            File(e, "/usr/sbin/grubby", edit);
            File(e, "/etc/default/grub", grub);
        });
        Assert.Equal(isRun, plan.HasSteps);
        Assert.Equal(isRun, plan.Refusals.Count == 0);
    }

    [Fact]
    public void The_variable_of_RHEL_8_is_read_where_an_entry_takes_its_options_from_it()
    {
        static void Rhel8(HostEvidence e, string variable)
        {
            Fedora(e, "$kernelopts $tuned_params", "$kernelopts");
            File(e, "/boot/grub2/grubenv", $"kernelopts={variable}\n");
        }

        Assert.False(Plan(static e => Rhel8(e, "root=/dev/vda1 ro kvm_intel.nested=1 ")).HasSteps);
        Assert.Equal(GiveBack, Assert.Single(Plan(static e => Rhel8(e, "root=/dev/vda1 ro kvm_intel.nested=0")).Programs).UndoArguments);
    }

    [Fact]
    public void The_running_kernel_alone_cannot_be_changed() =>
        Assert.Equal(RemarkCode.BuiltinNeedsBoot,
            Assert.Single(Plan(static e => Fedora(e, "ro", "ro"), reach: ChangeReach.Running).Refusals).Code);

    internal static void Fedora(HostEvidence evidence, string newer, string older)
    {
        There(evidence, "/usr/sbin/grubby", "/usr/sbin/grub2-mkconfig", "/boot/grub2/grub.cfg", "/usr/bin/kernel-install");
        File(evidence, "/etc/default/grub", "GRUB_CMDLINE_LINUX=\"ro\"\nGRUB_ENABLE_BLSCFG=true\n");
        File(evidence, "/etc/kernel/cmdline", "root=/dev/vda1 ro\n");
        Entries(evidence, "/boot/loader/entries/", ("*-6.9.0.conf", older), ("*-6.12.0.conf", newer));
    }
}
