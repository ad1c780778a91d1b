using System.Text.Json;
using Xunit;

namespace VirtNest.LabTests;

/// <summary>scenarios/change.sh: the guide's whole course by enable, disable, undo, plan and apply, and what the kernel, kmod and the
/// files say after each.</summary>
public abstract class ChangeLabTests(LabRun lab)
{
    [Fact]
    public void A_dry_run_shows_the_plan_and_changes_nothing()
    {
        Assert.Equal(0, lab["course.dry"].Status);
        Assert.Contains($"+options {lab.Module.Replace('_', '-')} nested=1", lab["course.dry"].Output, StringComparison.Ordinal);
        Assert.Equal(lab.Fact("before-hash"), lab.Fact("dry-hash"));
        Assert.Equal("", lab.Fact("dry-journal"));
        Assert.Equal(lab.Nested(false), lab.Fact("dry-nested"));
    }

    [Fact]
    public void Enable_makes_the_running_module_the_configuration_and_KVM_GET_SUPPORTED_CPUID_say_on()
    {
        Assert.False(Offered("before"));
        Assert.Equal(lab.Nested(false), lab.Fact("before-nested"));
        Assert.Equal(0, lab["course"].Status);
        Assert.Contains("Done and verified", lab["course"].Output, StringComparison.Ordinal);
        Assert.Equal((lab.Nested(true), "1"), (lab.Fact("course-nested"), lab.Fact("course-shown")));
        Assert.True(Offered("course.check"));
        Assert.Equal("proven", lab["course.prove"].Json.GetProperty("verdict").GetString());
    }

    [Fact]
    public void No_file_is_changed_but_the_one_that_was_shown()
    {
        Assert.Equal($"# Written by virt-nest; \"virt-nest undo\" takes it away.\noptions {lab.Module.Replace('_', '-')} nested=1",
            lab["course.file"].Output);
        Assert.Equal(lab.Fact("before-rest"), lab.Fact("course-rest"));
    }

    [Fact]
    public void The_module_kvm_keeps_what_was_set_in_it_and_what_the_vendors_module_lost_is_named()
    {
        Assert.Equal("12345", lab.Fact("before-polling"));
        Assert.Equal("12345", lab.Fact("course-polling"));
        Assert.Contains($"dump_invalid_vmc{(lab.Vendor == "amd" ? 'b' : 's')} was Y and is N now", lab["course"].Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("second-run", "Nothing to do")]
    [InlineData("second-run.zh", "无需更改")]
    public void A_second_run_changes_no_byte(string step, string words)
    {
        Assert.Equal(0, lab[step].Status);
        Assert.StartsWith(words, lab[step].Output, StringComparison.Ordinal);
        Assert.Equal(lab.Fact("course-hash"), lab.Fact("second-run-hash"));
    }

    [Fact]
    public void Disable_leads_back()
    {
        Assert.Equal("applied", lab["disable"].Json.GetProperty("outcome").GetString());
        Assert.True(lab["disable"].Json.GetProperty("gap_ms").GetDouble() > 0);
        Assert.Equal((lab.Nested(false), "0"), (lab.Fact("disable-nested"), lab.Fact("disable-shown")));
        Assert.False(Offered("disable.check"));
    }

    [Fact]
    public void Undo_takes_one_change_after_the_other_back_until_none_is_left()
    {
        Assert.Equal((0, 0, 1), (lab["undo"].Status, lab["undo-2"].Status, lab["undo-3"].Status));
        Assert.Equal((lab.Nested(true), "1"), (lab.Fact("undo-nested"), lab.Fact("undo-shown")));
        Assert.Equal((lab.Nested(false), ""), (lab.Fact("undo-2-nested"), lab.Fact("undo-2-shown")));
        Assert.Contains("no change of virt-nest to undo", lab["undo-3"].Error, StringComparison.Ordinal);
        Assert.Contains("没有可撤销", lab["undo-3.zh"].Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_that_is_not_loaded_is_loaded_with_nested_and_unloaded_by_undo()
    {
        Assert.Equal("applied", lab["not-loaded"].Json.GetProperty("outcome").GetString());
        Assert.Equal((lab.Nested(true), "1", lab.Nested(true)),
            (lab.Fact("not-loaded-nested"), lab.Fact("not-loaded-shown"), lab.Fact("not-loaded-load")));
        Assert.Equal(0, lab["not-loaded.undo"].Status);
        Assert.Equal(("absent", ""), (lab.Fact("not-loaded-undo-nested"), lab.Fact("not-loaded-undo-shown")));
    }

    [Fact]
    public void A_reviewed_plan_is_applied_and_one_whose_evidence_has_changed_is_refused_with_the_difference()
    {
        Assert.Equal(0, lab["apply"].Status);
        Assert.Equal((lab.Nested(true), "1"), (lab.Fact("apply-nested"), lab.Fact("apply-shown")));
        Assert.Equal((1, 1), (lab["outdated"].Status, lab["outdated.zh"].Status));
        Assert.Contains("other.conf", lab["outdated"].Output, StringComparison.Ordinal);
        Assert.Contains("This host is not as it was", lab["outdated"].Output, StringComparison.Ordinal);
        Assert.Contains("本主机与写入", lab["outdated.zh"].Output, StringComparison.Ordinal);
        Assert.Equal((lab.Fact("outdated-before-hash"), lab.Nested(true)), (lab.Fact("outdated-hash"), lab.Fact("outdated-nested")));
    }

    [Fact]
    public void Only_running_writes_no_file()
    {
        Assert.Equal("applied", lab["running"].Json.GetProperty("outcome").GetString());
        Assert.Equal((lab.Nested(true), ""), (lab.Fact("running-nested"), lab.Fact("running-shown")));
    }

    [Fact]
    public void Only_boot_leaves_the_running_module_and_check_shows_what_is_pending()
    {
        Assert.Equal("applied", lab["boot"].Json.GetProperty("outcome").GetString());
        Assert.Equal((lab.Nested(false), "1"), (lab.Fact("boot-nested"), lab.Fact("boot-shown")));
        Assert.Contains(lab["boot.check"].Json.GetProperty("findings").EnumerateArray(),
            f => f.GetProperty("code").GetString() == "VN1002" && f.GetProperty("outcome").GetString() == "fail");
        Assert.Equal(lab.Nested(true), lab.Fact("boot-load"));
    }

    private bool Offered(string step) => lab[step].Json.GetProperty("nested").GetProperty("offered").ValueKind == JsonValueKind.True;
}

[Collection<OnAmd61>]
public sealed class ChangeOnAmd61Tests(Amd61 lab) : ChangeLabTests(lab);

[Collection<OnAmd612>]
public sealed class ChangeOnAmd612Tests(Amd612 lab) : ChangeLabTests(lab);

[Collection<OnIntel61>]
public sealed class ChangeOnIntel61Tests(Intel61 lab) : ChangeLabTests(lab);

[Collection<OnIntel612>]
public sealed class ChangeOnIntel612Tests(Intel612 lab) : ChangeLabTests(lab);
