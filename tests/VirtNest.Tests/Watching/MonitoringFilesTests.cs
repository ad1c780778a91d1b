using System.IO;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using VirtNest.Text;
using VirtNest.Watching;
using Xunit;

namespace VirtNest.Tests.Watching;

/// <summary>Alert rules, dashboard and pages name the metrics that there are, and labels that they have.</summary>
public sealed partial class MonitoringFilesTests
{
    /// <summary>Every label that the writer gives, and those of Prometheus itself.</summary>
    private static readonly string[] Labels = ["version", "source", "question", "answer", "module", "state", "nested", "severity", "domain",
        "command", "pid", "vm", "uuid", "instance"];

    public static TheoryData<string> Files => ["packaging/prometheus/virt-nest.rules.yml", "packaging/prometheus/grafana-dashboard.json",
        "docs/monitoring.md", "docs/monitoring.zh-CN.md", "README.md", "README.zh-CN.md"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Each_metric_that_is_named_exists(string file)
    {
        HashSet<string> known = [.. MetricTable.All.Select(static m => m.Name)];
        string[] named = [.. Name().Matches(File.ReadAllText(RepositoryFolder.Of(file.Split('/')))).Select(static m => m.Value)];
        Assert.NotEmpty(named);
        Assert.All(named, n => Assert.Contains(n, known));
    }

    [Theory]
    [InlineData("docs/monitoring.md", Language.English)]
    [InlineData("docs/monitoring.zh-CN.md", Language.Chinese)]
    public void The_page_lists_every_metric_with_its_meaning(string file, Language language)
    {
        string page = File.ReadAllText(RepositoryFolder.Of(file.Split('/')));
        foreach (Metric metric in MetricTable.All)
        {
            Assert.Matches($@"\n\| {metric.Name} \| [^|]*\| {Regex.Escape(metric.Help.In(language))} \|\n", page);
        }
    }

    [Fact]
    public void The_dashboard_shows_metrics_by_labels_that_exist()
    {
        JsonNode dashboard = JsonNode.Parse(File.ReadAllText(RepositoryFolder.Of("packaging", "prometheus", "grafana-dashboard.json")))!;
        string[] expressions =
            [.. dashboard["panels"]!.AsArray().SelectMany(static p => p!["targets"]!.AsArray()).Select(static t => (string)t!["expr"]!)];
        Assert.All(expressions, static e => Assert.Matches(Name(), e));
        Assert.All(expressions.SelectMany(static e => Matcher().Matches(e)).Select(static m => m.Groups[1].Value),
            l => Assert.Contains(l, Labels));
        Assert.Equal(dashboard["panels"]!.AsArray().Count,
            dashboard["panels"]!.AsArray().Select(static p => (int)p!["id"]!).Distinct().Count());
    }

    [Fact]
    public void The_rules_match_by_labels_that_exist()
    {
        string rules = File.ReadAllText(RepositoryFolder.Of("packaging", "prometheus", "virt-nest.rules.yml"));
        Assert.All(Matcher().Matches(rules).Concat(Template().Matches(rules)).Select(static m => m.Groups[1].Value),
            l => Assert.Contains(l, Labels));
        Assert.Equal(6, Regex.Count(rules, @"- alert: VirtNest\w+"));
    }

    [GeneratedRegex(@"\bvirt_nest_[a-z_]+")]
    private static partial Regex Name();

    [GeneratedRegex(@"(?<=[{,]\s*)([a-z_]+)(?=[=!]~?"")")]
    private static partial Regex Matcher();

    [GeneratedRegex(@"\$labels\.([a-z_]+)")]
    private static partial Regex Template();
}
