using VirtNest.Changing;
using VirtNest.Evidence;
using VirtNest.Text;
using Xunit;
using static VirtNest.Tests.Changing.Boot.BootHost;

namespace VirtNest.Tests.Changing.Boot;

/// <summary>Silverblue, CoreOS: rpm-ostree kargs, by what it says of the deployment that boots next.</summary>
public sealed class OstreeTests
{
    [Theory]
    [InlineData("ro quiet", "--append-if-missing=kvm_intel.nested=1", "--delete-if-present=kvm_intel.nested=1")]
    [InlineData("ro kvm_intel.nested=0 quiet", "--delete=kvm_intel.nested=0 --append=kvm_intel.nested=1",
        "--delete=kvm_intel.nested=1 --append=kvm_intel.nested=0")]
    [InlineData("kvm_intel.nested=0 ro kvm-intel.nested=1 quiet kvm_intel.nested=0",
        "--delete=kvm_intel.nested=0 --delete=kvm-intel.nested=1 --delete=kvm_intel.nested=0 --append=kvm_intel.nested=1",
        "--delete=kvm_intel.nested=1 --append=kvm_intel.nested=0 --append=kvm-intel.nested=1 --append=kvm_intel.nested=0")]
    [InlineData("ro kvm_intel.nested", "--delete=kvm_intel.nested --append=kvm_intel.nested=1",
        "--delete=kvm_intel.nested=1 --append=kvm_intel.nested")]
    public void Each_word_of_the_next_boot_is_deleted_as_it_is_written_and_one_appended(string arguments, string done, string undone)
    {
        ProgramStep program = Assert.Single(Plan(e => Ostree(e, arguments)).Programs);
        Assert.Equal("/usr/bin/rpm-ostree", program.Program);
        Assert.Equal(["kargs", .. done.Split(' ')], program.Arguments);
        Assert.Equal(["kargs", .. undone.Split(' ')], program.UndoArguments);
    }

    [Fact]
    public void A_deployment_that_waits_counts_and_not_the_running_kernel()
    {
        ChangePlan plan = Plan(static e =>
        {
            Ostree(e, "ro quiet");
            File(e, "/proc/cmdline", "ro kvm_intel.nested=0 quiet\n");
        });
        Assert.Equal(["kargs", "--append-if-missing=kvm_intel.nested=1"], Assert.Single(plan.Programs).Arguments);
        Assert.False(Plan(static e => Ostree(e, "ro kvm_intel.nested=1\n")).HasSteps);
    }

    [Theory]
    [InlineData("kvm_intel.nested=0", "kvm_intel.nested=1", true)] // done
    [InlineData("kvm_intel.nested=0", "kvm_intel.nested=0", false)] // rpm-ostree failed, or somebody has given the word back
    [InlineData("kvm_intel.nested=0", "kvm_intel.nested=7", false)] // by now somebody else's
    [InlineData("ro", "ro kvm_intel.nested=1", true)]
    [InlineData("ro", "ro", false)]
    public void Only_words_that_are_still_those_of_the_change_are_taken_back(string before, string now, bool isUndone)
    {
        ChangePlan done = Plan(e => Ostree(e, before));
        ProgramStep step = Assert.Single(done.Programs);
        Assert.Equal(isUndone ? [step.Undo] : [], UndoPlanner.Programs(FactsOf(e => Ostree(e, now)), [step]));
    }

    [Fact]
    public void Where_rpm_ostree_does_not_answer_the_undo_is_tried()
    {
        ProgramStep step = Assert.Single(Plan(static e => Ostree(e, "ro")).Programs);
        Assert.Equal([step.Undo], UndoPlanner.Programs(FactsOf(static e => There(e, "/run/ostree-booted", "/usr/bin/rpm-ostree")), [step]));
    }

    [Fact]
    public void Without_that_reading_a_person_is_told_the_command()
    {
        ChangePlan plan = Plan(static e => There(e, "/usr/sbin/grubby", "/run/ostree-booted", "/usr/bin/rpm-ostree"));
        Remark remark = Assert.Single(plan.Refusals);
        Assert.Equal((RemarkCode.ByHand, false), (remark.Code, plan.HasSteps));
        Assert.Contains("rpm-ostree kargs --append=kvm_intel.nested=1", remark.Text.In(Language.English), StringComparison.Ordinal);
    }

    [Fact]
    public void Ostree_without_rpm_ostree_is_left_to_a_person() =>
        Assert.Equal(RemarkCode.ByHand, Assert.Single(Plan(static e => There(e, "/run/ostree-booted", "/usr/sbin/grubby")).Refusals).Code);

    internal static void Ostree(HostEvidence evidence, string arguments)
    {
        There(evidence, "/usr/sbin/grubby", "/run/ostree-booted", "/usr/bin/rpm-ostree");
        File(evidence, Sources.OstreeArguments, arguments + "\n");
    }
}
