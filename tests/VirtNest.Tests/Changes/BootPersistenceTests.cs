using System;
using System.Linq;
using System.Text;
using VirtNest.Changes;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Messages;
using VirtNest.Tests.Facts;
using Xunit;

namespace VirtNest.Tests.Changes;

/// <summary>How the kernel command line of the next boot is changed where the module is built into the kernel.</summary>
public sealed class BootPersistenceTests
{
    [Fact]
    public void Debian_gets_a_drop_in_and_update_grub()
    {
        ChangePlan plan = Plan(static e => Has(e, "/usr/sbin/update-grub", ("/etc/default/grub", "GRUB_CMDLINE_LINUX=\"\"\n")));
        FileStep file = Assert.Single(plan.Files);
        Assert.Equal("/etc/default/grub.d/virt-nest.cfg", file.Path);
        Assert.Equal("/usr/sbin/update-grub", Assert.Single(plan.Programs).Program);
        Assert.Null(plan.ModuleStep);
        Assert.Contains(plan.Notices, static n => n.Code == RemarkCode.AfterReboot);
    }

    [Fact]
    public void Open_SUSE_gets_a_line_at_the_end_and_grub2_mkconfig()
    {
        const string before = "GRUB_CMDLINE_LINUX_DEFAULT='splash'\nGRUB_TIMEOUT=8";
        ChangePlan plan = Plan(static e => Has(e, "/usr/sbin/grub2-mkconfig", ("/etc/default/grub", before), ("stat:/boot/grub2/grub.cfg", "type=file mode=0600")));
        FileStep file = Assert.Single(plan.Files);
        Assert.StartsWith(before + "\n", Text(file.After), StringComparison.Ordinal);
        Assert.EndsWith("GRUB_CMDLINE_LINUX_DEFAULT=\"$GRUB_CMDLINE_LINUX_DEFAULT kvm_intel.nested=1\" # virt-nest\n", Text(file.After), StringComparison.Ordinal);
        Assert.Equal(["-o", "/boot/grub2/grub.cfg"], Assert.Single(plan.Programs).Arguments);
    }

    [Fact]
    public void A_line_of_ours_is_replaced_and_not_joined_by_another()
    {
        ChangePlan on = Plan(static e => Has(e, "/usr/sbin/grub2-mkconfig", ("/etc/default/grub", "A=1\n"), ("stat:/boot/grub2/grub.cfg", "type=file")));
        string once = Text(on.Files[0].After);
        ChangePlan off = Plan(e => Has(e, "/usr/sbin/grub2-mkconfig", ("/etc/default/grub", once), ("stat:/boot/grub2/grub.cfg", "type=file")), isOn: false, nested: "Y");
        Assert.Equal(once.Replace("nested=1", "nested=0", StringComparison.Ordinal), Text(Assert.Single(off.Files).After));
    }

    [Fact]
    public void Fedora_gets_grubby_and_its_undo()
    {
        ProgramStep program = Assert.Single(Plan(static e => Has(e, "/usr/sbin/grubby")).Programs);
        Assert.Equal(["--update-kernel=ALL", "--args=kvm_intel.nested=1"], program.Arguments);
        Assert.Equal(["--update-kernel=ALL", "--remove-args=kvm_intel.nested"], program.UndoArguments);
    }

    [Fact]
    public void An_ostree_system_gets_kargs_though_grubby_lies_there()
    {
        ProgramStep program = Assert.Single(Plan(static e => Has(e, "/usr/sbin/grubby", ("stat:/run/ostree-booted", "type=file"), ("stat:/usr/bin/rpm-ostree", "type=file"))).Programs);
        Assert.Equal("/usr/bin/rpm-ostree", program.Program);
        Assert.Equal(["kargs", "--append-if-missing=kvm_intel.nested=1"], program.Arguments);
        Assert.Equal(["kargs", "--delete-if-present=kvm_intel.nested=1"], program.UndoArguments);
    }

    [Theory]
    [InlineData("root=/dev/sda1 quiet\n", "root=/dev/sda1 quiet kvm_intel.nested=1\n")]
    [InlineData("kvm_intel.nested=0 root=/dev/sda1", "kvm_intel.nested=1 root=/dev/sda1")]
    public void Systemd_boot_gets_its_file_and_kernel_install(string before, string after)
    {
        ChangePlan plan = Plan(e => KernelInstall(e, before, "*-6.12.0-1-amd64", "stat:/usr/lib/modules/6.12.0-1-amd64/vmlinuz"));
        Assert.Equal(after, Text(Assert.Single(plan.Files).After));
        Assert.Equal(["add", "6.12.0-1-amd64", "/usr/lib/modules/6.12.0-1-amd64/vmlinuz"], Assert.Single(plan.Programs).Arguments);
    }

    [Fact]
    public void Each_kernel_with_an_entry_is_added_anew_with_the_images_of_Debian()
    {
        ChangePlan plan = Plan(static e => KernelInstall(
            e, "root=/dev/sda1", "*-0-rescue\0*-6.12.0-1-amd64\0*-6.12.9-1-amd64+3-1\0*-6.1.0-1-amd64\0" + "0123*-6.5.0-1-amd64", "stat:/boot/vmlinuz-6.12.0-1-amd64", "stat:/boot/initrd.img-6.12.0-1-amd64", "stat:/boot/vmlinuz-6.12.9-1-amd64"));
        Assert.Equal(
            [["add", "6.12.0-1-amd64", "/boot/vmlinuz-6.12.0-1-amd64", "/boot/initrd.img-6.12.0-1-amd64"], ["add", "6.12.9-1-amd64", "/boot/vmlinuz-6.12.9-1-amd64"]],
            plan.Programs.Select(static p => p.Arguments));
        Assert.All(plan.Programs, static p => Assert.Equal(p.Arguments, p.UndoArguments));
    }

    [Theory]
    [InlineData("", "*-6.12.0-1-amd64", true)]
    [InlineData("", "debian-6.12.0-1-amd64", true)]
    [InlineData("", "lab-6.12.0-1-amd64", false)]
    [InlineData("lab", "lab-6.12.0-1-amd64", true)]
    [InlineData("lab", "*-6.12.0-1-amd64", false)]
    [InlineData("", "0123*-6.12.0-1-amd64", false)]
    [InlineData("", "*-6.12.9-1-amd64", false)]
    [InlineData("", "arch", false)]
    public void Kernel_install_is_taken_only_where_it_wrote_the_entry_of_the_running_kernel(string token, string entry, bool isTaken)
    {
        ChangePlan plan = Plan(e =>
        {
            KernelInstall(e, "root=/dev/sda1", entry, "stat:/boot/vmlinuz-6.12.0-1-amd64", "stat:/boot/vmlinuz-6.12.9-1-amd64");
            e["/etc/os-release"] = Reading.Known("NAME=x\nID=debian\n");
            e["/etc/kernel/entry-token"] = token.Length > 0 ? Reading.Known(token + "\n") : Reading.OfErrno(LinuxErrno.ENOENT);
        });
        Assert.Equal(isTaken, plan.HasSteps);
        Assert.Equal(isTaken, plan.Refusals.Count == 0);
    }

    [Theory]
    [InlineData("talos")]
    [InlineData("nixos")]
    public void A_system_whose_root_is_made_elsewhere_gets_words(string id)
    {
        ChangePlan plan = Plan(e => Has(e, "/usr/sbin/grubby", ("/etc/os-release", $"ID={id}\n")));
        Remark remark = Assert.Single(plan.Refusals);
        Assert.Equal(RemarkCode.ByHand, remark.Code);
        Assert.Contains("kvm_intel.nested=1", remark.Text(MessageCatalog.For(Language.English)), StringComparison.Ordinal);
        Assert.False(plan.HasSteps);
    }

    [Fact]
    public void Without_a_boot_loader_that_is_known_a_person_is_told_what_to_add() =>
        Assert.Equal(RemarkCode.ByHand, Assert.Single(Plan(static _ => { }).Refusals).Code);

    [Fact]
    public void The_running_kernel_alone_cannot_be_changed() =>
        Assert.Equal(RemarkCode.BuiltinNeedsBoot, Assert.Single(Plan(static e => Has(e, "/usr/sbin/grubby"), reach: ChangeReach.Running).Refusals).Code);

    [Fact]
    public void What_the_next_boot_will_have_already_is_not_written_again()
    {
        ChangePlan plan = Plan(static e => Has(e, "/usr/sbin/update-grub", ("/etc/default/grub", "GRUB_CMDLINE_LINUX=\"kvm_intel.nested=1\"\n")), nested: "Y");
        Assert.False(plan.HasSteps);
    }

    [Fact]
    public void Before_the_reboot_a_second_run_writes_nothing_and_says_that_the_boot_is_waited_for()
    {
        ChangePlan plan = Plan(static e => Has(e, "/usr/sbin/update-grub", ("/etc/default/grub", "GRUB_CMDLINE_LINUX=\"kvm_intel.nested=1\"\n")));
        Assert.False(plan.HasSteps);
        Assert.Contains(plan.Notices, static n => n.Code == RemarkCode.AfterReboot);
        Assert.Contains("the next boot", VirtNest.Reports.PlanText.Write(plan, null, MessageCatalog.For(Language.English), usesColour: false), StringComparison.Ordinal);
    }

    private static ChangePlan Plan(Action<HostEvidence> with, bool isOn = true, string nested = "N", ChangeReach reach = ChangeReach.Both)
    {
        ModprobeTree tree = new();
        with(tree.Evidence);
        HostFacts loaded = ChangeHost.Facts(tree, "kvm_intel", nested);
        HostEvidence evidence = loaded.Evidence;
        evidence["/proc/modules"] = Reading.Known("ext4 1 1 - Live 0x0\n");
        evidence["/sys/module/kvm_intel/initstate"] = Reading.OfErrno(LinuxErrno.ENOENT);
        return ChangeHost.Plan(HostFacts.Of(evidence), isOn, reach);
    }

    private static void Has(HostEvidence evidence, string program, params (string Source, string Text)[] more)
    {
        evidence["stat:" + program] = Reading.Known("type=file mode=0755");
        foreach ((string source, string text) in more)
        {
            evidence[source] = Reading.Known(text);
        }
    }

    private static void KernelInstall(HostEvidence evidence, string words, string entries, params string[] images)
    {
        Has(evidence, "/usr/bin/kernel-install", ("/etc/kernel/cmdline", words), ("/efi/loader/entries/", string.Concat(entries.Split('\0').Select(static e => e + ".conf\0"))));
        Array.ForEach(images, i => evidence[i] = Reading.Known("type=file"));
    }

    private static string Text(byte[]? bytes) => Encoding.UTF8.GetString(bytes ?? []);
}
