using VirtNest.Changing;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Facts.Boot;
using Xunit;
using static VirtNest.Tests.Changing.Boot.BootHost;

namespace VirtNest.Tests.Changing.Boot;

/// <summary>A change is judged by what the next boot has, whatever the programs ended with.</summary>
public sealed class EntriesAfterChangeTests
{
    private const string On = "ro kvm_intel.nested=1";

    [Fact]
    public void An_entry_that_grubby_could_not_write_is_named() => Judged(
        static e => GrubbyTests.Fedora(e, "ro", "ro"),
        static e => GrubbyTests.Fedora(e, On, On),
        static e =>
        {
            GrubbyTests.Fedora(e, On, "ro");
            File(e, "/etc/kernel/cmdline", On);
        },
        new("/boot/loader/entries/*-6.9.0.conf", "kvm_intel.nested=1", "-"));

    [Fact]
    public void An_entry_that_has_another_value_behind_ours_is_named() => Judged(
        static e => GrubbyTests.Fedora(e, "ro", "ro"),
        static e => GrubbyTests.Fedora(e, On, On),
        static e => GrubbyTests.Fedora(e, On + " kvm-intel.nested=0", On),
        new("/boot/loader/entries/*-6.12.0.conf", "kvm_intel.nested=1", "kvm_intel.nested=0"));

    [Fact]
    public void An_entry_that_kernel_install_left_as_it_was_is_named() => Judged(
        static e => KernelInstallTests.Systemd(e, "ro", $"*-{Release}"),
        static e => Entry(e, On),
        static e => Entry(e, "ro"),
        new($"/efi/loader/entries/*-{Release}.conf", "kvm_intel.nested=1", "-"));

    [Fact]
    public void A_menu_that_was_not_made_anew_is_named_and_its_recovery_entries_do_not_count() => Judged(
        static e => Debian(e, null),
        static e => Debian(e, "linux /boot/vmlinuz-6.12 " + On + "\n"),
        static e => Debian(e, "linux /boot/vmlinuz-6.12 " + On + "\nlinux /boot/vmlinuz-6.1 ro\n"),
        new("/boot/grub/grub.cfg /boot/vmlinuz-6.1", "kvm_intel.nested=1", "-"));

    [Fact]
    public void What_rpm_ostree_says_afterwards_counts() => Judged(
        static e => OstreeTests.Ostree(e, "ro kvm_intel.nested=0"),
        static e => OstreeTests.Ostree(e, On),
        static e => OstreeTests.Ostree(e, "ro"),
        new("program:rpm-ostree kargs", "kvm_intel.nested=1", "-"));

    [Fact]
    public void What_cannot_be_read_afterwards_is_no_success() => Judged(
        static e => OstreeTests.Ostree(e, "ro"),
        static e => OstreeTests.Ostree(e, On),
        static e =>
        {
            OstreeTests.Ostree(e, "ro");
            e[Sources.OstreeArguments] = Reading.OfErrno(LinuxErrno.EIO);
        },
        new("program:rpm-ostree kargs", "kvm_intel.nested=1", "-"));

    [Fact]
    public void Snapshots_with_a_command_line_of_their_own_do_not_count() => Judged(
        static e => OpenSuse(e, "ro", "ro"),
        static e => OpenSuse(e, "ro", On),
        static e => OpenSuse(e, On, "ro"),
        new("/boot/efi/loader/entries/opensuse-6.12-2.conf", "kvm_intel.nested=1", "-"));

    [Theory]
    [InlineData("ro kvm_intel.nested=0", "ro kvm_intel.nested=1", "/boot/loader/entries/*-6.12.0.conf", "kvm_intel.nested=1")]
    [InlineData("ro kvm_intel.nested=1", "ro", null, null)]
    public void What_the_newest_entry_says_is_what_the_next_boot_is_said_to_have(string older, string newer, string? source, string? word)
    {
        HostFacts facts = FactsOf(e =>
        {
            GrubbyTests.Fedora(e, newer, older);
            File(e, "/etc/kernel/cmdline", "kvm_intel.nested=7");
        });
        Assert.Equal(source is null ? null : new Witness(source, word!), NextBoot.Configured(facts, "kvm_intel.nested"));
    }

    [Theory]
    [InlineData("linux /vmlinuz ro kvm_intel.nested=1\n", "A=1\n", true)] // as the change had it
    [InlineData("linux /vmlinuz ro kvm_intel.nested=1\n", "GRUB_CMDLINE_LINUX=\"kvm_intel.nested=1\"\n", false)] // somebody else's word
    [InlineData("linux /vmlinuz ro\n", "A=1\n", false)]
    public void An_undo_that_the_menu_does_not_show_is_none(string menu, string grub, bool isWrong)
    {
        ChangePlan done = Plan(static e => Debian(e, "linux /vmlinuz ro\n"));
        HostFacts changed = FactsOf(static e => Debian(e, "linux /vmlinuz ro kvm_intel.nested=1\n"));
        changed.Evidence[done.Files[0].Path] = Reading.Known(done.Files[0].After!);
        ChangePlan undo = UndoPlanner.Plan(done, changed, ChangeHost.Free("kvm_intel"), isThisBoot: true, "then");
        Assert.NotEmpty(undo.Programs);
        Assert.Equal(isWrong ? 1 : 0, ChangeVerification.Verify(undo, FactsOf(e =>
        {
            Debian(e, menu);
            File(e, "/etc/default/grub", grub);
        })).Count);
    }

    /// <summary>A plan, and two machines afterwards: on the one it has done what it should, on the other an entry is not as
    /// wished.</summary>
    private static void Judged(Action<HostEvidence> before, Action<HostEvidence> right, Action<HostEvidence> wrong, Mismatch mismatch)
    {
        ChangePlan plan = Plan(before);
        Assert.NotEmpty(plan.Programs);
        Assert.Empty(ChangeVerification.Verify(plan, FactsOf(right)));
        Assert.Equal(mismatch, Assert.Single(ChangeVerification.Verify(plan, FactsOf(wrong))));
    }

    private static void Entry(HostEvidence evidence, string options)
    {
        KernelInstallTests.Systemd(evidence, On, $"*-{Release}");
        Entries(evidence, "/efi/loader/entries/", ($"*-{Release}.conf", options));
    }

    private static void Debian(HostEvidence evidence, string? menu)
    {
        There(evidence, "/usr/sbin/update-grub", "/boot/grub/grub.cfg");
        File(evidence, "/etc/default/grub", "A=1\n");
        evidence["/boot/grub/grub.cfg"] = menu is null ? Reading.OfErrno(LinuxErrno.EACCES) : Reading.Known(menu);
    }

    private static void OpenSuse(HostEvidence evidence, string former, string running)
    {
        There(evidence, "/usr/bin/sdbootutil");
        File(evidence, "/etc/kernel/cmdline", "ro\n");
        File(evidence, "/proc/cmdline", "ro rootflags=subvol=@/.snapshots/2/snapshot\n");
        Entries(evidence, "/boot/efi/loader/entries/", ("opensuse-6.12-1.conf", former + " rootflags=subvol=@/.snapshots/1/snapshot"),
            ("opensuse-6.12-2.conf", "rootflags=subvol=@/.snapshots/2/snapshot " + running));
    }
}
