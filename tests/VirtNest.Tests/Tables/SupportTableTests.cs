using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Tables;
using Xunit;

namespace VirtNest.Tests.Tables;

/// <summary>Tables/support.txt: the statement is that of the distribution, its release and the architecture.</summary>
public sealed class SupportTableTests
{
    [Theory]
    [InlineData("ID=\"rhel\"\nVERSION_ID=\"9.6\"", "x86_64", "5.14.0-570.el9.x86_64", "rhel-9-10-x86")]
    [InlineData("ID=\"rhel\"\nVERSION_ID=\"10.0\"", "s390x", "6.12.0-55.el10.s390x", "rhel-9-10-s390x")]
    [InlineData("ID=\"rhel\"\nVERSION_ID=\"10.0\"", "aarch64", "6.12.0-55.el10.aarch64", "rhel-9-10-other")]
    [InlineData("ID=\"rhel\"\nVERSION_ID=\"8.10\"", "x86_64", "4.18.0-553.el8.x86_64", "rhel-8")]
    [InlineData("ID=\"rhel\"\nVERSION_ID=\"7.9\"", "x86_64", "3.10.0-1160.el7.x86_64", "rhel-7")]
    [InlineData("ID=rhel", "x86_64", "5.14.0-570.el9.x86_64", "rhel")]
    [InlineData("ID=ubuntu\nVERSION_ID=\"26.04\"", "x86_64", "7.0.0-14-generic", "ubuntu-x86")]
    [InlineData("ID=ubuntu\nVERSION_ID=\"26.04\"", "s390x", "7.0.0-14-generic", "ubuntu-other")]
    [InlineData("ID=fedora\nVERSION_ID=44", "x86_64", "7.1.4-200.fc44.x86_64", "fedora-x86")]
    [InlineData("ID=fedora\nVERSION_ID=44", "aarch64", "7.1.4-200.fc44.aarch64", null)]
    [InlineData("ID=\"opensuse-leap\"\nVERSION_ID=\"15.6\"", "x86_64", "6.4.0-150600.21-default", "suse")]
    [InlineData("ID=\"sles\"\nVERSION_ID=\"16.0\"", "x86_64", "6.12.0-160000.5-default", "suse")]
    [InlineData("ID=debian\nVERSION_ID=\"13\"", "x86_64", "6.17.2-1-pve", "proxmox-ve")]
    [InlineData("ID=debian\nVERSION_ID=\"13\"", "x86_64", "6.12.48+deb13-amd64", null)]
    [InlineData("ID=\"almalinux\"\nVERSION_ID=\"9.6\"", "x86_64", "5.14.0-570.el9.x86_64", null)]
    [InlineData("", "x86_64", "6.12.0", null)]
    public void A_host_gets_the_statement_of_its_own_distribution(string osRelease, string machine, string kernel, string? row)
    {
        HostEvidence evidence = new(EvidenceOrigin.Live)
        {
            ["/etc/os-release"] = Reading.Known(osRelease),
            ["call:uname"] = Reading.Known($"release={kernel}\nmachine={machine}\n"),
        };
        Assert.Equal(row, SupportTable.Find(HostFacts.Parse(evidence))?.Id);
    }

    [Fact]
    public void Each_row_has_its_keys_and_values_that_are_allowed()
    {
        IReadOnlyList<Section> rows = EmbeddedTable.Load(SupportTable.Name);
        Assert.Equal(rows.Count, rows.Select(static r => r.Id).Distinct().Count());
        string[] keys = ["os", "support", "text", "text.zh-CN", "date", "source"];
        string[] optional = ["version-from", "version-before", "kernel", "arch", "confidence"];
        Assert.All(rows, row =>
        {
            Assert.All(keys, k => Assert.False(string.IsNullOrWhiteSpace(row[k]), $"[{row.Id}] has no {k}"));
            Assert.All(row.Values.Keys, k => Assert.Contains(k, keys.Concat(optional)));
            Assert.Contains(row["support"], (string[])["full", "limited", "preview", "none"]);
        });
    }
}
