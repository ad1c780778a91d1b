using VirtNest.Evidence;
using VirtNest.Facts;
using Xunit;

namespace VirtNest.Tests.Facts;

/// <summary>What evidence keeps of virt-nest's own journal, and what it says.</summary>
public sealed class ChangeProgressTests
{
    private const string Start = "start 2026-11-23T06:52:33Z e53a0dc9-53ed-4033-b020-32e603e91d44 enable\n";

    [Theory]
    [InlineData("", ChangeState.Unfinished, "start 2026-11-23T06:52:33Z - enable")]
    [InlineData("step 0\nstep 1\n", ChangeState.Unfinished, "step 1")]
    [InlineData("step 0\ncommitted\n", ChangeState.Committed, "committed")]
    [InlineData("step 0\nrolled-back\n", ChangeState.RolledBack, "rolled-back")]
    [InlineData("step 0\ncommitted\nundone\n", ChangeState.Undone, "undone")]
    [InlineData("step 0\ncommitted", ChangeState.Unfinished, "step 0")]
    [InlineData("step 0\ncommitt", ChangeState.Unfinished, "step 0")]
    public void The_last_whole_line_tells_and_the_boots_identifier_is_not_kept(string lines, ChangeState state, string last)
    {
        string kept = Kept(Start + lines);
        ChangeProgress change = ChangeProgress.Parse(kept)!;
        Assert.Equal(("2026-11-23T06:52:33Z", "enable", state, last), (change.When, change.Command, change.State, change.LastLine));
        Assert.DoesNotContain("e53a0dc9", kept, StringComparison.Ordinal);
        Assert.Equal(kept, Kept(kept));
    }

    [Theory]
    [InlineData("")]
    [InlineData("committed\n")]
    [InlineData("start\n")]
    [InlineData("start 2026-11-23T06:52:33Z e53a0dc9 enable")]
    [InlineData("\0\0\0\0")]
    public void What_has_no_start_line_is_not_understood(string text) => Assert.Null(ChangeProgress.Parse(Kept(text)));

    [Theory]
    [InlineData("000006\0000007\0", "000007")]
    [InlineData("999999\01000000\0", "1000000")]
    [InlineData("000007\0000008.new\0000009.old\0lost+found\0", "000007")]
    [InlineData("", null)]
    public void The_newest_change_has_the_highest_number(string entries, string? newest)
    {
        HostEvidence evidence = new(EvidenceOrigin.Live);
        evidence[Sources.JournalChanges] = Reading.Known(entries);
        Assert.Equal(newest is null ? null : $"/var/lib/virt-nest/changes/{newest}/progress", ChangeProgress.Newest(evidence));
    }

    private static string Kept(string text) =>
        Encoding.UTF8.GetString(SourceFilter.Apply(Keep.ChangeProgress, Encoding.UTF8.GetBytes(text)));
}
