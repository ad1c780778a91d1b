using VirtNest.Changing;
using VirtNest.Evidence;
using VirtNest.Text;
using Xunit;
using static VirtNest.Tests.Changing.Boot.BootHost;

namespace VirtNest.Tests.Changing.Boot;

/// <summary>Systems that keep the boot partition for a program of their own, though the tools of others lie there; and those of which
/// nothing is known.</summary>
public sealed class OtherLoaderTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("grub2-bls", true)]
    [InlineData("systemd-boot", true)]
    [InlineData("grub2-efi", false)]
    public void Sdbootutil_goes_before_kernel_install_and_a_menu_that_is_left_over(string? type, bool isTaken)
    {
        ChangePlan plan = Plan(e =>
        {
            KernelInstallTests.Systemd(e, "root=/dev/sda1", $"*-{Release}");
            There(e, "/usr/bin/sdbootutil", "/usr/sbin/grub2-mkconfig", "/boot/grub2/grub.cfg");
            File(e, "/etc/default/grub", "A=1\n");
            e["/etc/sysconfig/bootloader"] = type is null ? Reading.OfErrno(LinuxErrno.ENOENT) : Reading.Known($"LOADER_TYPE=\"{type}\"\n");
        });
        Assert.Equal(isTaken ? ["update-all-entries"] : ["-o", "/boot/grub2/grub.cfg"], Assert.Single(plan.Programs).Arguments);
        Assert.Equal(isTaken ? "/etc/kernel/cmdline" : "/etc/default/grub", Assert.Single(plan.Files).Path);
    }

    [Theory]
    [InlineData("systemd-boot 257.7-1", true)]
    [InlineData("GRUB 2.12", false)]
    [InlineData(null, false)]
    public void Proxmox_is_refreshed_where_systemd_boot_booted_and_left_to_a_person_elsewhere(string? loader, bool isTaken)
    {
        ChangePlan plan = Plan(e =>
        {
            There(e, "/etc/kernel/proxmox-boot-uuids", "/usr/sbin/proxmox-boot-tool", "/usr/sbin/update-grub", "/usr/bin/kernel-install");
            File(e, "/etc/default/grub", "A=1\n");
            File(e, "/etc/kernel/cmdline", "root=ZFS=rpool/ROOT/pve-1 boot=zfs\n");
            if (loader is not null)
            {
                BootedBy(e, loader);
            }
        });
        if (isTaken)
        {
            Assert.Equal("root=ZFS=rpool/ROOT/pve-1 boot=zfs kvm_intel.nested=1\n", TextOf(Assert.Single(plan.Files).After));
            Assert.Equal(["refresh"], Assert.Single(plan.Programs).Arguments);
            Assert.Contains(plan.Notices, static n => n.Code == RemarkCode.NotReadBack);
        }
        else
        {
            Assert.False(plan.HasSteps);
            Assert.Contains("proxmox-boot-tool refresh", Assert.Single(plan.Refusals).Text.In(Language.English), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Images_of_mkinitcpio_are_left_to_a_person_and_kernel_install_makes_no_second_entry()
    {
        ChangePlan plan = Plan(static e =>
        {
            KernelInstallTests.Systemd(e, "root=/dev/sda1", $"*-{Release}");
            File(e, "/etc/mkinitcpio.d/", "linux.preset\0");
            File(e, "/etc/mkinitcpio.d/linux.preset", "default_uki=\"/efi/EFI/Linux/arch-linux.efi\"\n");
        });
        Assert.False(plan.HasSteps);
        Assert.Contains("mkinitcpio -P", Assert.Single(plan.Refusals).Text.In(Language.English), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("talos")]
    [InlineData("nixos")]
    public void A_system_whose_root_is_made_elsewhere_gets_words(string id)
    {
        ChangePlan plan = Plan(e =>
        {
            GrubbyTests.Fedora(e, "ro", "ro");
            File(e, "/etc/os-release", $"ID={id}\n");
        });
        Remark remark = Assert.Single(plan.Refusals);
        Assert.Equal(RemarkCode.ByHand, remark.Code);
        Assert.Contains("kvm_intel.nested=1", remark.Text.In(Language.English), StringComparison.Ordinal);
        Assert.False(plan.HasSteps);
    }

    [Fact]
    public void Without_a_boot_loader_that_is_known_a_person_is_told_what_to_add() =>
        Assert.Equal(RemarkCode.ByHand, Assert.Single(Plan(static _ => { }).Refusals).Code);
}
