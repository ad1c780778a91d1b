using VirtNest.Changing;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Tests.Facts;
using VirtNest.Tests.Hosts;
using Xunit;

namespace VirtNest.Tests.Changing;

/// <summary>What a plan says that takes a change back.</summary>
public sealed class UndoPlannerTests
{
    [Fact]
    public void What_keeps_the_old_answer_is_named_when_a_change_is_planned_and_when_it_is_taken_back()
    {
        ModprobeTree tree = new();
        tree.Evidence["stat:/run/libvirt"] = Reading.Known("type=folder mode=0755");
        tree.Evidence["stat:/var/lib/kubelet"] = Reading.Known("type=folder mode=0700");
        ChangePlan done = ChangeHost.Plan(ChangeHost.Facts(tree, "kvm_amd", "0"), isOn: true);
        Assert.Equal(2, done.Notices.Count(static n => n.Code == RemarkCode.StaleCache));

        HostFacts after = ChangeHost.Facts(tree, "kvm_amd", "1");
        after.Evidence[done.Files[0].Path] = Reading.Known(done.Files[0].After!);
        ChangePlan undo = UndoPlanner.Plan(done, after, ChangeHost.Free("kvm_amd"), isThisBoot: true, "then");
        Assert.True(undo is { HasSteps: true, IsAllowed: true, Host.IsOn: false });
        Assert.Equal(2, undo.Notices.Count(static n => n.Code == RemarkCode.StaleCache));
        Assert.DoesNotContain(undo.Notices, static n => n.Code == RemarkCode.Exposed);
    }

    [Fact]
    public void An_undo_that_switches_on_names_the_weaknesses_that_it_exposes_the_kernel_to()
    {
        // A copy: the fixture itself is shared with other tests.
        HostFacts on = HostFixture.Read("amd-advisories-exposed").RoundTrip().Verdict.Facts;
        ChangePlan disabled = ChangeHost.Plan(on, isOn: false);
        Assert.True(disabled is { IsAllowed: true, ModuleStep: not null });

        on.Evidence[on.ParameterPath("nested")!] = Reading.Known("0\n");
        on.Evidence[disabled.Files[0].Path] = Reading.Known(disabled.Files[0].After!);
        ChangePlan undo = UndoPlanner.Plan(disabled, HostFacts.Parse(on.Evidence), ChangeHost.Free("kvm_amd"), isThisBoot: true, "then");
        Assert.True(undo is { IsAllowed: true, Host.IsOn: true });
        Assert.Contains(undo.Notices, static n => n.Code == RemarkCode.Exposed);
    }

    [Fact]
    public void Where_nothing_is_left_to_undo_there_is_nothing_to_know_either()
    {
        ModprobeTree tree = new();
        tree.Evidence["stat:/run/libvirt"] = Reading.Known("type=folder mode=0755");
        ChangePlan done = ChangeHost.Plan(ChangeHost.Facts(tree, "kvm_amd", "0"), isOn: true);
        HostFacts before = ChangeHost.Facts(tree, "kvm_amd", "0");
        before.Evidence[done.Files[0].Path] = Reading.OfErrno(LinuxErrno.ENOENT);
        ChangePlan undo = UndoPlanner.Plan(done, before, ChangeHost.Free("kvm_amd"), isThisBoot: true, "then");
        Assert.False(undo.HasSteps);
        Assert.Empty(undo.Notices);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("/etc/fleet/cve.conf")]
    public void The_module_is_loaded_past_the_install_line_that_the_undo_gives_back(string? target)
    {
        const string line = "# CVE-2026-1\ninstall kvm_amd /bin/false\noptions kvm_amd nested=0\n";
        ModprobeTree before = new ModprobeTree().With("/etc/modprobe.d/cve.conf", line);
        before.Evidence["realpath:/etc/modprobe.d/cve.conf"] = target is null ? Reading.NotRead : Reading.Known(target);
        ChangePlan done = ChangeHost.Plan(ChangeHost.Facts(before, "kvm_amd", "0"), isOn: true, overrides: true);
        Assert.Equal(target ?? "/etc/modprobe.d/cve.conf", done.Files[0].Path);

        ModprobeTree changed = new ModprobeTree().With("/etc/modprobe.d/cve.conf", done.Files[0].After!);
        changed.Evidence["realpath:/etc/modprobe.d/cve.conf"] = before.Evidence["realpath:/etc/modprobe.d/cve.conf"];
        HostFacts after = ChangeHost.Facts(changed, "kvm_amd", "1");
        after.Evidence[done.Files[0].Path] = Reading.Known(done.Files[0].After!);
        ChangePlan undo = UndoPlanner.Plan(done, after, ChangeHost.Free("kvm_amd"), isThisBoot: true, "then");
        Assert.True(undo.ModuleStep!.IgnoresInstall);
        Assert.False(done.ModuleStep!.IgnoresInstall);
    }

    [Theory]
    [InlineData(ChangeReach.Running, true, true)]
    [InlineData(ChangeReach.Running, false, false)]
    [InlineData(ChangeReach.Both, false, true)]
    public void A_change_of_the_running_module_alone_ends_with_its_boot(ChangeReach reach, bool isThisBoot, bool isReloaded)
    {
        ChangePlan done = ChangeHost.Plan(ChangeHost.Facts(new ModprobeTree(), "kvm_amd", "0"), isOn: true, reach);
        ChangePlan undo =
            UndoPlanner.Plan(done, ChangeHost.Facts(new ModprobeTree(), "kvm_amd", "1"), ChangeHost.Free("kvm_amd"), isThisBoot, "then");
        Assert.Equal(isReloaded, undo.ModuleStep is not null);
    }
}
