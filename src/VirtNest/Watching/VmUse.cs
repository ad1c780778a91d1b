namespace VirtNest.Watching;

/// <summary>What follows from the samples of one VM so far.</summary>
/// <param name="Vm">The newest sample.</param>
/// <param name="IsRunning">Does an L2 run in it? Null where that cannot be told (yet).</param>
/// <param name="IsUsed">Has an L2 run in it since it was started? Null where nobody counts.</param>
/// <param name="EntriesPerSecond">Entries into an L2 a second since the sample before; null at the first one, and where nobody
/// counts.</param>
/// <param name="RunningSince">When an L2 was first seen, with no pause as long as <see cref="WatchState.Linger"/> since; null where none
/// runs.</param>
/// <param name="LastSeen">When an L2 was last seen, by the clock of <see cref="WatchSample.At"/>; null where none was.</param>
public sealed record VmUse(WatchedVm Vm, bool? IsRunning, bool? IsUsed, double? EntriesPerSecond, DateTimeOffset? RunningSince,
    TimeSpan? LastSeen)
{
    /// <summary>VMX or SVM is there for the guest: an L2 that ran proves it, else what libvirt says.</summary>
    public bool? IsExposed => IsUsed == true ? true : Vm.IsExposed;

    /// <summary>Since when its count stands, while it was not paused, by the clock of <see cref="WatchSample.At"/>; the newest sample
    /// where it does not stand or cannot be compared.</summary>
    internal TimeSpan QuietSince { get; init; }

    /// <summary>It was seen to run, itself or an L2 in it; false for one that has been paused for as long as its state is known.</summary>
    internal bool HasBeenAwake { get; init; }

    /// <summary><see cref="IsRunning"/> when it could last be told by counts that can be compared with the newest.</summary>
    internal bool? LastAnswer { get; init; }
}
