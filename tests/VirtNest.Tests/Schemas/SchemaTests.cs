using System.IO;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using VirtNest.Checking;
using VirtNest.Evidence;
using VirtNest.Tables;
using VirtNest.Tests.Hosts;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Tests.Schemas;

/// <summary>docs/schema holds for every document that is written, and refuses what is none.</summary>
public sealed partial class SchemaTests
{
    private static readonly SchemaFile Check = SchemaFile.Read("check");

    private static readonly SchemaFile EvidenceSchema = SchemaFile.Read("evidence");

    private static readonly SchemaFile Explain = SchemaFile.Read("explain");

    public static TheoryData<string> Hosts => [.. HostFixture.Names];

    [Theory]
    [MemberData(nameof(Hosts))]
    public void The_verdict_on_a_host_is_as_the_schema_says(string name)
    {
        HostFixture host = HostFixture.Read(name);
        Assert.Empty(Check.Problems(Encoding.UTF8.GetString(CheckJson.Write(host.Verdict, host.Question))));
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public void The_evidence_of_a_host_is_as_the_schema_says(string name)
    {
        Assert.Empty(EvidenceSchema.Problems(Encoding.UTF8.GetString(HostFile.Read(name).Evidence)));
        Assert.Empty(EvidenceSchema.Problems(Encoding.UTF8.GetString(EvidenceJson.Write(HostFixture.Read(name).Evidence))));
    }

    [Fact]
    public void Evidence_of_every_state_is_as_the_schema_says()
    {
        HostEvidence evidence = new(EvidenceOrigin.Live);
        evidence["/absent"] = Reading.OfErrno(LinuxErrno.ENOENT);
        evidence["/denied"] = Reading.OfErrno(LinuxErrno.EACCES);
        evidence["/failed"] = Reading.OfErrno(LinuxErrno.EIO);
        evidence["/absent-without-number"] = Reading.Without(ReadingState.Absent, 0);
        evidence["/not-read"] = Reading.NotRead;
        evidence["/text"] = Reading.Known("Y\n");
        evidence["/bytes"] = Reading.Known([0xff, 0xfe, 0x00]);
        evidence["/cut"] = Reading.Known([0x41], isTruncated: true);
        evidence["/folder/"] = Reading.Known("a\0b\0");
        evidence["/empty-folder/"] = Reading.Known("");
        Assert.Empty(EvidenceSchema.Problems(Encoding.UTF8.GetString(EvidenceJson.Write(evidence))));
    }

    [Fact]
    public void The_pages_are_as_the_schema_says()
    {
        Assert.Empty(Explain.Problems(Encoding.UTF8.GetString(FindingPages.ListJson(ErrorTable.Load()))));
        foreach (FindingCode code in Enum.GetValues<FindingCode>())
        {
            Assert.Empty(Explain.Problems(Encoding.UTF8.GetString(FindingPages.PageJson(code.Text()))));
        }
    }

    [Theory]
    [InlineData("answers.runs_guests", "maybe")]
    [InlineData("host.layer", "cloud")]
    [InlineData("host.hypervisor", "nobody")]
    [InlineData("cpu.extension", "VMX")]
    [InlineData("module.state", "present")]
    [InlineData("schema", "virt-nest/check/2")]
    [InlineData("decides", "both")]
    [InlineData("nested.enabled", "yes")]
    [InlineData("surplus", "x")]
    [InlineData("host.surplus", "x")]
    public void A_value_outside_the_closed_sets_is_refused(string path, string value)
    {
        JsonNode document = Document();
        string[] steps = path.Split('.');
        JsonNode parent = steps.Length == 1 ? document : document[steps[0]]!;
        parent[steps[^1]] = value;
        Assert.NotEmpty(Check.Problems(document.ToJsonString()));
    }

    [Theory]
    [InlineData("schema")]
    [InlineData("version")]
    [InlineData("answers")]
    [InlineData("host")]
    [InlineData("cpu")]
    [InlineData("module")]
    [InlineData("nested")]
    [InlineData("findings")]
    public void A_field_of_the_contract_that_is_missing_is_refused(string field)
    {
        JsonObject document = Document().AsObject();
        document.Remove(field);
        Assert.NotEmpty(Check.Problems(document.ToJsonString()));
    }

    [Theory]
    [InlineData("""{"state":"known"}""")]
    [InlineData("""{"state":"known","text":"a","base64":"YQ=="}""")]
    [InlineData("""{"state":"gone"}""")]
    [InlineData("""{"state":"absent","text":"a"}""")]
    [InlineData("""{"state":"denied","errno":"EACCES"}""")]
    [InlineData("""{"text":"a"}""")]
    [InlineData("""[]""")]
    public void A_reading_that_is_none_is_refused(string reading)
    {
        Assert.NotEmpty(
            EvidenceSchema.Problems("{\"schema\":\"virt-nest/evidence/1\",\"version\":\"0\",\"origin\":\"live\",\"readings\":{\"/x\":"
                + reading + "}}"));
    }

    [Fact]
    public void Every_hypervisor_that_signs_can_name_is_in_the_closed_set()
    {
        string code = string.Concat(Directory.EnumerateFiles(RepositoryFolder.Of("src", "VirtNest", "Facts"), "LayerSigns*.cs")
            .Order(StringComparer.Ordinal).Select(File.ReadAllText));
        JsonArray allowed = JsonNode.Parse(
            File.ReadAllText(
                RepositoryFolder.Of("docs", "schema",
                    "check.schema.json")))!["properties"]!["host"]!["properties"]!["hypervisor"]!["enum"]!.AsArray();
        string[] words = [.. allowed.OfType<JsonNode>().Select(static n => n.GetValue<string>())];
        string[] named = [.. HypervisorName().Matches(code).Select(static m => m.Groups[1].Value).Distinct()];
        Assert.True(named.Length > 15, "the pattern no longer finds the names: " + string.Join(", ", named));
        Assert.All(named, n => Assert.Contains(n, words));
    }

    [Fact]
    public void The_document_is_the_same_in_every_language()
    {
        // Its sentences are English, whatever language the text is in; only the text differs.
        HostFixture host = HostFixture.Read("intel-nested-off");
        Assert.NotEqual(host.Text(Language.English), host.Text(Language.Chinese));
        Assert.DoesNotContain(host.Json(), static c => c > '\x7f');
    }

    private static JsonNode Document()
    {
        HostFixture host = HostFixture.Read("intel-nested-off");
        JsonNode document = JsonNode.Parse(CheckJson.Write(host.Verdict, host.Question))!;
        Assert.Empty(Check.Problems(document.ToJsonString()));
        return document;
    }

    [GeneratedRegex("(?:\\(\"[^\"]+\"|Layer\\(LayerKind\\.\\w+), \"([a-z-]+)\", ")]
    private static partial Regex HypervisorName();
}
