using VirtNest.Changing;
using VirtNest.Checking;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Facts.Boot;
using VirtNest.Tests.Facts;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Tests.Changing;

/// <summary>The initramfs image: where the module is loaded from it, what it holds of modprobe.d decides.</summary>
public sealed class InitramfsTests
{
    private const string Image = "/boot/initrd.img-6.12.0-1-amd64",
        Module = "usr/lib/modules/6.12.0-1-amd64/kernel/arch/x86/kvm/kvm-amd.ko\n", Copy = "etc/modprobe.d/kvm.conf\n";

    [Fact]
    public void An_image_that_holds_the_module_is_made_anew()
    {
        ModprobeTree tree = new();
        tree.Evidence["stat:/boot/initrd.img-6.12.0-1-amd64"] = Reading.Known("type=file mode=0644");
        tree.Evidence["stat:/usr/sbin/update-initramfs"] = Reading.Known("type=file mode=0755");
        tree.Evidence["initramfs:kvm"] = Reading.Known("usr/lib/modules/6.12.0-1-amd64/kernel/arch/x86/kvm/kvm-amd.ko\n");
        ProgramStep program = Assert.Single(ChangeHost.Plan(ChangeHost.Facts(tree, "kvm_amd", "0"), isOn: true).Programs);
        Assert.Equal(["-u", "-k", "all"], program.Arguments);
    }

    [Theory]
    [InlineData("/boot/initrd.img-6.12.0-1-amd64")]
    [InlineData("/boot/initramfs-6.12.0-1-amd64.img")]
    public void Dracut_makes_the_images_of_all_kernels(string image)
    {
        ModprobeTree tree = new();
        tree.Evidence["stat:" + image] = Reading.Known("type=file mode=0600");
        tree.Evidence["stat:/usr/bin/dracut"] = Reading.Known("type=file mode=0755");
        tree.Evidence["initramfs:kvm"] = Reading.Known("usr/lib/modules/6.12.0-1-amd64/kernel/arch/x86/kvm/kvm-amd.ko\n");
        ProgramStep program = Assert.Single(ChangeHost.Plan(ChangeHost.Facts(tree, "kvm_amd", "0"), isOn: true).Programs);
        Assert.Equal(("/usr/bin/dracut", "--force --regenerate-all"), (program.Program, string.Join(' ', program.Arguments)));
    }

    [Theory]
    [InlineData("usr/lib/modules/6.12.0-1-amd64/kernel/arch/x86/kvm/kvm-amd.ko\n", 1)]
    [InlineData("", 0)]
    public void An_image_older_than_the_line_that_decides_is_made_anew_though_no_file_changes(string kvm, int programs)
    {
        ModprobeTree tree = new ModprobeTree().With("/etc/modprobe.d/kvm.conf", "options kvm_amd nested=1\n");
        tree.Evidence["stat:/etc/modprobe.d/kvm.conf"] = Reading.Known("type=file mode=0644 mtime=2000");
        tree.Evidence["stat:/boot/initrd.img-6.12.0-1-amd64"] = Reading.Known("type=file mode=0644 mtime=1000");
        tree.Evidence["stat:/usr/sbin/update-initramfs"] = Reading.Known("type=file mode=0755");
        tree.Evidence["initramfs:kvm"] = Reading.Known(kvm);
        ChangePlan plan = ChangeHost.Plan(ChangeHost.Facts(tree, "kvm_amd", "1"), isOn: true);
        Assert.Equal(programs, plan.Programs.Count);
        Assert.Empty(plan.Files);
        Assert.Null(plan.ModuleStep);
    }

    [Fact]
    public void An_image_without_the_module_is_left_alone()
    {
        ModprobeTree tree = new();
        tree.Evidence["stat:/boot/initrd.img-6.12.0-1-amd64"] = Reading.Known("type=file mode=0644");
        tree.Evidence["stat:/usr/sbin/update-initramfs"] = Reading.Known("type=file mode=0755");
        tree.Evidence["initramfs:kvm"] = Reading.Known("");
        Assert.Empty(ChangeHost.Plan(ChangeHost.Facts(tree, "kvm_amd", "0"), isOn: true).Programs);
    }

    [Theory]
    // dracut's listing
    [InlineData("-rw-r--r-- 1 root root 28 Jan 1 1970 " + Module + "-rw-r--r-- 1 root root 28 Jan 1 1970 " + Copy, 1000, false)]
    [InlineData(Module + Copy, 1001, false)]
    [InlineData(Module + Copy, 999, true)] // not made
    [InlineData(Module + "usr/lib/modprobe.d/systemd.conf\n", 1001, true)] // made without the file
    [InlineData("", 999, false)] // no KVM module in it
    [InlineData(null, 999, false)] // nothing that lists it
    public void After_a_change_the_image_has_to_hold_the_file_that_decides(string? listing, int made, bool isWrong)
    {
        HostFacts before = Host("1", null, 1000);
        ChangePlan plan = Dracut("--force");
        Assert.Empty(ChangeVerification.Verify(plan, before));
        Mismatch[] wrong = [.. ChangeVerification.Verify(plan, Host("1", listing, made))];
        Assert.Equal(isWrong, wrong.Length == 1);
        Assert.All(wrong,
            static w => Assert.All(Enum.GetValues<Language>(), l => Assert.Contains(Image, w.Text.In(l), StringComparison.Ordinal)));
    }

    [Fact]
    public void A_listing_that_was_cut_off_tells_nothing_of_a_file() =>
        Assert.Empty(
            ChangeVerification.Verify(
                Dracut(),
                    Host("1", Module, 1001, isWhole: false)));

    [Theory]
    [InlineData("6.12.8-arch1-1", "/boot/initramfs-linux.img")]
    [InlineData("6.12.8-1-lts", "/boot/initramfs-linux-lts.img")]
    [InlineData("6.12.8-zen1-1-zen", "/boot/initramfs-linux-zen.img")]
    [InlineData("6.12.4-1-MANJARO", "/boot/initramfs-6.12-x86_64.img")]
    [InlineData("6.12.0-1-amd64", Image)]
    [InlineData("6.12.0-55.el10.x86_64", "/boot/initramfs-6.12.0-55.el10.x86_64.img")]
    public void The_image_of_the_running_kernel_is_found_by_its_name(string release, string image)
    {
        ModprobeTree tree = new();
        tree.Evidence["stat:" + image] = Reading.Known("type=file mtime=1");
        Assert.Equal(image, InitramfsImage.Find(tree.Evidence, release)?.Path);
    }

    [Fact]
    public void The_image_of_another_kernel_is_not_taken_for_it()
    {
        ModprobeTree tree = new();
        tree.Evidence["stat:/boot/initramfs-linux.img"] = Reading.Known("type=file mtime=1");
        Assert.Null(InitramfsImage.Find(tree.Evidence, "6.12.8-1-lts"));
    }

    [Fact]
    public void Unified_images_are_made_anew_and_a_left_image_beside_them_is_not_judged()
    {
        ModprobeTree tree = new ModprobeTree().With("/etc/modprobe.d/kvm.conf", "options kvm_amd nested=1\n");
        tree.Evidence[Sources.ImagePresets] = Reading.Known("linux.preset\0");
        tree.Evidence[Sources.ImagePresets + "linux.preset"] = Reading.Known("default_uki=\"/efi/EFI/Linux/arch-linux.efi\"\n");
        tree.Evidence["stat:/usr/bin/mkinitcpio"] = Reading.Known("type=file mode=0755");
        ChangePlan plan = ChangeHost.Plan(ChangeHost.Facts(tree, "kvm_amd", "1"), isOn: false);
        Assert.Equal("-P", Assert.Single(Assert.Single(plan.Programs).Arguments));

        tree.Evidence["stat:" + Image] = Reading.Known("type=file mtime=1");
        tree.Evidence["stat:/etc/modprobe.d/kvm.conf"] = Reading.Known("type=file mtime=2");
        tree.Evidence[InitramfsImage.Listing] = Reading.Known(Module + Copy);
        Assert.Empty(
            ChangeVerification.Verify(
                plan with { Goal = plan.Host with { IsOn = true }, Steps = [.. plan.Steps.Where(static s => s is not ModuleStep)] },
                ChangeHost.Facts(tree, "kvm_amd", "1")));
    }

    [Fact]
    public void A_word_on_the_command_line_needs_no_file_in_the_image()
    {
        ModprobeTree tree = new ModprobeTree().WithCommandLine("quiet kvm_amd.nested=1\n");
        tree.Evidence["stat:" + Image] = Reading.Known("type=file mtime=1001");
        tree.Evidence[InitramfsImage.Listing] = Reading.Known(Module);
        Assert.Empty(
            ChangeVerification.Verify(
                Dracut(),
                    ChangeHost.Facts(tree, "kvm_amd", "1")));
    }

    [Theory]
    [InlineData(Module + Copy, 1000, null)]
    [InlineData(Module, 1000, Outcome.Fail)]
    [InlineData(Module + Copy, 999, Outcome.Unknown)]
    [InlineData(null, 999, Outcome.Unknown)]
    [InlineData("", 999, null)]
    public void A_check_tells_an_image_that_is_old_from_one_that_lacks_the_file(string? listing, int made, Outcome? outcome) =>
        Assert.Equal(outcome,
            Verdict.Judge(Host("1", listing, made)).Findings.SingleOrDefault(static f => f.Code == FindingCode.InitramfsStale)?.Outcome);

    private static ChangePlan Dracut(params string[] arguments) => new(ChangeSubject.Host,
        new ChangeGoal(true, ChangeReach.Both, false), [new ProgramStep("/usr/bin/dracut", arguments, arguments)], [], [])
    {
        Module = "kvm_amd",
        IsOnNow = true,
    };

    private static HostFacts Host(string nested, string? listing, int made, bool isWhole = true)
    {
        ModprobeTree tree = new ModprobeTree().With("/etc/modprobe.d/kvm.conf", "options kvm_amd nested=1\n");
        tree.Evidence["stat:/etc/modprobe.d/kvm.conf"] = Reading.Known("type=file mode=0644 mtime=1000");
        tree.Evidence["stat:" + Image] = Reading.Known("type=file mode=0600 mtime=" + made);
        if (listing is not null)
        {
            tree.Evidence[InitramfsImage.Listing] = Reading.Known(Encoding.UTF8.GetBytes(listing), isTruncated: !isWhole);
        }

        return ChangeHost.Facts(tree, "kvm_amd", nested);
    }
}
