using Xunit;

namespace VirtNest.LabTests;

/// <summary>scenarios/faults/change-obstacles.sh: what a change on a real kernel must not run over.</summary>
public abstract class ChangeObstaclesLabTests(LabRun lab)
{
    [Fact]
    public void A_guest_that_runs_is_named_and_nothing_is_changed()
    {
        Assert.Equal((1, 1), (lab["busy"].Status, lab["busy.zh"].Status));
        Assert.Contains($"{lab.Fact("loop-pid")} virt-nest: a VM", lab["busy"].Output, StringComparison.Ordinal);
        Assert.Contains("is in use", lab["busy"].Output, StringComparison.Ordinal);
        Assert.Contains("正在使用中", lab["busy.zh"].Output, StringComparison.Ordinal);
        Assert.Equal((lab.Nested(true), ""), (lab.Fact("busy-nested"), lab.Fact("busy-shown")));
        Assert.Equal(lab.Fact("busy-before-hash"), lab.Fact("busy-hash"));
    }

    [Fact]
    public void Waiting_for_it_ends_at_the_timeout()
    {
        Assert.Equal(1, lab["busy.idle"].Status);
        Assert.Contains("was still in use after", lab["busy.idle"].Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_configuration_alone_can_change_under_it()
    {
        Assert.Equal(0, lab["busy.boot"].Status);
        Assert.Equal((lab.Nested(true), "0"), (lab.Fact("busy-boot-nested"), lab.Fact("busy-boot-shown")));
    }

    [Fact]
    public void QEMU_is_named_with_the_name_of_its_instance()
    {
        Assert.Equal("refused", lab["qemu"].Json.GetProperty("outcome").GetString());
        Assert.Contains($"\"pid {lab.Fact("qemu-pid")}\"", lab["qemu"].Output, StringComparison.Ordinal);
        Assert.Contains("qemu-system-x86_64 (web1)", lab["qemu"].Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Waiting_goes_on_when_it_ends()
    {
        Assert.Equal(0, lab["idle"].Status);
        Assert.Equal(lab.Nested(false), lab.Fact("idle-nested"));
    }

    [Fact]
    public void An_ordinary_user_sees_the_plan_and_changes_nothing()
    {
        Assert.Equal((1, 1), (lab["user"].Status, lab["user.zh"].Status));
        Assert.Contains("nested=1", lab["user"].Output, StringComparison.Ordinal);
        Assert.Contains("Only root can do this", lab["user"].Output, StringComparison.Ordinal);
        Assert.Contains("只有 root 才能执行", lab["user.zh"].Output, StringComparison.Ordinal);
        Assert.Equal((lab.Fact("user-before-hash"), lab.Nested(false)), (lab.Fact("user-hash"), lab.Fact("user-nested")));
    }

    [Fact]
    public void Without_a_terminal_and_without_yes_it_is_wrong_usage()
    {
        Assert.Equal((2, 2), (lab["terminal"].Status, lab["terminal.zh"].Status));
        Assert.Contains("--yes", lab["terminal"].Error, StringComparison.Ordinal);
        Assert.Contains("没有可供询问的终端", lab["terminal.zh"].Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("install", "/etc/modprobe.d/escape.conf:2: CVE-2026-53359: no nesting on this fleet")]
    [InlineData("blacklist", "/etc/modprobe.d/blacklist.conf:2: blacklist")]
    [InlineData("comment", "/etc/modprobe.d/kvm.conf:2: security: guests are not trusted")]
    public void Lines_against_nesting_are_named_with_their_comment_and_only_a_word_of_its_own_goes_past(string step, string witness)
    {
        Assert.Equal(1, lab[step].Status);
        Assert.Contains(witness, lab[step].Output, StringComparison.Ordinal);
        Assert.Contains("--override-mitigation", lab[step].Output, StringComparison.Ordinal);
        Assert.Equal(0, lab[step + ".override"].Status);
        string after = step == "comment" ? "comment-override" : step;
        Assert.Equal((lab.Nested(true), "1"), (lab.Fact(after + "-nested"), lab.Fact(after + "-shown")));
    }

    [Fact]
    public void A_refused_mitigation_leaves_the_module_off() =>
        Assert.Equal((lab.Nested(false), "0"), (lab.Fact("comment-nested"), lab.Fact("comment-shown")));

    [Theory]
    [InlineData("install")]
    [InlineData("comment")]
    [InlineData("contradiction")]
    [InlineData("vendor")]
    [InlineData("package")]
    [InlineData("refused-value")]
    public void A_plain_load_obeys_what_was_written(string step) => Assert.Equal(lab.Nested(true), lab.Fact(step + "-load"));

    [Fact]
    public void Of_lines_that_contradict_each_other_one_token_changes_and_undo_gives_back_every_byte()
    {
        Assert.Equal(0, lab["contradiction"].Status);
        Assert.Equal(
            $"options kvm ignore_msrs=1  # ours\n\noptions\t{lab.Module}  nested=1 dump_invalid_vmc{(lab.Vendor == "amd" ? 'b' : 's')}=1",
                lab["contradiction.file"].Output);
        Assert.Equal("same", lab.Fact("contradiction-undone"));
    }

    [Theory]
    [InlineData("vendor")]
    [InlineData("package")]
    public void A_file_of_a_vendor_or_a_package_is_overridden_and_stays(string step)
    {
        Assert.Equal(0, lab[step].Status);
        Assert.Equal($"options {lab.Module} nested=0", lab.Fact(step + "-file"));
        Assert.Equal("1", lab.Fact(step + "-shown"));
    }

    [Fact]
    public void A_value_that_kvm_amd_refuses_is_replaced()
    {
        Assert.Equal(0, lab["refused-value"].Status);
        Assert.Equal($"options {lab.Module} nested={(lab.Vendor == "amd" ? '1' : 'Y')}", lab["refused-value.file"].Output);
    }
}

[Collection<OnAmdFaults>]
public sealed class ChangeObstaclesOnAmdTests(AmdFaults lab) : ChangeObstaclesLabTests(lab);

[Collection<OnIntelFaults>]
public sealed class ChangeObstaclesOnIntelTests(IntelFaults lab) : ChangeObstaclesLabTests(lab);
