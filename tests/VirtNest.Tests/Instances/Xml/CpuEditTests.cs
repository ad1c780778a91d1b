using VirtNest.Facts;
using VirtNest.Instances.Xml;
using Xunit;

namespace VirtNest.Tests.Instances.Xml;

/// <summary>What an edit makes of one &lt;cpu&gt; element, case by case, by the forms that were measured (docs/cpu-modes.md).</summary>
public sealed class CpuEditTests
{
    private const string Svm = "<feature policy='require' name='svm'/>";

    [Theory]
    [InlineData(CpuTarget.HostPassthrough, "<cpu mode='host-passthrough' check='full'>\n    " + Svm + "\n  </cpu>")]
    [InlineData(CpuTarget.Fitting, "<cpu mode='host-passthrough' check='full'>\n    " + Svm + "\n  </cpu>")]
    [InlineData(CpuTarget.HostModel, "<cpu mode='host-model' check='partial'>\n    " + Svm + "\n  </cpu>")]
    [InlineData(CpuTarget.Keep, "<cpu mode='custom' match='exact' check='partial'>\n    <model fallback='forbid'>qemu64</model>\n    " + Svm
        + "\n  </cpu>")]
    public void A_domain_without_cpu_gets_one(CpuTarget target, string cpu)
    {
        Is(Domain.With(cpu), Enable(Domain.With(""), target));
    }

    [Theory]

    // custom
    [InlineData(CpuTarget.Keep, "<cpu><model>EPYC</model></cpu>", "<cpu><model>EPYC</model>" + Svm + "</cpu>")]
    [InlineData(CpuTarget.Keep, "<cpu match='exact'>\n    <model>EPYC</model>\n    <feature policy='disable' name='svm'/>\n  </cpu>",
        "<cpu match='exact'>\n    <model>EPYC</model>\n    " + Svm + "\n  </cpu>")]
    [InlineData(CpuTarget.Keep, "<cpu match='exact'>\n    <model>EPYC</model>\n    <numa/>\n  </cpu>",
        "<cpu match='exact'>\n    <model>EPYC</model>\n    " + Svm + "\n    <numa/>\n  </cpu>")]
    [InlineData(CpuTarget.Keep, "<cpu><model>EPYC</model><feature name='svm' policy='optional'/></cpu>",
        "<cpu><model>EPYC</model><feature name='svm' policy='require'/></cpu>")]
    [InlineData(CpuTarget.HostPassthrough,
        "<cpu mode='custom' match='exact' check='none'>\n    <model fallback='forbid'>qemu64</model>\n  </cpu>",
        "<cpu mode='host-passthrough' check='full'>\n    " + Svm + "\n  </cpu>")]
    [InlineData(CpuTarget.HostModel,
        "<cpu match='strict'>\n    <model>EPYC</model>\n    <vendor>AMD</vendor>\n    <!-- keep -->\n    <topology sockets='1' cores='2' "
            + "threads='1'/>\n  </cpu>",
                "<cpu mode='host-model' check='partial'>\n    <!-- keep -->\n    <topology sockets='1' cores='2' threads='1'/>\n    " + Svm
                + "\n  </cpu>")]

    // no model
    [InlineData(CpuTarget.Keep, "<cpu>\n    <topology sockets='1' cores='2' threads='1'/>\n  </cpu>",
        "<cpu mode='custom' match='exact' check='partial'>\n    <model fallback='forbid'>qemu64</model>\n    <topology sockets='1' "
            + "cores='2' threads='1'/>\n    " + Svm + "\n  </cpu>")]
    [InlineData(CpuTarget.Keep, "<cpu/>",
        "<cpu mode='custom' match='exact' check='partial'>\n    <model fallback='forbid'>qemu64</model>\n    " + Svm + "\n  </cpu>")]
    [InlineData(CpuTarget.Keep, "<cpu>\n    <numa><cell id='0'/></numa>\n  </cpu>",
        "<cpu mode='custom' match='exact' check='partial'>\n    <model fallback='forbid'>qemu64</model>\n    " + Svm
        + "\n    <numa><cell id='0'/></numa>\n  </cpu>")]

    // host-model
    [InlineData(CpuTarget.HostModel, "<cpu mode='host-model' check='partial'/>", "<cpu mode='host-model' check='partial'>\n    " + Svm
        + "\n  </cpu>")]
    [InlineData(CpuTarget.HostModel, "<cpu mode='host-model' check='full' />", "<cpu mode='host-model' check='partial'>\n    " + Svm
    + "\n  </cpu>")]
    [InlineData(CpuTarget.Keep, "<cpu mode='host-model'>\n    <model fallback='allow'></model>\n  </cpu>",
        "<cpu mode='host-model'>\n    <model fallback='allow'></model>\n    " + Svm + "\n  </cpu>")]
    [InlineData(CpuTarget.HostModel, "<cpu mode='host-passthrough' check='none' migratable='on'></cpu>",
        "<cpu mode='host-model' check='partial'>\n    " + Svm + "\n  </cpu>")]

    // host-passthrough and maximum
    [InlineData(CpuTarget.HostPassthrough, "<cpu mode='host-model'/>", "<cpu mode='host-passthrough' check='full'>\n    " + Svm
        + "\n  </cpu>")]
    [InlineData(CpuTarget.HostPassthrough,
        "<cpu mode='host-passthrough' migratable='off'>\n    <feature policy='disable' name='svm'/>\n  </cpu>",
        "<cpu mode='host-passthrough' migratable='off' check='full'>\n    " + Svm + "\n  </cpu>")]
    [InlineData(CpuTarget.Keep, "<cpu mode='maximum'><feature policy='disable' name='svm'/></cpu>", "<cpu mode='maximum'>" + Svm
    + "</cpu>")]
    [InlineData(CpuTarget.HostPassthrough, "<cpu mode='maximum'/>", "<cpu mode='host-passthrough' check='full'>\n    " + Svm
    + "\n  </cpu>")]

    // layout
    [InlineData(CpuTarget.HostModel, "<cpu mode='host-model'>\n    <!-- only this -->\n  </cpu>",
        "<cpu mode='host-model'>\n    <!-- only this -->\n    " + Svm + "\n  </cpu>")]
    [InlineData(CpuTarget.HostModel, "<cpu\n     mode='custom'\n     match='exact'\n  ><model>x</model></cpu>",
        "<cpu\n     mode='host-model' check='partial'\n  >" + Svm + "</cpu>")]
    public void A_cpu_is_changed_into_the_form_that_works(CpuTarget target, string before, string after)
    {
        Is(Domain.With(after), Enable(Domain.With(before), target));
    }

    [Theory]
    [InlineData(CpuTarget.Fitting, "<cpu mode='host-passthrough'/>")]
    [InlineData(CpuTarget.Fitting, "<cpu mode='maximum'/>")]
    [InlineData(CpuTarget.Fitting, "<cpu><model>EPYC</model>" + Svm + "</cpu>")]
    [InlineData(CpuTarget.Fitting, "<cpu><model>EPYC</model><feature name='svm'/></cpu>")]
    [InlineData(CpuTarget.HostPassthrough, "<cpu mode='host-passthrough' check='none'/>")]
    [InlineData(CpuTarget.HostPassthrough, "<cpu mode='host-passthrough'><feature policy='force' name='svm'/></cpu>")]
    [InlineData(CpuTarget.HostModel, "<cpu mode='host-model'>" + Svm + "</cpu>")]
    [InlineData(CpuTarget.Keep, "<cpu mode='host-passthrough'/>")]
    public void What_asks_already_is_left_alone(CpuTarget target, string cpu)
    {
        Is(Domain.With(cpu), Enable(Domain.With(cpu), target), CpuEditState.Unchanged);
    }

    [Theory]
    [InlineData("-cpu", "host,migratable=off")]
    [InlineData("-cpu", "EPYC,svm=on")]
    public void Arguments_for_qemu_that_ask_already_are_left_alone(string argument, string value)
    {
        string text = Domain.With($"<cpu/><qemu:commandline xmlns:qemu='{DomainXml.QemuNamespace}'><qemu:arg value='{argument}'/>"
            + $"<qemu:arg value='{value}'/></qemu:commandline>");
        Is(text, Enable(text, CpuTarget.Fitting), CpuEditState.Unchanged);
    }

    [Theory]
    [InlineData(CpuTarget.Fitting, "<cpu mode='host-passthrough'><feature policy='disable' name='npt'/></cpu>",
        "<cpu mode='host-passthrough'></cpu>")]
    [InlineData(CpuTarget.Keep, "<cpu><model>EPYC</model><feature policy='disable' name='nrip-save'/></cpu>",
        "<cpu><model>EPYC</model>" + Svm + "</cpu>")]
    [InlineData(CpuTarget.HostModel, "<cpu mode='host-model'><feature policy='disable' name='npt'/>" + Svm + "</cpu>",
        "<cpu mode='host-model'>" + Svm + "</cpu>")]
    [InlineData(CpuTarget.Fitting, "<cpu mode='host-model'>" + Svm + "<feature name='vmx'/><feature name='vmx-ept'/></cpu>",
        "<cpu mode='host-model'>" + Svm + "</cpu>")]
    public void Lines_that_keep_the_extension_from_working_are_taken_out(CpuTarget target, string before, string after)
    {
        Is(Domain.With(after), Enable(Domain.With(before), target));
    }

    [Theory]
    [InlineData("<cpu mode='host-passthrough'><feature policy='disable' name='vgif'/> <!-- on purpose --></cpu>", false)]
    [InlineData("<cpu mode='host-passthrough'><feature policy='forbid' name='avic'/></cpu>", true)]
    public void A_part_that_the_extension_works_without_stays_unless_told(string cpu, bool dropsConflicts)
    {
        CpuEditOutcome outcome =
            CpuEdit.Enable(Domain.Of(Domain.With(cpu)), new CpuWish(CpuTarget.Fitting, Extension.Svm, dropsConflicts));
        Assert.Equal(dropsConflicts ? CpuEditState.Changed : CpuEditState.Unchanged, outcome.State);
    }

    [Theory]
    [InlineData("<cpu mode='host-passthrough'><feature name='vmx-ept'/><feature policy='disable' name='vmx-vmfunc'/></cpu>",
        "<cpu mode='host-passthrough'><feature policy='disable' name='vmx-vmfunc'/><feature policy='disable' name='vmx'/></cpu>")]
    [InlineData("<cpu mode='custom'><model>Haswell</model><feature name='vmx-ept'/></cpu>",
        "<cpu mode='custom'><model>Haswell</model></cpu>")]
    public void Taking_the_extension_away_leaves_no_part_of_it_required(string before, string after)
    {
        Is(Domain.With(after), CpuEdit.Disable(Domain.Of(Domain.With(before)), Extension.Vmx));
    }

    [Theory]
    [InlineData(CpuTarget.Fitting, "", "<cpu mode='custom' match='exact' check='none'>\n    <model fallback='forbid'>qemu64</model>\n    "
        + Svm + "\n  </cpu>")]
    [InlineData(CpuTarget.Fitting, "<cpu><model>Penryn</model></cpu>", "<cpu mode='host-model' check='partial'>" + Svm + "</cpu>")]
    [InlineData(CpuTarget.Keep, "<cpu><model>qemu64-v1</model></cpu>", "<cpu><model>qemu64-v1</model>" + Svm + "</cpu>")]
    public void An_emulated_instance_gets_svm_in_a_mode_that_libvirt_has_for_it(CpuTarget target, string before, string after)
    {
        Is(Domain.With(after, "qemu"), Enable(Domain.With(before, "qemu"), target));
    }

    [Theory]
    [InlineData("<cpu/>", "lxc", "x86_64", CpuTarget.Keep, Extension.Svm, CpuRefusalKind.OtherType, "lxc")]
    [InlineData("<cpu/>", "kvm", "aarch64", CpuTarget.Keep, Extension.Svm, CpuRefusalKind.OtherArchitecture, "aarch64")]
    [InlineData("<cpu/><cpu/>", "kvm", "x86_64", CpuTarget.Keep, Extension.Svm, CpuRefusalKind.SeveralCpus, "")]
    [InlineData("<cpu mode='new'/>", "kvm", "x86_64", CpuTarget.HostModel, Extension.Svm, CpuRefusalKind.UnknownMode, "new")]
    [InlineData("<cpu><model>x</model><feature name='svm'/><feature name='svm'/></cpu>", "kvm", "x86_64", CpuTarget.Keep, Extension.Svm,
        CpuRefusalKind.FeatureTwice, "svm")]
    [InlineData("<cpu/><qemu:commandline xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'><qemu:arg value='-cpu'/><qemu:arg "
        + "value='EPYC'/></qemu:commandline>", "kvm", "x86_64", CpuTarget.Keep, Extension.Svm, CpuRefusalKind.QemuCpuOverride, "EPYC")]
    [InlineData("<cpu/><launchSecurity type='sev-snp'/>", "kvm", "x86_64", CpuTarget.Fitting, Extension.Svm, CpuRefusalKind.Encrypted,
        "sev-snp")]
    [InlineData("<features><hyperv><evmcs state='on'/></hyperv></features><cpu/>", "kvm", "x86_64", CpuTarget.Fitting, Extension.Svm,
        CpuRefusalKind.EvmcsWithSvm, "")]
    [InlineData("<cpu><model>x</model><feature name='vmx'/><feature name='vmx'/></cpu>", "kvm", "x86_64", CpuTarget.Fitting, Extension.Svm,
        CpuRefusalKind.FeatureTwice, "vmx")]
    [InlineData("<cpu/>", "qemu", "x86_64", CpuTarget.HostPassthrough, Extension.Svm, CpuRefusalKind.PassthroughEmulated, "")]
    [InlineData("<cpu/>", "qemu", "x86_64", CpuTarget.Fitting, Extension.Vmx, CpuRefusalKind.VmxEmulated, "")]
    [InlineData("", "kvm", "x86_64", CpuTarget.Keep, Extension.Vmx, CpuRefusalKind.ModelWithoutVmx, "qemu64")]
    [InlineData("", "kvm", "i686", CpuTarget.Keep, Extension.Vmx, CpuRefusalKind.ModelWithoutVmx, "qemu32")]
    [InlineData("<cpu><model>EPYC-Rome-v2</model></cpu>", "kvm", "x86_64", CpuTarget.Keep, Extension.Vmx, CpuRefusalKind.ModelWithoutVmx,
        "EPYC-Rome-v2")]
    [InlineData("<cpu><model>Penryn</model></cpu>", "qemu", "x86_64", CpuTarget.Keep, Extension.Svm, CpuRefusalKind.ModelWithoutSvm,
        "Penryn")]
    [InlineData("<cpu><model>x</model><vendor>Intel</vendor></cpu>", "kvm", "x86_64", CpuTarget.Keep, Extension.Svm,
        CpuRefusalKind.OtherVendor, "Intel")]
    public void What_stands_against_an_edit_is_named(string cpu, string type, string arch, CpuTarget target, Extension extension,
        CpuRefusalKind kind, string subject)
    {
        string text = Domain.With(cpu, type, arch);
        CpuEditOutcome outcome = CpuEdit.Enable(Domain.Of(text), new CpuWish(target, extension, DropsConflicts: true));
        Is(text, outcome, CpuEditState.Refused);
        Assert.Equal((kind, subject), (outcome.Refusal!.Kind, outcome.Refusal.Subject));
    }

    [Theory]
    [InlineData(CpuTarget.HostModel, "<cpu mode='host-passthrough'><cache mode='passthrough'/></cpu>", "<cache mode='passthrough'/>",
        "<cpu mode='host-model' check='partial'>" + Svm + "</cpu>")]
    [InlineData(CpuTarget.HostPassthrough, "<cpu><model vendor_id='KVMKVMKVM123'>EPYC</model></cpu>",
        "<model vendor_id='KVMKVMKVM123'>EPYC</model>", "<cpu mode='host-passthrough' check='full'>" + Svm + "</cpu>")]
    [InlineData(CpuTarget.HostPassthrough, "<cpu><model>Haswell</model><vendor>Intel</vendor></cpu>", "<vendor>Intel</vendor>",
        "<cpu mode='host-passthrough' check='full'>" + Svm + "</cpu>")]
    public void A_child_that_contradicts_the_new_mode_is_named_and_dropped_on_demand(CpuTarget target, string before, string conflict,
        string after)
    {
        DomainXml domain = Domain.Of(Domain.With(before));
        CpuEditOutcome asked = CpuEdit.Enable(domain, new CpuWish(target, Extension.Svm));
        Assert.Equal(CpuRefusalKind.Conflicts, asked.Refusal!.Kind);
        Assert.Equal([conflict], asked.Refusal.Conflicts);
        CpuEditOutcome told = CpuEdit.Enable(domain, new CpuWish(target, Extension.Svm, DropsConflicts: true));
        Is(Domain.With(after), told);
        Assert.Contains(conflict, told.Dropped);
    }

    [Fact]
    public void A_cache_passed_through_stays_in_host_passthrough()
    {
        string text = Domain.With(
            "<cpu mode='host-passthrough'>\n    <cache mode='passthrough'/>\n    <feature policy='forbid' name='svm'/>\n  </cpu>");
        Assert.Contains("<cache mode='passthrough'/>", Domain.Text(Enable(text, CpuTarget.HostPassthrough).Bytes),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<cpu mode='host-passthrough'/>", "<cpu mode='host-passthrough'>\n    <feature policy='disable' name='svm'/>\n  </cpu>")]
    [InlineData("<cpu mode='host-model'/>", "<cpu mode='host-model'>\n    <feature policy='disable' name='svm'/>\n  </cpu>")]
    [InlineData("<cpu><model>EPYC</model>" + Svm + "</cpu>", "<cpu><model>EPYC</model><feature policy='disable' name='svm'/></cpu>")]
    [InlineData("<cpu><model>EPYC</model><feature name='svm'/></cpu>",
        "<cpu><model>EPYC</model><feature policy='disable' name='svm'/></cpu>")]
    public void Disable_denies_it_wherever_it_could_come_through(string before, string after)
    {
        Is(Domain.With(after), CpuEdit.Disable(Domain.Of(Domain.With(before)), Extension.Svm));
    }

    [Theory]
    [InlineData("", "kvm")]
    [InlineData("<cpu><model>EPYC</model></cpu>", "kvm")]
    [InlineData("<cpu mode='host-passthrough'><feature policy='disable' name='svm'/></cpu>", "kvm")]
    [InlineData("<cpu><model>Penryn</model></cpu>", "qemu")]
    public void Disable_changes_nothing_where_nothing_comes_through(string cpu, string type)
    {
        string text = Domain.With(cpu, type);
        Is(text, CpuEdit.Disable(Domain.Of(text), Extension.Svm), CpuEditState.Unchanged);
    }

    [Fact]
    public void An_emulated_instance_has_svm_of_its_model_until_it_is_denied()
    {
        Assert.Equal(CpuExposure.OfModel, CpuExposures.Of(Domain.Of(Domain.With("", "qemu")), Extension.Svm));
        CpuEditOutcome outcome = CpuEdit.Disable(Domain.Of(Domain.With("", "qemu")), Extension.Svm);
        Is(Domain.With(
            "<cpu mode='custom' match='exact' check='none'>\n    <model fallback='forbid'>qemu64</model>\n    <feature policy='disable' "
                + "name='svm'/>\n  </cpu>", "qemu"), outcome);
        Assert.Equal(CpuExposure.Denied, CpuExposures.Of(Domain.Of(outcome.Bytes), Extension.Svm));
    }

    [Fact]
    public void The_former_cpu_comes_back_only_while_nobody_changed_it()
    {
        DomainXml former = Domain.Of(Domain.With("<cpu mode='host-model'/>"));
        CpuEditOutcome enabled = CpuEdit.Enable(former, new CpuWish(CpuTarget.HostPassthrough, Extension.Svm));
        CpuEditOutcome back = CpuEdit.Disable(Domain.Of(enabled.Bytes), Extension.Svm, former);
        Assert.True(back.IsRestored);
        Is(Domain.Text(former.Bytes), back);

        // A change elsewhere is no change of <cpu>: it stays, and the former <cpu> comes back.
        string elsewhere = Domain.Text(enabled.Bytes).Replace("<devices/>", "<devices><x/></devices>", StringComparison.Ordinal);
        Is(Domain.Text(former.Bytes).Replace("<devices/>", "<devices><x/></devices>", StringComparison.Ordinal),
            CpuEdit.Disable(Domain.Of(elsewhere), Extension.Svm, former));

        string touched = Domain.Text(enabled.Bytes).Replace("check='full'", "check='none'", StringComparison.Ordinal);
        CpuEditOutcome denied = CpuEdit.Disable(Domain.Of(touched), Extension.Svm, former);
        Assert.False(denied.IsRestored);
        Is(touched.Replace("policy='require'", "policy='disable'", StringComparison.Ordinal), denied);
    }

    [Fact]
    public void Only_the_document_s_own_layout_is_written()
    {
        string tabs =
            "\uFEFF<domain type=\"kvm\">\r\n\t<os><type>hvm</type></os>\r\n\t<features>\r\n\t\t<acpi/>\r\n\t</features>\r\n</domain>";
        Is("\uFEFF<domain type=\"kvm\">\r\n\t<os><type>hvm</type></os>\r\n\t<features>\r\n\t\t<acpi/>\r\n\t</features>\r\n\t<cpu "
            + "mode=\"host-model\" check=\"partial\">\r\n\t\t<feature policy=\"require\" name=\"vmx\"/>\r\n\t</cpu>\r\n</domain>",
            CpuEdit.Enable(Domain.Of(tabs), new CpuWish(CpuTarget.HostModel, Extension.Vmx)));
        Is("<domain type='kvm'><os/><cpu mode='host-model' check='partial'><feature policy='require' name='vmx'/></cpu></domain>",
            CpuEdit.Enable(Domain.Of("<domain type='kvm'><os/></domain>"), new CpuWish(CpuTarget.HostModel, Extension.Vmx)));
    }

    [Fact]
    public void An_empty_domain_has_no_place_for_a_cpu()
    {
        Assert.Equal(CpuRefusalKind.NoPlace,
            CpuEdit.Enable(Domain.Of("<domain type='kvm'/>"), new CpuWish(CpuTarget.Keep, Extension.Svm)).Refusal!.Kind);
    }

    private static CpuEditOutcome Enable(string text, CpuTarget target) =>
        CpuEdit.Enable(Domain.Of(text), new CpuWish(target, Extension.Svm));

    private static void Is(string expected, CpuEditOutcome outcome, CpuEditState state = CpuEditState.Changed)
    {
        Assert.Equal(expected, Domain.Text(outcome.Bytes));
        Assert.Equal(state, outcome.State);
    }
}
