using VirtNest.Instances;
using VirtNest.Watching;

namespace VirtNest.Host.Watching;

/// <summary>One running instance by libvirt.</summary>
/// <param name="Id">Its UUID.</param>
/// <param name="Name">Its name.</param>
/// <param name="LibvirtId">What libvirt calls this run of it.</param>
/// <param name="State">Its state.</param>
internal sealed record LibvirtInstance(Guid Id, string Name, int LibvirtId, DomainState State)
{
    /// <summary>The QEMU process, by libvirt's own file; null where it cannot be read.</summary>
    internal int? Pid { get; init; }

    /// <summary>By the live XML and the host's offer.</summary>
    internal bool? IsExposed { get; init; }

    /// <summary>How often was looked for <see cref="Pid"/> and <see cref="IsExposed"/>: while an instance starts, neither may be there
    /// yet.</summary>
    internal int Looks { get; init; }

    internal NestedSample Sample { get; init; }

    internal CountSource Source { get; init; }

    /// <summary>What tells this run of the instance from every other.</summary>
    internal string Key => $"{Id:D}#{LibvirtId}";
}

/// <summary>What libvirt answered.</summary>
/// <param name="Instances">The running instances.</param>
/// <param name="IsElsewhere">It is the libvirt of another machine.</param>
/// <param name="Failure">Why it did not answer, or null.</param>
internal sealed record LibvirtAnswer(IReadOnlyList<LibvirtInstance> Instances, bool IsElsewhere, LibvirtFailure? Failure)
{
    /// <summary>It is the libvirt of one user, and sees that user's instances alone.</summary>
    internal bool IsSession { get; init; }
}
