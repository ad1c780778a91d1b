using System.Text.Json;
using Xunit;

namespace VirtNest.LabTests;

/// <summary>scenarios/hidden: a CPU model without VMX and SVM, as below a hypervisor that does not pass it on.</summary>
public abstract class HiddenExtensionLabTests(LabRun lab)
{
    [Fact]
    public void A_hidden_extension_breaks_the_chain_at_the_hypervisor_below_and_no_module_loads()
    {
        Assert.NotEqual(0, lab["hidden.load-amd"].Status);
        Assert.NotEqual(0, lab["hidden.load-intel"].Status);
        JsonElement document = lab["hidden"].Json;
        Assert.Equal(1, lab["hidden"].Status);
        Assert.Equal("no", document.GetProperty("answers").GetProperty("runs_guests").GetString());
        Assert.Equal("no", document.GetProperty("answers").GetProperty("guests_can_nest").GetString());
        Assert.Equal(JsonValueKind.Null, document.GetProperty("cpu").GetProperty("extension").ValueKind);
        Assert.Contains("(VN1301)", lab["hidden.en"].Output, StringComparison.Ordinal);
        Assert.Contains("-cpu host", lab["hidden.en"].Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Prove_cannot_tell_where_there_is_no_device() => Assert.Equal(3, lab["hidden.prove"].Status);
}

// QEMU 7.2's TCG with "max,-svm" breaks a system call of glibc's loader; qemu64 without svm does not.
public sealed class HiddenOnAmd() : LabRun("amd", "6.12", "qemu64,-svm", "hidden");

public sealed class HiddenOnIntel() : LabRun("intel", "6.1", "p4_prescott_celeron_336", "hidden");

public sealed class HiddenExtensionOnAmdTests(HiddenOnAmd lab) : HiddenExtensionLabTests(lab), IClassFixture<HiddenOnAmd>;

public sealed class HiddenExtensionOnIntelTests(HiddenOnIntel lab) : HiddenExtensionLabTests(lab), IClassFixture<HiddenOnIntel>;
