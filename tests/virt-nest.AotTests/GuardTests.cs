using System.IO;
using System.Text.Json;
using VirtNest.Tests;
using VirtNest.Tests.Schemas;
using Xunit;

namespace VirtNest.AotTests;

/// <summary>guard run, status and release, as far as they need no instance. tests/VirtNest.Host.Tests and the labs have those.</summary>
public sealed class GuardTests
{
    [Theory]
    [InlineData("run")]
    [InlineData("status")]
    [InlineData("release")]
    public void A_configuration_that_cannot_be_gone_by_is_2_and_named_with_its_line(string verb)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.Of("guard.conf"), "policy = block\ngrace = soon\u001b[2J\n");
        foreach ((string language, string word) in ((string, string)[])[("en", "line 2"), ("zh-CN", "第 2 行")])
        {
            Run run = PublishedBinary.Start("guard", verb, "--config", folder.Of("guard.conf"), "--lang", language);
            Assert.Equal(2, run.Status);
            Assert.Empty(run.Output);
            Assert.Contains(word, run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("\u001b", run.Error, StringComparison.Ordinal);
        }

        Assert.Equal(2, PublishedBinary.Start("guard", verb, "--config", folder.Of("absent.conf")).Status);
        Assert.Equal(2, PublishedBinary.Start("guard", verb, "--config", "/etc").Status);
    }

    [Fact]
    public void Where_no_guard_has_been_there_is_nothing_to_release()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, as the guard does");
        Run status = PublishedBinary.Start("guard", "status", "--json", "--connect", "test:///default");
        Assert.Equal(0, status.Status);
        Assert.Empty(SchemaFile.Read("guard-status").Problems(status.Text));
        Run release = PublishedBinary.Start("guard", "release", "--json", "--connect", "test:///default");
        Assert.Equal(0, release.Status);
        Assert.Empty(SchemaFile.Read("guard-release").Problems(release.Text));
        Assert.Equal(0, JsonDocument.Parse(release.Text).RootElement.GetProperty("released").GetInt32());
    }

    [Fact]
    public void Its_service_ends_after_libvirt_guests_has_saved_what_may_be_saved_and_before_libvirtd()
    {
        string[] unit = File.ReadAllLines(RepositoryFolder.Of("packaging", "systemd", "virt-nest-guard.service"));
        Assert.Contains("Before=libvirt-guests.service", unit);
        Assert.Contains("After=libvirtd.service virtqemud.service", unit);
    }

    [Fact]
    public void Without_root_it_says_so_and_changes_nothing()
    {
        Assert.SkipWhen(Environment.UserName == "root", "is root");
        Assert.Equal(1, PublishedBinary.Start("guard", "run").Status);
        Assert.Equal(3, PublishedBinary.Start("guard", "status").Status);
        Assert.Equal(1, PublishedBinary.Start("guard", "release").Status);
    }
}
