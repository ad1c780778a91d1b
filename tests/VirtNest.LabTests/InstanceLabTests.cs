using System.Text.Json;
using Xunit;

namespace VirtNest.LabTests;

/// <summary>scenarios/libvirt/instance.sh: nesting given to a real instance and taken away, beside what its inside shows.</summary>
public abstract class InstanceLabTests(LabRun lab)
{
    [Fact]
    public void Before_there_is_no_svm_inside_and_check_says_so()
    {
        Assert.StartsWith("0", lab["before.inside"].Output, StringComparison.Ordinal);
        Assert.NotEqual(0, lab["before.inside"].Status);
        Assert.Equal(1, lab["before.check"].Status);
        Assert.Equal("no", lab["before.check"].Json.GetProperty("can_nest").GetString());
    }

    [Fact]
    public void Without_now_the_definition_changes_and_the_instance_does_not()
    {
        Assert.Equal((0, "defined"), Outcome("later"));
        Assert.Equal("0", lab["later.inside"].Output);
        Assert.NotEqual(lab["before.definition"].Output, lab["later.definition"].Output);
        Assert.NotEqual("yes", lab["later.check"].Json.GetProperty("can_nest").GetString());
    }

    [Theory]
    [InlineData("undone")]
    [InlineData("disabled")]
    public void Taken_away_again_the_definition_is_the_former_one(string step)
    {
        Assert.Equal(0, Outcome(step).Status);
        Assert.Equal("0", lab[step + ".inside"].Output);
        Assert.Equal(lab["before.definition"].Output, lab[step + ".definition"].Output);
    }

    [Theory]
    [InlineData("passthrough")]
    [InlineData("keep")]
    [InlineData("model")]
    public void Each_mode_gives_svm_inside_and_an_L2_runs_there(string step)
    {
        Assert.Equal((0, "applied"), Outcome(step));
        Assert.Equal("1", lab[step + ".inside"].Output);
        Assert.Equal("proven", lab[step + ".prove"].Json.GetProperty("verdict").GetString());
    }

    [Fact]
    public void Check_agrees_with_the_inside()
    {
        Assert.Equal(0, lab["passthrough.load"].Status);
        Assert.Equal("yes", lab["passthrough.check"].Json.GetProperty("can_nest").GetString());
        Assert.Equal("no", lab["disabled.check"].Json.GetProperty("can_nest").GetString());
    }

    [Fact]
    public void A_guest_that_does_not_shut_down_keeps_running_with_its_former_definition()
    {
        Assert.Equal((1, "rolled-back"), Outcome("ignored"));
        Assert.Equal("shutdown-ignored", lab["ignored"].Json.GetProperty("instances")[0].GetProperty("refusal").GetString());
        Assert.Equal("running", lab["ignored.state"].Output.Trim());
        Assert.Equal("1", lab["ignored.inside"].Output);
        Assert.Equal(lab["model.definition"].Output, lab["ignored.definition"].Output);
    }

    [Fact]
    public void Where_the_host_does_not_offer_it_nothing_is_changed()
    {
        Assert.Equal((1, "refused"), Outcome("off"));
        Assert.Equal("host-does-not-offer", lab["off"].Json.GetProperty("instances")[0].GetProperty("refusal").GetString());
        Assert.Equal(lab["before.definition"].Output, lab["off.definition"].Output);
    }

    private (int Status, string? Outcome) Outcome(string step)
    {
        JsonElement instance = Assert.Single(lab[step].Json.GetProperty("instances").EnumerateArray());
        return (lab[step].Status, instance.GetProperty("outcome").GetString());
    }
}

[Collection<OnAmdLibvirt61>]
public sealed class InstanceOnAmd61Tests(AmdLibvirt61 lab) : InstanceLabTests(lab);

[Collection<OnAmdLibvirt612>]
public sealed class InstanceOnAmd612Tests(AmdLibvirt612 lab) : InstanceLabTests(lab);
