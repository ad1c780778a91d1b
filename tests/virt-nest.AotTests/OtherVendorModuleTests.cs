using System.IO;
using System.Text.Json;
using Xunit;

namespace VirtNest.AotTests;

/// <summary>A real host of kvm_pvm, where there is one: guests run there without VMX or SVM, and tools that look for the flag say
/// no.</summary>
public sealed class OtherVendorModuleTests
{
    [Fact]
    public void On_a_host_of_kvm_pvm_guests_run_and_cannot_nest_and_a_proof_agrees()
    {
        // The module may be part of a kernel whose host does not let it start.
        Assert.SkipUnless(Directory.Exists("/sys/module/kvm_pvm") && File.Exists("/dev/kvm") && Environment.UserName == "root",
            "this machine has no kvm_pvm that has started, or the test is not root");
        Run run = PublishedBinary.Start("check", "--json", "--prove");
        JsonElement document = JsonDocument.Parse(run.Output).RootElement;
        JsonElement answers = document.GetProperty("answers");
        Assert.Equal(("yes", "no"), (answers.GetProperty("runs_guests").GetString(), answers.GetProperty("guests_can_nest").GetString()));
        Assert.Equal("kvm_pvm", document.GetProperty("module").GetProperty("name").GetString());
        Assert.Contains("kvm_pvm does not offer VMX or SVM to instances", run.Text, StringComparison.Ordinal);
        Assert.Equal(1, PublishedBinary.Start("prove").Status);
        Assert.Equal(0, PublishedBinary.Start("prove", "--role", "instance").Status);

        foreach (string tool in (string[])["kvm-ok", "virt-host-validate qemu"])
        {
            string name = tool.Split(' ')[0];
            Run other = PublishedBinary.Shell($"command -v {name} >/dev/null || exit 77; {tool}");
            Assert.True(other.Status == 77 || other.Text.Contains("NOT", StringComparison.Ordinal)
                || other.Text.Contains("FAIL", StringComparison.Ordinal), other.Text);
        }
    }
}
