using VirtNest.Instances;

namespace VirtNest.Host.Libvirt;

/// <summary>libvirt did not do what was asked. Caught by the entry types of this room, which make data of it.</summary>
internal sealed class HypervisorException(LibvirtFailure failure) : Exception(failure.Message)
{
    internal LibvirtFailure Failure { get; } = failure;

    /// <summary>The calls of which one did not come back in time; null where libvirt did answer.</summary>
    internal BoundedCalls? GivenUp { get; init; }
}
