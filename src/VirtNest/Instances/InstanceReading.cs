using VirtNest.Instances.Xml;

namespace VirtNest.Instances;

/// <summary>What was read of one instance.</summary>
/// <param name="Name">Its name; foreign text.</param>
/// <param name="Id">Its UUID.</param>
/// <param name="State">Its state.</param>
/// <param name="IsTransient">It has no persistent definition.</param>
public sealed record InstanceReading(string Name, Guid Id, DomainState State, bool IsTransient)
{
    /// <summary>The persistent definition; null for a transient domain, or where it could not be read.</summary>
    public DomainXml? Persistent { get; init; }

    /// <summary>What runs; null where nothing does.</summary>
    public DomainXml? Live { get; init; }

    /// <summary>Why one of the two is missing, or null.</summary>
    public LibvirtFailure? Failure { get; init; }

    /// <summary>The counts of nested runs, and those of a moment later.</summary>
    public (NestedSample First, NestedSample Second) Samples { get; init; }

    /// <summary>How much later.</summary>
    public TimeSpan SampledFor { get; init; }

    /// <summary>Did an L2 run while we looked? Null where nobody counts, where a count stood for too short a time, and where the instance
    /// is paused: nothing in it can begin or end then, so that its count stands says nothing.</summary>
    public bool? RanNested => Samples.First.RanUntil(Samples.Second) switch
    {
        true => true,
        false when State == DomainState.Paused || (Samples.Second.NestedRuns > 0 && SampledFor < NestedSample.Linger) => null,
        var told => told,
    };

    /// <summary>A longer look will tell more: its count stands, and not yet for long enough.</summary>
    public bool IsUndecided => RanNested is null && State != DomainState.Paused && Samples.First.RanUntil(Samples.Second) == false;

    /// <summary>What it says of itself.</summary>
    public InsideReading Inside { get; init; } = new(InsideState.NotAsked);

    /// <summary>What QEMU says of its first vCPU's extension; null where it was not asked.</summary>
    public bool? QemuHas { get; init; }

    /// <summary>When the persistent definition was last written; null where that is not known.</summary>
    public DateTimeOffset? DefinedAt { get; init; }

    /// <summary>A saved state waits, which the next start restores.</summary>
    public bool HasManagedSave { get; init; }

    /// <summary>The XML that tells most: of the running domain, else the definition.</summary>
    public DomainXml? Xml => Live ?? Persistent;
}
