using System.Text.Json.Nodes;
using VirtNest.Facts;
using VirtNest.Instances;
using VirtNest.Instances.Xml;
using VirtNest.Tests.Schemas;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Tests.Instances.Xml;

/// <summary>An edit told to a person and to a program.</summary>
public sealed class InstanceXmlReportTests
{
    private static readonly SchemaFile Schema = SchemaFile.Read("instance-xml");

    public static TheoryData<string> Definitions =>
    [
        Domain.With(""),
        Domain.With("<cpu mode='host-passthrough'/>"),
        Domain.With("<cpu><model vendor_id='KVMKVMKVM123'>x</model></cpu>"),
        Domain.With("<cpu match='exact'><model>x</model></cpu>"),
        Domain.With("", "lxc"),
        "<domain/>",
        "<domain type='kvm'><name>instance-0000002a</name><os><type>hvm</type></os></domain>",
        "<domain type='kvm'><name>\u202Ea\u0085b</name><os><type>hvm</type></os></domain>",
        "<domain type='kvm\u0085\u202E'><os><type>hvm</type></os></domain>",
    ];

    [Theory]
    [MemberData(nameof(Definitions))]
    public void The_document_is_as_the_schema_says_and_holds_the_exact_bytes(string text)
    {
        foreach (CpuTarget target in Enum.GetValues<CpuTarget>())
        {
            foreach (bool isEnable in (bool[])[true, false])
            {
                InstanceXmlReport report = Report(text, target, isEnable);
                string json = Encoding.UTF8.GetString(InstanceXmlJson.Write(report, "a.xml", isDryRun: false));
                Assert.Empty(Schema.Problems(json));
                Assert.DoesNotContain(json, static c => c is > '~' or (< ' ' and not '\n'));
                JsonNode document = JsonNode.Parse(json)!;
                Assert.Equal(report.IsRefused ? null : Domain.Text(report.Outcome.Bytes), document["xml"]?.GetValue<string>());
                Assert.Equal(report.IsRefused, document["refusal"] is not null);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public void The_text_is_printable_and_fits_80_columns_in_both_languages(string text)
    {
        foreach (Language language in Enum.GetValues<Language>())
        {
            string told = Report(text, CpuTarget.HostPassthrough, isEnable: true).Text(language);
            Assert.NotEmpty(told);
            Assert.DoesNotContain(told, static c => char.IsControl(c) && c != '\n' || c == '\u202E');
            Assert.All(told.Split('\n'), static l => Assert.True(TerminalColumns.Of(l) <= 80, l));
        }
    }

    [Fact]
    public void Every_refusal_and_every_fault_has_a_sentence_of_its_own_in_both_languages()
    {
        foreach (Language language in Enum.GetValues<Language>())
        {
            string[] refusals = [.. Enum.GetValues<CpuRefusalKind>()
                .Select(k => InstanceSentences.CpuRefusalReason(new CpuRefusal(k, "x", ["y"]), Extension.Vmx).In(language))];
            Assert.Equal(refusals.Length, refusals.Distinct().Count());
            string[] faults =
                [.. Enum.GetValues<XmlFaultKind>().Select(k => InstanceSentences.XmlFaultReason(new XmlFault(k, 1, 1, "x")).In(language))];
            Assert.Equal(faults.Length, faults.Distinct().Count());
        }
    }

    [Fact]
    public void An_owner_that_writes_again_is_told_with_its_own_setting()
    {
        InstanceXmlReport report = Report("<domain type='kvm'><name>instance-0000002a</name><os><type>hvm</type></os></domain>",
            CpuTarget.HostPassthrough, isEnable: true);
        Assert.True(report.IsRefused);
        Assert.Contains("cpu_mode = host-passthrough", report.Text(Language.English), StringComparison.Ordinal);
        Assert.Contains("nova.conf", report.Text(Language.Chinese), StringComparison.Ordinal);
    }

    private static InstanceXmlReport Report(string text, CpuTarget target, bool isEnable)
    {
        DomainXml domain = Domain.Of(text);
        CpuEditOutcome outcome =
            isEnable ? CpuEdit.Enable(domain, new CpuWish(target, Extension.Svm)) : CpuEdit.Disable(domain, Extension.Svm);
        DomainOwner? owner = OwnerTable.Find(domain);
        return new InstanceXmlReport(isEnable, domain, outcome, [Extension.Svm], owner, owner is { Rewrites: true }
            && outcome.State == CpuEditState.Changed, HasFormer: false);
    }
}
