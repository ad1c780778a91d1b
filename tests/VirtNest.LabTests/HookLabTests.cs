using Xunit;

namespace VirtNest.LabTests;

/// <summary>scenarios/libvirt/hook.sh: the hook of the receiving side under a real libvirt. Where the target of a migration lacks nesting,
/// its hook judges by evidence that this same host gave with nested=0: two daemons of one lab share the kernel.</summary>
public abstract class HookLabTests(LabRun lab)
{
    [Fact]
    public void It_is_installed_once_and_a_dry_run_writes_nothing()
    {
        Assert.Equal(0, lab["dry-run"].Status);
        Assert.Equal("0", lab.Fact("after-dry-run"));
        Assert.Equal(0, lab["install"].Status);
        Assert.Contains("libvirtd", lab["install"].Output, StringComparison.Ordinal);
        Assert.Equal(0, lab["install-again"].Status);
        Assert.Equal("yes", lab.Fact("same"));
    }

    [Fact]
    public void A_libvirtd_that_runs_already_sees_it_after_a_reload()
    {
        Assert.Equal(0, lab["unseen"].Status);
        Refused("after-reload", "the start of the instance asks");
    }

    [Fact]
    public void A_start_is_refused_where_the_definition_requires_svm_and_only_there()
    {
        Refused("start-asks-off", "the start of the instance asks");
        Assert.Contains("已拒绝启动实例 asks", lab["start-asks-chinese"].Error, StringComparison.Ordinal);
        Assert.All((string[])["start-plain-off", "start-denied-off", "start-web-off", "start-asks-on"],
            step => Assert.True(lab[step].Status == 0, step + lab[step].Error));
    }

    [Fact]
    public void A_restore_is_refused_the_file_stays_and_where_nesting_is_on_the_L2_goes_on()
    {
        Assert.Equal(0, lab["save"].Status);
        Refused("restore-off", "the restore of the instance web");
        Assert.Equal(("there", "shut off"), (lab.Fact("file-after-refusal"), lab.Fact("state-after-refusal")));
        Assert.Equal(0, lab["restore-allowed"].Status);
        Assert.Equal(0, lab["restore-on"].Status);
        GoesOn("restored");
    }

    [Fact]
    public void A_managed_save_is_refused_stays_and_starts_where_nesting_is_on()
    {
        Refused("start-managed-off", "the restore of the instance web");
        Assert.Equal("web", lab.Fact("managed-after-refusal").Trim());
        Assert.Equal(0, lab["start-managed-on"].Status);
        GoesOn("started");
    }

    [Fact]
    public void A_migration_is_refused_by_the_target_and_the_source_runs_on()
    {
        Refused("migrate-off", "the migration of the instance web");
        Assert.Equal("running", lab.Fact("source-after-refusal"));
        long[] counts = Counts("not-migrated");
        Assert.True(counts[0] < counts[1], "the L2 goes on at the source");
        Assert.Equal(0, lab["migrate-on"].Status);
        GoesOn("migrated");
    }

    [Fact]
    public void Debians_profile_of_libvirtd_lets_it_run_from_usr_bin_and_elsewhere_everything_comes_in()
    {
        Assert.SkipUnless(lab.Fact("apparmor") == "Y", "this kernel runs without AppArmor");
        Assert.Equal(0, lab["profile"].Status);
        Assert.StartsWith("libvirtd (enforce)", lab.Fact("confined"), StringComparison.Ordinal);
        Refused("start-asks-confined", "the start of the instance asks");
        Assert.Contains("/opt/bin/virt-nest", lab["install-opt"].Output, StringComparison.Ordinal);
        Assert.Contains("AppArmor", lab["install-opt"].Output, StringComparison.Ordinal);
        Assert.Equal(0, lab["start-asks-opt"].Status);
    }

    [Fact]
    public void What_somebody_changed_is_refused_and_what_is_ours_goes_with_its_folder()
    {
        Assert.Equal((1, 1, "# mine"), (lab["remove-changed"].Status, lab["install-changed"].Status, lab.Fact("changed-stays")));
        Assert.Contains("+# mine", lab["remove-changed"].Output, StringComparison.Ordinal);
        Assert.Equal(0, lab["remove"].Status);
        Assert.Equal("1", lab.Fact("after-remove"));
        Assert.Equal(0, lab["remove-again"].Status);
        Assert.Equal(0, lab["start-asks-removed"].Status);
    }

    private void Refused(string step, string what)
    {
        LabStep found = lab[step];
        Assert.NotEqual(0, found.Status);
        foreach (string words in (string[])["unexpected exit status 1: virt-nest: " + what, "is refused", "nested is 0 in kvm_amd",
            "\"virt-nest enable\""])
        {
            Assert.Contains(words, found.Error, StringComparison.Ordinal);
        }
    }

    /// <summary>Entries into the L2 before, after and a moment later: its count goes on from where it was.</summary>
    private void GoesOn(string fact)
    {
        long[] counts = Counts(fact);
        Assert.True(counts[0] <= counts[1] && counts[1] < counts[2], lab.Fact(fact));
    }

    private long[] Counts(string fact) => [.. lab.Fact(fact).Split(' ').Select(static n => long.Parse(n, CultureInfo.InvariantCulture))];
}

[Collection<OnAmdLibvirt61>]
public sealed class HookOnAmd61Tests(AmdLibvirt61 lab) : HookLabTests(lab);

[Collection<OnAmdLibvirt612>]
public sealed class HookOnAmd612Tests(AmdLibvirt612 lab) : HookLabTests(lab);
