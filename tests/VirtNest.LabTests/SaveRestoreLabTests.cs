using System.Text.Json;
using Xunit;

namespace VirtNest.LabTests;

/// <summary>scenarios/libvirt/save-restore.sh: what libvirt does, without a guard, to an instance in which an L2 runs.</summary>
public abstract class SaveRestoreLabTests(LabRun lab)
{
    [Fact]
    public void Save_and_managedsave_are_not_refused()
    {
        string[] rounds = lab.FactsOf("round");
        Assert.NotEmpty(rounds);
        Assert.All(Enumerable.Range(1, rounds.Length), round => Assert.Equal(0, lab[$"round-{round}"].Status));
        Assert.Contains(rounds, r => r.Contains(" save ", StringComparison.Ordinal));
        Assert.Contains(rounds, r => r.Contains(" managedsave ", StringComparison.Ordinal));
    }

    [Fact]
    public void The_L2_goes_on_where_the_host_is_the_same()
    {
        Assert.Equal("0", Assert.Single(lab.FactsOf("lost")));
        Assert.Equal(lab.FactsOf("round").Length.ToString(CultureInfo.InvariantCulture), Assert.Single(lab.FactsOf("kept")));
    }

    [Fact]
    public void A_loop_that_was_saved_and_restored_ends_proven()
    {
        JsonElement document = lab["verdict"].Json;
        Assert.Equal("proven", document.GetProperty("loop").GetProperty("verdict").GetString());
    }

    [Fact]
    public void Restored_where_nested_is_off_it_runs_by_libvirts_word_and_its_L2_is_dead()
    {
        Assert.Equal(0, lab["restore-off-kept-1"].Status);
        Assert.Equal("running", lab["state-off-kept-1"].Output.Trim());
        Assert.All(lab.FactsOf("off").Where(f => f.StartsWith("kept-", StringComparison.Ordinal)),
            f => Assert.Matches("^kept-[0-9a-z]+ 0 (gone|rebooted)$", f));
    }

    [Fact]
    public void A_full_check_with_require_refuses_the_restore()
    {
        Assert.NotEqual(0, lab["restore-off-checked"].Status);
        Assert.Contains("missing features: svm", lab["restore-off-checked"].Error, StringComparison.Ordinal);
    }
}

[Collection<OnAmdLibvirt61>]
public sealed class SaveRestoreOnAmd61Tests(AmdLibvirt61 lab) : SaveRestoreLabTests(lab);

[Collection<OnAmdLibvirt612>]
public sealed class SaveRestoreOnAmd612Tests(AmdLibvirt612 lab) : SaveRestoreLabTests(lab);
