using System.IO;
using System.Text.Json;
using VirtNest.Tests;
using VirtNest.Tests.Schemas;
using Xunit;

namespace VirtNest.AotTests;

/// <summary>undo --cut-off, which a unit of systemd runs at boot.</summary>
public sealed class CutOffTests
{
    [Fact]
    public void Where_nothing_was_cut_off_there_is_nothing_to_do()
    {
        bool isRoot = Environment.IsPrivilegedProcess;
        Assert.SkipWhen(isRoot && Directory.Exists("/var/lib/virt-nest"), "this machine has a journal");
        Run run = PublishedBinary.Start("undo", "--cut-off", "--json");
        Assert.Equal(isRoot ? 0 : 1, run.Status);
        Assert.Empty(SchemaFile.Read("change").Problems(run.Text));
        using JsonDocument document = JsonDocument.Parse(run.Text);
        Assert.Equal(isRoot ? "not-needed" : "needs-root", document.RootElement.GetProperty("outcome").GetString());
        Assert.Equal(JsonValueKind.Null, document.RootElement.GetProperty("plan").ValueKind);
        Assert.False(isRoot && Directory.Exists("/var/lib/virt-nest"));
    }

    [Fact]
    public void The_unit_starts_a_command_that_exists()
    {
        string unit = File.ReadAllText(RepositoryFolder.Of("packaging", "systemd", "virt-nest-repair.service"));
        string command = Assert.Single(unit.Split('\n'), static l => l.StartsWith("ExecStart=", StringComparison.Ordinal));
        string[] words = command["ExecStart=".Length..].Split(' ');
        Assert.Equal("/usr/bin/virt-nest", words[0]);
        Assert.NotEqual(2, PublishedBinary.Start([.. words[1..], "--dry-run"]).Status);
    }
}
