using System.Text.Json.Nodes;
using VirtNest.Facts;
using VirtNest.Guarding;
using VirtNest.Instances;
using VirtNest.Tests.Changing;
using VirtNest.Tests.Hosts;
using VirtNest.Tests.Instances.Xml;
using Xunit;

namespace VirtNest.Tests.Schemas;

/// <summary>docs/schema holds for the documents of `guard hook`, and refuses what is none.</summary>
public sealed class HookSchemaTests
{
    private static readonly SchemaFile Change = SchemaFile.Read("guard-hook");

    private static readonly SchemaFile Run = SchemaFile.Read("guard-hook-run");

    private static readonly HookScript Script = new("/usr/bin/virt-nest");

    [Fact]
    public void Every_outcome_of_every_plan_is_as_the_schema_says()
    {
        HookPlace empty = HookPlanTests.Place() with { Profile = "/etc/apparmor.d/usr.sbin.libvirtd",
            ReloadCommand = "systemctl try-reload-or-restart libvirtd" };
        HookPlace changed = HookPlanTests.Place(own: [.. Script.Bytes, (byte)'#']);
        HookPlan[] plans =
        [
            HookPlan.Install(empty with { Libvirt = null }, new("/opt/virt-nest"), null, false),
                HookPlan.Install(changed, Script, null, true), HookPlan.Remove(changed), HookPlan.Remove(empty),
            HookPlan.Remove(HookPlanTests.Place(own: Script.Bytes)),
            HookPlan.Install(HookPlanTests.Place(own: Script.Bytes, mode: 0), Script, null, null),
            HookPlan.Install(HookPlanTests.Place(own: Script.Bytes), Script with { Language = "zh-CN" }, null, null),
            .. Enum.GetValues<HookRefusal>()
            .Select(static r =>
                new HookPlan(true, []) { Refusal = r, Obstacle = "/etc/libvirt/hooks/\u001bqemu",
                    LineByHand = r == HookRefusal.OnlyOne ? Script.Line : null }),
        ];
        foreach (HookPlan plan in plans)
        {
            foreach (HookOutcome outcome in Enum.GetValues<HookOutcome>())
            {
                byte[] document = HookJson.Write(
                    new(outcome, plan, empty, "/opt/virt-nest") { FailedPath = "/etc/libvirt", FailedErrno = 13,
                        IsDryRun = outcome == HookOutcome.Planned });
                Assert.Empty(Change.Problems(Encoding.UTF8.GetString(document)));
                JsonObject lacking = JsonNode.Parse(document)!.AsObject();
                lacking.Remove("files");
                Assert.NotEmpty(Change.Problems(lacking.ToJsonString()));
            }
        }
    }

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
