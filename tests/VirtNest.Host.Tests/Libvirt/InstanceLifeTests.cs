using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using VirtNest.Changing;
using VirtNest.Checking;
using VirtNest.Facts;
using VirtNest.Host.Applying;
using VirtNest.Host.Libvirt;
using VirtNest.Instances;
using VirtNest.Text;
using Xunit;

namespace VirtNest.Host.Tests.Libvirt;

/// <summary>Emulated instances of a real libvirtd: given nesting, looked into, and left as they were by everything that goes
/// wrong.</summary>
[Collection<OnPrivateLibvirt>]
[Trait("Speed", "slow")]
public sealed class InstanceLifeTests : IDisposable
{
    private const string WithoutSvm =
        "<cpu mode='custom' match='exact' check='none'><model>qemu64</model><feature policy='disable' name='svm'/></cpu>";

    private readonly PrivateLibvirt _libvirt;
    private readonly string _records;

    public InstanceLifeTests(PrivateLibvirt libvirt)
    {
        Assert.SkipUnless(PrivateLibvirt.Missing is null, PrivateLibvirt.Missing ?? "");
        _libvirt = libvirt;
        _records = Directory.CreateDirectory(Path.Combine(libvirt.Folder, Guid.NewGuid().ToString("N"))).FullName;
    }

    public void Dispose() => _libvirt?.Clear();

    [Fact]
    public void A_running_instance_gets_svm_is_seen_to_have_it_and_gives_it_back()
    {
        _libvirt.Define("web", WithoutSvm, "agent=good");
        string before = _libvirt.VirshText("dumpxml", "--inactive", "--security-info", "web");
        Assert.Equal(0, _libvirt.Virsh("autostart", "web"));
        _libvirt.StartWithAgent("web");
        Assert.False(Look("web").Reading.Inside.HasExtension);

        // Without --now it runs on as it was.
        InstanceChangeReport defined = Change("web", Enable);
        Assert.Equal((InstanceChangeOutcome.Defined, true), (defined.Outcome, defined.TakesEffectLater));
        Assert.Equal(FindingCode.InstanceRestartPending, InstanceVerdict.Judge(Look("web")).Decisive!.Code);

        InstanceChangeReport applied = Change("web", Enable with { IsNow = true, LooksInside = true, AsksQemu = true });
        Assert.Equal(InstanceChangeOutcome.Applied, applied.Outcome);
        Assert.True(applied.After!.Reading.QemuHas);
        Assert.True(applied.After.Reading.Inside.HasSvm);
        Assert.Equal(Answer.Yes, InstanceVerdict.Judge(Look("web")).CanNest);
        Assert.Equal("enable",
            _libvirt.VirshText("dominfo", "web").Split('\n').Single(static l => l.StartsWith("Autostart", StringComparison.Ordinal))
            .Split(':')[1].Trim());

        InstanceChangeReport again = Change("web", Enable with { IsNow = true });
        Assert.Equal(InstanceChangeOutcome.NotNeeded, again.Outcome);

        InstanceChangeReport undone = Change("web", TestDriverTests.Wish(InstanceGoal.Disable) with { IsNow = true, LooksInside = true });
        Assert.Equal((InstanceChangeOutcome.Applied, true), (undone.Outcome, undone.Planned!.Edit!.IsRestored));
        Assert.False(undone.After!.Reading.Inside.HasExtension);

        // The password of VNC too.
        Assert.Equal(before, _libvirt.VirshText("dumpxml", "--inactive", "--security-info", "web"));
        // Each change can be taken back, the last one first.
        Assert.Equal(InstanceChangeOutcome.Defined, Change("web", TestDriverTests.Wish(InstanceGoal.Undo)).Outcome);
        Assert.NotEqual(before, _libvirt.VirshText("dumpxml", "--inactive", "--security-info", "web"));
        Assert.Equal(InstanceChangeOutcome.Defined, Change("web", TestDriverTests.Wish(InstanceGoal.Undo)).Outcome);
        Assert.Equal(before, _libvirt.VirshText("dumpxml", "--inactive", "--security-info", "web"));
        Assert.Equal(RemarkCode.NothingToUndo, Change("web", TestDriverTests.Wish(InstanceGoal.Undo)).Refusal?.Code);
    }

    [Fact]
    public void An_order_that_libvirt_changes_by_itself_is_no_loss()
    {
        _libvirt.Define("web", WithoutSvm, isSettled: false);
        string before = _libvirt.VirshText("dumpxml", "--inactive", "--security-info", "web");
        Assert.Equal(InstanceChangeOutcome.Defined, Change("web", Enable).Outcome);
        Assert.Equal(InstanceChangeOutcome.Defined, Change("web", TestDriverTests.Wish(InstanceGoal.Undo)).Outcome);
        string after = _libvirt.VirshText("dumpxml", "--inactive", "--security-info", "web");
        Assert.Equal(before.Split('\n').Order(StringComparer.Ordinal), after.Split('\n').Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_guest_that_ignores_shutdown_is_left_running_unless_force_is_asked_for()
    {
        _libvirt.Define("deaf", WithoutSvm, "agent=good power=ignore");
        string before = _libvirt.VirshText("dumpxml", "--inactive", "deaf");
        _libvirt.StartWithAgent("deaf");
        InstanceChangeReport refused = Change("deaf", Enable with { IsNow = true, Timeout = TimeSpan.FromSeconds(3) });
        Assert.Equal((InstanceChangeOutcome.RolledBack, RemarkCode.ShutdownIgnored), (refused.Outcome, refused.Refusal?.Code));
        Assert.Equal(before, _libvirt.VirshText("dumpxml", "--inactive", "deaf"));
        Assert.Equal(DomainState.Running, Look("deaf").Reading.State);
        Assert.Empty(Undoable());

        InstanceChangeReport forced = Change("deaf", Enable with { IsNow = true, Timeout = TimeSpan.FromSeconds(3), ForcesOff = true });
        Assert.Equal((InstanceChangeOutcome.Applied, true), (forced.Outcome, forced.IsForced));
    }

    [Fact]
    public void A_start_that_fails_puts_the_old_definition_back_and_starts_it_again()
    {
        _libvirt.Define("web", WithoutSvm, "agent=good");
        string before = _libvirt.VirshText("dumpxml", "--inactive", "--security-info", "web");
        _libvirt.StartWithAgent("web");
        string initrd = _libvirt.Folder + "/guest/initrd";
        int starts = 0;
        InstanceChangeReport report = Change("web", Enable with { IsNow = true }, (_, step, _) =>
        {
            // The first start finds no initrd, the second one does.
            if (step == InstanceStep.Starting)
            {
                File.Move(starts == 0 ? initrd : initrd + ".away", starts++ == 0 ? initrd + ".away" : initrd);
            }
        });
        Assert.Equal((InstanceChangeOutcome.RolledBack, 2), (report.Outcome, starts));
        Assert.Contains("initrd", report.Failure!.Message, StringComparison.Ordinal);
        Assert.Equal(before, _libvirt.VirshText("dumpxml", "--inactive", "--security-info", "web"));
        Assert.Equal(DomainState.Running, Look("web").Reading.State);
        Assert.Empty(Undoable());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_somebody_edits_while_it_is_started_survives_the_way_back(bool editsCpu)
    {
        _libvirt.Define("web", WithoutSvm, "agent=good");
        string before = _libvirt.VirshText("dumpxml", "--inactive", "--security-info", "web");
        _libvirt.StartWithAgent("web");
        string initrd = _libvirt.Folder + "/guest/initrd";
        int starts = 0;
        InstanceChangeReport report = Change("web", Enable with { IsNow = true }, (_, step, _) =>
        {
            if (step != InstanceStep.Starting)
            {
                return;
            }

            File.Move(starts == 0 ? initrd : initrd + ".away", starts++ == 0 ? initrd + ".away" : initrd);
            if (starts == 1)
            {
                string now = _libvirt.VirshText("dumpxml", "--inactive", "--security-info", "web");
                File.WriteAllText(_libvirt.Folder + "/other.xml",
                    (editsCpu ? now.Replace("qemu64", "EPYC", StringComparison.Ordinal) : now).Replace("<memory",
                        "<title>theirs</title><memory", StringComparison.Ordinal));
                Assert.Equal(0, _libvirt.Virsh("define", _libvirt.Folder + "/other.xml"));
            }
        });
        Assert.Equal((editsCpu ? InstanceChangeOutcome.Stuck : InstanceChangeOutcome.RolledBack, 2), (report.Outcome, starts));
        string after = _libvirt.VirshText("dumpxml", "--inactive", "--security-info", "web");
        Assert.Contains("<title>theirs</title>", after, StringComparison.Ordinal);
        Assert.Equal(DomainState.Running, Look("web").Reading.State);
        if (editsCpu)
        {
            Assert.Equal(RemarkCode.ChangedMeanwhile, report.Refusal?.Code);
            Assert.Contains("EPYC", after, StringComparison.Ordinal);
            Assert.Equal(before, FormerIn(report.KeptIn!));
            InstanceChangeReport next = Change("web", TestDriverTests.Wish(InstanceGoal.Undo));
            Assert.Equal((RemarkCode.NothingToUndo, true), (next.Refusal?.Code, next.IsRecovered));
            Assert.Contains("EPYC", _libvirt.VirshText("dumpxml", "--inactive", "web"), StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(before, after.Replace("  <title>theirs</title>\n", "", StringComparison.Ordinal));
            Assert.Empty(Undoable());
        }
    }

    [Fact]
    public void An_instance_that_a_cut_off_run_left_off_runs_again_also_where_the_next_run_is_refused()
    {
        _libvirt.Define("web", WithoutSvm);
        string before = _libvirt.VirshText("dumpxml", "--inactive", "--security-info", "web");
        Assert.Equal(InstanceChangeOutcome.Defined, Change("web", Enable).Outcome);
        CutOff(2, before, _libvirt.VirshText("dumpxml", "--inactive", "--security-info", "web"));
        File.WriteAllText(_libvirt.Folder + "/other.xml", before.Replace("qemu64", "EPYC", StringComparison.Ordinal));
        Assert.Equal(0, _libvirt.Virsh("define", _libvirt.Folder + "/other.xml"));
        InstanceChangeReport next = Change("web", TestDriverTests.Wish(InstanceGoal.Undo));
        Assert.Equal((RemarkCode.ChangedSince, true), (next.Refusal?.Code, next.IsRecovered));
        Assert.Equal(DomainState.Running, Look("web").Reading.State);
    }

    [Fact]
    public void A_guest_that_goes_off_in_the_instant_of_its_end_is_not_an_error()
    {
        _libvirt.Define("deaf", WithoutSvm, "agent=good power=silent");
        _libvirt.StartWithAgent("deaf");
        InstanceChangeReport report =
            Change("deaf", Enable with { IsNow = true, Timeout = TimeSpan.FromSeconds(3), ForcesOff = true }, (_, step, _) =>
        {
            if (step == InstanceStep.ForcedOff)
            {
                Assert.Equal(0, _libvirt.Virsh("destroy", "deaf"));
            }
        });
        Assert.Equal((InstanceChangeOutcome.Applied, false), (report.Outcome, report.IsForced));
    }

    [Fact]
    public void A_start_that_fails_for_want_of_memory_leaves_the_old_definition()
    {
        _libvirt.Define("web", WithoutSvm, "agent=good");
        _libvirt.StartWithAgent("web");

        // The definition that the next start takes wants more memory than there is; the one that runs does not.
        string huge = _libvirt.VirshText("dumpxml", "--inactive", "--security-info", "web")
            .Replace(">163840<", ">9007199254740<", StringComparison.Ordinal);
        File.WriteAllText(_libvirt.Folder + "/huge.xml", huge);
        Assert.Equal(0, _libvirt.Virsh("define", _libvirt.Folder + "/huge.xml"));
        string before = _libvirt.VirshText("dumpxml", "--inactive", "web");
        InstanceChangeReport report = Change("web", Enable with { IsNow = true });
        Assert.Equal(InstanceChangeOutcome.Stuck, report.Outcome);
        Assert.NotEmpty(report.Failure!.Message);
        Assert.Equal(before, _libvirt.VirshText("dumpxml", "--inactive", "web"));
        Assert.True(Directory.Exists(report.KeptIn));
    }

    [Fact]
    public void Transient_saved_paused_and_managed_instances_are_refused_each_by_name()
    {
        _libvirt.Define("web", WithoutSvm, "agent=good");
        Assert.Equal(0, _libvirt.Virsh("start", "web", "--paused"));
        Assert.Equal(RemarkCode.CannotShutDown, Change("web", Enable with { IsNow = true }).Refusal?.Code);
        Assert.Equal(0, _libvirt.Virsh("managedsave", "web"));
        Assert.Equal(RemarkCode.ManagedSave, Change("web", Enable).Refusal?.Code);
        Assert.True(Look("web").Reading.HasManagedSave);
        Assert.Equal(0, _libvirt.Virsh("managedsave-remove", "web"));
        Assert.Equal(0, _libvirt.Virsh("start", "web", "--paused"));
        Assert.Equal(0, _libvirt.Virsh("undefine", "web"));
        Assert.Equal(RemarkCode.Transient, Change("web", Enable).Refusal?.Code);

        _libvirt.Define("owned", WithoutSvm, "", "<metadata><k:vm xmlns:k='http://kubevirt.io'/></metadata>");
        InstanceChangeReport managed = Change("owned", Enable);
        Assert.Equal((RemarkCode.Managed, "kubevirt"), (managed.Refusal?.Code, managed.Planned!.Owner!.Id));
        Assert.Equal(InstanceChangeOutcome.Defined, Change("owned", Enable with { EvenIfManaged = true }).Outcome);
    }

    [Fact]
    public void An_edit_of_somebody_else_since_is_not_undone()
    {
        _libvirt.Define("web", WithoutSvm);
        Assert.Equal(InstanceChangeOutcome.Defined, Change("web", Enable).Outcome);
        File.WriteAllText(_libvirt.Folder + "/other.xml",
            _libvirt.VirshText("dumpxml", "--inactive", "web").Replace("qemu64", "EPYC", StringComparison.Ordinal));
        Assert.Equal(0, _libvirt.Virsh("define", _libvirt.Folder + "/other.xml"));
        Assert.Equal(RemarkCode.ChangedSince, Change("web", TestDriverTests.Wish(InstanceGoal.Undo)).Refusal?.Code);
        Assert.Equal(InstanceChangeOutcome.Defined, Change("web", TestDriverTests.Wish(InstanceGoal.Disable)).Outcome);
        Assert.Contains("policy='disable' name='svm'", _libvirt.VirshText("dumpxml", "--inactive", "web"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_that_is_shown_holds_no_secret_and_the_definition_keeps_its_own()
    {
        _libvirt.Define("web", WithoutSvm);
        string secret = "passwd='secret'";
        Assert.Contains(secret, _libvirt.VirshText("dumpxml", "--inactive", "--security-info", "web"), StringComparison.Ordinal);
        ChangePlan plan = Change("web", Enable with { IsDryRun = true }).Planned!.Plan;
        Assert.NotEmpty(plan.Steps);
        foreach (string shown in (string[])[PlanText.Write(plan, Language.English, usesColour: false),
            PlanText.Write(plan, Language.Chinese, usesColour: false), Encoding.UTF8.GetString(PlanJson.Write(plan))])
        {
            Assert.DoesNotContain("passwd", shown, StringComparison.Ordinal);
        }

        Assert.Equal(InstanceChangeOutcome.Defined, Change("web", Enable).Outcome);
        Assert.Contains(secret, _libvirt.VirshText("dumpxml", "--inactive", "--security-info", "web"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_runs_on_one_instance_do_not_meet()
    {
        _libvirt.Define("deaf", WithoutSvm, "agent=good power=ignore");
        _libvirt.StartWithAgent("deaf");
        Task<InstanceChangeReport> first = Task.Run(() =>
            Change("deaf", Enable with { IsNow = true, Timeout = TimeSpan.FromSeconds(10), ForcesOff = true }),
                TestContext.Current.CancellationToken);
        PrivateLibvirt.Until(() => HasBegun, "the first run does not begin");
        Assert.Equal(RemarkCode.OtherRun, Change("deaf", Enable).Refusal?.Code);
        Assert.Equal(InstanceChangeOutcome.Applied, (await first).Outcome);
    }

    [Fact]
    public async Task A_domain_removed_under_us_is_not_brought_back()
    {
        _libvirt.Define("deaf", WithoutSvm, "agent=good power=ignore");
        _libvirt.StartWithAgent("deaf");
        Task<InstanceChangeReport> run = Task.Run(() => Change("deaf", Enable with { IsNow = true, Timeout = TimeSpan.FromSeconds(60) }),
            TestContext.Current.CancellationToken);
        PrivateLibvirt.Until(() => HasBegun, "the run does not begin");
        Assert.Equal(0, _libvirt.Virsh("undefine", "deaf"));
        Assert.Equal(0, _libvirt.Virsh("destroy", "deaf"));
        InstanceChangeReport report = await run;
        Assert.Equal((InstanceChangeOutcome.Refused, LibvirtFailureKind.NoDomain), (report.Outcome, report.Failure!.Kind));
        Assert.NotEqual(0, _libvirt.Virsh("domstate", "deaf"));
        Assert.Contains("qemu64", FormerIn(report.KeptIn!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_daemon_killed_in_the_middle_loses_nothing_and_the_next_run_goes_on()
    {
        _libvirt.Define("deaf", WithoutSvm, "agent=good power=ignore");
        string before = _libvirt.VirshText("dumpxml", "--inactive", "--security-info", "deaf");
        _libvirt.StartWithAgent("deaf");
        Task<InstanceChangeReport> run = Task.Run(() => Change("deaf", Enable with { IsNow = true, Timeout = TimeSpan.FromSeconds(60) }),
            TestContext.Current.CancellationToken);
        PrivateLibvirt.Until(() => HasBegun, "the run does not begin");
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        _libvirt.KillDaemon();
        InstanceChangeReport report = await run;
        Assert.Equal((InstanceChangeOutcome.Stuck, LibvirtFailureKind.NoAnswer), (report.Outcome, report.Failure!.Kind));
        _libvirt.StartDaemon();
        InstanceChangeReport next = Change("deaf", Enable with { IsNow = true, Timeout = TimeSpan.FromSeconds(3), ForcesOff = true });
        Assert.Equal((InstanceChangeOutcome.Applied, true), (next.Outcome, next.IsRecovered));
        Assert.Equal(before, FormerIn(next.KeptIn!));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public void A_run_cut_off_at_any_step_leaves_old_or_new_and_the_next_one_repairs(int begun, bool isDefined)
    {
        _libvirt.Define("web", WithoutSvm);
        string before = _libvirt.VirshText("dumpxml", "--inactive", "--security-info", "web");
        Assert.Equal(InstanceChangeOutcome.Defined, Change("web", Enable).Outcome);
        string after = _libvirt.VirshText("dumpxml", "--inactive", "--security-info", "web");
        Assert.Equal(InstanceChangeOutcome.Defined, Change("web", TestDriverTests.Wish(InstanceGoal.Undo)).Outcome);
        CutOff(begun, before, after);
        File.WriteAllText(_libvirt.Folder + "/back.xml", isDefined ? after : before);
        Assert.Equal(0, _libvirt.Virsh("define", _libvirt.Folder + "/back.xml"));

        InstanceChangeReport next = Change("web", Enable);
        Assert.True(next.IsRecovered);
        Assert.True(next.IsGood);
        Assert.Equal(after, _libvirt.VirshText("dumpxml", "--inactive", "--security-info", "web"));

        // An instance that ran before it was cut off in its restart runs again.
        Assert.Equal(begun == 2, Look("web").Reading.State == DomainState.Running);
        _libvirt.Virsh("destroy", "web");
        Assert.Equal(InstanceChangeOutcome.Defined, Change("web", TestDriverTests.Wish(InstanceGoal.Undo)).Outcome);
        Assert.Equal(before, _libvirt.VirshText("dumpxml", "--inactive", "--security-info", "web"));
    }

    [Fact]
    public void A_disable_that_was_cut_off_before_it_began_is_not_said_to_be_done()
    {
        _libvirt.Define("web", WithoutSvm);
        string before = _libvirt.VirshText("dumpxml", "--inactive", "--security-info", "web");
        Assert.Equal(InstanceChangeOutcome.Defined, Change("web", Enable).Outcome);
        CutOff(1, _libvirt.VirshText("dumpxml", "--inactive", "--security-info", "web"), before.Replace(
            "<feature policy='disable' name='svm'/>", "", StringComparison.Ordinal), restarts: false);
        Assert.True(Change("web", Enable).IsRecovered);
        using Journal journal = Journal.Look(_records, null);
        Assert.Equal(ChangeState.RolledBack, journal.Entries[^1].State);
        Assert.Equal(1, Undoable().Last().Number);
    }

    /// <summary>A journal as a run leaves it that is killed in a change with a restart.</summary>
    private void CutOff(int begun, string before, string after, bool restarts = true)
    {
        Guid id = Look("web").Reading.Id;
        using Journal former = Journal.Look(_records, null);
        string connection = former.Entries[0].Plan.Connection!;
        ChangePlan plan = new(ChangeSubject.Instance(id), (Enable with { IsNow = true }).PlanGoal,
            [
                new DefinitionStep(connection, id, "web", Encoding.UTF8.GetBytes(before), Encoding.UTF8.GetBytes(after)),
                .. restarts ? (ChangeStep[])[new RestartStep(connection, id, "web", 90, ForcesOff: false)] : [],
            ], [], []);
        using Journal journal = Journal.Open(_records, plan.Subject, TimeSpan.Zero, out _)!;
        JournalEntry entry = journal.Begin(plan, "instance enable");
        for (int step = 0; step < begun; step++)
        {
            entry.Mark($"step {step}");
        }
    }

    private bool HasBegun => Directory.GetFiles(_records, "progress", SearchOption.AllDirectories).Length > 0;

    private IEnumerable<JournalEntry> Undoable()
    {
        using Journal journal = Journal.Look(_records, null);
        return journal.Entries.Where(static e => e.CanBeUndone);
    }

    /// <summary>The definition before a change that is in the journal.</summary>
    private static string FormerIn(string folder) => Encoding.UTF8.GetString(
        ((DefinitionStep)PlanJson.Read(File.ReadAllBytes(Path.Join(folder, "plan.json")), out _)!.Steps[0]).Before);

    [Theory]
    [InlineData("huge", InsideState.Malformed)]
    [InlineData("malformed", InsideState.Malformed)]
    [InlineData("base64", InsideState.Malformed)]
    [InlineData("lying", InsideState.Malformed)]
    [InlineData("refusing", InsideState.Refused)]
    [InlineData("dumb", InsideState.NoAgent)]
    [InlineData("endless", null)]
    public void An_agent_that_lies_is_bounded_and_changes_no_verdict(string kind, InsideState? state)
    {
        _libvirt.Define("web", WithoutSvm, "agent=" + kind);
        _libvirt.StartWithAgent("web");
        InstanceFacts facts = Look("web");
        Assert.Null(facts.Reading.Inside.HasExtension);
        Assert.True(state is null ? facts.Reading.Inside.State is not InsideState.Read : facts.Reading.Inside.State == state,
            facts.Reading.Inside.ToString());
        Assert.Equal(Answer.No, InstanceVerdict.Judge(facts).CanNest);
        string text = InstanceCheckText.Write(InstanceVerdict.Judge(facts), Language.English, false, true);
        Assert.DoesNotContain('\e', text);
    }

    [Fact]
    public void A_daemon_that_hangs_does_not_hang_us()
    {
        _libvirt.Define("web", WithoutSvm);
        using Hypervisor hypervisor = Hypervisor.Connect(_libvirt.Uri, isReadOnly: false, TimeSpan.FromSeconds(2));
        using Process stop = Process.Start("kill", ["-STOP", $"{_libvirt.ProcessId}"]);
        stop.WaitForExit();
        try
        {
            HypervisorException exception = Assert.Throws<HypervisorException>(() => hypervisor.All());
            Assert.Equal(LibvirtFailureKind.NoAnswer, exception.Failure.Kind);
            Assert.Throws<HypervisorException>(() => Hypervisor.Connect(_libvirt.Uri, isReadOnly: true, TimeSpan.FromSeconds(2)));
        }
        finally
        {
            using Process go = Process.Start("kill", ["-CONT", $"{_libvirt.ProcessId}"]);
            go.WaitForExit();
        }
    }

    private static InstanceWish Enable => TestDriverTests.Wish(InstanceGoal.Enable);

    private InstanceChangeReport Change(string name, InstanceWish wish, Action<string, InstanceStep, TimeSpan>? progress = null) =>
        TestDriverTests.Change(_libvirt.Uri, [name], wish, _records, progress)[0];

    private InstanceFacts Look(
        string name) => InstanceReader.One(new LookOptions(_libvirt.Uri, LooksInside: true, AsksQemu: false), name, out _, out _)
            ?? throw new InvalidOperationException(name);
}
