using VirtNest.Instances;

namespace VirtNest.Guarding;

/// <summary>The state of the guard, or what came of taking its blockers away.</summary>
/// <param name="Pid">The process of the guard that runs, empty where it is not known; null where none runs.</param>
/// <param name="Config">The configuration.</param>
/// <param name="Auto">What the policy auto means on this host.</param>
/// <param name="Blocked">The instances on record.</param>
public sealed record GuardReport(string? Pid, GuardConfig Config, GuardPolicy Auto, IReadOnlyList<BlockedInstance> Blocked);

/// <summary>One instance on record.</summary>
/// <param name="DomainId">The domain's UUID.</param>
/// <param name="Name">Its name; its UUID where libvirt could not be asked. Foreign text.</param>
/// <param name="IsBlocked">Our blocker is there; null where that could not be asked.</param>
/// <param name="Failure">Why not, or null.</param>
public sealed record BlockedInstance(Guid DomainId, string Name, bool? IsBlocked, LibvirtFailure? Failure);
