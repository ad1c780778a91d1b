using System.Text.Json;
using Xunit;

namespace VirtNest.LabTests;

/// <summary>scenarios/top.sh: `top` beside a loop of entries into an L2 under a real kvm_amd or kvm_intel.</summary>
public abstract class TopLabTests(LabRun lab)
{
    [Fact]
    public void Where_no_VM_is_the_list_is_empty_and_that_was_read()
    {
        Assert.Equal(0, lab["top-none"].Status);
        Assert.True(lab["top-none"].Json.GetProperty("readable").GetBoolean());
        Assert.Empty(lab["top-none"].Json.GetProperty("instances").EnumerateArray());
    }

    [Fact]
    public void A_running_L2_is_seen_with_its_rate_and_named_by_program_and_process()
    {
        Assert.Equal(0, lab["top-loop"].Status);
        Assert.Equal(0, lab["top-running"].Status);
        JsonElement instance = Assert.Single(lab["top-running"].Json.GetProperty("instances").EnumerateArray(),
            static i => i.GetProperty("running").ValueKind == JsonValueKind.True);
        Assert.Equal(lab.Fact("top-loop-pid"), instance.GetProperty("pid").GetInt32().ToString(CultureInfo.InvariantCulture));
        Assert.Equal("virt-nest", instance.GetProperty("command").GetString());
        Assert.Equal("debugfs", instance.GetProperty("source").GetString());
        Assert.True(instance.GetProperty("entries").GetInt64() > 0);
        Assert.True(instance.GetProperty("entries_per_second").GetDouble() > 0);
        Assert.True(instance.GetProperty("used").GetBoolean());
        Assert.True(instance.GetProperty("exposed").GetBoolean());
        Assert.Contains($"virt-nest ({lab.Fact("top-loop-pid")})", lab["top-running-text"].Output, StringComparison.Ordinal);
        Assert.Contains("L2 now 1", lab["top-running-text"].Output, StringComparison.Ordinal);
        Assert.Contains("此刻有 L2 1", lab["top-running-zh"].Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_right_to_look_nothing_is_said_to_be_or_not_to_be()
    {
        Assert.Equal(3, lab["top-ordinary"].Status);
        JsonElement document = lab["top-ordinary"].Json;
        Assert.False(document.GetProperty("readable").GetBoolean());
        Assert.Equal(JsonValueKind.Null, document.GetProperty("summary").ValueKind);
        Assert.Equal("EACCES", document.GetProperty("debugfs").GetProperty("error").GetProperty("errno").GetString());
        Assert.DoesNotContain("\"running\": false", lab["top-ordinary"].Output, StringComparison.Ordinal);
        Assert.Equal(3, lab["top-ordinary-text"].Status);
        Assert.Contains("only root", lab["top-ordinary-text"].Output, StringComparison.Ordinal);
        Assert.DoesNotContain("No instance runs", lab["top-ordinary-text"].Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_end_is_seen()
    {
        Assert.Equal(0, lab["top-ended"].Status);
        Assert.DoesNotContain(lab["top-ended"].Json.GetProperty("instances").EnumerateArray(),
            static i => i.GetProperty("running").ValueKind != JsonValueKind.False);
    }
}

[Collection<OnAmd61>]
public sealed class TopOnAmd61Tests(Amd61 lab) : TopLabTests(lab);

[Collection<OnAmd612>]
public sealed class TopOnAmd612Tests(Amd612 lab) : TopLabTests(lab);

[Collection<OnIntel61>]
public sealed class TopOnIntel61Tests(Intel61 lab) : TopLabTests(lab);

[Collection<OnIntel612>]
public sealed class TopOnIntel612Tests(Intel612 lab) : TopLabTests(lab);
