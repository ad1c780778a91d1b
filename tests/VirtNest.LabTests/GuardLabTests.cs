using System.Text.Json;
using Xunit;

namespace VirtNest.LabTests;

/// <summary>scenarios/libvirt-guard: the guard in front of a real libvirt, with a real L2.</summary>
public abstract class GuardLabTests(LabRun lab)
{
    private const string Words = "virt-nest-guard-L2-runs-inside";

    [Fact]
    public void Nothing_is_blocked_before_an_L2_runs()
    {
        Assert.Equal(0, lab["idle.status"].Status);
        Assert.Empty(lab["idle.status"].Json.GetProperty("blocked").EnumerateArray());
        Assert.True(lab["idle.status"].Json.GetProperty("running").GetBoolean());
    }

    [Fact]
    public void While_an_L2_runs_everything_that_saves_or_moves_is_refused()
    {
        Assert.Equal(0, lab["armed"].Status);
        foreach (string step in (string[])["blocked.save", "blocked.managedsave", "blocked.snapshot", "blocked.migrate", "restarted.save",
            "killed.save", "adopted.save"])
        {
            Assert.True(lab[step].Status != 0, step);
            Assert.Contains(Words, lab[step].Error, StringComparison.Ordinal);
        }

        Assert.Equal("running", lab["blocked.state"].Output.Trim());
        JsonElement blocked = Assert.Single(lab["armed.status"].Json.GetProperty("blocked").EnumerateArray());
        Assert.Equal(("inst", true), (blocked.GetProperty("instance").GetString(), blocked.GetProperty("is_blocked").GetBoolean()));
        Assert.Contains("inst", lab["armed.status-text"].Output, StringComparison.Ordinal);
        Assert.Contains("inst", lab["armed.status-chinese"].Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_L2_goes_on_through_all_of_it()
    {
        long[] counts = [.. ((string[])["armed", "refused", "restarted", "released"]).Select(Count)];
        Assert.Equal(counts.Order(), counts);
        Assert.Equal(counts.Length, counts.Distinct().Count());
    }

    [Fact]
    public void Top_and_export_see_it_within_2_seconds_and_its_end()
    {
        double Moment(string step) => double.Parse(lab[step].Output, CultureInfo.InvariantCulture);
        Assert.InRange(Moment("seen") - Moment("begins"), -0.5, 2);
        JsonElement instance = Assert.Single(lab["armed.top"].Json.GetProperty("instances").EnumerateArray());
        Assert.Equal(("inst", true, "debugfs"),
            (instance.GetProperty("name").GetString(), instance.GetProperty("running").GetBoolean(),
                instance.GetProperty("source").GetString()));
        Assert.True(instance.GetProperty("entries_per_second").GetDouble() > 0);
        Assert.Matches("(?m)^virt_nest_instance_nested_running\\{[^}]*domain=\"inst\"[^}]*\\} 1$", lab["armed.export"].Output);
        Assert.Matches("(?m)^virt_nest_instance_nested_running\\{[^}]*domain=\"inst\"[^}]*\\} 0$", lab["ended.export"].Output);
        Assert.Single(lab.FactsOf("unseen-after"));
    }

    [Fact]
    public void Limits_knows_that_an_L2_runs_and_that_this_host_could_take_it()
    {
        Assert.Equal(0, lab["armed.limits"].Status);
        Assert.Equal(0, lab["armed.limits-to"].Status);
        Assert.Contains("\"works\"", lab["armed.limits"].Output, StringComparison.Ordinal);
    }

    [Fact]
    public void When_it_has_ended_everything_works()
    {
        Assert.Equal(0, lab["ended"].Status);
        foreach (string step in (string[])["free.save", "free.managedsave", "free.snapshot", "free.migrate"])
        {
            Assert.True(lab[step].Status == 0, $"{step}: {lab[step].Error}");
        }
    }

    [Fact]
    public void Killed_it_leaves_what_the_next_one_takes_over()
    {
        Assert.False(lab["killed.status"].Json.GetProperty("running").GetBoolean());
        Assert.Single(lab["killed.status"].Json.GetProperty("blocked").EnumerateArray());
        Assert.Equal(0, lab["adopted"].Status);
    }

    [Fact]
    public void One_guard_runs_at_a_time()
    {
        Assert.Equal(1, lab["second-guard"].Status);
        Assert.Equal(1, lab["release-while-running"].Status);
    }

    [Fact]
    public void Told_to_end_it_lets_everything_through_and_closed_it_leaves_all_as_it_is()
    {
        Assert.Equal(["stopped 0", "closed 0", "warned 0", "free 0"], lab.FactsOf("exit"));
        Assert.DoesNotContain(Words, lab["stopped.reasons"].Output, StringComparison.Ordinal);
        Assert.Contains(Words, lab["closed.reasons"].Output, StringComparison.Ordinal);
        Assert.Equal(0, lab["closed.kept"].Status);
        Assert.Contains(Words, lab["closed.kept.reasons"].Output, StringComparison.Ordinal);
        Assert.Equal((0, 1), (lab["released"].Status, lab["released"].Json.GetProperty("released").GetInt32()));
        Assert.DoesNotContain(Words, lab["released.reasons"].Output, StringComparison.Ordinal);
        Assert.DoesNotContain("virt-nest", lab["released.descriptors"].Output, StringComparison.Ordinal);
        Assert.Empty(lab["released.records"].Output);
    }

    [Fact]
    public void Under_AppArmor_it_blocks_too()
    {
        Assert.EndsWith("(enforce)", Assert.Single(lab.FactsOf("profile")), StringComparison.Ordinal);
        Assert.Contains(Words, lab["save"].Error, StringComparison.Ordinal);
        Assert.Contains("\"event\":\"armed\"", lab["log"].Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Words, lab["reasons"].Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_warning_refuses_nothing()
    {
        Assert.Equal(0, lab["warned"].Status);
        Assert.DoesNotContain(Words, lab["warned.reasons"].Output, StringComparison.Ordinal);
    }

    private long Count(string when) =>
        long.Parse(lab.FactsOf("count").Single(f => f.StartsWith(when + " ", StringComparison.Ordinal)).Split(' ')[1], NumberStyles.None,
            CultureInfo.InvariantCulture);
}

[Collection<OnAmdGuard61>]
public sealed class GuardOnAmd61Tests(AmdGuard61 lab) : GuardLabTests(lab);

[Collection<OnAmdGuard612>]
public sealed class GuardOnAmd612Tests(AmdGuard612 lab) : GuardLabTests(lab);
