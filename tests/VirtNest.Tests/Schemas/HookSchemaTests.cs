using System.Text.Json.Nodes;
using VirtNest.Facts;
using VirtNest.Guarding;
using VirtNest.Instances;
using VirtNest.Tests.Hosts;
using VirtNest.Tests.Instances.Xml;
using Xunit;

namespace VirtNest.Tests.Schemas;

/// <summary>docs/schema holds for the documents of `guard hook run`, and refuses what is none.</summary>
public sealed class HookSchemaTests
{
    private static readonly SchemaFile Run = SchemaFile.Read("guard-hook-run");

    [Fact]
    public void Every_decision_is_as_the_schema_says()
    {
        HostOffer[] hosts = [HostOffer.From(HostFixture.Read("amd-nested-0").Verdict),
            new(Extension.Vmx, true, "ioctl:KVM_GET_SUPPORTED_CPUID"), HostOffer.Unknown];
        foreach (string cpu in (string[])["", "<cpu mode='host-passthrough'/>",
            "<cpu mode='host-model'><feature policy='require' name='svm'/></cpu>"])
        {
            foreach (HostOffer host in hosts)
            {
                foreach (IncomingWay way in Enum.GetValues<IncomingWay>())
                {
                    IncomingDecision decision = new IncomingDomain(way, Domain.Of(Domain.With(cpu)), false).Judge(host);
                    Assert.Empty(Run.Problems(Document(way, decision, null)));
                }
            }
        }

        Assert.Empty(Run.Problems(Document(null, null, null)));
        Assert.Empty(Run.Problems(Document(IncomingWay.Start, null, "standard input, line 1, byte 0: there is no element")));
        JsonObject lacking = JsonNode.Parse(Document(null, null, null))!.AsObject();
        lacking.Remove("refused");
        Assert.NotEmpty(Run.Problems(lacking.ToJsonString()));
    }

    private static string Document(IncomingWay? way, IncomingDecision? decision, string? problem) =>
        Encoding.UTF8.GetString(IncomingJson.Write("we\u001bb", "restore", "begin", way, decision, problem));
}
