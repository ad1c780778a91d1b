using VirtNest.Changing;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Tests.Facts;
using Xunit;
using static VirtNest.Tests.Changing.Boot.BootHost;

namespace VirtNest.Tests.Changing.Boot;

/// <summary>systemd-boot and unified kernel images: /etc/kernel/cmdline and kernel-install.</summary>
public sealed class KernelInstallTests
{
    [Theory]
    [InlineData("root=/dev/sda1 quiet\n", "root=/dev/sda1 quiet kvm_intel.nested=1\n")]
    [InlineData("kvm_intel.nested=0 root=/dev/sda1", "kvm_intel.nested=1 root=/dev/sda1")]
    [InlineData("kvm-intel.nested=0 root=/dev/sda1 kvm_intel.nested", "kvm_intel.nested=1 root=/dev/sda1 kvm_intel.nested=1")]
    [InlineData("a kvm_intel.nested=0\nb kvm_intel.nested=0 kvm_intel.nested=0\n",
        "a kvm_intel.nested=1\nb kvm_intel.nested=1 kvm_intel.nested=1\n")]
    [InlineData("root=/dev/sda1\n# quiet\n\n", "root=/dev/sda1 kvm_intel.nested=1\n# quiet\n\n")]
    [InlineData("# kvm_intel.nested=0\nroot=/dev/sda1", "# kvm_intel.nested=0\nroot=/dev/sda1 kvm_intel.nested=1")]
    [InlineData("", "kvm_intel.nested=1\n")]
    [InlineData("# none\n", "# none\nkvm_intel.nested=1\n")]
    public void Each_word_in_the_file_is_replaced_or_one_is_set_at_the_end_of_its_last_line(string before, string after)
    {
        ChangePlan plan = Plan(e => Systemd(e, before, $"*-{Release}"));
        Assert.Equal(after, TextOf(Assert.Single(plan.Files).After));
        Assert.Equal(["add", Release, $"/usr/lib/modules/{Release}/vmlinuz"], Assert.Single(plan.Programs).Arguments);
    }

    [Fact]
    public void Each_kernel_with_an_entry_is_added_anew_with_the_images_of_Debian()
    {
        ChangePlan plan = Plan(static e =>
        {
            There(e, "/usr/bin/kernel-install", $"/boot/vmlinuz-{Release}", $"/boot/initrd.img-{Release}",
                "/boot/vmlinuz-6.12.9+deb13-amd64");
            File(e, "/etc/kernel/cmdline", "root=/dev/sda1");
            Entries(e, "/efi/loader/entries/", ("*-0-rescue.conf", "single"), ($"*-{Release}.conf", "ro"),
                ("*-6.12.9+deb13-amd64+3-1.conf", "ro"), ("*-6.1.0-1-amd64.conf", "ro"), ("0123*-6.5.0-1-amd64.conf", "ro"));
        });
        Assert.Equal(
            [["add", Release, $"/boot/vmlinuz-{Release}", $"/boot/initrd.img-{Release}"],
                ["add", "6.12.9+deb13-amd64", "/boot/vmlinuz-6.12.9+deb13-amd64"]],
            plan.Programs.Select(static p => p.Arguments));
        Assert.All(plan.Programs, static p => Assert.Equal(p.Arguments, p.UndoArguments));
    }

    [Fact]
    public void The_image_that_boots_is_a_copy_and_is_copied_once_dracut_has_made_it_anew()
    {
        ModprobeTree tree = new();
        There(tree.Evidence, "/usr/bin/kernel-install", "/usr/bin/dracut", $"/boot/vmlinuz-{Release}", $"/boot/initrd.img-{Release}");
        File(tree.Evidence, "/etc/kernel/cmdline", "root=/dev/sda1");
        File(tree.Evidence, "initramfs:kvm", "usr/lib/modules/kvm-amd.ko\n");
        Entries(tree.Evidence, "/boot/efi/loader/entries/", ($"*-{Release}.conf", "root=/dev/sda1"));
        ChangePlan plan = ChangeHost.Plan(ChangeHost.Facts(tree, "kvm_amd", "0"), isOn: true);
        Assert.Equal("/etc/modprobe.d/kvm.conf", Assert.Single(plan.Files).Path);
        Assert.Equal(
            [$"/usr/bin/dracut --force /boot/initrd.img-{Release} {Release}",
                $"/usr/bin/kernel-install add {Release} /boot/vmlinuz-{Release} /boot/initrd.img-{Release}"],
            plan.Programs.Select(static p => $"{p.Program} {string.Join(' ', p.Arguments)}"));

        // A kernel may be gone by the time of the undo.
        tree.Evidence["stat:/boot/initrd.img-" + Release] = Reading.OfErrno(LinuxErrno.ENOENT);
        ChangePlan undo = UndoPlanner.Plan(plan, HostFacts.Parse(tree.Evidence), ChangeHost.Free("kvm_amd"), isThisBoot: true, "then");
        Assert.DoesNotContain(undo.Programs, static p => p.Program == "/usr/bin/dracut");
    }

    [Theory]
    [InlineData("", $"*-{Release}", true)]
    [InlineData("", $"debian-{Release}", true)]
    [InlineData("", $"lab-{Release}", false)]
    [InlineData("lab", $"lab-{Release}", true)]
    [InlineData("lab", $"*-{Release}", false)]
    [InlineData("", $"0123*-{Release}", false)]
    [InlineData("", "*-6.12.9-1-amd64", false)]
    [InlineData("", "arch", false)]
    public void Kernel_install_is_taken_only_where_it_wrote_the_entry_of_the_running_kernel(string token, string entry, bool isTaken)
    {
        ChangePlan plan = Plan(e =>
        {
            Systemd(e, "root=/dev/sda1", entry);
            There(e, "/boot/vmlinuz-6.12.9-1-amd64");
            e["/etc/os-release"] = Reading.Known("NAME=x\nID=debian\n");
            e["/etc/kernel/entry-token"] = token.Length > 0 ? Reading.Known(token + "\n") : Reading.OfErrno(LinuxErrno.ENOENT);
        });
        Assert.Equal(isTaken, plan.HasSteps);
        Assert.Equal(isTaken, plan.Refusals.Count == 0);
    }

    [Fact]
    public void An_image_with_the_command_line_inside_is_an_entry_and_one_that_cannot_be_read_is_none()
    {
        static void Image(HostEvidence e, Reading words)
        {
            There(e, "/usr/bin/kernel-install", $"/usr/lib/modules/{Release}/vmlinuz");
            File(e, "/etc/kernel/cmdline", "root=/dev/sda1");
            File(e, "/efi/EFI/Linux/", $"*-{Release}.efi\0");
            e[$"/efi/EFI/Linux/*-{Release}.efi"] = words;
        }

        Assert.Equal(["add", Release, $"/usr/lib/modules/{Release}/vmlinuz"],
            Assert.Single(Plan(static e => Image(e, Reading.Known("root=/dev/sda1"))).Programs).Arguments);
        Assert.False(Plan(static e => Image(e, Reading.Known("root=/dev/sda1 kvm_intel.nested=1"))).HasSteps);
        Assert.Equal(RemarkCode.ByHand, Assert.Single(Plan(static e => Image(e, Reading.OfErrno(LinuxErrno.EINVAL))).Refusals).Code);
    }

    [Fact]
    public void A_newer_kernel_whose_entry_lacks_the_word_is_added_anew_though_the_running_one_has_it()
    {
        ChangePlan plan = Plan(static e =>
        {
            There(e, "/usr/bin/kernel-install", $"/boot/vmlinuz-{Release}", "/boot/vmlinuz-6.12.9-1-amd64");
            File(e, "/etc/kernel/cmdline", "ro kvm_intel.nested=1\n");
            Entries(e, "/efi/loader/entries/", ($"*-{Release}.conf", "ro kvm_intel.nested=1"), ("*-6.12.9-1-amd64.conf", "ro"));
        });
        Assert.Empty(plan.Files);
        Assert.Equal(2, plan.Programs.Count);
    }

    [Fact]
    public void An_undo_is_made_for_the_kernels_that_are_there_by_then()
    {
        ChangePlan done = Plan(static e => Systemd(e, "ro\n", $"*-{Release}"));
        HostFacts later = FactsOf(static e =>
        {
            There(e, "/usr/bin/kernel-install", $"/boot/vmlinuz-{Release}", "/boot/vmlinuz-6.12.9-1-amd64");
            File(e, "/etc/kernel/cmdline", "ro kvm_intel.nested=1\n");
            Entries(e, "/efi/loader/entries/", ($"*-{Release}.conf", "ro kvm_intel.nested=1"),
                ("*-6.12.9-1-amd64.conf", "ro kvm_intel.nested=1"));
        });
        ChangePlan undo = UndoPlanner.Plan(done, later, ChangeHost.Free("kvm_intel"), isThisBoot: false, "then");
        Assert.Equal("ro\n", TextOf(Assert.Single(undo.Files).After));
        Assert.Equal([["add", Release, $"/boot/vmlinuz-{Release}"], ["add", "6.12.9-1-amd64", "/boot/vmlinuz-6.12.9-1-amd64"]],
            undo.Programs.Select(static p => p.Arguments));
    }

    [Fact]
    public void An_ordinary_user_who_may_not_look_at_the_partition_is_told_so()
    {
        ChangePlan plan = Plan(static e =>
        {
            There(e, "/usr/bin/kernel-install");
            File(e, "/etc/kernel/cmdline", "ro\n");
            e["/boot/efi/loader/entries/"] = Reading.OfErrno(LinuxErrno.EACCES);
        });
        Assert.Equal((RemarkCode.ConfigurationNotRead, false), (Assert.Single(plan.Refusals).Code, plan.HasSteps));
    }

    internal static void Systemd(HostEvidence evidence, string words, string entry)
    {
        There(evidence, "/usr/bin/kernel-install", $"/usr/lib/modules/{Release}/vmlinuz");
        File(evidence, "/etc/kernel/cmdline", words);
        Entries(evidence, "/efi/loader/entries/", (entry + ".conf", "root=/dev/sda1"));
    }
}
