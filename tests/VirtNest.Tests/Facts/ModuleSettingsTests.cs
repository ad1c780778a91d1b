using VirtNest.Facts;
using Xunit;

namespace VirtNest.Tests.Facts;

public sealed class ModuleSettingsTests
{
    [Theory]
    [InlineData("options kvm-intel nested=1\noptions kvm_intel nested=0\noptions kvm nested=1\n", "1 0")]
    [InlineData("options kvm_intel nested=0 # was nested=1\n", "0 1")]
    [InlineData("options kvm_intel a=\"x\noptions kvm_intel nested=1\n", "")]
    [InlineData("options kvm_intel a=\"x nested=0 y\" nested=1\n", "1")]
    [InlineData("options kvm_intel \"nested=1\" nested=\"0\"\n", "1 0")]
    [InlineData("options kvm_intel nested=1\noptions kvm_intel --\noptions kvm_intel nested=0\n", "1")]
    [InlineData("options kvm_intel nested\noptions kvm_intel nested=\n", "null ")]
    [InlineData("options kvm_intel nested=1\r\n", "1")]
    [InlineData("options kvm* nested=1\noptions KVM_INTEL nested=1\noptions kvm_intel2 nested=1\n", "")]
    [InlineData("options kvm_intel xnested=1 nestedx=1 Nested=1 nested1\n", "")]
    [InlineData("options kvm_intel =nested=1\n", "")]
    [InlineData("options nestme nested=1\nalias nestme kvm_intel\n", "")]
    [InlineData("install kvm_intel /sbin/modprobe --ignore-install kvm_intel nested=0 $CMDLINE_OPTS\noptions kvm_intel nested=1\n", "1 0")]
    [InlineData("install kvm_intel modprobe -i kvm-intel nested=0; touch /run/x nested=1\n", "")]
    [InlineData("install kvm_intel modprobe -i kvm-intel nested=$(cat /etc/n)\n", "")]
    [InlineData("install kvm_intel modprobe -i kvm_intel # nested=0\n", "")]
    [InlineData("install kvm_intel logger modprobe -i kvm_intel nested=0\n", "")]
    [InlineData("install kvm_intel modprobe -i kvm nested=0\n", "")]
    public void All_options_of_the_module_are_one_line_to_the_kernel(string file, string values)
    {
        ModuleSettings settings = ModprobeTree.Of(file).Settings("kvm-intel", "nested");
        Assert.Equal(values, string.Join(' ', settings.All.Select(s => s.Value ?? "null")));
    }

    [Fact]
    public void Dash_and_underscore_are_one_in_parameter_names()
    {
        Assert.Equal("0",
            ModprobeTree.Of("options kvm_intel preemption-timer=0\n").Settings("kvm_intel", "preemption_timer").Winner?.Value);
    }

    [Fact]
    public void The_place_of_each_value_is_known()
    {
        const string File = "options kvm_intel  ept=1\tnested=1 \"nested=0\" nested=\\1\n";
        ModuleSettings settings = ModprobeTree.Of(File).Settings("kvm_intel", "nested");
        Assert.Equal(["nested=1", "\"nested=0\"", "nested=\\"], settings.All.Select(s => File.Substring(s.Offset, s.Length)));
    }

    [Fact]
    public void A_value_in_an_install_line_has_its_place_too()
    {
        const string File = "options kvm_intel ept=1\ninstall kvm_intel modprobe -i kvm_intel ept=1 nested=0\n";
        ModuleSetting setting = Assert.Single(ModprobeTree.Of(File).Settings("kvm_intel", "nested").All);
        Assert.Equal("nested=0", File.Substring(setting.Offset, setting.Length));
    }

    [Theory]
    [InlineData("option kvm_intel nested=1\nkvm_intel nested=1\nOPTIONS kvm_intel nested=1\nmodprobe kvm nested=1\n", 4)]
    [InlineData("# option kvm_intel nested=1\noptions kvm_intel nested=1\noption loop max_part=8\n", 0)]
    public void Lines_that_modprobe_passes_over_are_known(string file, int count)
    {
        Assert.Equal(count, ModprobeTree.Of(file).IgnoredLines.Count);
    }

    [Fact]
    public void Nested_given_to_kvm_by_mistake_is_found_by_asking_for_kvm()
    {
        Assert.Equal("1", ModprobeTree.Of("options kvm nested=1\n").Settings("kvm", "nested").Winner?.Value);
    }

    [Theory]
    [InlineData("kvm_amd", "options kvm_amd nested=Y\noptions kvm_amd nested=1\n", NestedOutcome.Refused)]
    [InlineData("kvm_amd", "options kvm_amd nested=0\noptions kvm_amd nested=1\n", NestedOutcome.On)]
    [InlineData("kvm_intel", "options kvm_intel nested=Y\noptions kvm_intel nested=off\n", NestedOutcome.Off)]
    [InlineData("kvm_intel", "options kvm_intel nested\n", NestedOutcome.On)]
    [InlineData("kvm_intel", "options kvm_intel ept=1\n", null)]
    public void One_refused_value_fails_the_load_and_otherwise_the_last_wins(string module, string file, NestedOutcome? outcome)
    {
        Assert.Equal(outcome, NestedValue.AtLoad(NestedValue.TypeOf(module)!.Value, ModprobeTree.Of(file).Settings(module, "nested")));
    }
}
