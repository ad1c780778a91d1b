using VirtNest.Instances;
using VirtNest.Tests.Hosts;
using VirtNest.Tests.Schemas;
using VirtNest.Watching;
using Xunit;

namespace VirtNest.Tests.Watching;

/// <summary>What is exported, whatever runs and whatever it is called.</summary>
public sealed class MetricsTextTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_instance_of_libvirt_is_named_by_its_name_alone()
    {
        Guid id = Guid.Parse("11111111-2222-3333-4444-555555555555");
        WatchedVm vm = new("7-9@1", "web", CountSource.Debugfs, new(0, false)) { Pid = 7, Command = "qemu-system-x86", DomainId = id,
            IsExposed = true };
        Dictionary<string, double> samples = ExpositionText.Of(Report([vm], [vm with { Sample = new(250, false) }]));
        Assert.Equal(1,
            samples["virt_nest_instance_info domain=web command=qemu-system-x86 pid=7 uuid=11111111-2222-3333-4444-555555555555 "
                + "source=debugfs"]);
        Assert.Equal(1, samples["virt_nest_instance_nested_exposed domain=web"]);
        Assert.Equal(1, samples["virt_nest_instance_nested_used domain=web"]);
        Assert.Equal(1, samples["virt_nest_instance_nested_running domain=web"]);
        Assert.Equal(250, samples["virt_nest_instance_nested_entries_total domain=web"]);
        Assert.Equal(Noon.AddSeconds(1).ToUnixTimeSeconds(), samples["virt_nest_instance_nested_since_timestamp_seconds domain=web"]);
        Assert.Equal(Noon.AddSeconds(1).ToUnixTimeSeconds(), samples["virt_nest_last_sample_timestamp_seconds"]);
    }

    [Fact]
    public void A_VM_that_libvirt_does_not_run_is_named_by_its_process()
    {
        WatchedVm vm = new("7-9@1", null, CountSource.Debugfs, new(0, false)) { Pid = 7, Command = "firecracker" };
        Dictionary<string, double> samples = ExpositionText.Of(Report([vm], [vm]));
        Assert.Equal(0, samples["virt_nest_instance_nested_running command=firecracker pid=7"]);
        Assert.DoesNotContain(samples.Keys, static k => k.StartsWith("virt_nest_instance_nested_exposed", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_not_known_has_no_sample_and_is_counted_as_unknown()
    {
        WatchedVm vm = new("7-9@1", "web", CountSource.None, default) { DomainId = Guid.Empty };
        Dictionary<string, double> samples = ExpositionText.Of(Report([vm], [vm]));
        Assert.Equal(["virt_nest_instance_info"],
            samples.Keys.Where(static k => k.StartsWith("virt_nest_instance_", StringComparison.Ordinal))
            .Select(static k => k.Split(' ')[0]));
        foreach (string question in (string[])["exposed", "used", "running_nested"])
        {
            Assert.Equal(1, samples[$"virt_nest_instances_{question} answer=unknown"]);
            Assert.Equal(0, samples[$"virt_nest_instances_{question} answer=no"]);
        }
    }

    [Fact]
    public void Where_nothing_could_be_read_nothing_is_said_of_instances()
    {
        LibvirtFailure failure = new(LibvirtFailureKind.NotReached, "virConnectOpen", 38, 7, "no socket");
        ExportReport report = Report([], []);
        report = report with { State =
            WatchState.After(null, report.State.Sample with { Debugfs = new("/sys/kernel/debug/kvm", 13), Libvirt = failure }) };
        Dictionary<string, double> samples = ExpositionText.Of(report);
        Assert.Equal(0, samples["virt_nest_source_up source=debugfs"]);
        Assert.Equal(0, samples["virt_nest_source_up source=libvirt"]);
        Assert.DoesNotContain(samples.Keys, static k => k.StartsWith("virt_nest_instance", StringComparison.Ordinal));

        report = report with { State = WatchState.After(null,
            report.State.Sample with { Debugfs = null, Libvirt = failure with { Kind = LibvirtFailureKind.LibraryAbsent } }) };
        samples = ExpositionText.Of(report);
        Assert.Equal(1, samples["virt_nest_source_up source=debugfs"]);
        Assert.False(samples.ContainsKey("virt_nest_source_up source=libvirt"));
        Assert.Equal(0, samples["virt_nest_instances"]);

        report = report with { State =
            WatchState.After(null, report.State.Sample with { Debugfs = null, Libvirt = failure, IsElsewhere = true }) };
        samples = ExpositionText.Of(report);
        Assert.False(samples.ContainsKey("virt_nest_source_up source=debugfs"));
        Assert.DoesNotContain(samples.Keys, static k => k.StartsWith("virt_nest_instance", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(HostileNames))]
    public void A_name_of_any_kind_is_one_printable_bounded_label(string name)
    {
        WatchedVm vm = new("7-9@1", name, CountSource.Debugfs, new(3, true)) { DomainId = Guid.Empty };
        ExportReport report =
            Report([vm], [vm, vm with { Key = "7-10@2" }, vm with { Key = "8-1@3", DomainId = null, Pid = 8, Command = name }]);
        string text = ExpositionText.Text(report);
        Assert.DoesNotContain(text, static c => (char.IsControl(c) && c != '\n') || c is '\u202E' or '\uFFFD' or '\u2028');
        Dictionary<string, double> samples = ExpositionText.Read(text);
        Assert.Equal(3, samples.Keys.Count(static k => k.StartsWith("virt_nest_instance_nested_running", StringComparison.Ordinal)));
        Assert.All(text.Split('\n'), static l => Assert.True(l.Length < 3500, l));
        Assert.Empty(SchemaFile.Read("export").Problems(Encoding.UTF8.GetString(MetricsJson.Write(report.Families()))));
    }

    public static TheoryData<string> HostileNames =>
    [
        "a\"b", "back\\slash", "line\nfeed", "\"} 1\nvirt_nest_instances 99", "\r\t\0\u001b[31m", "\u202Eabc", "\uFFFD\uFFFD", "\ud800x",
            "\u2028", "中文名", "{}=,# HELP", " ", "",
        new string('x', 10_000), new string('\u001b', 10_000), string.Concat(Enumerable.Repeat("\\", 10_000)), "\U000e0001\U0010fffd",
    ];

    [Fact]
    public void Backslash_quote_and_line_feed_are_as_the_format_says()
    {
        WatchedVm vm = new("7-9@1", "a\\b\"c\nd", CountSource.Debugfs, new(0, false)) { DomainId = Guid.Empty };
        Assert.Contains("virt_nest_instance_nested_entries_total{domain=\"a\\\\b\\\"c\\\\x0ad\"} 0\n",
            ExpositionText.Text(Report([vm], [vm])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1000, 0)]
    [InlineData(1, 1000, 1)]
    [InlineData(1500, 1000, 1000)]
    [InlineData(1500, 0, 0)]
    public void Instances_have_series_up_to_the_limit_and_all_are_in_the_sums(int count, int most, int written)
    {
        WatchedVm[] vms = [.. Enumerable.Range(0, count)
            .Select(static i =>
                new WatchedVm($"{i}-9@{i}", $"vm{9999 - i}", CountSource.Debugfs, new(i % 3, false)) { DomainId = Guid.Empty,
                    IsExposed = i % 2 == 0 })];
        Dictionary<string, double> samples = ExpositionText.Of(Report(vms, vms) with { MostInstances = most });
        Assert.Equal(count, samples["virt_nest_instances"]);
        Assert.Equal(count - written, samples["virt_nest_instances_omitted"]);
        string[] named = [.. samples.Keys.Where(static k =>
            k.StartsWith("virt_nest_instance_nested_entries_total", StringComparison.Ordinal)).Select(static k => k.Split('=')[1])];
        Assert.Equal(vms.Select(static v => v.Name!).Order(StringComparer.Ordinal).Take(written), named);
        Assert.Equal(vms.Count(static v => v.IsExposed == true && v.Sample.NestedRuns == 0), samples["virt_nest_instances_never_used"]);
        foreach (string question in (string[])["exposed", "used", "running_nested"])
        {
            Assert.Equal(count, ((string[])["yes", "no", "unknown"]).Sum(a => samples[$"virt_nest_instances_{question} answer={a}"]));
        }
    }

    [Fact]
    public void A_VM_that_takes_the_name_of_a_libvirt_instance_takes_neither_its_series_nor_its_place()
    {
        WatchedVm own = new("9-9@9", "web", CountSource.Debugfs, new(5, false)) { DomainId = Guid.Empty, Pid = 9 };
        WatchedVm other = new("1-1@1", "web", CountSource.Debugfs, new(7, false)) { Pid = 1 };
        WatchedVm early = new("2-1@2", "aaa", CountSource.Debugfs, new(8, false)) { Pid = 2 };
        Assert.Equal(5, ExpositionText.Of(Report([], [early, other, own]))["virt_nest_instance_nested_entries_total domain=web"]);
        Dictionary<string, double> first = ExpositionText.Of(Report([], [early, other, own]) with { MostInstances = 1 });
        Assert.Equal("virt_nest_instance_nested_entries_total domain=web",
            Assert.Single(first.Keys, static k => k.Contains("entries", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("intel-nested-off", "yes", "no", "kvm_intel", "N")]
    [InlineData("amd-nested-1", "yes", "yes", "kvm_amd", "1")]
    public void The_answers_of_the_host_are_those_of_check(string host, string runs, string nests, string module, string nested)
    {
        Dictionary<string, double> samples = ExpositionText.Of(Report([], []) with { Host = HostFixture.Read(host).Verdict });
        foreach ((string question, string answer) in ((string, string)[])[("runs_guests", runs), ("guests_can_nest", nests)])
        {
            foreach (string each in (string[])["yes", "no", "unknown"])
            {
                Assert.Equal(each == answer ? 1 : 0, samples[$"virt_nest_host_answer question={question} answer={each}"]);
            }
        }

        Assert.Equal(1, samples[$"virt_nest_kvm_module_info module={module} state=loaded nested={nested}"]);
        Assert.Equal(nests == "no", samples["virt_nest_host_findings severity=fail"] > 0);
    }

    [Fact]
    public void Every_host_gives_text_that_can_be_read()
    {
        foreach (string name in HostFixture.Names)
        {
            ExportReport report = Report([], []) with { Host = HostFixture.Read(name).Verdict };
            Assert.NotEmpty(ExpositionText.Of(report));
            Assert.Empty(SchemaFile.Read("export").Problems(Encoding.UTF8.GetString(MetricsJson.Write(report.Families()))));
        }
    }

    [Fact]
    public void Families_come_in_the_order_of_the_table_and_none_is_forgotten()
    {
        WatchedVm vm = new("7-9@1", "web", CountSource.Debugfs, new(0, false)) { DomainId = Guid.Empty, IsExposed = true };
        ExportReport report = Report([vm], [vm with { Sample = new(5, true) }]) with { Host = HostFixture.Read("intel-nested-on").Verdict };
        Assert.Equal(MetricTable.All, report.Families().Select(static f => f.Metric));
        Assert.All(report.Families(), static f => Assert.NotEmpty(f.Samples));
        Assert.All(MetricTable.All,
            static m => Assert.Equal(m.Kind == MetricKind.Counter, m.Name.EndsWith("_total", StringComparison.Ordinal)));
    }

    private static ExportReport Report(WatchedVm[] before, WatchedVm[] now)
    {
        WatchState state = WatchState.After(WatchState.After(null, new(TimeSpan.Zero, Noon, before, null, null)),
            new(TimeSpan.FromSeconds(1), Noon.AddSeconds(1), now, null, null));
        return new ExportReport(state, null, Noon, 1000);
    }
}
