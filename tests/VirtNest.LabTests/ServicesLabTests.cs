using Xunit;

namespace VirtNest.LabTests;

/// <summary>scenarios/machine-grub-libvirt: the units under a real systemd, beside libvirt, AppArmor and an instance in which a real L2
/// runs.</summary>
[Trait("Lab", "machine")]
public sealed class ServicesLabTests(ServicesMachine lab) : IClassFixture<ServicesMachine>
{
    private const string Words = "virt-nest-guard-L2-runs-inside";

    [Fact]
    public void Every_unit_starts_with_all_that_it_shuts_off()
    {
        Assert.Equal("Y", lab.Fact("apparmor"));
        Assert.All((string[])["virt-nest-export", "virt-nest-textfile.timer"], u => Assert.Equal("active success", lab.Fact(u)));
        Assert.All(lab.FactsOf("virt-nest-guard"), static s => Assert.Equal("active success", s));
        Assert.Equal("inactive success", lab.Fact("virt-nest-repair"));
        Assert.Equal("inactive success", lab.Fact("virt-nest-textfile.service"));
        Assert.Equal("", lab["denied"].Output);
    }

    [Fact]
    public void The_guard_refuses_what_would_lose_the_L2_also_after_it_was_killed()
    {
        Assert.Empty(lab.FactsOf("WRONG"));
        Assert.Contains(Words, lab["refused"].Error, StringComparison.Ordinal);
        Assert.Equal("running", lab.Fact("after-refusal"));
        Assert.Equal("1", lab.Fact("restarts"));
        Assert.Contains(Words, lab["still-refused"].Error, StringComparison.Ordinal);
        Assert.Contains("One blocker was taken away.", lab["log"].Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_guard_that_is_stopped_leaves_nothing_behind_and_the_L2_took_no_notice()
    {
        Assert.Equal((0, 0, 0), (lab["stop"].Status, lab["saved"].Status, lab["restored"].Status));
        Assert.Empty(lab["after-stop"].Json.GetProperty("blocked").EnumerateArray());
        long[] counts = [.. ((string[])["l2-before", "l2-after"]).Select(f => long.Parse(lab.Fact(f), CultureInfo.InvariantCulture))];
        Assert.True(counts[0] < counts[1], $"{counts[0]} entries before the save, {counts[1]} after the restore");
    }

    [Fact]
    public void The_file_for_the_collector_has_the_L2()
    {
        Assert.Equal(0, lab["textfile"].Status);
        Assert.Contains("virt_nest_instance_nested_running{domain=\"web\"} 1\n", lab["textfile-says"].Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_log_has_no_complaint() =>
        Assert.DoesNotMatch("(?i)getpwuid|home directory|denied|failed to|unhandled", lab["log"].Output);
}

public sealed class ServicesMachine() : LabRun("amd", "6.1", folder: "machine-grub-libvirt", machine: "grub");
