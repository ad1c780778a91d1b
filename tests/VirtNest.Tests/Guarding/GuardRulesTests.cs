using VirtNest.Facts;
using VirtNest.Guarding;
using VirtNest.Instances;
using VirtNest.Tables;
using VirtNest.Watching;
using Xunit;

namespace VirtNest.Tests.Guarding;

/// <summary>When a blocker is put there and when it is taken away.</summary>
public sealed class GuardRulesTests
{
    private static readonly GuardConfig Open = new() { Grace = TimeSpan.FromSeconds(30) };

    private static readonly GuardConfig Closed = Open with { FailsClosed = true };

    [Theory]
    // running, armed, seconds since an L2 was last seen (or since the instance was), then what is done: open, closed
    [InlineData(true, false, 0, GuardStep.Arm, GuardStep.Arm)]
    [InlineData(true, true, 0, GuardStep.None, GuardStep.None)]
    [InlineData(false, false, 100, GuardStep.None, GuardStep.None)]
    [InlineData(false, true, 29.9, GuardStep.None, GuardStep.None)]
    [InlineData(false, true, 30, GuardStep.Disarm, GuardStep.Disarm)]
    [InlineData(null, true, 29.9, GuardStep.None, GuardStep.None)]
    [InlineData(null, true, 30, GuardStep.Disarm, GuardStep.None)]
    [InlineData(null, false, 100, GuardStep.None, GuardStep.Arm)]
    [InlineData(null, false, 1, GuardStep.None, GuardStep.None)]

    // what may be there, since putting it there or taking it away failed, is seen to once more
    [InlineData(true, null, 0, GuardStep.Arm, GuardStep.Arm)]
    [InlineData(false, null, 29.9, GuardStep.None, GuardStep.None)]
    [InlineData(false, null, 30, GuardStep.Disarm, GuardStep.Disarm)]
    [InlineData(null, null, 29.9, GuardStep.None, GuardStep.Arm)]
    [InlineData(null, null, 30, GuardStep.Disarm, GuardStep.Arm)]
    public void A_blocker_is_there_while_an_L2_runs_and_for_a_grace_after(bool? isRunning, bool? isArmed, double quiet, GuardStep open,
        GuardStep closed)
    {
        VmUse use = Use(isRunning, lastSeen: 100);
        GuardedInstance instance = new(TimeSpan.Zero) { IsArmed = isArmed };
        TimeSpan now = TimeSpan.FromSeconds(100 + quiet);
        Assert.Equal(open, GuardRules.Decide(Open, GuardPolicy.Block, instance, use, now));
        Assert.Equal(closed, GuardRules.Decide(Closed, GuardPolicy.Block, instance, use, now));
    }

    [Fact]
    public void A_blocker_of_an_earlier_guard_has_its_grace_from_when_this_one_first_saw_the_instance()
    {
        VmUse use = Use(false, lastSeen: null);
        GuardedInstance adopted = new(TimeSpan.FromSeconds(50)) { IsArmed = true };
        Assert.Equal(GuardStep.None, GuardRules.Decide(Open, GuardPolicy.Block, adopted, use, TimeSpan.FromSeconds(79)));
        Assert.Equal(GuardStep.Disarm, GuardRules.Decide(Open, GuardPolicy.Block, adopted, use, TimeSpan.FromSeconds(80)));
    }

    [Fact]
    public void Of_a_paused_instance_the_blocker_stays()
    {
        VmUse use = Use(false, lastSeen: 0, DomainState.Paused);
        GuardedInstance instance = new(TimeSpan.Zero) { IsArmed = true };
        Assert.Equal(GuardStep.None, GuardRules.Decide(Open, GuardPolicy.Block, instance, use, TimeSpan.FromHours(9)));
    }

    [Fact]
    public void Closed_an_instance_without_nesting_is_not_blocked_for_want_of_a_count()
    {
        VmUse use = Use(null, lastSeen: null, isExposed: false);
        Assert.Equal(GuardStep.None,
            GuardRules.Decide(Closed, GuardPolicy.Block, new GuardedInstance(TimeSpan.Zero), use, TimeSpan.FromHours(1)));
    }

    [Fact]
    public void A_warning_is_told_once_for_each_run_of_an_L2()
    {
        VmUse use = Use(true, lastSeen: 100);
        GuardedInstance instance = new(TimeSpan.Zero);
        Assert.Equal(GuardStep.Warn, GuardRules.Decide(Open, GuardPolicy.Warn, instance, use, TimeSpan.FromSeconds(100)));
        Assert.Equal(GuardStep.None,
            GuardRules.Decide(Open, GuardPolicy.Warn, instance with { ToldOf = use.RunningSince }, use, TimeSpan.FromSeconds(101)));
        VmUse next = use with { RunningSince = use.RunningSince!.Value.AddMinutes(1) };
        Assert.Equal(GuardStep.Warn,
            GuardRules.Decide(Open, GuardPolicy.Warn, instance with { ToldOf = use.RunningSince }, next, TimeSpan.FromSeconds(200)));
    }

    [Theory]
    [InlineData(GuardPolicy.Warn, true)]
    [InlineData(GuardPolicy.Off, true)]
    [InlineData(GuardPolicy.Off, null)]
    public void A_policy_that_does_not_block_takes_a_blocker_away_at_once(GuardPolicy policy, bool? isArmed)
    {
        VmUse use = Use(true, lastSeen: 100);
        Assert.Equal(GuardStep.Disarm,
            GuardRules.Decide(Closed, policy, new GuardedInstance(TimeSpan.Zero) { IsArmed = isArmed }, use, TimeSpan.FromSeconds(100)));
    }

    [Theory]
    [InlineData("intel", "4.18", "7.2", GuardPolicy.Block)]
    [InlineData("intel", "6.1", "7.2", GuardPolicy.Block)] // a snapshot may leak CR4.VMXE into the L2
    [InlineData("amd", "5.4", "7.2", GuardPolicy.Block)]
    [InlineData("amd", "6.1", "7.2", GuardPolicy.Off)] // seen to work
    [InlineData("amd", "6.1", null, GuardPolicy.Block)] // an old QEMU may be behind it
    [InlineData("", null, null, GuardPolicy.Block)]
    public void Auto_blocks_unless_the_table_says_that_every_way_works(string vendor, string? kernel, string? qemu, GuardPolicy policy)
    {
        Assert.Equal(policy, GuardRules.Auto(new LimitHost(vendor, KernelVersion.Parse(kernel)) { Qemu = KernelVersion.Parse(qemu) }));
    }

    private static VmUse Use(bool? isRunning, double? lastSeen, DomainState state = DomainState.Running, bool? isExposed = true) => new(
        new WatchedVm("1-2@3", "web", CountSource.Debugfs, default) { State = state, IsExposed = isExposed },
        isRunning,
        isRunning == true ? true : null,
        null,
        isRunning == true ? new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero) : null,
        lastSeen is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
}
