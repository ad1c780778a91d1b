using VirtNest.Facts;

namespace VirtNest.Instances;

/// <summary>How looking inside an instance ended.</summary>
public enum InsideState
{
    /// <summary>Its agent let us read.</summary>
    Read,
    /// <summary>It was not asked for.</summary>
    NotAsked,
    /// <summary>The instance does not run.</summary>
    NotRunning,
    /// <summary>It has no guest agent, or the agent does not answer.</summary>
    NoAgent,
    /// <summary>The agent may not read files (its administrator forbade it).</summary>
    Refused,
    /// <summary>The agent's answer is none that the protocol knows.</summary>
    Malformed,
    /// <summary>libvirt did not pass the question on: the connection may not, or broke.</summary>
    NotPassedOn,
}

/// <summary>What an instance says of itself.</summary>
/// <param name="State">How looking ended; the rest is null where it is not Read.</param>
/// <param name="Why">libvirt's words where it ended badly; foreign text.</param>
/// <param name="HasVmx">The flag vmx in its /proc/cpuinfo.</param>
/// <param name="HasSvm">The flag svm in its /proc/cpuinfo.</param>
/// <param name="Module">Its vendor module, "kvm_intel" or "kvm_amd", where it is in its kernel.</param>
/// <param name="Nested">That module's parameter nested.</param>
public sealed record InsideReading(InsideState State, string? Why = null, bool? HasVmx = null, bool? HasSvm = null, string? Module = null,
    string? Nested = null)
{
    /// <summary>Either flag.</summary>
    public bool? HasExtension => HasVmx is { } vmx && HasSvm is { } svm ? vmx || svm : null;

    /// <summary>The flags in the first processor's part of a /proc/cpuinfo, or null where the text is none.</summary>
    /// <param name="text">Its beginning.</param>
    public static (bool Vmx, bool Svm)? Flags(string text) =>
        CpuInfo.Parse(text).First is { } first && first["flags"] is not null ? (first.HasFlag("vmx"), first.HasFlag("svm")) : null;
}
