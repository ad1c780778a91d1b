using VirtNest.Evidence;
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
/// <param name="Module">The vendor module of its CPU: "kvm_intel", "kvm_amd".</param>
/// <param name="Nested">That module's parameter nested; null where the module is not in its kernel.</param>
public sealed record InsideReading(InsideState State, string? Why = null, bool? HasVmx = null, bool? HasSvm = null, string? Module = null,
    string? Nested = null)
{
    /// <summary>Either flag.</summary>
    public bool? HasExtension => HasVmx is { } vmx && HasSvm is { } svm ? vmx || svm : null;

    /// <summary>What the first processor's part of a /proc/cpuinfo says; malformed where the text is none of x86.</summary>
    /// <param name="text">Its beginning.</param>
    public static InsideReading OfCpuInfo(string text)
    {
        HostEvidence evidence = new(EvidenceOrigin.Dump);
        evidence["/proc/cpuinfo"] = Reading.Known(text);
        CpuFacts cpu = CpuFacts.Parse(evidence);
        return !cpu.HasFlagsLine ? new(InsideState.Malformed)
            : new(InsideState.Read, null, cpu.Info.First!.HasFlag("vmx"), cpu.Info.First.HasFlag("svm"), cpu.ExpectedModule);
    }
}
