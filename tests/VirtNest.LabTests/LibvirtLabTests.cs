using System.Text.Json;
using Xunit;

namespace VirtNest.LabTests;

/// <summary>scenarios/libvirt/libvirt-selftest.sh: what libvirt 9.0 with QEMU 7.2 makes of each form of &lt;cpu&gt; under a real
/// kvm_amd.</summary>
public abstract class LibvirtLabTests(LabRun lab)
{
    [Fact]
    public void Every_form_of_cpu_gives_what_the_documentation_says()
    {
        Assert.Empty(lab.FactsOf("WRONG"));
        Assert.Equal(0, lab.StatusOf("libvirt-selftest.sh"));
    }

    [Fact]
    public void The_bare_host_model_starts_and_gives_no_svm()
    {
        Assert.Equal(0, lab["start-model"].Status);
        Assert.Equal("0", lab["inside-model"].Output);
        Assert.Equal("disable", lab["live-model"].Output);
    }

    [Fact]
    public void Host_model_with_require_gives_svm_and_silently_none_where_nested_is_off()
    {
        Assert.Equal("1", lab["inside-model-svm"].Output);
        Assert.Equal(0, lab["off-start-model-svm"].Status);
        Assert.Equal("0", lab["off-inside-model-svm"].Output);
    }

    [Fact]
    public void Only_a_full_check_refuses_where_nested_is_off()
    {
        Assert.Equal("1", lab["inside-passthrough-svm"].Output);
        Assert.Contains("missing features: svm", lab["off-start-passthrough-svm"].Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Three_levels_run()
    {
        JsonElement document = lab["three-levels"].Json;
        Assert.Equal("proven", document.GetProperty("verdict").GetString());
        Assert.Equal(104, document.GetProperty("with_nested_paging").GetProperty("nested_run").GetInt64());
    }
}

[Collection<OnAmdLibvirt61>]
public sealed class LibvirtOnAmd61Tests(AmdLibvirt61 lab) : LibvirtLabTests(lab);

[Collection<OnAmdLibvirt612>]
public sealed class LibvirtOnAmd612Tests(AmdLibvirt612 lab) : LibvirtLabTests(lab);
