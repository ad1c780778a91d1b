using VirtNest.Text;

namespace VirtNest.Instances;

/// <summary>virDomainState of libvirt-domain.h.</summary>
public enum DomainState
{
    /// <summary>libvirt does not know.</summary>
    Unknown = 0,
    /// <summary>It runs.</summary>
    Running = 1,
    /// <summary>It waits for a resource (Xen).</summary>
    Blocked = 2,
    /// <summary>It is stopped with its memory.</summary>
    Paused = 3,
    /// <summary>The guest shuts down.</summary>
    ShuttingDown = 4,
    /// <summary>It is off.</summary>
    ShutOff = 5,
    /// <summary>It crashed.</summary>
    Crashed = 6,
    /// <summary>The guest suspended itself to memory.</summary>
    Suspended = 7,
}

/// <summary>What follows from a state.</summary>
public static class DomainStates
{
    /// <summary>The state of a number; Unknown for one that is not in the header.</summary>
    /// <param name="number">virDomainState.</param>
    public static DomainState Of(long number) =>
        number is >= 0 and <= (long)DomainState.Suspended ? (DomainState)number : DomainState.Unknown;

    /// <summary>True where a QEMU process holds the instance, with the CPU that it was started with.</summary>
    /// <param name="state">A state.</param>
    public static bool IsActive(this DomainState state) => state switch
    {
        DomainState.Running or DomainState.Blocked or DomainState.Paused or DomainState.ShuttingDown or DomainState.Suspended => true,
        DomainState.Unknown or DomainState.ShutOff or DomainState.Crashed => false,
    };

    /// <summary>The word in JSON.</summary>
    /// <param name="state">A state.</param>
    public static string Word(this DomainState state) => EnumWord.Of(state);
}
