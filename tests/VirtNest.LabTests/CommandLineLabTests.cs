using Xunit;

namespace VirtNest.LabTests;

/// <summary>scenarios/command-line: the kernel was started with kvm_amd.nested=0, and at last with no more loading of modules.</summary>
public sealed class CommandLineLabTests(CommandLineOnAmd lab) : IClassFixture<CommandLineOnAmd>
{
    [Fact]
    public void A_word_of_the_kernel_command_line_comes_after_all_files_and_no_edit_of_them_is_made()
    {
        Assert.Equal("0", lab.Fact("plain-load"));
        Assert.Equal((1, 1), (lab["enable"].Status, lab["enable.zh"].Status));
        Assert.Contains("The kernel command line says", lab["enable"].Output, StringComparison.Ordinal);
        Assert.Contains("kvm_amd.nested=1", lab["enable"].Output, StringComparison.Ordinal);
        Assert.Contains("内核命令行", lab["enable.zh"].Output, StringComparison.Ordinal);
        Assert.Equal(lab.Fact("before-hash"), lab.Fact("refused-hash"));
    }

    [Fact]
    public void Only_running_beats_it_until_the_next_load()
    {
        Assert.Equal(0, lab["running"].Status);
        Assert.Equal("1", lab.Fact("running-nested"));
        Assert.Equal("0", lab.Fact("running-load"));
    }

    [Fact]
    public void A_kernel_that_unloads_no_module_any_more_refuses_and_all_is_as_it_was()
    {
        Assert.Equal((1, 1), (lab["disabled"].Status, lab["disabled.zh"].Status));
        Assert.Contains("refuses to unload", lab["disabled"].Output.Replace('\n', ' '), StringComparison.Ordinal);
        Assert.Contains("内核拒绝卸载", lab["disabled.zh"].Output.Replace("\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(("0", lab.Fact("disabled-before-hash")), (lab.Fact("disabled-nested"), lab.Fact("disabled-hash")));
    }
}

public sealed class CommandLineOnAmd() : LabRun("amd", "6.12", folder: "command-line", append: "kvm_amd.nested=0");
