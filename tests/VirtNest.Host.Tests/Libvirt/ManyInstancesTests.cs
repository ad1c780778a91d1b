using System.IO;
using VirtNest.Changing;
using VirtNest.Host.Libvirt;
using VirtNest.Instances;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Host.Tests.Libvirt;

/// <summary>Several running instances of a real libvirtd changed in one run.</summary>
[Collection<OnPrivateLibvirt>]
[Trait("Speed", "slow")]
public sealed class ManyInstancesTests : IDisposable
{
    private const string WithoutSvm =
        "<cpu mode='custom' match='exact' check='none'><model>qemu64</model><feature policy='disable' name='svm'/></cpu>";

    private readonly PrivateLibvirt _libvirt;
    private readonly string _records;

    public ManyInstancesTests(PrivateLibvirt libvirt)
    {
        Assert.SkipUnless(PrivateLibvirt.Missing is null, PrivateLibvirt.Missing ?? "");
        _libvirt = libvirt;
        _records = Directory.CreateDirectory(Path.Combine(libvirt.Folder, Guid.NewGuid().ToString("N"))).FullName;
    }

    public void Dispose() => _libvirt?.Clear();

    [Fact]
    public void Running_ones_are_restarted_one_that_fails_is_told_and_the_others_go_on()
    {
        _libvirt.Define("a 1", WithoutSvm, "agent=good");
        _libvirt.Define("a-实例", WithoutSvm, "agent=good");
        _libvirt.Define("a-deaf", WithoutSvm, "agent=good power=ignore");
        _libvirt.Define("b", WithoutSvm);
        foreach (string name in (string[])["a 1", "a-实例", "a-deaf"])
        {
            _libvirt.StartWithAgent(name);
        }

        IReadOnlyList<string> names = InstanceChanges.Names(_libvirt.Uri, "a*", out _)!;
        Assert.Equal(["a 1", "a-deaf", "a-实例"], names);
        InstanceWish wish =
            TestDriverTests.Wish(InstanceGoal.Enable) with { IsNow = true, LooksInside = true, Timeout = TimeSpan.FromSeconds(60) };
        InstanceChangeReport[] reports = Change([.. names, "gone"], wish);
        Assert.Equal(
            [InstanceChangeOutcome.Applied, InstanceChangeOutcome.RolledBack, InstanceChangeOutcome.Applied, InstanceChangeOutcome.Refused],
                reports.Select(static r => r.Outcome));
        Assert.Equal([null, RemarkCode.ShutdownIgnored, null, RemarkCode.Libvirt], reports.Select(static r => r.Refusal?.Code));
        Assert.All([reports[0], reports[2]], static r => Assert.True(r.After!.Reading.Inside.HasSvm));
        Assert.False(InstanceChangeReport.AllGood(reports));
        Assert.EndsWith("2 changed, 0 not needed, 2 failed or refused, 0 not known\n", InstanceChangeText.Write(reports, Language.English),
            StringComparison.Ordinal);

        // The ones that are changed already are left running; the one that is off is changed without a start.
        _libvirt.Virsh("destroy", "a-deaf");
        reports = Change(InstanceChanges.Names(_libvirt.Uri, null, out _)!, wish);
        Assert.Equal(
            [InstanceChangeOutcome.NotNeeded, InstanceChangeOutcome.Defined, InstanceChangeOutcome.NotNeeded,
                InstanceChangeOutcome.Defined], reports.Select(static r => r.Outcome));
        Assert.True(InstanceChangeReport.AllGood(reports));
        Assert.Equal(2, _libvirt.VirshText("list", "--name").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private InstanceChangeReport[] Change(IReadOnlyList<string> names, InstanceWish wish) =>
        TestDriverTests.Change(_libvirt.Uri, names, wish, _records);
}
