using VirtNest.Facts;
using VirtNest.Instances;
using VirtNest.Proving;
using VirtNest.Tables;
using Xunit;

namespace VirtNest.Tests.Instances;

/// <summary>The limits of one instance: what its state, its host and a proof make of the table.</summary>
public sealed class InstanceLimitsTests
{
    private const string Amd = "amd-nested-1", Intel = "intel-nested-on";

    [Fact]
    public void A_live_L2_on_amd_is_saved_and_migrated_and_may_be_lost_on_a_target_without_nesting()
    {
        InstanceLimits limits = Of(Amd, LimitsHost.Running(Amd, true));
        Assert.True(limits.RunsNested);
        Assert.Equal(Enum.GetValues<LimitOperation>(), limits.Operations.Select(static o => o.Operation));
        Assert.Equal(LimitVerdict.Works, Now(limits, LimitOperation.Migrate));
        Assert.Contains(Row(limits, LimitOperation.Migrate).WithNested!.Conditions, static c => c.When == "target-nested-off");
        Assert.Equal(LimitVerdict.Unknown, Now(limits, LimitOperation.SuspendToDisk));
        Assert.False(limits.MustStopNested);
    }

    [Fact]
    public void A_snapshot_on_intel_asks_for_the_L2_to_be_stopped_first_while_one_runs_or_may_run()
    {
        Assert.Equal(LimitVerdict.Undefined, Now(Of(Intel, LimitsHost.Running(Intel, true)), LimitOperation.Snapshot));
        Assert.True(Of(Intel, LimitsHost.Running(Intel, true)).MustStopNested);
        Assert.True(Of(Intel, LimitsHost.Running(Intel, null)).MustStopNested);
        Assert.False(Of(Intel, LimitsHost.Running(Intel, false)).MustStopNested);
    }

    [Fact]
    public void Where_nobody_counts_both_are_told_and_only_what_they_share_holds_now()
    {
        InstanceLimits limits = Of(Intel, LimitsHost.Running(Intel, null));
        Assert.Null(limits.RunsNested);
        Assert.True(limits.IsExposed);
        OperationLimit snapshot = Row(limits, LimitOperation.Snapshot);
        Assert.Equal((LimitVerdict.Undefined, LimitVerdict.Works, LimitVerdict.Unknown),
            (snapshot.WithNested!.Verdict, snapshot.WithoutNested.Verdict, snapshot.Now));
        Assert.Equal(LimitVerdict.Works, Now(limits, LimitOperation.Save));
    }

    [Fact]
    public void An_instance_without_the_extension_is_as_any_other()
    {
        InstanceLimits limits =
            Of(Amd, LimitsHost.Running(Amd, null, "<cpu mode='custom'><model>EPYC</model><feature policy='disable' name='svm'/></cpu>"));
        Assert.Equal((false, false), (limits.IsExposed, limits.RunsNested));
        Assert.All(limits.Operations,
            static o =>
                Assert.True(o is { WithNested: null, Now: LimitVerdict.Works }
                    && o.WithoutNested.Rules.Count + o.WithoutNested.Conditions.Count == 0));
        Assert.Empty(limits.FeatureRules);
        Assert.Empty(limits.MissingFeatures);
    }

    [Fact]
    public void An_L2_that_runs_outweighs_an_xml_that_denies_the_extension()
    {
        InstanceFacts facts =
            LimitsHost.Running(Amd, true, "<cpu mode='custom'><model>EPYC</model><feature policy='disable' name='svm'/></cpu>");
        Assert.True(Of(Amd, facts).IsExposed);
    }

    [Theory]
    [InlineData("qemu", LimitScope.Emulated)]
    [InlineData("test", LimitScope.OtherType)]
    [InlineData("lxc", LimitScope.OtherType)]
    public void What_kvm_does_not_run_is_not_concerned(string type, LimitScope scope)
    {
        InstanceFacts facts = LimitsHost.Off(Amd);
        facts = facts with { Reading = facts.Reading with { Persistent = LimitsHost.Domain(type, "") } };
        InstanceLimits limits = Of(Amd, facts);
        Assert.Equal(scope, limits.Scope);
        Assert.Empty(limits.Operations);
    }

    [Fact]
    public void What_could_not_be_read_is_said_to_be_so()
    {
        InstanceFacts facts = LimitsHost.Off(Amd);
        Assert.Equal(LimitScope.NotRead, Of(Amd, facts with { Reading = facts.Reading with { Persistent = null } }).Scope);
    }

    [Fact]
    public void An_s390x_instance_is_judged_though_nobody_counts_there()
    {
        const string s390x = "ibm-s390x-nested-1";
        InstanceFacts facts = LimitsHost.Running(s390x, null, "");
        facts = facts with { Reading = facts.Reading with { Live = LimitsHost.Domain("kvm", "", "s390x"),
            Persistent = LimitsHost.Domain("kvm", "", "s390x") }, Host = HostOffer.Unknown };
        InstanceLimits limits = InstanceLimits.Judge(facts, LimitsHost.Host(s390x, facts));
        Assert.Equal((null, null, LimitVerdict.Works), (limits.IsExposed, limits.RunsNested, Now(limits, LimitOperation.Migrate)));
        Assert.Empty(limits.FeatureRules); // before 7.0, and Ubuntu mends its kernels by itself: not certain
    }

    [Fact]
    public void On_a_host_that_is_switched_off_meanwhile_a_restore_breaks()
    {
        const string off = "amd-nested-0";
        InstanceLimits limits = Of(off, LimitsHost.Running(off, true));
        Assert.Equal(LimitVerdict.Breaks, Now(limits, LimitOperation.Restore));
        Assert.True(limits.MustStopNested);
    }

    [Fact]
    public void A_host_that_is_not_this_machine_is_not_judged()
    {
        InstanceFacts facts =
            LimitsHost.Running(Amd, true) with { Host = new HostOffer(Extension.Svm, true, "virConnectGetDomainCapabilities") };
        InstanceHost host = InstanceHost.From(LimitsHost.Connection(facts, "qemu+ssh://root@other/system"), null);
        Assert.Equal(("amd", null), (host.Limits.Vendor, host.Limits.Kernel));
        Assert.Equal(LimitVerdict.Unknown, Now(InstanceLimits.Judge(facts, host), LimitOperation.Save));
    }

    [Fact]
    public void Another_driver_of_libvirt_is_another_vmm()
    {
        InstanceFacts facts = LimitsHost.Running(Amd, true);
        InstanceHost host = InstanceHost.From(LimitsHost.Connection(facts, "ch:///system"), LimitsHost.Facts(Amd));
        Assert.Equal((false, null), (host.Limits.IsQemu, host.Limits.Qemu));
        Assert.NotEqual(LimitVerdict.Works, Now(InstanceLimits.Judge(facts, host), LimitOperation.Save));
    }

    [Fact]
    public void A_proof_that_failed_on_this_kernel_counts_more_than_the_table()
    {
        InstanceFacts facts = LimitsHost.Running(Amd, true);
        InstanceLimits limits =
            InstanceLimits.Judge(facts, LimitsHost.Host(Amd, facts), null, Proof("6.1.0-25-amd64", ProofVerdict.Refuted));
        Assert.All(limits.Operations, static o => Assert.Equal(InstanceLimits.IsOnState(o.Operation), o.IsMeasuredLost));
        Assert.Equal(LimitVerdict.Breaks, Now(limits, LimitOperation.Save));
        Assert.True(limits.MustStopNested);
        Assert.Equal(LimitVerdict.Works, Now(limits, LimitOperation.MigrateNested));
        Assert.Equal(LimitVerdict.Works, Row(limits, LimitOperation.Save).WithoutNested.Verdict);
    }

    [Theory]
    [InlineData("6.1.0-26-amd64", ProofVerdict.Refuted)]
    [InlineData("6.1.0-25-amd64", ProofVerdict.Inconclusive)]
    public void A_proof_of_another_kernel_or_without_a_result_changes_nothing(string kernel, ProofVerdict verdict)
    {
        InstanceFacts facts = LimitsHost.Running(Amd, true);
        InstanceLimits limits = InstanceLimits.Judge(facts, LimitsHost.Host(Amd, facts), null, Proof(kernel, verdict));
        Assert.False(limits.Measured!.Counts);
        Assert.Equal(LimitVerdict.Works, Now(limits, LimitOperation.Save));
        Assert.Null(
            InstanceLimits.Judge(facts, LimitsHost.Host(Amd, facts) with { Facts = null }, null,
                Proof(kernel, verdict)).Measured!.IsOfKernel);
    }

    [Fact]
    public void A_proof_that_held_stands_beside_the_table()
    {
        InstanceFacts facts = LimitsHost.Running(Intel, true);
        InstanceLimits limits = InstanceLimits.Judge(facts, LimitsHost.Host(Intel, facts), null,
            Proof("6.8.0-45-generic", ProofVerdict.Proven) with { Extension = Extension.Vmx });
        Assert.True(limits.Measured!.Counts);
        Assert.Equal(LimitVerdict.Undefined, Now(limits, LimitOperation.Snapshot));
        // made with SVM
        Assert.False(MeasuredState.Judge(Proof("6.8.0-45-generic", ProofVerdict.Proven), LimitsHost.Host(Intel, facts)).IsOfKernel);
    }

    internal static StateDocument Proof(string kernel, ProofVerdict verdict) =>
        new(kernel, Extension.Svm, [new(verdict, RestoreOrder.NestedEarly, 25)]);

    private static InstanceLimits Of(string host, InstanceFacts facts) => InstanceLimits.Judge(facts, LimitsHost.Host(host, facts));

    private static OperationLimit Row(InstanceLimits limits, LimitOperation operation) =>
        limits.Operations.Single(o => o.Operation == operation);

    private static LimitVerdict Now(InstanceLimits limits, LimitOperation operation) => Row(limits, operation).Now;
}
