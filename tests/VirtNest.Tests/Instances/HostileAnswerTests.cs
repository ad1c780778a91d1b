using CsCheck;
using VirtNest.Changing;
using VirtNest.Instances;
using Xunit;

namespace VirtNest.Tests.Instances;

/// <summary>Answers of guest agents and monitors: any bytes give a value or nothing.</summary>
public sealed class HostileAnswerTests
{
    [Theory]
    [InlineData("{\"return\":1000}", 1000L)]
    [InlineData("{\"return\":-1}", null)]
    [InlineData("{\"return\":1e400}", null)]
    [InlineData("{\"return\":\"1000\"}", null)]
    [InlineData("{\"return\":{\"return\":1}}", null)]
    [InlineData("[]", null)]
    [InlineData("{}", null)]
    [InlineData("", null)]
    [InlineData("{\"return\":1000}{\"return\":1}", null)]
    [InlineData("{\"return\":1000", null)]
    public void A_handle_is_a_whole_number(string answer, long? handle) =>
        Assert.Equal(handle, AgentAnswer.Handle(Encoding.UTF8.GetBytes(answer)));

    [Theory]
    [InlineData("{\"return\":{\"count\":2,\"buf-b64\":\"aGk=\",\"eof\":true}}", "hi")]
    [InlineData("{\"return\":{\"count\":3,\"buf-b64\":\"aGk=\",\"eof\":true}}", null)]
    [InlineData("{\"return\":{\"count\":2,\"buf-b64\":\"***\",\"eof\":true}}", null)]
    [InlineData("{\"return\":{\"count\":\"2\",\"buf-b64\":\"aGk=\"}}", null)]
    [InlineData("{\"return\":{\"count\":2,\"buf-b64\":[\"aGk=\"]}}", null)]
    [InlineData("{\"return\":{\"count\":2,\"buf-b64\":\"\\ud800\"}}", null)]
    [InlineData("{\"return\":null}", null)]
    [InlineData("{\"error\":{\"class\":\"GenericError\",\"desc\":\"no\"}}", null)]
    public void A_text_is_what_its_length_says(string answer, string? text) =>
        Assert.Equal(text, AgentAnswer.Text(Encoding.UTF8.GetBytes(answer)));

    [Fact]
    public void More_than_was_asked_for_is_nothing()
    {
        byte[] much = new byte[AgentAnswer.MostFileBytes + 1];
        Assert.Null(
            AgentAnswer.Text(
                Encoding.UTF8.GetBytes($$$"""{"return":{"count":{{{much.Length}}},"buf-b64":"{{{Convert.ToBase64String(much)}}}"}}""")));
        Assert.Null(AgentAnswer.Handle(Encoding.UTF8.GetBytes("{\"return\":1}" + new string(' ', AgentAnswer.MostBytes))));
        Assert.Null(AgentAnswer.Handle(Encoding.UTF8.GetBytes(new string('[', 100_000))));
    }

    [Fact]
    public void Any_bytes_are_taken()
    {
        Gen.Byte.Array[0, 200].Sample(static bytes =>
        {
            _ = AgentAnswer.Handle(bytes);
            _ = AgentAnswer.Text(bytes);
            _ = MonitorAnswer.FirstPath(bytes);
            _ = MonitorAnswer.Flag(bytes);
            _ = InsideReading.OfCpuInfo(Encoding.UTF8.GetString(bytes));
            _ = PlanJson.Read(bytes, out _);
            _ = DomainCapabilities.Read(bytes);
        });
    }

    [Theory]
    [InlineData("{\"return\":[{\"qom-path\":\"/machine/unattached/device[0]\"}]}", "/machine/unattached/device[0]")]
    [InlineData("{\"return\":[{\"qom-path\":\"/a\\\",\\\"property\\\":\\\"x\"}]}", null)]
    [InlineData("{\"return\":[]}", null)]
    [InlineData("{\"return\":[1]}", null)]
    public void A_path_that_would_leave_its_place_in_a_command_is_none(string answer, string? path) =>
        Assert.Equal(path, MonitorAnswer.FirstPath(Encoding.UTF8.GetBytes(answer)));

    [Theory]
    [InlineData("processor\t: 0\nvendor_id\t: HygonGenuine\nflags\t\t: fpu svm\n", false, true, "kvm_amd")]
    [InlineData("processor\t: 0\nvendor_id\t: of nobody\nflags\t\t: fpu vmx\n", true, false, "kvm_intel")]
    [InlineData("processor\t: 0\nflags\t\t: fpu svm_lock vmxx\n", false, false, null)]
    [InlineData("processor\t: 0\nflags\t\t: fpu\n\nprocessor\t: 1\nflags\t\t: fpu vmx\n", false, false, null)]
    public void Flags_are_whole_words_of_the_first_processor_and_name_the_module(string text, bool vmx, bool svm, string? module)
    {
        Assert.Equal(new(InsideState.Read, HasVmx: vmx, HasSvm: svm, Module: module), InsideReading.OfCpuInfo(text));
    }

    [Fact]
    public void A_text_without_flags_is_no_cpuinfo() => Assert.Equal(InsideState.Malformed, InsideReading.OfCpuInfo("\e[31mhello\n").State);

    [Theory]
    [InlineData("AMD", "<feature policy='require' name='npt'/>", true)]
    [InlineData("AMD", "<feature policy='disable' name='svm'/>", false)]
    [InlineData("AMD", "", null)]
    [InlineData("Intel", "<feature policy='require' name='vmx'/>", true)]
    [InlineData("Intel", "<feature policy='require' name='hypervisor'/>", false)]
    [InlineData("Other", "", null)]
    public void Domain_capabilities_tell_what_a_host_offers(string vendor, string features, bool? offered)
    {
        string xml = "<domainCapabilities><cpu><mode name='host-passthrough' supported='yes'/>"
            + $"<mode name='host-model' supported='yes'><model fallback='forbid'>X</model><vendor>{vendor}</vendor>{features}</mode><mode "
            + "name='custom'><feature name='vmx'/></mode></cpu></domainCapabilities>";
        Assert.Equal(offered, DomainCapabilities.Read(Encoding.UTF8.GetBytes(xml)).IsOffered);
    }

    [Fact]
    public void Nested_runs_are_added_over_all_vcpus()
    {
        NestedSample sample = NestedSample.Parse(
            [new("state.state", 1), new("vcpu.0.nested_run.sum", 3), new("vcpu.11.nested_run.sum", 4), new("vcpu.0.guest_mode.cur", 0)]);
        Assert.Equal(new NestedSample(7, false, Vcpus: 2), sample);
        Assert.True(sample.RanUntil(new(8, false)));
        Assert.False(sample.RanUntil(new(7, false, 2)));
        Assert.Null(default(NestedSample).RanUntil(default));
    }

    [Theory]
    [InlineData("qemu:///system", true, "/system")]
    [InlineData("qemu+unix:///system?socket=/x", true, "/system")]
    [InlineData("qemu+ssh://user@host/system", false, "/system")]
    [InlineData("qemu+tcp://[::1]:16509/session", false, "/session")]
    [InlineData("qemu+ssh:///system", false, "/system")]
    [InlineData("nonsense", false, "")]
    public void An_address_is_local_where_it_names_no_host_and_no_transport(string uri, bool isLocal, string path)
    {
        ConnectionUri address = ConnectionUri.Parse(uri);
        Assert.Equal((isLocal, path), (address.IsLocal, address.Path));
    }
}
