using VirtNest.Instances;
using VirtNest.Watching;

namespace VirtNest.Tests.Watching;

/// <summary>A host with instances of every kind, after a while in which nothing was counted and two samples a second apart.</summary>
internal static class WatchedHost
{
    internal static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Names that no table should be spoilt by.</summary>
    internal static readonly string[] OddNames = ["实例一", "宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽", "esc\u001b[2J\u0007",
        "rtl\u202eevil", "a\nb\tc", "⌚⌚⌚🖥🖥", "e\u0301\u0301\u0301", new('n', 300), "\ud800", ""];

    /// <summary>One of each kind.</summary>
    internal static WatchState Mixed => After(
        [
            Vm("1", "web", 1000, 4000, CountSource.Debugfs) with { Pid = 4242, Command = "qemu-system-x86_64",
                DomainId = new Guid("11111111-2222-3333-4444-555555555555"), State = DomainState.Running, IsExposed = true },
            Vm("2", "windows-11-with-a-long-name-of-its-own", 7, 12, CountSource.Debugfs) with { Pid = 4300, Command = "qemu-system-x86_64",
                DomainId = new Guid("21111111-2222-3333-4444-555555555555"), State = DomainState.Running, IsExposed = true },
            Vm("3", "idle", 0, 0, CountSource.Debugfs) with { Pid = 4301, Command = "qemu-system-x86_64",
                DomainId = new Guid("31111111-2222-3333-4444-555555555555"), State = DomainState.Paused, IsExposed = true },
            Vm("4", "plain", 0, 0, CountSource.Debugfs) with { Pid = 4302, Command = "qemu-system-x86_64",
                DomainId = new Guid("41111111-2222-3333-4444-555555555555"), State = DomainState.Running, IsExposed = false },
            Vm("5", null, 20, 20, CountSource.Debugfs) with { Pid = 4303, Command = "firecracker" },
            Vm("6", null, null, null, CountSource.GuestMode) with { Pid = 4304 },
            Vm("7", "数据库", null, null, CountSource.None) with { DomainId = new Guid("71111111-2222-3333-4444-555555555555"),
                State = DomainState.Running },
        ]);

    /// <summary>The state after the samples of these instances: each has its count of the first, which has stood for long enough, and of
    /// the second.</summary>
    internal static WatchState After(IReadOnlyList<WatchedPair> pairs, DebugfsGap? debugfs = null, LibvirtFailure? libvirt = null)
    {
        WatchState? state = null;
        foreach (int second in (int[])[-3, 0, 1])
        {
            state = WatchState.After(state,
                new WatchSample(TimeSpan.FromSeconds(second), Noon.AddSeconds(second),
                    [.. pairs.Select(p => second < 1 ? p.First : p.Second)], debugfs, libvirt));
        }

        return state!;
    }

    internal static WatchedPair Vm(string key, string? name, long? first, long? second, CountSource source) =>
        new(new WatchedVm(key, name, source, new NestedSample(second, false)), first);
}

/// <summary>An instance, and what was counted of it before, while it ran.</summary>
internal sealed record WatchedPair(WatchedVm Second, long? Before)
{
    internal WatchedVm First =>
        Second with { Sample = new NestedSample(Before, false), State = Second.State is null ? null : DomainState.Running };

    internal int? Pid { init => Second = Second with { Pid = value }; }

    internal string? Command { init => Second = Second with { Command = value }; }

    internal Guid? DomainId { init => Second = Second with { DomainId = value }; }

    internal DomainState? State { init => Second = Second with { State = value }; }

    internal bool? IsExposed { init => Second = Second with { IsExposed = value }; }
}
