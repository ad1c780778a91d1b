using System.IO;
using Xunit;

namespace VirtNest.LabTests;

/// <summary>scenarios/reboot: what was changed in one boot of a lab, seen in the next with the same /etc and journal.</summary>
public abstract class RebootLabTests(Reboot lab)
{
    [Fact]
    public void What_enable_wrote_makes_a_plain_load_of_the_next_boot_nested_and_undo_still_takes_it_back()
    {
        Assert.Equal(0, lab.First["enable"].Status);
        Assert.Equal(lab.First.Nested(true), lab.First.Fact("enabled-nested"));
        Assert.Equal(("absent", "1"), (lab.Second.Fact("booted-nested"), lab.Second.Fact("booted-shown")));
        Assert.Equal(lab.Second.Nested(true), lab.Second.Fact("loaded-nested"));
        Assert.Equal((0, 0), (lab.Second["again"].Status, lab.Second["undo"].Status));
        Assert.StartsWith("Nothing to do", lab.Second["again"].Output, StringComparison.Ordinal);
        Assert.Equal((lab.Second.Nested(false), ""), (lab.Second.Fact("undone-nested"), lab.Second.Fact("undone-shown")));
    }
}

public sealed class RebootBoot(string vendor, string disk) : LabRun(vendor, "6.1", folder: "reboot", disk: disk);

/// <summary>Two boots, one after the other, with one disk.</summary>
public abstract class Reboot
{
    protected Reboot(string vendor)
    {
        string disk = Path.Combine(LabRun.Artifacts(vendor + "-6.1-reboot"), "disk.img");
        File.Delete(disk);
        First = new RebootBoot(vendor, disk);
        Second = new RebootBoot(vendor, disk);
    }

    internal LabRun First { get; }

    internal LabRun Second { get; }
}

public sealed class RebootOnAmd() : Reboot("amd");

public sealed class RebootOnIntel() : Reboot("intel");

public sealed class RebootOnAmdTests(RebootOnAmd lab) : RebootLabTests(lab), IClassFixture<RebootOnAmd>;

public sealed class RebootOnIntelTests(RebootOnIntel lab) : RebootLabTests(lab), IClassFixture<RebootOnIntel>;
