using VirtNest.Facts;
using VirtNest.Instances;
using VirtNest.Watching;

namespace VirtNest.Host.Watching;

/// <summary>One VM of this kernel by its folder in debugfs, "PID-FD": the thread that made it, and the number of its descriptor
/// there.</summary>
/// <param name="name">The folder's name with a NUL byte behind it.</param>
internal sealed class DebugfsVm(byte[] name)
{
    /// <summary>The folder's name with a NUL byte behind it.</summary>
    internal byte[] Name { get; } = name;

    /// <summary>The file that counts entries into an L2, with a NUL byte behind it.</summary>
    internal byte[] CountPath { get; } = [.. name.AsSpan(0, name.Length - 1), .. "/nested_run\0"u8];

    /// <summary>What tells this VM from every other.</summary>
    internal required string Key { get; init; }

    /// <summary>The process, or the thread where that is all that is known.</summary>
    internal required int Pid { get; init; }

    /// <summary>What the process calls itself; null where /proc does not show it.</summary>
    internal required ProcessNaming? Naming { get; init; }

    /// <summary>What was last searched for and found in the process.</summary>
    internal StatisticsSearch Search { get; set; } = StatisticsSearch.None;

    internal NestedSample Sample { get; set; }

    /// <summary>The sample before that.</summary>
    internal NestedSample Earlier { get; set; }

    /// <summary>Since when its count stands, while it was not paused, by the watch's clock.</summary>
    internal TimeSpan StandsSince { get; set; }

    /// <summary>libvirt said last that it is paused.</summary>
    internal bool IsPaused { get; set; }

    internal CountSource Source { get; set; }

    /// <summary>The number of the reading that met it last.</summary>
    internal long MetAt { get; set; }
}
