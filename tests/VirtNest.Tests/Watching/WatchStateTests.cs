using VirtNest.Instances;
using VirtNest.Watching;
using Xunit;

namespace VirtNest.Tests.Watching;

/// <summary>What follows from counts that grow, stand, begin again, or are missing.</summary>
public sealed class WatchStateTests
{
    [Fact]
    public void One_sample_tells_what_runs_at_its_moment_and_where_none_ever_did()
    {
        Assert.False(Last([(0, new(0, false))]).IsRunning);
        Assert.False(Last([(0, new(0, false))]).IsUsed);
        Assert.True(Last([(0, new(7, true))]).IsRunning);
        Assert.Null(Last([(0, new(7, false))]).IsRunning);
        Assert.True(Last([(0, new(7, false))]).IsUsed);
        Assert.Null(Last([(0, new(null, false))]).IsRunning);
        Assert.Null(Last([(0, new(null, false))]).IsUsed);
    }

    [Fact]
    public void A_count_that_grows_is_an_L2_with_its_rate_and_its_beginning()
    {
        VmUse use = Last([(0, new(0, false)), (1, new(50, false)), (3, new(250, false))]);
        Assert.True(use.IsRunning);
        Assert.Equal(100, use.EntriesPerSecond);
        Assert.Equal(Clock(1), use.RunningSince);
        Assert.True(use.IsExposed);
    }

    [Fact]
    public void A_count_that_stands_is_the_end_once_it_has_stood_for_a_while()
    {
        Assert.True(Last([(0, new(0, false)), (1, new(50, false)), (2, new(50, false)), (3.9, new(50, false))]).IsRunning);
        VmUse ended = Last([(0, new(0, false)), (1, new(50, false)), (2, new(50, false)), (4.1, new(50, false))]);
        Assert.False(ended.IsRunning);
        Assert.True(ended.IsUsed);
        Assert.Null(ended.RunningSince);
        Assert.Equal(TimeSpan.FromSeconds(1), ended.LastSeen);
    }

    [Fact]
    public void Where_the_count_stands_a_vCPU_inside_is_an_L2()
    {
        Assert.True(Last([(0, new(50, false)), (9, new(50, true))]).IsRunning);
    }

    [Theory]
    [InlineData(5L, 1, null)] // a vCPU was taken away, and its entries with it
    [InlineData(50L, 1, null)]
    [InlineData(51L, 1, true)]
    [InlineData(5L, 2, true)] // a new process has counted from 0
    [InlineData(0L, 2, null)]
    [InlineData(50L, 3, false)] // a vCPU more, and none entered
    [InlineData(null, 0, null)]
    public void A_count_that_lost_a_vCPU_or_began_again_never_makes_a_no(long? runs, int vcpus, bool? running)
    {
        Assert.Equal(running, Last([(0, new(50, false, 2)), (9, new(runs, false, vcpus))]).IsRunning);
    }

    [Fact]
    public void What_could_not_be_read_leaves_the_answer_for_a_while_and_then_unknown()
    {
        (double, NestedSample)[] seen = [(0, new(0, false)), (1, new(50, false))];
        Assert.True(Last([.. seen, (2, default)]).IsRunning);
        VmUse later = Last([.. seen, (2, default), (9, default)]);
        Assert.Null(later.IsRunning);
        Assert.True(later.IsUsed);
    }

    [Fact]
    public void An_L2_in_a_paused_instance_has_not_ended()
    {
        VmUse paused = Last([(0, new(0, false)), (1, new(50, false)), (60, new(50, false))], DomainState.Paused);
        Assert.True(paused.IsRunning);
        Assert.False(After((0, 0, DomainState.Running), (60, 0, DomainState.Paused)).IsRunning);
        Assert.False(After((0, 50, DomainState.Running), (4, 50, DomainState.Running), (60, 50, DomainState.Paused)).IsRunning);
    }

    [Fact]
    public void A_state_that_is_older_than_the_pause_makes_no_no()
    {
        // The count stands from 1 on; that libvirt said "running" was at 0, and that it is paused is known at 10.
        WatchState state = WatchState.After(null, Sample(0, Vm(0, DomainState.Running), libvirtAt: 0));
        state = WatchState.After(state, Sample(1, Vm(50, DomainState.Running), libvirtAt: 0));
        state = WatchState.After(state, Sample(5, Vm(50, DomainState.Running), libvirtAt: 0));
        Assert.Null(Assert.Single(state.Uses).IsRunning);
        state = WatchState.After(state, Sample(10, Vm(50, DomainState.Paused), libvirtAt: 10));
        Assert.True(Assert.Single(state.Uses).IsRunning);
        state = WatchState.After(state, Sample(600, Vm(50, DomainState.Paused), libvirtAt: 600));
        Assert.True(Assert.Single(state.Uses).IsRunning);

        // It goes on: its L2 has as long as any other to be entered again.
        state = WatchState.After(state, Sample(601, Vm(50, DomainState.Running), libvirtAt: 601));
        Assert.True(Assert.Single(state.Uses).IsRunning);
        state = WatchState.After(state, Sample(605, Vm(50, DomainState.Running), libvirtAt: 601));
        Assert.Null(Assert.Single(state.Uses).IsRunning);
        state = WatchState.After(state, Sample(606, Vm(50, DomainState.Running), libvirtAt: 606));
        Assert.False(Assert.Single(state.Uses).IsRunning);
    }

    [Fact]
    public void Of_one_that_came_into_being_paused_it_is_not_known_whether_an_L2_came_with_it()
    {
        Assert.Null(After((0, 0, DomainState.Paused), (60, 0, DomainState.Paused)).IsRunning);

        // Its state was not known at first.
        Assert.Null(After((0, 0, null), (1, 0, DomainState.Paused), (60, 0, DomainState.Paused)).IsRunning);
        Assert.Null(After((0, 50, null), (9, 50, null), (10, 50, DomainState.Paused)).IsRunning);
        Assert.False(After((0, 0, DomainState.Paused), (1, 0, DomainState.Running)).IsRunning);
        Assert.True(Last([(0, new(0, false)), (60, new(0, true))], DomainState.Paused).IsRunning);
    }

    [Fact]
    public void The_first_no_takes_as_long_as_one_after_an_L2_was_seen()
    {
        VmUse early = Last([(0, new(50, false)), (1, new(50, false)), (2.9, new(50, false))]);
        Assert.Null(early.IsRunning);
        Assert.True(early.IsUsed);
        Assert.False(Last([(0, new(50, false)), (1, new(50, false)), (3, new(50, false))]).IsRunning);
        Assert.False(Last([(0, new(0, false)), (1, new(0, false))]).IsRunning);

        // One that is entered every two seconds.
        Assert.True(
            Last(
                [(0, new(50, false)), (1, new(50, false)), (2, new(51, false)), (3, new(51, false)), (4, new(52, false)),
                    (5, new(52, false))]).IsRunning);
    }

    [Fact]
    public void A_longer_look_tells_more_only_of_counts_that_stand()
    {
        WatchState First(NestedSample sample, DomainState? state) =>
            WatchState.After(null, Sample(0, Vm(0, state) with { Sample = sample }));
        WatchState Second(NestedSample sample, DomainState? state) =>
            WatchState.After(First(sample, state), Sample(1, Vm(0, state) with { Sample = sample }));
        Assert.Equal(1, Second(new(50, false), DomainState.Running).Undecided);
        Assert.Equal(0, Second(new(0, false), DomainState.Running).Undecided);
        Assert.Equal(0, Second(new(50, true), DomainState.Running).Undecided);
        Assert.Equal(0, Second(new(50, false), DomainState.Paused).Undecided);
        Assert.Equal(0, Second(default, DomainState.Running).Undecided);
    }

    [Fact]
    public void What_took_long_to_be_read_counts_from_its_beginning()
    {
        // The second sample waited for four seconds after the kernel's counts were read.
        WatchState state = WatchState.After(null, Sample(0, Vm(50, null)));
        state = WatchState.After(state, Sample(5, Vm(50, null)) with { From = TimeSpan.FromSeconds(1) });
        Assert.Null(Assert.Single(state.Uses).IsRunning);
    }

    [Fact]
    public void Counts_of_two_sources_are_not_compared()
    {
        // The kernel's count is of all vCPUs that ever were, libvirt's of those that are there.
        WatchState state = WatchState.After(null, Sample(0, new WatchedVm("1-10@5", "web", CountSource.Debugfs, new(50, false))));
        state = WatchState.After(state, Sample(9, new WatchedVm("1-10@5", "web", CountSource.Libvirt, new(5, false, 2))));
        Assert.Null(Assert.Single(state.Uses).IsRunning);
        Assert.Null(state.Uses[0].EntriesPerSecond);
        Assert.True(state.Uses[0].IsUsed);
        state = WatchState.After(state, Sample(18, new WatchedVm("1-10@5", "web", CountSource.Libvirt, new(5, false, 2))));
        Assert.False(state.Uses[0].IsRunning);
    }

    [Fact]
    public void Another_life_of_an_instance_begins_anew()
    {
        WatchState state = WatchState.After(null, Sample(0, new WatchedVm("1-10@5", "web", CountSource.Debugfs, new(50, true))));
        state = WatchState.After(state, Sample(1, new WatchedVm("1-10@6", "web", CountSource.Debugfs, new(0, false))));
        Assert.False(Assert.Single(state.Uses).IsRunning);
        Assert.False(state.Uses[0].IsUsed);
        Assert.Null(state.Find("1-10@5"));
    }

    [Fact]
    public void Whatever_is_counted_a_no_needs_two_counts_that_are_the_same()
    {
        Random random = new(20261125);
        for (int round = 0; round < 20_000; round++)
        {
            (double At, NestedSample Sample)[] samples = [.. Enumerable.Range(0, random.Next(1, 8)).Select(i => (i * 4.0, Any(random)))];
            VmUse use = Last(samples);
            NestedSample now = samples[^1].Sample;
            if (use.IsRunning == false)
            {
                Assert.True(now.NestedRuns == 0 || (samples.Length > 1 && samples[^2].Sample.NestedRuns == now.NestedRuns),
                    string.Join(' ', samples));
            }

            Assert.False(now.InGuestMode && use.IsRunning != true, string.Join(' ', samples));
            Assert.False(use.IsUsed == false && samples.Any(static s => s.Sample.NestedRuns > 0 || s.Sample.InGuestMode),
                string.Join(' ', samples));
            Assert.Equal(use.IsRunning == true, use.RunningSince is not null);
        }
    }

    private static NestedSample Any(Random random) => new(random.Next(4) == 0 ? null : random.Next(3), random.Next(6) == 0, random.Next(3));

    private static VmUse Last((double At, NestedSample Sample)[] samples, DomainState? lastState = null)
    {
        WatchState? state = null;
        for (int i = 0; i < samples.Length; i++)
        {
            state = WatchState.After(state,
                Sample(samples[i].At,
                    new WatchedVm("1-10@5", "web", CountSource.Debugfs,
                        samples[i].Sample) { State = i == samples.Length - 1 ? lastState : null }));
        }

        return Assert.Single(state!.Uses);
    }

    private static VmUse After(params (double At, long Runs, DomainState? State)[] samples)
    {
        WatchState? state = null;
        foreach ((double at, long runs, DomainState? known) in samples)
        {
            state = WatchState.After(state, Sample(at, Vm(runs, known)));
        }

        return Assert.Single(state!.Uses);
    }

    private static WatchedVm Vm(long runs, DomainState? state) =>
        new("1-10@5", "web", CountSource.Debugfs, new(runs, false)) { State = state };

    private static WatchSample Sample(double at, WatchedVm vm, double? libvirtAt = null) =>
        new(TimeSpan.FromSeconds(at), Clock(at), [vm], null,
            null) { LibvirtAt = libvirtAt is { } asked ? TimeSpan.FromSeconds(asked) : null };

    private static DateTimeOffset Clock(double at) => new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero).AddSeconds(at);
}
