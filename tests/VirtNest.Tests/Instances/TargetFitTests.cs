using VirtNest.Checking;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Instances;
using VirtNest.Tables;
using Xunit;

namespace VirtNest.Tests.Instances;

/// <summary>Whether another host can take an instance, by its evidence document.</summary>
public sealed class TargetFitTests
{
    private const string Amd = "amd-nested-1", Intel = "intel-nested-on";

    [Theory]
    [InlineData(Amd, Answer.Yes, null)]
    [InlineData("amd-nested-0", Answer.No, TargetQuestion.Nesting)]
    [InlineData(Intel, Answer.No, TargetQuestion.Vendor)]
    [InlineData("ibm-s390x-nested-1", Answer.No, TargetQuestion.Vendor)]
    [InlineData("amd-npt-off", Answer.No, TargetQuestion.Features)]
    [InlineData("unknown-empty-dump", Answer.Unknown, null)]
    public void An_amd_instance_with_a_live_L2_fits(string target, Answer fits, TargetQuestion? against)
    {
        TargetFit fit = Of(LimitsHost.Running(Amd, true), Amd, target);
        Assert.Equal(fits, fit.Fits);
        Assert.Equal(against is { } one ? [one] : [], fit.Answers.Where(static a => a.Answer == Answer.No).Select(static a => a.Question));
    }

    [Fact]
    public void Missing_features_have_the_names_of_libvirt()
    {
        TargetFit fit = Of(LimitsHost.Running(Intel, true), Intel, "intel-nested-features-missing");
        Assert.Equal(fit.Missing, fit.Needed);
        Assert.Contains("vmx-shadow-vmcs", fit.Missing!);
        Assert.Contains("vmx-ept-2mb", fit.Missing!);
        Assert.DoesNotContain("vmx-ept", fit.Missing!);
        Assert.False(fit.IsRefusedByLibvirt);
    }

    [Theory]
    [InlineData("<feature policy='require' name='vmx'/><feature policy='require' name='vmx-shadow-vmcs'/>", Answer.No)]
    [InlineData("<feature policy='require' name='vmx'/><feature policy='require' name='vmx-ept'/><feature policy='disable' "
        + "name='vmx-shadow-vmcs'/>", Answer.Yes)]
    [InlineData("<feature policy='require' name='vmx'/>", Answer.Unknown)] // the model's own share, which nothing lists
    public void Of_a_named_model_only_what_its_xml_names_is_needed_for_certain(string features, Answer answer)
    {
        InstanceFacts facts =
            LimitsHost.Running(Intel, true, $"<cpu mode='custom' check='full'><model>Skylake-Server</model>{features}</cpu>");
        TargetFit fit = Of(facts, Intel, "intel-nested-features-missing");
        Assert.Equal(answer, fit.Answers.Single(static a => a.Question == TargetQuestion.Features).Answer);
        Assert.Equal(answer == Answer.No, fit.IsRefusedByLibvirt);
        Assert.Equal(answer == Answer.No ? ["vmx-shadow-vmcs"] : [], fit.Needed);
    }

    [Fact]
    public void The_older_spelling_of_libvirt_counts()
    {
        InstanceFacts facts = LimitsHost.Running(Amd, true,
            "<cpu mode='custom' check='full'><model>EPYC</model><feature policy='require' name='svm'/><feature policy='require' "
                + "name='nrip_save'/></cpu>");
        Assert.Equal(["nrip-save"], Of(facts, Amd, "tcg-passes-svm").Needed);
    }

    [Fact]
    public void A_source_or_target_that_was_not_asked_makes_features_unknown()
    {
        InstanceFacts facts = LimitsHost.Running(Amd, true);
        TargetFit elsewhere = TargetFit.Judge(facts, LimitsHost.Host(Amd, facts) with { Facts = null }, LimitsHost.Facts(Amd), true, true);
        Assert.Equal((Answer.Unknown, (IReadOnlyList<string>?)null), (elsewhere.Fits, elsewhere.Missing));
        HostFacts untold = Without(Amd, "ioctl:KVM_GET_SUPPORTED_CPUID");
        TargetFit fit = TargetFit.Judge(facts, LimitsHost.Host(Amd, facts), untold, true, true);
        Assert.Equal(Answer.Unknown, fit.Answers.Single(static a => a.Question == TargetQuestion.Features).Answer);
        Assert.Equal(Answer.Yes, fit.Answers.Single(static a => a.Question == TargetQuestion.Nesting).Answer); // by the parameter
    }

    [Fact]
    public void A_register_that_a_target_did_not_tell_of_makes_nothing_fit()
    {
        HostFacts cut = With(Intel, "ioctl:KVM_GET_MSRS", "480 00da040000000012\n48b 0057d7fb00000000\n");
        Assert.Null(NestedFeatureTable.Missing(LimitsHost.Facts(Intel).Kvm, cut.Kvm));
        HostFacts less = With(Intel, "ioctl:KVM_GET_MSRS", "480 00da040000000012\n48b 0057d7f900000000\n");
        Assert.Equal(["vmx-ept"], NestedFeatureTable.Missing(LimitsHost.Facts(Intel).Kvm, less.Kvm));
    }

    [Fact]
    public void A_control_that_must_be_one_is_no_feature_and_an_unnamed_bit_is_shown_by_its_place()
    {
        KvmAnswers all = With(Intel, "ioctl:KVM_GET_MSRS", "48d 0000007f00000016\n48b 8000000200000000\n").Kvm;
        KvmAnswers none = With(Intel, "ioctl:KVM_GET_MSRS", "48d 0000001600000016\n48b 0000000000000000\n").Kvm;
        Assert.Equal(["vmx-intr-exit", "vmx-nmi-exit", "vmx-vnmi", "vmx-preemption-timer", "vmx-ept", "MSR 0x48b bit 31"],
            NestedFeatureTable.Missing(all, none));
    }

    [Fact]
    public void A_kernel_that_is_too_old_there_is_named_by_the_table()
    {
        InstanceFacts facts = LimitsHost.Running(Amd, true);
        HostFacts old = With(Amd, "call:uname", "release=5.4.210-1-x86_64\nmachine=x86_64\n");
        TargetFit fit = TargetFit.Judge(facts, LimitsHost.Host(Amd, facts), old, true, true);
        Assert.Equal((Answer.No, LimitVerdict.Undefined), (fit.Fits, fit.Kernel!.Verdict));
        Assert.Contains(fit.Kernel.Rules, static r => r.Id == "amd-before-5.8");
        Assert.Equal(Answer.Yes, TargetFit.Judge(facts, LimitsHost.Host(Amd, facts), old, true, false).Fits); // no L2, no state of one
    }

    [Fact]
    public void Without_the_extension_nothing_of_nesting_stands_against_a_target()
    {
        InstanceFacts facts =
            LimitsHost.Running(Amd, null, "<cpu mode='custom'><model>EPYC</model><feature policy='disable' name='svm'/></cpu>");
        TargetFit fit = Of(facts, Amd, "amd-nested-0");
        Assert.Equal(Answer.Yes, fit.Fits);
        Assert.Empty(fit.Answers);
    }

    [Fact]
    public void What_a_target_is_decides_the_conditions_of_the_table()
    {
        InstanceFacts facts = LimitsHost.Running(Amd, true);
        LimitVerdict To(
            string target) => InstanceLimits.Judge(facts, LimitsHost.Host(Amd, facts),
                LimitsHost.Facts(target)).Operations.Single(static o => o.Operation == LimitOperation.Migrate).Now;
        Assert.Equal(LimitVerdict.Breaks, To("amd-nested-0"));
        Assert.Equal(LimitVerdict.Undefined, To(Intel));
        Assert.Equal(LimitVerdict.Undefined, To("amd-npt-off"));
        Assert.Equal(LimitVerdict.Unknown, To("unknown-empty-dump"));
        Assert.Equal(LimitVerdict.Works, To(Amd));
    }

    [Fact]
    public void Any_host_can_be_compared_with_any_other()
    {
        string[] hosts = [.. Hosts.HostFixture.Names];
        InstanceFacts facts = LimitsHost.Running(Amd, null);
        for (int i = 0; i < hosts.Length; i++)
        {
            HostFacts source = LimitsHost.Facts(hosts[i]);
            HostFacts target = LimitsHost.Facts(hosts[(i * 7 + 3) % hosts.Length]);
            InstanceHost host = InstanceHost.From(LimitsHost.Connection(facts), source);
            TargetFit fit = TargetFit.Judge(facts, host, target, true, null);
            Assert.NotEmpty(fit.Answers);
            Assert.False(fit.Fits == Answer.Yes && fit.OffersNesting != true, hosts[i]);
            Assert.True(NestedFeatureTable.Missing(source.Kvm, source.Kvm) is null or { Count: 0 });
        }
    }

    private static TargetFit Of(InstanceFacts facts, string host,
        string target) => TargetFit.Judge(facts, LimitsHost.Host(host, facts), LimitsHost.Facts(target),
            InstanceLimits.Judge(facts, LimitsHost.Host(host, facts)).IsExposed, true);

    private static HostFacts Without(string host, string source) => Changed(host, source, Reading.NotRead);

    private static HostFacts With(string host, string source, string text) =>
        Changed(host, source, Reading.Known(Encoding.UTF8.GetBytes(text), false));

    private static HostFacts Changed(string host, string source, Reading reading)
    {
        HostEvidence evidence = EvidenceJson.Read(EvidenceJson.Write(LimitsHost.Facts(host).Evidence), out _)!;
        evidence[source] = reading;
        return HostFacts.Parse(evidence);
    }
}
