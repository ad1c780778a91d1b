using System.Text.Json;
using Xunit;

namespace VirtNest.LabTests;

/// <summary>scenarios/prove-matrix.sh and prove-defects.sh: an L2 that runs under a real kvm_amd or kvm_intel, and each way in which it
/// cannot.</summary>
public abstract class ProveLabTests(LabRun lab)
{
    [Fact]
    public void Every_state_of_the_module_gives_the_verdict_that_it_must()
    {
        Assert.Empty(lab.FactsOf("WRONG"));
        Assert.Equal(0, lab.StatusOf("prove-matrix.sh"));
    }

    [Fact]
    public void With_nested_on_an_L2_runs_with_nested_paging_and_without_and_the_kernel_counted_it()
    {
        JsonElement document = lab["on"].Json;
        Assert.Equal(0, lab["on"].Status);
        Assert.Equal("proven", document.GetProperty("verdict").GetString());
        foreach (string run in (string[])["with_nested_paging", "without_nested_paging"])
        {
            JsonElement ran = document.GetProperty(run);
            Assert.Equal(ran.GetProperty("asked").GetInt64() + 4, ran.GetProperty("nested_run").GetInt64());
        }
    }

    [Fact]
    public void With_nested_off_it_is_refuted_at_the_step_that_the_extension_names()
    {
        Assert.Equal(1, lab["off"].Status);
        Assert.Contains(lab.Vendor == "amd" ? "svm-enable" : "vmx-enable", lab["off"].Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_wrong_payload_is_named_as_what_it_is()
    {
        Assert.Equal(0, lab["defects"].Status);
        Assert.Equal(0, lab.StatusOf("prove-defects.sh"));
        Assert.True(lab["defects"].Output.Split('\n').Count(l => l.Length > 0) > 10, lab["defects"].Output);
    }

    [Fact]
    public void A_descriptor_closed_under_a_proof_ends_it_cleanly() => Assert.Equal(0, lab["closed"].Status);

    [Fact]
    public void State_with_a_live_L2_is_tested_and_told()
    {
        Assert.NotEmpty(lab["state"].Output);
        Assert.NotEmpty(lab.FactsOf("state"));
    }
}

[Collection<OnAmd61>]
public sealed class ProveOnAmd61Tests(Amd61 lab) : ProveLabTests(lab);

[Collection<OnAmd612>]
public sealed class ProveOnAmd612Tests(Amd612 lab) : ProveLabTests(lab);

[Collection<OnIntel61>]
public sealed class ProveOnIntel61Tests(Intel61 lab) : ProveLabTests(lab);

[Collection<OnIntel612>]
public sealed class ProveOnIntel612Tests(Intel612 lab) : ProveLabTests(lab);
