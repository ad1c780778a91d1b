using VirtNest.Changing;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Facts.Boot;
using VirtNest.Tests.Facts;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Tests.Changing;

/// <summary>arm64: kvm-arm.mode=nested on the kernel command line.</summary>
public sealed class ArmPlanTests
{
    private const string NeoverseV3 = "0xd84", NeoverseN1 = "0xd0c";

    private const string OurLine = "# Written by virt-nest; \"virt-nest undo\" takes it "
        + "away.\nGRUB_CMDLINE_LINUX_DEFAULT=\"$GRUB_CMDLINE_LINUX_DEFAULT kvm-arm.mode=nested\" # virt-nest\n";

    [Theory]
    [InlineData("6.15.9", null)]
    [InlineData("6.12.0", "0")]
    public void Before_Linux_6_16_the_mode_is_not_written(string release, string? answer)
    {
        ChangePlan plan = Plan(isOn: true, release: release, answer: answer);
        Remark refusal = Assert.Single(plan.Refusals);
        Assert.Equal((RemarkCode.KernelTooOld, release), (refusal.Code, Assert.Single(refusal.Evidence).Value));
        Assert.False(plan.HasSteps);
    }

    [Theory]
    [InlineData("6.16.0")]
    [InlineData("7.1.0-4-arm64")]
    public void From_Linux_6_16_on_the_mode_is_written(string release)
    {
        ChangePlan plan = Plan(isOn: true, release: release);
        Assert.Empty(plan.Refusals);
        Assert.Equal(OurLine, Text(Assert.Single(plan.Files).After));
        Assert.Contains(plan.Notices, static n => n.Code == RemarkCode.AfterReboot);
    }

    [Fact]
    public void A_kernel_that_says_that_it_gives_EL2_is_believed_whatever_its_version()
    {
        ChangePlan plan = Plan(isOn: true, release: "6.12.0", answer: "1", commandLine: "kvm-arm.mode=nested");
        Assert.Empty(plan.Refusals);
        Assert.False(plan.HasSteps);
        Assert.True(plan.IsOnNow);
    }

    [Fact]
    public void A_core_without_FEAT_NV2_is_named() =>
        Assert.Equal((RemarkCode.ChainBroken, "CPU part: " + NeoverseN1),
            Plan(isOn: true, part: NeoverseN1).Refusals is [{ Code: var code, Evidence: [var core] }] ? (code, core.Value) : default);

    [Fact]
    public void A_mode_that_the_kernel_did_not_follow_is_no_nesting()
    {
        ChangePlan plan = Plan(isOn: true, answer: "0", commandLine: "kvm-arm.mode=nested");
        Assert.Equal(RemarkCode.ChainBroken, Assert.Single(plan.Refusals).Code);
    }

    [Fact]
    public void Before_the_reboot_a_second_enable_writes_nothing()
    {
        ChangePlan plan = Plan(isOn: true, ours: OurLine);
        Assert.False(plan.HasSteps);
        Assert.Empty(plan.Refusals);
        Assert.Contains(plan.Notices, static n => n.Code == RemarkCode.AfterReboot);
    }

    [Fact]
    public void Switched_off_our_line_goes_and_no_other_mode_is_set()
    {
        ChangePlan plan = Plan(isOn: false, answer: "1", commandLine: "kvm-arm.mode=nested", ours: OurLine);
        FileStep file = Assert.Single(plan.Files);
        Assert.Equal(("/etc/default/grub.d/virt-nest.cfg", true, false), (file.Path, file.Before is not null, file.After is not null));
        Assert.Equal("/usr/sbin/update-grub", Assert.Single(plan.Programs).Program);
        Assert.Empty(plan.Refusals);
    }

    [Fact]
    public void A_word_that_somebody_else_wrote_is_left_to_a_person()
    {
        Remark refusal = Assert.Single(
            Plan(isOn: false, answer: "1", commandLine: "kvm-arm.mode=nested",
                grub: "GRUB_CMDLINE_LINUX=\"kvm-arm.mode=nested quiet\"\n").Refusals);
        Assert.Equal((RemarkCode.ByHand, "/etc/default/grub"), (refusal.Code, Assert.Single(refusal.Evidence).Source));
    }

    [Fact]
    public void Grubby_takes_the_word_out_and_its_undo_gives_it_back()
    {
        ProgramStep program =
            Assert.Single(Plan(isOn: false, answer: "1", commandLine: "kvm-arm.mode=nested", program: "/usr/sbin/grubby").Programs);
        Assert.Equal(["--update-kernel=ALL", "--remove-args=kvm-arm.mode"], program.Arguments);
        Assert.Equal(["--update-kernel=ALL", "--args=kvm-arm.mode=nested"], program.UndoArguments);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_grubby_would_lose_is_named_whichever_way_the_change_goes(bool isOn)
    {
        Remark refusal = Assert.Single(
            Plan(isOn, answer: isOn ? "0" : "1", commandLine: isOn ? "quiet" : "kvm-arm.mode=nested", program: "/usr/sbin/grubby",
                words: "root=/dev/vda2\n# spare\n").Refusals);
        Assert.Equal(RemarkCode.ByHand, refusal.Code);
        Assert.Equal(BootObstacle.SecondLine.ByHand("").English, refusal.Text.In(Language.English));
    }

    [Theory]
    [InlineData("kvm-arm.mode=nested root=/dev/vda2\n", "root=/dev/vda2\n")]
    [InlineData("root=/dev/vda2 kvm-arm.mode=nested\n", "root=/dev/vda2\n")]
    [InlineData("root=/dev/vda2 kvm-arm.mode=nvhe  quiet kvm-arm.mode=nested ro", "root=/dev/vda2  quiet ro")]
    public void The_file_of_kernel_install_loses_the_word_and_no_other(string before, string after)
    {
        ChangePlan plan =
            Plan(isOn: false, answer: "1", commandLine: "kvm-arm.mode=nested", program: "/usr/bin/kernel-install", words: before);
        Assert.Equal(after, Text(Assert.Single(plan.Files).After));
    }

    private static ChangePlan Plan(
        bool isOn, string release = "6.16.3", string? answer = "0", string part = NeoverseV3, string commandLine = "quiet",
            string program = "/usr/sbin/update-grub", string? ours = null, string grub = "GRUB_CMDLINE_LINUX=\"\"\n", string? words = null)
    {
        ModprobeTree tree = new();
        _ = tree.Config;
        HostEvidence evidence = tree.Evidence;
        evidence["call:uname"] = Reading.Known($"release={release}\nmachine=aarch64\n");
        evidence["/proc/cpuinfo"] =
            Reading.Known($"processor\t: 0\nCPU implementer\t: 0x41\nCPU architecture: 8\nCPU variant\t: 0x0\nCPU part\t: {part}\n");
        evidence["/proc/cmdline"] = Reading.Known(commandLine + "\n");
        evidence["/proc/modules"] = Reading.Known("nvme 65536 2 - Live 0x0\n");
        evidence["/sys/module/"] = Reading.Known("kvm\0");
        evidence["stat:" + program] = Reading.Known("type=file mode=0755");
        evidence["/etc/default/grub"] = Reading.Known(grub);
        if (answer is not null)
        {
            evidence[HostFacts.El2Source] = Reading.Known(answer);
        }

        if (words is not null)
        {
            evidence["/etc/kernel/cmdline"] = Reading.Known(words);
            evidence["/efi/loader/entries/"] = Reading.Known($"*-{release}.conf\0");
            evidence[$"/efi/loader/entries/*-{release}.conf"] = Reading.Known($"options {words}\n");
            evidence[$"stat:/boot/vmlinuz-{release}"] = Reading.Known("type=file");
        }

        evidence["/boot/loader/entries/"] = Reading.Known("*-6.16.3.conf\0");
        evidence["/boot/loader/entries/*-6.16.3.conf"] = Reading.Known($"options root=/dev/vda2 {commandLine}\n");
        evidence["/etc/default/grub.d/"] = Reading.Known(ours is null ? "" : "virt-nest.cfg\0");
        evidence["/etc/default/grub.d/virt-nest.cfg"] = ours is null ? Reading.OfErrno(LinuxErrno.ENOENT) : Reading.Known(ours);
        return Planner.Plan(HostFacts.Parse(evidence), ChangeHost.Free("kvm"), new ChangeGoal(isOn, ChangeReach.Both, false));
    }

    private static string Text(byte[]? bytes) => Encoding.UTF8.GetString(bytes ?? []);
}
