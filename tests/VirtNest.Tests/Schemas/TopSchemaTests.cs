using System.Text.Json.Nodes;
using VirtNest.Evidence;
using VirtNest.Instances;
using VirtNest.Tests.Watching;
using VirtNest.Watching;
using Xunit;

namespace VirtNest.Tests.Schemas;

/// <summary>docs/schema/top.schema.json holds for every document of `top`.</summary>
public sealed class TopSchemaTests
{
    private static readonly SchemaFile Top = SchemaFile.Read("top");

    private static readonly TopView View = new(TopSort.Running, null);

    [Fact]
    public void Every_kind_of_instance_is_as_the_schema_says()
    {
        Assert.Empty(Top.Problems(Document(WatchedHost.Mixed)));
        List<WatchedPair> all = [];
        foreach (CountSource source in Enum.GetValues<CountSource>())
        {
            foreach (DomainState? state in Enum.GetValues<DomainState>().Select(static s => (DomainState?)s).Append(null))
            {
                foreach (bool? exposed in (bool?[])[true, false, null])
                {
                    all.Add(
                        WatchedHost.Vm($"{source}{state}{exposed}", "x", source == CountSource.None ? null : 3, source == CountSource.None
                            ? null : 1_000_000, source) with { State = state, IsExposed = exposed });
                }
            }
        }

        Assert.Empty(Top.Problems(Document(WatchedHost.After(all))));
    }

    [Fact]
    public void Every_gap_is_as_the_schema_says()
    {
        foreach (LibvirtFailureKind kind in Enum.GetValues<LibvirtFailureKind>())
        {
            foreach (int errno in (int[])[LinuxErrno.EACCES, LinuxErrno.EPERM, LinuxErrno.ENOENT, LinuxErrno.ENOTDIR, 999])
            {
                WatchState state = WatchedHost.After([], new DebugfsGap("/sys/kernel/debug/kvm", errno),
                    new LibvirtFailure(kind, "virConnectOpenAuth", 1, 2, "words\u001b[2J"));
                JsonNode document = JsonNode.Parse(Document(state))!;
                Assert.Empty(Top.Problems(document.ToJsonString()));
                Assert.False(document["readable"]!.GetValue<bool>());
                Assert.Null(document["summary"]);
            }
        }
    }

    [Fact]
    public void Three_answers_are_three_values_and_names_are_exact()
    {
        WatchState state = WatchedHost.After(
            [.. WatchedHost.OddNames.Where(static n => n != "\ud800")
                .Select(static (n, i) => WatchedHost.Vm(i.ToString(CultureInfo.InvariantCulture), n, 5, 5 + i, CountSource.Debugfs))]);
        string text = Document(state);
        Assert.Empty(Top.Problems(text));
        Assert.DoesNotContain(text, static c => (char.IsControl(c) && c != '\n')
            || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
        Assert.Equal(WatchedHost.OddNames.Where(static n => n != "\ud800").Order(StringComparer.Ordinal),
            JsonNode.Parse(text)!["instances"]!.AsArray().Select(static i => i!["name"]!.GetValue<string>()).Order(StringComparer.Ordinal));

        JsonNode mixed = JsonNode.Parse(Document(WatchedHost.Mixed))!;
        Dictionary<string, JsonNode> byState =
            mixed["instances"]!.AsArray().ToDictionary(static i => i!["name"]?.GetValue<string>() ?? i["pid"]!.ToString(), static i => i!);
        Assert.True(byState["web"]["running"]!.GetValue<bool>());
        Assert.Equal(3000, byState["web"]["entries_per_second"]!.GetValue<double>());
        Assert.Equal("2026-11-25T12:00:01.000Z", byState["web"]["running_since"]!.GetValue<string>());
        Assert.False(byState["plain"]["running"]!.GetValue<bool>());
        Assert.Null(byState["4304"]["running"]);
        Assert.Null(byState["4304"]["entries"]);
    }

    [Fact]
    public void One_of_many_documents_is_one_line()
    {
        string line = Encoding.UTF8.GetString(
            TopJson.Write(WatchedHost.Mixed, View with { Filter = "web" }, ("test:///default", "/x"), isOneLine: true));
        Assert.Equal(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal));
        Assert.Empty(Top.Problems(line));
        Assert.Equal("web", Assert.Single(JsonNode.Parse(line)!["instances"]!.AsArray())!["name"]!.GetValue<string>());
        Assert.Equal(7, JsonNode.Parse(line)!["summary"]!["instances"]!.GetValue<int>());
    }

    [Fact]
    public void A_field_that_is_missing_or_another_one_is_refused()
    {
        foreach (string field in (string[])["running", "source", "uuid", "entries_per_second"])
        {
            JsonNode document = JsonNode.Parse(Document(WatchedHost.Mixed))!;
            document["instances"]![0]!.AsObject().Remove(field);
            Assert.NotEmpty(Top.Problems(document.ToJsonString()));
        }

        JsonNode maybe = JsonNode.Parse(Document(WatchedHost.Mixed))!;
        maybe["instances"]![0]!["running"] = "maybe";
        Assert.NotEmpty(Top.Problems(maybe.ToJsonString()));
    }

    private static string Document(WatchState state) =>
        Encoding.UTF8.GetString(TopJson.Write(state, View, (null, "/sys/kernel/debug/kvm"), isOneLine: false));
}
