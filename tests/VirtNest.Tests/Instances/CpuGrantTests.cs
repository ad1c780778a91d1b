using VirtNest.Facts;
using VirtNest.Instances;
using VirtNest.Instances.Xml;
using Xunit;

namespace VirtNest.Tests.Instances;

/// <summary>What a definition gives on a host: the table that was measured with libvirt 9.0 and QEMU 7.2.</summary>
public sealed class CpuGrantTests
{
    private const string RequireSvm = "<feature policy='require' name='svm'/>";
    private const string DenySvm = "<feature policy='disable' name='svm'/>";

    [Theory]
    [InlineData("", false, false)]
    [InlineData("<cpu mode='custom'><model>qemu64</model></cpu>", false, false)]
    [InlineData("<cpu mode='custom'><model>qemu64</model>" + RequireSvm + "</cpu>", true, true)]
    [InlineData("<cpu mode='custom'><model>EPYC</model>" + DenySvm + "</cpu>", false, false)]
    [InlineData("<cpu mode='host-passthrough'/>", true, true)]
    [InlineData("<cpu mode='host-passthrough'>" + DenySvm + "</cpu>", false, false)]
    [InlineData("<cpu mode='maximum'/>", true, true)]
    [InlineData("<cpu mode='host-model' check='partial'/>", false, false)]
    [InlineData("<cpu mode='host-model' check='partial'>" + RequireSvm + "</cpu>", true, true)]
    public void On_amd_with_nested_on_it_gives(string cpu, bool asks, bool has)
    {
        CpuGrant grant = CpuGrant.Decide(Domain("kvm", cpu), new HostOffer(Extension.Svm, true, ""), isLive: false);
        Assert.Equal((asks, has), (grant.Asks, grant.Has));
    }

    [Theory]
    [InlineData("<cpu mode='host-passthrough'/>", true)]
    [InlineData("<cpu mode='host-passthrough' check='none'>" + RequireSvm + "</cpu>", true)]
    [InlineData("<cpu mode='host-model'>" + RequireSvm + "</cpu>", true)]
    [InlineData("<cpu mode='custom'><model>qemu64</model></cpu>", false)]
    public void Where_the_host_offers_nothing_nothing_has_it_whatever_it_asks(string cpu, bool asks)
    {
        CpuGrant grant = CpuGrant.Decide(Domain("kvm", cpu), new HostOffer(Extension.Svm, false, ""), isLive: false);
        Assert.Equal((asks, false), (grant.Asks, grant.Has));
    }

    [Fact]
    public void A_running_host_passthrough_without_full_check_still_claims_what_qemu_left_out()
    {
        HostOffer none = new(Extension.Svm, false, "");
        Assert.False(
            CpuGrant.Decide(Domain("kvm", "<cpu mode='host-passthrough' check='none'>" + RequireSvm + "</cpu>"), none, isLive: true).Has);
        Assert.True(
            CpuGrant.Decide(Domain("kvm", "<cpu mode='host-passthrough' check='full'>" + RequireSvm + "</cpu>"), none, isLive: true).Has);
        Assert.True(
            CpuGrant.Decide(Domain("kvm", "<cpu mode='custom' check='full'><model>EPYC</model>" + RequireSvm + "</cpu>"), none,
                isLive: true).Has);
    }

    [Theory]
    [InlineData("x86_64", "", true)]
    [InlineData("i686", "", false)]
    [InlineData("x86_64", "<cpu mode='maximum'/>", true)]
    [InlineData("x86_64", "<cpu mode='custom'><model>Haswell</model></cpu>", false)]
    [InlineData("x86_64", "<cpu mode='custom'><model>EPYC-Milan</model></cpu>", true)]
    [InlineData("x86_64", "<cpu mode='custom'><model>qemu64</model>" + DenySvm + "</cpu>", false)]
    public void An_emulated_instance_has_what_its_model_has(string arch, string cpu, bool has)
    {
        Assert.Equal(has, CpuGrant.Decide(Domain("qemu", cpu, arch), HostOffer.Unknown, isLive: false).Has);
        Assert.Equal(has, CpuGrant.Decide(Domain("qemu", cpu, arch), new HostOffer(Extension.Vmx, false, ""), isLive: false).Has);
    }

    [Theory]
    [InlineData("host,-svm", false)]
    [InlineData("host", true)]
    [InlineData("EPYC,+svm", true)]
    [InlineData("EPYC,svm=off", false)]
    [InlineData("EPYC", null)]
    public void Arguments_for_qemu_win_over_the_element(string value, bool? asks)
    {
        string xml = "<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'><os><type arch='x86_64'>hvm</type></os>"
            + "<cpu mode='host-passthrough'/><qemu:commandline><qemu:arg value='-cpu'/><qemu:arg "
            + $"value='{value}'/></qemu:commandline></domain>";
        CpuGrant grant =
            CpuGrant.Decide(DomainXml.Parse(Encoding.UTF8.GetBytes(xml), out _)!, new HostOffer(Extension.Svm, true, ""), isLive: false);
        Assert.Equal(asks, grant.Asks);
        Assert.Equal(CpuExposure.Overridden, grant.How);
    }

    [Fact]
    public void Of_a_host_that_nobody_knows_only_what_holds_for_both_vendors_is_told()
    {
        Assert.Null(CpuGrant.Decide(Domain("kvm", "<cpu mode='host-passthrough'/>"), HostOffer.Unknown, isLive: false).Has);
        Assert.True(CpuGrant.Decide(Domain("kvm", "<cpu mode='host-passthrough'/>"), HostOffer.Unknown, isLive: false).Asks);
        Assert.Null(CpuGrant.Decide(Domain("kvm", "<cpu mode='host-model'/>"), HostOffer.Unknown, isLive: false).Asks);
        Assert.False(CpuGrant.Decide(Domain("kvm", ""), HostOffer.Unknown, isLive: false).Has);
    }

    [Theory]
    [InlineData("xen", "x86_64")]
    [InlineData("lxc", "x86_64")]
    [InlineData("kvm", "aarch64")]
    public void Of_other_kinds_the_question_does_not_arise(string type, string arch)
    {
        Assert.Null(
            CpuGrant.Decide(Domain(type, "<cpu mode='host-passthrough'/>", arch), new HostOffer(Extension.Svm, true, ""),
                isLive: false).How);
    }

    internal static DomainXml Domain(string type, string cpu, string arch = "x86_64") =>
        DomainXml.Parse(
            Encoding.UTF8.GetBytes($"<domain type='{type}'><name>a</name><os><type arch='{arch}'>hvm</type></os>{cpu}</domain>"), out _)
                ?? throw new FormatException(cpu);
}
