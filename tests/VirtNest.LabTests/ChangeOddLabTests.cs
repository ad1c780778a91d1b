using Xunit;

namespace VirtNest.LabTests;

/// <summary>scenarios/faults/change-odd-amd.sh: a host whose clock jumps, whose files are links, and which has thousands of them.</summary>
[Collection<OnAmdFaults>]
public sealed class ChangeOddLabTests(AmdFaults lab)
{
    [Fact]
    public void A_clock_that_jumps_back_does_not_change_which_change_is_the_last()
    {
        Assert.Equal((0, 0), (lab["clock-back"].Status, lab["clock-back-2"].Status));
        Assert.Equal((lab.Nested(true), "1"), (lab.Fact("clock-back-nested"), lab.Fact("clock-back-shown")));
        Assert.Equal((lab.Nested(false), ""), (lab.Fact("clock-back-2-nested"), lab.Fact("clock-back-2-shown")));
    }

    [Fact]
    public void A_clock_that_jumps_ahead_does_not_end_the_waiting() => Assert.Equal(0, lab["clock-ahead"].Status);

    [Theory]
    [InlineData("link-etc", "../lab/kvm.conf options MODULE nested=1")]
    [InlineData("link-usr", "/usr/share/lab/kvm.conf options MODULE nested=0")]
    [InlineData("link-dangling", "nowhere")]
    public void A_link_stays_a_link_and_only_a_file_below_etc_is_written_through_it(string step, string target)
    {
        Assert.Equal(0, lab[step].Status);
        Assert.Equal(target.Replace("MODULE", lab.Module, StringComparison.Ordinal), lab.Fact(step + "-target"));
        Assert.Equal((lab.Nested(true), "1", lab.Nested(true)),
            (lab.Fact(step + "-nested"), lab.Fact(step + "-shown"), lab.Fact(step + "-load")));
    }

    [Fact]
    public void A_link_to_itself_is_in_nobodys_way()
    {
        Assert.Equal(0, lab["link-loop"].Status);
        Assert.Equal((lab.Nested(true), "1"), (lab.Fact("link-loop-nested"), lab.Fact("link-loop-shown")));
    }

    [Fact]
    public void Among_10000_files_the_one_line_is_changed_and_given_back()
    {
        Assert.Equal((0, 0), (lab["many"].Status, lab["many.undo"].Status));
        Assert.Equal((lab.Nested(true), lab.Nested(true), $"options {lab.Module} nested=1"),
            (lab.Fact("many-nested"), lab.Fact("many-load"), lab.Fact("many-line")));
        Assert.Equal((lab.Nested(false), "0"), (lab.Fact("many-undo-nested"), lab.Fact("many-undo-shown")));
    }
}
