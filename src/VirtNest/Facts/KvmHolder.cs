namespace VirtNest.Facts;

/// <summary>A process that keeps KVM in use. Its names are what it chose itself: hostile until they went through
/// Text/Printable.</summary>
/// <param name="Pid">Process id, in the namespace of /proc.</param>
/// <param name="UserId">Its effective user.</param>
/// <param name="Holds">What it holds.</param>
/// <param name="Naming">Its command, and the instance's name where the command line tells it.</param>
/// <param name="IsAncestor">It started virt-nest, or started what did: the caller's own shell.</param>
public sealed record KvmHolder(int Pid, uint UserId, KvmHoldings Holds, ProcessNaming Naming, bool IsAncestor);
