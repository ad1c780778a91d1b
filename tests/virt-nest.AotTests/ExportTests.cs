using System.IO;
using VirtNest.Tests;
using VirtNest.Tests.Schemas;
using Xunit;

namespace VirtNest.AotTests;

/// <summary>`export` of the published binary over a folder like the kernel's, and what Prometheus's own program says of it.</summary>
public sealed class ExportTests : IDisposable
{
    /// <summary>No libvirt: nothing here needs it, and this machine may have instances of its own.</summary>
    private const string Connection = "qemu:///system?socket=/missing/socket";

    private readonly string _folder = Directory.CreateTempSubdirectory("virt-nest-").FullName;

    private string Debugfs => Path.Combine(_folder, "kvm");

    /// <summary>Three VMs with numbers above the greatest pid: none has run an L2, one has, one is in it.</summary>
    public ExportTests()
    {
        for (int i = 0; i < 3; i++)
        {
            string vm = Path.Combine(Debugfs, $"{5000000 + i}-10");
            Directory.CreateDirectory(Path.Combine(vm, "vcpu0"));
            File.WriteAllText(Path.Combine(vm, "nested_run"), $"{i * 100}\n");
            File.WriteAllText(Path.Combine(vm, "vcpu0", "guest_mode"), i == 2 ? "1\n" : "0\n");
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Text_and_document_say_the_same_and_end_with_0()
    {
        Run text = PublishedBinary.Start("export", "--debugfs", Debugfs, "--connect", Connection);
        Assert.Equal(0, text.Status);
        Assert.Contains("\nvirt_nest_instances_running_nested{answer=\"yes\"} 1\n", text.Text, StringComparison.Ordinal);
        Assert.Contains("\nvirt_nest_instances_running_nested{answer=\"no\"} 2\n", text.Text, StringComparison.Ordinal);
        Assert.Contains("} 200\n", text.Text, StringComparison.Ordinal);
        Run json = PublishedBinary.Start("export", "--json", "--debugfs", Debugfs, "--connect", Connection, "--lang", "zh-CN");
        Assert.Equal(0, json.Status);
        Assert.Empty(SchemaFile.Read("export").Problems(json.Text));
        Assert.Equal(
            text.Text.Split('\n').Where(static l => l.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(static l => l.Split(' ')[2]),
            System.Text.Json.Nodes.JsonNode.Parse(json.Text)!["metrics"]!.AsArray().Select(static m => (string)m!["name"]!));
    }

    [Fact]
    public void An_L2_that_is_entered_less_often_than_once_a_second_runs()
    {
        Run run = PublishedBinary.Shell(
            "(for i in $(seq 101 130); do sleep 2.5; echo $i > \"$1/count\"; mv \"$1/count\" \"$1/5000001-10/nested_run\"; done) "
                + ">/dev/null 2>&1 & "
            + "sleep 0.5; \"$BINARY\" export --debugfs \"$1\" --connect 'qemu:///system?socket=/missing/socket'; status=$?; kill $!; wait "
            + "$!; exit $status", null, Debugfs);
        Assert.Equal(0, run.Status);
        Assert.Contains("\nvirt_nest_instances_running_nested{answer=\"yes\"} 2\n", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Prometheus_takes_the_metrics_without_a_remark()
    {
        NeedsPromtool();
        Run run = PublishedBinary.Shell(
            "set -o pipefail; \"$BINARY\" export --debugfs \"$1\" --connect 'qemu:///system?socket=/missing/socket' | promtool check "
                + "metrics 2>&1", null, Debugfs);
        Assert.Equal("", run.Text + run.Error);
        Assert.Equal(0, run.Status);
    }

    [Fact]
    public void Prometheus_takes_the_rules()
    {
        NeedsPromtool();
        Run run = PublishedBinary.Shell("promtool check rules \"$1\"", null,
            RepositoryFolder.Of("packaging", "prometheus", "virt-nest.rules.yml"));
        Assert.True(run.Status == 0, run.Text + run.Error);
    }

    [Fact]
    public void The_rules_fire_where_they_must_and_nowhere_else()
    {
        NeedsPromtool();
        Run run = PublishedBinary.Shell("promtool test rules \"$1\"", null,
            RepositoryFolder.Of("packaging", "prometheus", "virt-nest.rules.test.yml"));
        Assert.True(run.Status == 0, run.Text + run.Error);
    }

    [Theory]
    [InlineData("virt-nest-export.service")]
    [InlineData("virt-nest-textfile.service")]
    [InlineData("virt-nest-textfile.timer")]
    [InlineData("virt-nest-guard.service")]
    public void Systemd_takes_the_unit(string unit)
    {
        Assert.SkipUnless(PublishedBinary.Shell("command -v systemd-analyze").Status == 0,
            "systemd-analyze is not installed (Debian: systemd)");

        // The program and the man page are not installed here: the binary stands for the one, no page for the other.
        Run run = PublishedBinary.Shell(
            "cp \"$1\"/* \"$2\" && cd \"$2\" && sed -i \"s|/usr/bin/virt-nest|$BINARY|; /^Documentation=/d\" virt-nest-*.service "
                + "virt-nest-*.timer && systemd-analyze verify \"$PWD/$3\" 2>&1",
            null, RepositoryFolder.Of("packaging", "systemd"), _folder, unit);
        Assert.True(run.Status == 0 && run.Text.Length == 0, run.Text + run.Error);
    }

    [Fact]
    public void Where_nothing_can_be_read_the_status_is_3_and_the_metrics_say_so()
    {
        Run run = PublishedBinary.Start("export", "--debugfs", Path.Combine(_folder, "missing"), "--connect",
            "qemu:///system?socket=/missing/socket");
        Assert.Equal(3, run.Status);
        Assert.Contains("\nvirt_nest_source_up{source=\"debugfs\"} 0\n", run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\nvirt_nest_instance", run.Text, StringComparison.Ordinal);
        Assert.Contains("missing", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scraper_gets_the_metrics_until_a_signal_ends_it_with_0()
    {
        Assert.SkipUnless(PublishedBinary.Shell("command -v curl").Status == 0, "curl is not installed");
        foreach (string signal in (string[])["TERM", "INT"])
        {
            Run run = PublishedBinary.Shell(
                """
                # A shell without job control starts what is in the background with SIGINT ignored.
                env --default-signal=INT "$BINARY" export --listen "127.0.0.1:$2" --debugfs "$1" \
                  --connect "qemu:///system?socket=/missing/socket" 2>"$3" & pid=$!
                for ((i = 0; i < 200; i++)); do
                  curl -sf -H 'Host: localhost' "http://127.0.0.1:$2/metrics" && break; sleep 0.1
                done
                "$BINARY" export --listen "127.0.0.1:$2" --debugfs "$1" --connect "qemu:///system?socket=/missing/socket"
                echo "second: $?" >&2
                kill -s "$4" $pid; wait $pid
                """,
                null, Debugfs, Port().ToString(CultureInfo.InvariantCulture), Path.Combine(_folder, "said"), signal);
            Assert.Equal(0, run.Status);
            Assert.Contains("\nvirt_nest_instances 3\n", run.Text, StringComparison.Ordinal);
            Assert.Contains("the port is in use", run.Error, StringComparison.Ordinal);
            Assert.Contains("second: 3", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_file_is_made_and_renewed_and_goes_with_a_clean_end()
    {
        string file = Path.Combine(_folder, "virt-nest.prom");
        Run once = PublishedBinary.Start("export", "--textfile", file, "--debugfs", Debugfs, "--connect", Connection);
        Assert.Equal(0, once.Status);
        Assert.Empty(once.Output);
        Assert.Contains("\nvirt_nest_instances 3\n", File.ReadAllText(file), StringComparison.Ordinal);
        Run again = PublishedBinary.Shell(
            """
            rm -f "$2"
            "$BINARY" export --textfile "$2" --interval 1 --debugfs "$1" --connect "qemu:///system?socket=/missing/socket" & pid=$!
            for ((i = 0; i < 200; i++)); do [ -e "$2" ] && break; sleep 0.1; done
            first=$(stat -c %i "$2")
            for ((i = 0; i < 200; i++)); do [ "$(stat -c %i "$2")" != "$first" ] && break; sleep 0.1; done
            grep -c '^virt_nest_instances 3$' "$2"; [ "$(stat -c %i "$2")" != "$first" ] && echo renewed; stat -c %a "$2"
            kill $pid; wait $pid; echo "status $?"; ls -A "${2%/*}"
            """,
            null, Debugfs, file);
        Assert.Equal("1\nrenewed\n644\nstatus 0\nkvm\n", again.Text);
    }

    [Theory]
    [InlineData(2, "--listen", "host.example:9772")]
    [InlineData(2, "--listen", "0")]
    [InlineData(2, "--interval", "5")]
    [InlineData(2, "--listen", "9772", "--textfile", "a.prom")]
    [InlineData(2, "--json", "--listen", "9772")]
    [InlineData(2, "--json", "--textfile", "a.prom")]
    [InlineData(2, "--most-instances", "-1")]
    [InlineData(3, "--textfile", "/missing/folder/a.prom")]
    [InlineData(3, "--textfile", "/proc/self/a.prom")]
    public void Bad_input_is_named_and_leaves_nothing(int status, params string[] arguments)
    {
        Run run = PublishedBinary.Start(["export", "--debugfs", Debugfs, "--connect", Connection, .. arguments]);
        Assert.Equal(status, run.Status);
        Assert.Empty(run.Output);
        Assert.StartsWith("virt-nest: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_instances_the_first_have_series_and_the_rest_are_counted()
    {
        Run run = PublishedBinary.Start("export", "--debugfs", Debugfs, "--connect", Connection, "--most-instances", "1");
        Assert.Contains("\nvirt_nest_instances 3\n", run.Text, StringComparison.Ordinal);
        Assert.Contains("\nvirt_nest_instances_omitted 2\n", run.Text, StringComparison.Ordinal);
        Assert.Equal(1, run.Text.Split('\n').Count(static l => l.StartsWith("virt_nest_instance_info{", StringComparison.Ordinal)));
    }

    private static void NeedsPromtool() =>
        Assert.SkipUnless(PublishedBinary.Shell("command -v promtool").Status == 0, "promtool is not installed (Debian: prometheus)");

    private static int Port()
    {
        using System.Net.Sockets.TcpListener free = new(System.Net.IPAddress.Loopback, 0);
        free.Start();
        return ((System.Net.IPEndPoint)free.LocalEndpoint).Port;
    }
}
