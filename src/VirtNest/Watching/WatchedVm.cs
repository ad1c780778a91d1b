using VirtNest.Instances;

namespace VirtNest.Watching;

/// <summary>One VM of KVM, or one running instance of libvirt, in one sample.</summary>
/// <param name="Key">What tells one life of a VM from every other: a VM that was restored, migrated or started again has another
/// key.</param>
/// <param name="Name">The instance's name by libvirt or by QEMU's -name; null where nothing tells. Foreign text.</param>
/// <param name="Source">Who counted.</param>
/// <param name="Sample">What was counted.</param>
public sealed record WatchedVm(string Key, string? Name, CountSource Source, NestedSample Sample)
{
    /// <summary>The process that runs it, in the first pid namespace; null where only libvirt was asked.</summary>
    public int? Pid { get; init; }

    /// <summary>The base name of its program; null where it is not known. Foreign text.</summary>
    public string? Command { get; init; }

    /// <summary>The UUID of libvirt's domain; null for a VM that libvirt does not run, or where libvirt was not asked.</summary>
    public Guid? DomainId { get; init; }

    /// <summary>What libvirt calls this run of the domain; null as above.</summary>
    public int? LibvirtId { get; init; }

    /// <summary>By libvirt; null where it was not asked.</summary>
    public DomainState? State { get; init; }

    /// <summary>Is VMX or SVM there for the guest? By libvirt's live XML and the host's offer; null where that is not known.</summary>
    public bool? IsExposed { get; init; }
}
