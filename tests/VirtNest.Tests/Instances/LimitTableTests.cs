using VirtNest.Facts;
using VirtNest.Tables;
using Xunit;

namespace VirtNest.Tests.Instances;

/// <summary>What limits.txt says of a host with a live L2, with none, and where not all is known.</summary>
public sealed class LimitTableTests
{
    private static readonly LimitOperation[] StateOperations =
        [LimitOperation.Migrate, LimitOperation.Save, LimitOperation.ManagedSave, LimitOperation.Snapshot, LimitOperation.Restore];

    [Theory]
    [InlineData("amd", "6.1.192", "7.2.22", LimitVerdict.Works)] // measured: docs/limits.md
    [InlineData("amd", "6.12.117", "7.2.22", LimitVerdict.Works)]
    [InlineData("amd", "6.1.192", "5.0.0", LimitVerdict.Undefined)]
    [InlineData("amd", "5.7.19", "7.2.22", LimitVerdict.Undefined)]
    [InlineData("amd", "5.10.200", "7.2.22", LimitVerdict.Undefined)]
    [InlineData("intel", "5.4.300", "4.2.0", LimitVerdict.Works)]
    [InlineData("intel", "5.4.300", "4.1.0", LimitVerdict.Undefined)]
    [InlineData("intel", "5.4.300", "4.0.1", LimitVerdict.Refused)]
    [InlineData("intel", "4.18.20", "3.1.0", LimitVerdict.Breaks)]
    [InlineData("intel", "4.18.20", "4.1.0", LimitVerdict.Refused)] // at the very end, and nothing is lost
    [InlineData("arm", "6.16.1", "10.1.0", LimitVerdict.Refused)]
    [InlineData("ibm-s390", "4.4.0", "2.5.0", LimitVerdict.Works)]
    [InlineData("ibm-power", "6.1.0", "8.0.0", LimitVerdict.Unknown)]
    [InlineData("", "6.1.0", "8.0.0", LimitVerdict.Unknown)]
    public void A_live_L2_is_saved_and_migrated_with_this_verdict(string vendor, string kernel, string qemu, LimitVerdict verdict)
    {
        LimitHost host = Host(vendor, kernel, qemu);
        Assert.All((LimitOperation[])[LimitOperation.Migrate, LimitOperation.Save, LimitOperation.ManagedSave],
            o => Assert.Equal(verdict, LimitTable.Verdict(host, o).Verdict));
    }

    [Fact]
    public void A_snapshot_on_intel_is_worse_than_a_save()
    {
        LimitHost host = Host("intel", "6.6.48", "8.2.6");
        Assert.Equal(LimitVerdict.Works, LimitTable.Verdict(host, LimitOperation.Save).Verdict);
        Assert.Equal(LimitVerdict.Undefined, LimitTable.Verdict(host, LimitOperation.Snapshot).Verdict);
    }

    [Theory]
    [InlineData("amd", "6.12.117", "7.2.22", LimitVerdict.Works)]
    [InlineData("intel", "4.4.0", "3.1.0", LimitVerdict.Works)]
    [InlineData("amd", "5.4.0", "4.2.0", LimitVerdict.Works)]
    [InlineData("intel", "5.4.0", "4.0.0", LimitVerdict.Refused)] // for every instance with vmx
    [InlineData("arm", "6.16.1", "10.1.0", LimitVerdict.Refused)]
    [InlineData("", "6.1.0", "8.0.0", LimitVerdict.Works)]
    public void Without_an_L2_all_is_as_usual_but_for_what_the_extension_alone_forbids(string vendor, string kernel, string qemu,
        LimitVerdict verdict) =>
        Assert.All(StateOperations,
            o => Assert.Equal(verdict, LimitTable.Verdict(Host(vendor, kernel, qemu), o, new() { RunsNested = false }).Verdict));

    [Fact]
    public void A_target_without_nesting_breaks_restore_and_the_end_of_a_migration()
    {
        LimitHost host = Host("amd", "6.12.117", "7.2.22");
        foreach (LimitOperation operation in (LimitOperation[])[LimitOperation.Restore, LimitOperation.Migrate])
        {
            Assert.Contains(LimitTable.Verdict(host, operation).Conditions,
                static c => c is { Rule.Id: "amd-restore-nested-off", When: "target-nested-off" });
            Assert.Equal(LimitVerdict.Breaks, LimitTable.Verdict(host, operation, new() { IsTargetNestedOff = true }).Verdict);
            Assert.Equal(LimitVerdict.Undefined,
                LimitTable.Verdict(host, operation, new() { IsTargetNestedOff = true, RunsNested = false }).Verdict);
            Assert.Empty(
                LimitTable.Verdict(host, operation,
                    new() { IsTargetNestedOff = false, IsTargetOfOtherVendor = false, LacksTargetFeatures = false }).Conditions);
        }

        Assert.DoesNotContain(LimitTable.Verdict(host, LimitOperation.Save).Conditions, static c => c.When == "target-nested-off");
    }

    [Fact]
    public void Features_that_a_target_lacks_are_refused_where_the_definition_records_them()
    {
        LimitHost host = Host("intel", "6.1.0", "8.2.0") with { Libvirt = KernelVersion.Parse("10.0.0") };
        LimitSituation idle = new() { RunsNested = false, LacksTargetFeatures = true, RecordsFeatures = true };
        Assert.Equal(LimitVerdict.Refused, LimitTable.Verdict(host, LimitOperation.Migrate, idle).Verdict);
        Assert.Equal(LimitVerdict.Undefined,
            LimitTable.Verdict(host, LimitOperation.Migrate, idle with { RecordsFeatures = false }).Verdict);
        Assert.Equal(LimitVerdict.Works,
            LimitTable.Verdict(host with { Libvirt = KernelVersion.Parse("9.0.0") }, LimitOperation.Migrate, idle).Verdict);
        Assert.Equal(LimitVerdict.Unknown, LimitTable.Verdict(host with { Libvirt = null }, LimitOperation.Migrate, idle).Verdict);
    }

    [Theory]
    [InlineData("intel", null, "8.2.0")]
    [InlineData("intel", "6.1.0", null)]
    [InlineData(null, "6.1.0", "8.2.0")]
    [InlineData(null, null, null)]
    public void What_is_not_known_of_a_host_makes_no_verdict(string? vendor, string? kernel, string? qemu) =>
        Assert.Equal(LimitVerdict.Unknown,
            LimitTable.Verdict(new LimitHost(vendor, KernelVersion.Parse(kernel)) { Qemu = KernelVersion.Parse(qemu) },
                LimitOperation.Save).Verdict);

    [Fact]
    public void A_distribution_may_have_put_in_what_an_old_kernel_lacks()
    {
        LimitHost rhel = Host("intel", "4.18.0", "6.2.0") with { IsUpstream = false };
        LimitRuling ruling = LimitTable.Verdict(rhel, LimitOperation.Save);
        Assert.Equal(LimitVerdict.Unknown, ruling.Verdict);
        Assert.Contains(ruling.Conditions, static c => c is { Rule.Id: "intel-before-4.19", When: null });
        Assert.Equal(LimitVerdict.Works,
            LimitTable.Verdict(rhel with { Kernel = KernelVersion.Parse("5.14.0") }, LimitOperation.Save).Verdict);
    }

    [Fact]
    public void A_fix_in_a_stable_release_lifts_the_rule_for_other_vmms()
    {
        LimitHost host = Host("amd", "6.12.80", "7.2.0") with { IsQemu = false };
        Assert.Equal(LimitVerdict.Undefined, LimitTable.Verdict(host, LimitOperation.Save).Verdict);
        Assert.DoesNotContain(LimitTable.Verdict(host with { Kernel = KernelVersion.Parse("6.12.86") }, LimitOperation.Save).Rules,
            static r => r.Id == "amd-interrupt-shadow");
        Assert.Equal(LimitVerdict.Works, LimitTable.Verdict(host with { IsQemu = true }, LimitOperation.Save).Verdict);
    }

    [Fact]
    public void An_L2_can_be_moved_out_from_inside_and_a_new_vcpu_is_a_risk_after_a_migration()
    {
        LimitHost host = Host("intel", "6.1.0", "8.2.0");
        Assert.Equal(LimitVerdict.Works, LimitTable.Verdict(host, LimitOperation.MigrateNested).Verdict);
        Assert.Equal(LimitVerdict.Breaks,
            LimitTable.Verdict(host, LimitOperation.VcpuHotplug, new() { WasMigrated = true, RunsNested = false }).Verdict);
        LimitRuling unknown = LimitTable.Verdict(host, LimitOperation.VcpuHotplug, new() { RunsNested = false });
        Assert.Equal((LimitVerdict.Works, "migrated"), (unknown.Verdict, Assert.Single(unknown.Conditions).When));
    }

    [Fact]
    public void Features_that_a_kernel_withholds_are_told_apart()
    {
        Assert.Equal(["amd-avic-off"], Features("amd", "5.10.0"));
        Assert.Equal(["amd-avic-while-nested"], Features("amd", "6.1.0"));
        Assert.Equal(["s390x-huge-pages"], Features("ibm-s390", "6.12.0"));
        Assert.Empty(Features("ibm-s390", "7.0.0"));
    }

    [Fact]
    public void Every_row_decides_for_some_host()
    {
        HashSet<string> seen = [];
        foreach (string vendor in (string[])["intel", "amd", "arm", "ibm-s390", "ibm-power"])
        {
            foreach (string kernel in (string[])["4.4.0", "4.20.0", "5.4.0", "5.7.0", "5.10.0", "6.6.48", "6.16.0"])
            {
                foreach (string qemu in (string[])["3.1.0", "4.0.0", "4.1.0", "5.0.0", "10.1.0"])
                {
                    LimitHost host =
                        Host(vendor, kernel, qemu) with { Libvirt = KernelVersion.Parse("10.0.0"), IsQemu = kernel != "6.6.48" };
                    LimitSituation all = new() { IsTargetNestedOff = true, IsTargetOfOtherVendor = true, LacksTargetFeatures = true,
                        WasMigrated = true, RecordsFeatures = qemu != "5.0.0" };
                    seen.UnionWith(Enum.GetValues<LimitOperation>().SelectMany(o => LimitTable.Verdict(host, o, all).Rules)
                        .Concat(LimitTable.Features(host)).Select(static r => r.Id));
                }
            }
        }

        Assert.DoesNotContain(EmbeddedTable.Load("limits.txt"), r => !seen.Contains(r.Id));
    }

    private static IEnumerable<string> Features(string vendor, string kernel) =>
        LimitTable.Features(Host(vendor, kernel, "8.0.0")).Select(static r => r.Id);

    private static LimitHost Host(string vendor, string kernel, string qemu) =>
        new(vendor, KernelVersion.Parse(kernel)) { Qemu = KernelVersion.Parse(qemu) };
}
