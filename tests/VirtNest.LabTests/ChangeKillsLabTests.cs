using Xunit;

namespace VirtNest.LabTests;

/// <summary>scenarios/faults/change-kills.sh: a sample of the kills of tests/lab/long-kills.</summary>
public abstract class ChangeKillsLabTests(LabRun lab)
{
    [Fact]
    public void After_a_SIGKILL_at_any_instant_the_next_command_finds_or_makes_everything_whole()
    {
        Assert.Empty(lab.FactsOf("WRONG"));
        Assert.Equal(0, lab.StatusOf("change-kills.sh"));
        Assert.Equal(Count("kills"), Count("kills-nothing-begun") + Count("kills-taken-back") + Count("kills-kept")
            + Count("kills-finished"));
        Assert.True(Count("kills-taken-back") > 0);
    }

    private int Count(string fact) => int.Parse(lab.Fact(fact), CultureInfo.InvariantCulture);
}

[Collection<OnAmdFaults>]
public sealed class ChangeKillsOnAmdTests(AmdFaults lab) : ChangeKillsLabTests(lab);

[Collection<OnIntelFaults>]
public sealed class ChangeKillsOnIntelTests(IntelFaults lab) : ChangeKillsLabTests(lab);
