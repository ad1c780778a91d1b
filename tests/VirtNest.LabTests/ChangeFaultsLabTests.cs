using System.Text.Json;
using Xunit;

namespace VirtNest.LabTests;

/// <summary>scenarios/faults/change-faults.sh: everything that can go wrong with a change.</summary>
public abstract class ChangeFaultsLabTests(LabRun lab)
{
    [Theory]
    [InlineData("full-etc", "no space left", "空间不足")]
    [InlineData("full-journal", "no space left", "空间不足")]
    [InlineData("read-only-etc", "read-only", "只读")]
    [InlineData("read-only-journal", "read-only", "只读")]
    [InlineData("bad-value", "could not be loaded", "无法加载")]
    [InlineData("refused", "the kernel refuses to unload", "内核拒绝卸载")]
    [InlineData("initramfs-once", "ended with status 1", "以状态 1 结束")]
    [InlineData("initramfs", "no space for the image", "无法撤回")]
    [InlineData("initramfs-stuck", "cannot be taken back", "无法撤回")]
    [InlineData("initramfs-denied", "permission denied", "权限不足")]
    [InlineData("interrupted", "interrupted", "中断")]
    [InlineData("meddled", "verification", "验证")]
    [InlineData("journal-lost", "could not be written", "无法写入")]
    [InlineData("journal-garbage-plan.json", "journal of changes cannot be used", "更改日志无法使用")]
    [InlineData("journal-without-plan.json", "no such file", "没有这个文件")]
    [InlineData("journal-folder-plan.json", "is a folder", "是目录")]
    [InlineData("journal-garbage-progress", "journal of changes cannot be used", "更改日志无法使用")]
    [InlineData("journal-without-progress", "no such file", "没有这个文件")]
    [InlineData("journal-folder-progress", "is a folder", "是目录")]
    public void Is_told_in_both_languages_with_status_1_and_leaves_the_host_as_it_was(string fault, string english, string chinese)
    {
        Assert.Equal((1, 1), (lab[fault].Status, lab[fault + ".zh"].Status));
        Assert.Contains(english, Words(fault), StringComparison.Ordinal);
        Assert.Contains(chinese, Words(fault + ".zh"), StringComparison.Ordinal);
        Assert.Equal("same", lab.Fact(fault + "-state"));
    }

    [Theory]
    [InlineData("full-etc")]
    [InlineData("read-only-etc")]
    [InlineData("bad-value")]
    [InlineData("refused")]
    [InlineData("initramfs-once")]
    [InlineData("interrupted")]
    [InlineData("meddled")]
    [InlineData("journal-lost")]
    public void What_had_been_done_is_said_to_be_taken_back(string fault)
    {
        Assert.Contains("Everything that had been done was taken back", Words(fault), StringComparison.Ordinal);
        Assert.Contains("已做的一切均已撤回", Words(fault + ".zh"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_whose_new_load_failed_has_what_it_was_given_by_hand() => Assert.Equal("Y", lab.Fact("bad-value-given"));

    [Theory]
    [InlineData("initramfs-mended")]
    [InlineData("initramfs-allowed")]
    public void What_could_not_be_taken_back_is_once_the_program_works(string step)
    {
        Assert.Equal("rolled-back", lab[step].Json.GetProperty("recovered").GetString());
        Assert.Equal("applied", lab[step].Json.GetProperty("outcome").GetString());
    }

    [Fact]
    public void A_journal_that_is_mended_undoes_the_change_of_before()
    {
        Assert.Equal(0, lab["journal-mended"].Status);
        Assert.Equal((lab.Nested(false), ""), (lab.Fact("journal-mended-nested"), lab.Fact("journal-mended-shown")));
    }

    [Fact]
    public void Of_two_at_once_the_second_is_refused_by_the_pid_of_the_first()
    {
        string pid = $"pid {lab.Fact("two-first")}";
        Assert.Equal((1, "1", "0"), (lab["two"].Status, lab.Fact("two-zh-status"), lab.Fact("two-first-status")));
        Assert.Contains(pid, lab["two"].Error, StringComparison.Ordinal);
        Assert.Contains(pid, lab["two.zh"].Output, StringComparison.Ordinal);
        Assert.Equal((lab.Nested(true), "1"), (lab.Fact("two-nested"), lab.Fact("two-shown")));
    }

    [Fact]
    public void While_a_program_of_a_killed_run_goes_on_nobody_begins_and_afterwards_it_is_taken_back_first()
    {
        Assert.Equal(1, lab["orphan"].Status);
        Assert.Contains("Another virt-nest", lab["orphan"].Error, StringComparison.Ordinal);
        Assert.Equal("rolled-back", lab["orphan.after"].Json.GetProperty("recovered").GetString());
        Assert.Equal((lab.Nested(false), "0"), (lab.Fact("orphan-nested"), lab.Fact("orphan-shown")));
    }

    [Fact]
    public void A_change_of_an_earlier_boot_that_was_cut_off_is_named_and_taken_back_at_boot_with_the_module_that_this_boot_loaded()
    {
        Assert.Equal((true, false), (Finding("cut-off.check", "VN1908") == "fail", Finding("cut-off.after", "VN1908") is not null));
        Assert.Equal("unknown", Finding("cut-off.user", "VN1908"));
        Assert.Equal((0, "planned", lab.Nested(true), "1"),
            (lab["cut-off.dry"].Status, Outcome("cut-off.dry"), lab.Fact("cut-off-dry-nested"), lab.Fact("cut-off-dry-shown")));
        Assert.Equal((0, "applied", "rolled-back"),
            (lab["cut-off"].Status, Outcome("cut-off"), lab["cut-off"].Json.GetProperty("recovered").GetString()));
        Assert.Equal((lab.Nested(false), ""), (lab.Fact("cut-off-nested"), lab.Fact("cut-off-shown")));
        Assert.Equal((0, "not-needed"), (lab["cut-off.again"].Status, Outcome("cut-off.again")));
    }

    [Fact]
    public void A_module_that_is_in_use_at_boot_stays_and_the_files_are_taken_back_all_the_same()
    {
        Assert.Equal((0, lab.Nested(true), ""),
            (lab["cut-off-busy"].Status, lab.Fact("cut-off-busy-nested"), lab.Fact("cut-off-busy-shown")));
        Assert.Contains("撤回", lab["cut-off-busy"].Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Before_a_plan_for_the_module_the_module_is_left_alone()
    {
        // Its file taken back, the module runs as wished by its own default.
        Assert.Equal(("rolled-back", "not-needed"),
            (lab["cut-off-next"].Json.GetProperty("recovered").GetString(), Outcome("cut-off-next")));
        Assert.Equal(JsonValueKind.Null, lab["cut-off-next"].Json.GetProperty("gap_ms").ValueKind);
        Assert.Equal((lab.Nested(true), ""), (lab.Fact("cut-off-next-nested"), lab.Fact("cut-off-next-shown")));
    }

    private string? Outcome(string step) => lab[step].Json.GetProperty("outcome").GetString();

    private string? Finding(string step, string code)
    {
        foreach (JsonElement finding in lab[step].Json.GetProperty("findings").EnumerateArray())
        {
            if (finding.GetProperty("code").GetString() == code)
            {
                return finding.GetProperty("outcome").GetString();
            }
        }

        return null;
    }

    /// <summary>What was said, in one line, whatever its width was.</summary>
    private string Words(
        string step) => (lab[step].Output + " " + lab[step].Error).Replace("\n", step.EndsWith(".zh", StringComparison.Ordinal) ? "" : " ",
            StringComparison.Ordinal);
}

[Collection<OnAmdFaults>]
public sealed class ChangeFaultsOnAmdTests(AmdFaults lab) : ChangeFaultsLabTests(lab);

[Collection<OnIntelFaults>]
public sealed class ChangeFaultsOnIntelTests(IntelFaults lab) : ChangeFaultsLabTests(lab);
