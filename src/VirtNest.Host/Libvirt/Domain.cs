using VirtNest.Native.Libvirt;

namespace VirtNest.Host.Libvirt;

/// <summary>One domain of a connection, as it was when it was looked up.</summary>
/// <param name="handle">The reference.</param>
/// <param name="name">Its name; foreign text.</param>
/// <param name="id">Its UUID.</param>
internal sealed class Domain(DomainHandle handle, string name, Guid id)
{
    internal DomainHandle Handle { get; } = handle;

    internal string Name { get; } = name;

    internal Guid Id { get; } = id;

    /// <summary>A process ran it.</summary>
    internal bool IsActive { get; set; }

    /// <summary>It has no persistent definition: when it stops it is gone.</summary>
    internal bool IsTransient { get; set; }
}
