using VirtNest.Changing;
using VirtNest.Checking;
using VirtNest.Evidence;
using VirtNest.Facts;
using VirtNest.Tests.Facts;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Tests.Changing;

/// <summary>What a plan consists of, by the machine that it is for.</summary>
public sealed class PlannerTests
{
    private const string Goal =
        "{\"schema\":\"virt-nest/plan/1\",\"subject\":\"host\","
        + "\"goal\":{\"nested\":\"on\",\"reach\":\"both\",\"overrides_mitigation\":false},";

    private const string Ours = "# Written by virt-nest; \"virt-nest undo\" takes it away.\n";

    [Theory]
    [InlineData("kvm_intel", "N", "options kvm-intel nested=1\n")]
    [InlineData("kvm_amd", "0", "options kvm-amd nested=1\n")]
    public void Where_nothing_speaks_of_it_the_guides_file_is_written_and_the_module_reloaded_as_configured(string module, string nested,
        string line)
    {
        ChangePlan plan = ChangeHost.Plan(ChangeHost.Facts(new ModprobeTree(), module, nested), isOn: true);
        FileStep file = Assert.Single(plan.Files);
        Assert.Equal("/etc/modprobe.d/kvm.conf", file.Path);
        Assert.Null(file.Before);
        Assert.Equal(Ours + line, Text(file.After));
        Assert.NotNull(plan.ModuleStep);
        Assert.Empty(plan.ModuleStep.Arguments);
        Assert.Equal("nested", Assert.Single(plan.ModuleStep.Before).Name);
        Assert.True(plan.IsAllowed);
    }

    [Theory]
    [InlineData("kvm_intel", "Y")]
    [InlineData("kvm_amd", "1")]
    public void On_by_the_modules_own_default_needs_nothing(string module, string nested)
    {
        ChangePlan plan = ChangeHost.Plan(ChangeHost.Facts(new ModprobeTree(), module, nested), isOn: true);
        Assert.False(plan.HasSteps);
        Assert.True(plan.IsAllowed);
    }

    [Fact]
    public void On_by_a_package_needs_nothing()
    {
        ModprobeTree tree = new ModprobeTree().With("/etc/modprobe.d/qemu-system-x86.conf", "options kvm_intel nested=1\n");
        Assert.False(ChangeHost.Plan(ChangeHost.Facts(tree, "kvm_intel", "Y"), isOn: true).HasSteps);
    }

    [Fact]
    public void A_module_that_is_not_loaded_is_loaded_and_the_wish_persists()
    {
        ChangePlan plan = ChangeHost.Plan(ChangeHost.Facts(new ModprobeTree(), "kvm_amd", nested: null), isOn: true);
        Assert.Single(plan.Files);
        Assert.False(plan.ModuleStep!.WasLoaded);
        Assert.True(plan.ModuleStep.IsLoadedAfter);
    }

    [Fact]
    public void Off_does_not_load_a_module_to_switch_it_off()
    {
        ChangePlan plan = ChangeHost.Plan(ChangeHost.Facts(new ModprobeTree(), "kvm_amd", nested: null), isOn: false);
        Assert.Single(plan.Files);
        Assert.Null(plan.ModuleStep);
    }

    [Fact]
    public void One_line_of_etc_that_decides_is_changed_where_it_stands_and_every_other_byte_stays()
    {
        const string before = "# ours since 2019 \xE9\noptions kvm_intel ept=1 nested=0 pml=1 # keep\n\tblacklist nouveau";
        ModprobeTree tree = new ModprobeTree().With("/etc/modprobe.d/site.conf", before);
        FileStep file = Assert.Single(ChangeHost.Plan(ChangeHost.Facts(tree, "kvm_intel", "N"), isOn: true).Files);
        Assert.Equal("/etc/modprobe.d/site.conf", file.Path);
        Assert.Equal(before.Replace("nested=0", "nested=1", StringComparison.Ordinal), Text(file.After));
    }

    [Fact]
    public void Of_lines_that_contradict_each_other_only_the_one_that_decides_is_changed()
    {
        ModprobeTree tree = new ModprobeTree().With("/etc/modprobe.d/10.conf", "options kvm_amd nested=0\n")
            .With("/etc/modprobe.d/20.conf", "options kvm-amd nested=0\n");
        FileStep file = Assert.Single(ChangeHost.Plan(ChangeHost.Facts(tree, "kvm_amd", "0"), isOn: true).Files);
        Assert.Equal("/etc/modprobe.d/20.conf", file.Path);
    }

    [Theory]
    [InlineData("/usr/lib/modprobe.d/vendor.conf", "/etc/modprobe.d/virt-nest.conf")]
    [InlineData("/run/modprobe.d/kvm.conf", "/etc/modprobe.d/virt-nest.conf")]
    [InlineData("/lib/modprobe.d/zz-last.conf", "/etc/modprobe.d/zz-virt-nest.conf")]
    [InlineData("/lib/modprobe.d/zzz.conf", "/etc/modprobe.d/zzz.conf.virt-nest.conf")]
    public void A_vendors_file_is_overridden_by_a_file_that_sorts_behind_it_and_masks_nothing(string vendor, string ours)
    {
        ModprobeTree tree = new ModprobeTree().With(vendor, "options kvm_amd nested=0\n");
        ChangePlan plan = ChangeHost.Plan(ChangeHost.Facts(tree, "kvm_amd", "0"), isOn: true);
        FileStep file = Assert.Single(plan.Files);
        Assert.Equal(ours, file.Path);
        Assert.Null(file.Before);
        Assert.Contains(plan.Notices, static n => n.Code == RemarkCode.WouldHaveWon);
    }

    [Fact]
    public void A_packages_conffile_is_overridden_and_not_edited()
    {
        ModprobeTree tree = new ModprobeTree().With("/etc/modprobe.d/qemu-system-x86.conf", "options kvm_intel nested=1\n");
        tree.Evidence["packages:conffiles"] = Reading.Known("/etc/modprobe.d/other.conf\n/etc/modprobe.d/qemu-system-x86.conf\n");
        FileStep file = Assert.Single(ChangeHost.Plan(ChangeHost.Facts(tree, "kvm_intel", "Y"), isOn: false).Files);
        Assert.Equal("/etc/modprobe.d/virt-nest.conf", file.Path);
        Assert.EndsWith("options kvm-intel nested=0\n", Text(file.After), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/etc/virt/site.conf", true)]
    [InlineData("/usr/share/site/site.conf", false)]
    public void Through_a_link_a_file_is_edited_only_below_etc(string target, bool isEdited)
    {
        ModprobeTree tree = new ModprobeTree().With("/etc/modprobe.d/site.conf", "options kvm_amd nested=0\n");
        tree.Evidence["realpath:/etc/modprobe.d/site.conf"] = Reading.Known(target);
        FileStep file = Assert.Single(ChangeHost.Plan(ChangeHost.Facts(tree, "kvm_amd", "0"), isOn: true).Files);
        Assert.Equal(isEdited ? target : "/etc/modprobe.d/virt-nest.conf", file.Path);
    }

    [Fact]
    public void A_value_that_the_module_refuses_is_mended_wherever_it_stands_in_etc()
    {
        ModprobeTree tree = new ModprobeTree().With("/etc/modprobe.d/kvm.conf", "options kvm_amd nested=Y\noptions kvm_amd nested=1\n");
        FileStep file = Assert.Single(ChangeHost.Plan(ChangeHost.Facts(tree, "kvm_amd", nested: null), isOn: true).Files);
        Assert.Equal("options kvm_amd nested=1\noptions kvm_amd nested=1\n", Text(file.After));
    }

    [Fact]
    public void A_refused_value_in_a_vendors_file_is_masked_by_a_mended_copy()
    {
        ModprobeTree tree = new ModprobeTree().With("/usr/lib/modprobe.d/vendor.conf", "options kvm_amd avic=1 nested=yes\n");
        ChangePlan plan = ChangeHost.Plan(ChangeHost.Facts(tree, "kvm_amd", nested: null), isOn: true);
        FileStep file = Assert.Single(plan.Files);
        Assert.Equal("/etc/modprobe.d/vendor.conf", file.Path);
        Assert.Equal("options kvm_amd avic=1 nested=1\n", Text(file.After));
        Assert.Contains(plan.Notices, static n => n.Code == RemarkCode.OverridesVendorFile);
    }

    [Theory]
    [InlineData("install kvm_intel /bin/false\n")]
    [InlineData("blacklist kvm_intel\n")]
    [InlineData("# CVE-2026-53359: no nesting\noptions kvm_intel nested=0\n")]
    public void What_forbids_nesting_on_purpose_is_named_and_changed_only_when_told_to(string lines)
    {
        ModprobeTree Tree() => new ModprobeTree().With("/etc/modprobe.d/hardening.conf", lines);
        ChangePlan refused = ChangeHost.Plan(ChangeHost.Facts(Tree(), "kvm_intel", nested: null), isOn: true);
        Remark remark = refused.Refusals[0];
        Assert.Equal(RemarkCode.Mitigation, remark.Code);
        Assert.Contains("/etc/modprobe.d/hardening.conf:", remark.Evidence[0].Source, StringComparison.Ordinal);

        ChangePlan plan = ChangeHost.Plan(ChangeHost.Facts(Tree(), "kvm_intel", nested: null), isOn: true, overrides: true);
        Assert.True(plan.IsAllowed);
        FileStep file = plan.Files.Single(static f => f.Path == "/etc/modprobe.d/hardening.conf");
        Assert.Equal(lines.Contains("nested", StringComparison.Ordinal) ? lines.Replace("nested=0", "nested=1", StringComparison.Ordinal)
            : "#" + lines, Text(file.After));
    }

    [Theory]
    [InlineData("realpath:/etc/modprobe.d/cve.conf", "/usr/share/fleet/cve.conf")]
    [InlineData("links:/etc/modprobe.d/cve.conf", "2")]
    public void A_line_that_only_has_a_name_in_etc_is_left_to_a_person(string source, string value)
    {
        ModprobeTree tree = new ModprobeTree().With("/etc/modprobe.d/cve.conf", "install kvm_amd /bin/false\n");
        tree.Evidence[source] = Reading.Known(value);
        ChangePlan plan = ChangeHost.Plan(ChangeHost.Facts(tree, "kvm_amd", nested: null), isOn: true, overrides: true);
        Assert.False(plan.HasSteps);
        Remark refusal = Assert.Single(plan.Refusals);
        Assert.Equal((RemarkCode.ByHand, "/etc/modprobe.d/cve.conf:1"), (refusal.Code, Assert.Single(refusal.Evidence).Source));
    }

    [Theory]
    [InlineData("install kvm_amd /bin/false\ninstall kvm_amd /bin/true\n", "#install kvm_amd /bin/false\n#install kvm_amd /bin/true\n")]
    [InlineData("alias kvm_amd off\n", "#alias kvm_amd off\n")]
    public void Every_line_that_keeps_the_module_out_is_named_and_goes(string lines, string mended)
    {
        ModprobeTree tree =
            new ModprobeTree().With("/etc/modprobe.d/a.conf", lines).With("/etc/modprobe.d/b.conf", "install kvm_amd /bin/false\n");
        HostFacts facts = ChangeHost.Facts(tree, "kvm_amd", nested: null);
        ChangePlan refused = ChangeHost.Plan(facts, isOn: true);
        Assert.Equal(RemarkCode.Mitigation, refused.Refusals[0].Code);
        Assert.Equal(lines.Split('\n').Length, refused.Refusals[0].Evidence.Count);

        ChangePlan plan = ChangeHost.Plan(facts, isOn: true, overrides: true);
        Assert.Equal([mended, "#install kvm_amd /bin/false\n"],
            plan.Files.Take(2).OrderBy(static f => f.Path, StringComparer.Ordinal).Select(static f => Text(f.After)));
        ModprobeTree half = new ModprobeTree().With("/etc/modprobe.d/a.conf", mended)
            .With("/etc/modprobe.d/b.conf", "install kvm_amd /bin/false\n").With("/etc/modprobe.d/kvm.conf", "options kvm_amd nested=1\n");
        Assert.Equal("/etc/modprobe.d/b.conf:1",
            Assert.Single(ChangeVerification.Verify(plan, ChangeHost.Facts(half, "kvm_amd", "1"))).Source);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_the_command_line_forbids_no_option_changes(bool overrides)
    {
        ModprobeTree tree = new ModprobeTree().WithCommandLine("ro modprobe.blacklist=kvm_amd\n");
        ChangePlan plan = ChangeHost.Plan(ChangeHost.Facts(tree, "kvm_amd", "0"), isOn: true, overrides: overrides);
        Assert.Equal(CheckSentences.MitigationAtBoot.In(Language.English), plan.Refusals[0].Text.In(Language.English));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("/run/current-system/sw/bin/modprobe", true)]
    public void Without_a_modprobe_no_reload_is_planned(string? ofKernel, bool isAllowed)
    {
        ModprobeTree tree = new();
        foreach (string path in Sources.ModprobePrograms)
        {
            tree.Evidence["stat:" + path] = Reading.OfErrno(LinuxErrno.ENOENT);
        }

        tree.Evidence[Sources.KernelModprobe] = ofKernel is null ? Reading.OfErrno(LinuxErrno.ENOENT) : Reading.Known(ofKernel);
        HostFacts facts = ChangeHost.Facts(tree, "kvm_amd", "0");
        Assert.Equal(isAllowed, ChangeHost.Plan(facts, isOn: true).IsAllowed);
        Assert.True(ChangeHost.Plan(facts, isOn: true, ChangeReach.Boot).IsAllowed);
    }

    [Fact]
    public void A_plain_nested_0_is_the_ordinary_thing_to_change()
    {
        ModprobeTree tree = new ModprobeTree().With("/etc/modprobe.d/kvm.conf", "# no nesting here\noptions kvm_intel nested=0\n");
        Assert.True(ChangeHost.Plan(ChangeHost.Facts(tree, "kvm_intel", "N"), isOn: true).IsAllowed);
    }

    [Fact]
    public void Lines_against_nesting_do_not_stand_against_switching_it_off()
    {
        ModprobeTree tree = new ModprobeTree().With("/etc/modprobe.d/hardening.conf", "# CVE-2026-53359\nblacklist kvm_amd\n");
        Assert.True(ChangeHost.Plan(ChangeHost.Facts(tree, "kvm_amd", "1"), isOn: false).IsAllowed);
    }

    [Fact]
    public void A_module_in_use_is_refused_with_its_users()
    {
        HostFacts facts = ChangeHost.Facts(new ModprobeTree(), "kvm_amd", "0");
        KvmUse use = new([new KvmHolder(4711, 64055, new(1, 1, 2, 0), new("qemu-system-x86_64", "web1", true), false)], [], 0, false,
            new("kvm_amd", 3, []));
        ChangePlan plan = Planner.Plan(facts, use, new(true, ChangeReach.Both, false));
        Remark remark = Assert.Single(plan.Refusals);
        Assert.Equal(RemarkCode.InUse, remark.Code);
        Assert.Contains(remark.Evidence, static w => w.Source == "pid 4711" && w.Value.Contains("web1", StringComparison.Ordinal));
        Assert.True(Planner.Plan(facts, use, new(true, ChangeReach.Boot, false)).IsAllowed);
    }

    [Fact]
    public void Only_the_running_module_gets_the_value_typed()
    {
        ChangePlan plan = ChangeHost.Plan(ChangeHost.Facts(new ModprobeTree(), "kvm_amd", "0"), isOn: true, ChangeReach.Running);
        Assert.Empty(plan.Files);
        Assert.Equal(["nested=1"], plan.ModuleStep!.Arguments);
    }

    [Fact]
    public void Against_the_kernel_command_line_the_boot_loader_is_changed_and_the_value_typed()
    {
        ModprobeTree tree = new ModprobeTree().WithCommandLine("quiet kvm_amd.nested=0\n");
        tree.Evidence["stat:/usr/sbin/update-grub"] = Reading.Known("type=file mode=0755");
        tree.Evidence["/etc/default/grub"] = Reading.Known("GRUB_CMDLINE_LINUX_DEFAULT=\"quiet kvm_amd.nested=0\"\n");
        ChangePlan plan = ChangeHost.Plan(ChangeHost.Facts(tree, "kvm_amd", "0"), isOn: true);
        Assert.Contains(plan.Files,
            static f =>
                f.Path == "/etc/default/grub.d/virt-nest.cfg"
                    && Text(f.After).Contains("\"$GRUB_CMDLINE_LINUX_DEFAULT kvm_amd.nested=1\"", StringComparison.Ordinal));
        Assert.Contains(plan.Programs, static p => p.Program == "/usr/sbin/update-grub");
        Assert.Equal(["nested=1"], plan.ModuleStep!.Arguments);
        Assert.Contains(plan.Notices, static n => n.Code == RemarkCode.CommandLineDecides);
        Assert.DoesNotContain(plan.Files, static f => f.Path.StartsWith("/etc/modprobe.d/", StringComparison.Ordinal));
    }

    [Fact]
    public void A_word_of_the_kernel_command_line_that_the_module_refuses_is_for_a_person()
    {
        ModprobeTree tree = new ModprobeTree().WithCommandLine("quiet kvm_amd.nested=Y\n");
        tree.Evidence["stat:/usr/sbin/update-grub"] = Reading.Known("type=file mode=0755");
        tree.Evidence["/etc/default/grub"] = Reading.Known("");
        ChangePlan plan = ChangeHost.Plan(ChangeHost.Facts(tree, "kvm_amd", nested: null), isOn: true);
        Assert.Equal(RemarkCode.ByHand, Assert.Single(plan.Refusals).Code);
        Assert.False(plan.HasSteps);
    }

    [Fact]
    public void A_configuration_that_could_not_be_read_whole_is_not_edited()
    {
        ModprobeTree tree = new ModprobeTree().With("/etc/modprobe.d/secret.conf", Reading.OfErrno(LinuxErrno.EIO));
        ChangePlan plan = ChangeHost.Plan(ChangeHost.Facts(tree, "kvm_amd", "0"), isOn: true);
        Assert.Equal(RemarkCode.ConfigurationNotRead, Assert.Single(plan.Refusals).Code);
        Assert.False(plan.HasSteps);
    }

    [Theory]
    [InlineData("kvm_amd", "0", true)]
    [InlineData("kvm_amd", null, true)]
    [InlineData("kvm_intel", "Y", false)]
    public void A_plan_read_back_is_the_plan(string module, string? nested, bool isOn)
    {
        ModprobeTree tree = new ModprobeTree().With("/etc/modprobe.d/b.conf",
            [.. "options "u8, .. Encoding.ASCII.GetBytes(module), .. " nested="u8, isOn ? (byte)'0' : (byte)'1', 0xFF, (byte)'\n']);
        ChangePlan plan = ChangeHost.Plan(ChangeHost.Facts(tree, module, nested), isOn);
        byte[] written = PlanJson.Write(plan);
        ChangePlan? read = PlanJson.Read(written, out string? problem);
        Assert.Null(problem);
        Assert.Equal(PlanJson.Write(plan with { Refusals = [], Notices = [] }), PlanJson.Write(read!));
    }

    [Theory]
    [InlineData("", "1:1")]
    [InlineData("{\n\"schema\" 1}", "2:10")]
    [InlineData("[]", "schema")]
    [InlineData("{\"schema\":7}", "schema")]
    [InlineData("{\"schema\":\"virt-nest/check/1\"}", "schema")]
    [InlineData("{\"schema\":\"virt-nest/plan/1\"}", "subject")]
    [InlineData("{\"schema\":\"virt-nest/plan/1\",\"subject\":\"house\"}", "subject")]
    [InlineData("{\"schema\":\"virt-nest/plan/1\",\"subject\":\"host\"}", "goal")]
    [InlineData("{\"schema\":\"virt-nest/plan/1\",\"subject\":\"host\",\"goal\":{\"nested\":\"perhaps\"}}", "goal.nested")]
    [InlineData("{\"schema\":\"virt-nest/plan/1\",\"subject\":\"host\",\"goal\":{\"nested\":7}}", "goal.nested")]
    [InlineData("{\"schema\":\"virt-nest/plan/1\",\"subject\":\"host\",\"goal\":{\"nested\":\"\\uD800\"}}", "goal.nested")]
    [InlineData(
        "{\"schema\":\"virt-nest/plan/1\",\"subject\":\"host\",\"goal\":{\"nested\":\"on\",\"reach\":\"both\",\"overrides_mitigation\":0}}",
        "goal.overrides_mitigation")]
    [InlineData(Goal + "\"steps\":{}}", "steps")]
    [InlineData(Goal + "\"steps\":[{\"kind\":\"shell\"}]}", "steps[0].kind")]
    [InlineData(Goal
        + "\"steps\":[{\"kind\":\"file\",\"path\":\"/etc/a\",\"before\":null,\"after\":{\"base64\":\"%\"}}]}", "steps[0].after.base64")]
    [InlineData(Goal
    + "\"steps\":[{\"kind\":\"program\",\"program\":\"/bin/true\",\"arguments\":[\"-a\",1],\"undo_arguments\":[]}]}",
        "steps[0].arguments[1]")]
    public void What_is_no_plan_is_not_read_and_its_place_is_told(string text, string place)
    {
        Assert.Null(PlanJson.Read(Encoding.UTF8.GetBytes(text), out string? told));
        Assert.Equal(place, told);
    }

    [Fact]
    public void Every_remark_has_its_sentence_in_both_languages()
    {
        ModprobeTree tree = new ModprobeTree().With("/usr/lib/modprobe.d/v.conf", "options kvm_amd nested=0\n")
            .With("/etc/modprobe.d/h.conf", "blacklist kvm_amd\n");
        ChangePlan plan = ChangeHost.Plan(ChangeHost.Facts(tree, "kvm_amd", "0"), isOn: true);
        foreach (Remark remark in plan.Refusals.Concat(plan.Notices))
        {
            string english = remark.Text.In(Language.English);
            string chinese = remark.Text.In(Language.Chinese);
            Assert.NotEqual(english, chinese);
            Assert.Contains(chinese, static c => c >= '\u4E00');
        }
    }

    private static string Text(byte[]? bytes) => Encoding.UTF8.GetString(bytes ?? []);
}
