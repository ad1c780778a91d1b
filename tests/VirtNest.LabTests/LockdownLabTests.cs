using System.Text.Json;
using Xunit;

namespace VirtNest.LabTests;

/// <summary>scenarios/lockdown: the kernel was started with lockdown=integrity, as under Secure Boot, and no libvirt is there.</summary>
public abstract class LockdownLabTests(LabRun lab)
{
    [Fact]
    public void Under_lockdown_root_cannot_read_the_count_in_debugfs_and_guest_mode_it_can()
    {
        Assert.Contains("[integrity]", lab.Fact("mode"), StringComparison.Ordinal);
        Assert.Equal("Operation not permitted", lab.Fact("denied"));
        Assert.Equal("0", lab.Fact("open"));
    }

    [Fact]
    public void Descriptors_of_statistics_tell_that_no_L2_runs()
    {
        Assert.Equal((false, false, 0L, "stats-fd"), Counted(Instance("idle")));
        Assert.Contains("stats-fd", lab["idle-text"].Output, StringComparison.Ordinal);
        Assert.Contains("L2 now 0", lab["idle-text"].Output, StringComparison.Ordinal);
        Assert.Matches("(?m)^virt_nest_instance_info\\{[^}]*source=\"stats-fd\"\\} 1$", lab["idle-export"].Output);
        Assert.Matches("(?m)^virt_nest_instance_nested_running\\{[^}]*\\} 0$", lab["idle-export"].Output);
    }

    [Fact]
    public void Descriptors_of_statistics_tell_that_an_L2_runs_and_how_fast()
    {
        JsonElement instance = Instance("running");
        Assert.Equal(lab.Fact("loop-pid"), instance.GetProperty("pid").GetInt32().ToString(CultureInfo.InvariantCulture));
        Assert.Equal((true, true, "stats-fd"),
            (instance.GetProperty("running").GetBoolean(), instance.GetProperty("used").GetBoolean(),
                instance.GetProperty("source").GetString()));
        Assert.Contains("L2 now 1", lab["running-text"].Output, StringComparison.Ordinal);

        // The loop's own count over its whole time, a part of which it was stopped.
        JsonElement loop = lab["loop"].Json.GetProperty("loop");
        Assert.Equal("0", lab.Fact("loop-status"));
        double own = loop.GetProperty("exits").GetInt64() / (loop.GetProperty("ran_ms").GetDouble() / 1000);
        Assert.InRange(instance.GetProperty("entries_per_second").GetDouble() / own, 0.3, 3.0);
        Assert.InRange(instance.GetProperty("entries").GetInt64(), 1, loop.GetProperty("exits").GetInt64() + 10);
    }

    [Fact]
    public void The_end_of_an_L2_is_seen_while_its_VM_lives()
    {
        (bool? running, bool? used, long? entries, string? source) = Counted(Instance("stopped"));
        Assert.Equal((false, true, "stats-fd"), (running, used, source));
        Assert.True(entries >= Instance("running").GetProperty("entries").GetInt64());
        Assert.Equal(lab.Fact("loop-pid"), Instance("stopped").GetProperty("pid").GetInt32().ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("vcpu", 1)] // no descriptor
    [InlineData("some", 1)] // of one vCPU, and none of the other
    [InlineData("two", 2)] // two VMs in one process
    [InlineData("untraced", 1)] // nobody may trace anybody
    public void Where_descriptors_do_not_tell_nothing_is_said(string step, int vms)
    {
        JsonElement[] instances = [.. lab[step].Json.GetProperty("instances").EnumerateArray()];
        Assert.Equal(vms, instances.Length);
        Assert.All(instances, static i => Assert.Equal((null, null, null, "guest_mode"), Counted(i)));
    }

    [Fact]
    public void Ten_thousand_looks_leave_no_descriptor_open()
    {
        string[] words = lab["looks"].Output.Trim().Split(' ');
        Assert.Equal(("before", "after", "stats-fd:0"), (words[0], words[2], words[5]));
        Assert.Equal(words[1], words[3]);
    }

    [Fact]
    public void A_VM_ends_with_its_process_while_it_is_looked_at()
    {
        Assert.Equal(["1 0 0", "2 0 0", "3 0 0", "4 0 0", "5 0 0"], lab.FactsOf("kept"));
        Assert.Equal("yes", lab.Fact("looking"));
    }

    private JsonElement Instance(string step) => Assert.Single(lab[step].Json.GetProperty("instances").EnumerateArray());

    private static (bool? Running, bool? Used, long? Entries, string? Source) Counted(JsonElement instance) =>
        (Truth(instance.GetProperty("running")), Truth(instance.GetProperty("used")),
            instance.GetProperty("entries") is { ValueKind: JsonValueKind.Number } entries ? entries.GetInt64() : null,
            instance.GetProperty("source").GetString());

    private static bool? Truth(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetBoolean();
}

public sealed class LockdownOnAmd61() : LabRun("amd", "6.1", folder: "lockdown", append: "lockdown=integrity");

public sealed class LockdownOnAmd612() : LabRun("amd", "6.12", folder: "lockdown", append: "lockdown=integrity");

public sealed class LockdownOnAmd61Tests(LockdownOnAmd61 lab) : LockdownLabTests(lab), IClassFixture<LockdownOnAmd61>;

public sealed class LockdownOnAmd612Tests(LockdownOnAmd612 lab) : LockdownLabTests(lab), IClassFixture<LockdownOnAmd612>;
