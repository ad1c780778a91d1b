using System.IO;
using System.Text.Json.Nodes;
using VirtNest.Tests.Schemas;
using Xunit;

namespace VirtNest.AotTests;

/// <summary>`limits` by the native binary: libvirt's test driver, and what is no document.</summary>
public sealed class LimitsTests
{
    private const string Driver = "test:///default";

    [Fact]
    public void A_domain_of_the_test_driver_is_not_concerned()
    {
        NeedsLibvirt();
        Run run = PublishedBinary.Start("limits", "test", "--connect", Driver);
        Assert.Equal((0, "", "test is of type test: the limits of nested KVM do not apply.\n"), (run.Status, run.Error, run.Text));
        Run chinese = PublishedBinary.Start("limits", "test", "--connect", Driver, "--lang", "zh-CN");
        Assert.Equal((0, "test 的类型是 test：嵌套 KVM 的限制不适用。\n"), (chinese.Status, chinese.Text));
        Run json = PublishedBinary.Start("limits", "test", "--connect", Driver, "--json");
        Assert.Equal((0, ""), (json.Status, json.Error));
        Assert.Empty(SchemaFile.Read("limits").Problems(json.Text));
        Assert.False(JsonNode.Parse(json.Text)!["applies"]!.GetValue<bool>());
    }

    [Fact]
    public void An_evidence_document_of_another_host_is_taken()
    {
        NeedsLibvirt();
        string target = Fixture.Evidence("amd-nested-0");
        Assert.Equal(0, PublishedBinary.Start("limits", "test", "--connect", Driver, "--to", target).Status);
    }

    [Theory]
    [InlineData("--to", "{\"schema\":\"virt-nest/check/1\"}", "schema: virt-nest/check/1")]
    [InlineData("--to", "{\n  x", "2:3")]
    [InlineData("--proof", "{\"schema\":\"virt-nest/prove/1\",\"host\":{\"kernel\":\"6.1\"},\"state\":[]}", "state")]
    [InlineData("--proof", "", "1:1")]
    public void What_is_no_document_is_2_with_its_place_before_libvirt_is_asked(string option, string text, string place)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.Of("a.json"), text);
        Run run = PublishedBinary.Start("limits", "web", "--connect", "qemu+unix:///system?socket=/nonexistent", option,
            folder.Of("a.json"), "--json");
        Assert.Equal(2, run.Status);
        Assert.Empty(run.Output);
        Assert.Contains("a.json", run.Error, StringComparison.Ordinal);
        Assert.Contains(place, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_read_and_who_is_not_there_is_2()
    {
        using TemporaryFolder folder = new();
        Assert.Equal(2, PublishedBinary.Start("limits", "web", "--to", folder.Of("none.json")).Status);
        Assert.Equal(2, PublishedBinary.Start("limits").Status);
        NeedsLibvirt();
        Run run = PublishedBinary.Start("limits", "nobody", "--connect", Driver);
        Assert.Equal(2, run.Status);
        Assert.Empty(run.Output);
        Assert.Contains("no such instance", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_libvirt_that_is_not_there_is_3()
    {
        NeedsLibvirt();
        Run run = PublishedBinary.Start("limits", "web", "--connect", "qemu+unix:///system?socket=/nonexistent");
        Assert.Equal(3, run.Status);
        Assert.Empty(run.Output);
        Assert.NotEmpty(run.Error);
    }

    private static void NeedsLibvirt() => Assert.SkipUnless(
        PublishedBinary.Start(new Dictionary<string, string>(), "instance", "list", "--connect", Driver).Status == 0,
            "libvirt.so.0 with its test driver is not there");
}
