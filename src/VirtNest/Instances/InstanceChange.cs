using VirtNest.Facts;
using VirtNest.Instances.Xml;

namespace VirtNest.Instances;

/// <summary>What shall become of an instance.</summary>
public enum InstanceGoal
{
    /// <summary>It gets nesting.</summary>
    Enable,
    /// <summary>It loses nesting.</summary>
    Disable,
    /// <summary>Its &lt;cpu&gt; becomes what it was before virt-nest changed it.</summary>
    Undo,
}

/// <summary>How a change of an instance ended.</summary>
public enum InstanceChangeOutcome
{
    /// <summary>It was as wished already.</summary>
    NotNeeded,
    /// <summary>A dry run: it could be changed.</summary>
    Planned,
    /// <summary>The definition is changed; the instance is off, or runs on as it was until its next cold start.</summary>
    Defined,
    /// <summary>The instance runs on the changed definition, and that was seen.</summary>
    Applied,
    /// <summary>The instance runs on the changed definition; whether it has what was wished, nobody tells.</summary>
    Unverified,
    /// <summary>The instance runs on the changed definition and has not what was wished.</summary>
    NotDelivered,
    /// <summary>Something stands against it; nothing was changed.</summary>
    Refused,
    /// <summary>A step failed; the definition is what it was before, and the instance runs again if it ran.</summary>
    RolledBack,
    /// <summary>A step failed and so did taking it back, or libvirt went away in the middle: the next run on this instance goes on from
    /// there.</summary>
    Stuck,
}

/// <summary>Why nothing was changed.</summary>
public enum InstanceRefusal
{
    /// <summary>The edit of the definition is refused.</summary>
    Edit,
    /// <summary>Another program keeps the definition.</summary>
    Managed,
    /// <summary>It has no persistent definition.</summary>
    Transient,
    /// <summary>A saved state waits, which pins the old CPU.</summary>
    ManagedSave,
    /// <summary>A job holds it.</summary>
    Busy,
    /// <summary>Another run of virt-nest works on it.</summary>
    OtherRun,
    /// <summary>It is paused, suspended, crashed or stopping, and cannot be shut down now.</summary>
    CannotShutDown,
    /// <summary>Whether its host has VMX or SVM is not known.</summary>
    NoExtension,
    /// <summary>Its host does not offer the extension: it would not start any more, or start without it.</summary>
    HostDoesNotOffer,
    /// <summary>The guest did not shut down in time.</summary>
    ShutdownIgnored,
    /// <summary>The former definition cannot be kept.</summary>
    CannotKeep,
    /// <summary>Somebody else changed the definition at the same time.</summary>
    ChangedMeanwhile,
    /// <summary>Somebody else has changed the &lt;cpu&gt; since virt-nest did.</summary>
    ChangedSince,
    /// <summary>virt-nest has not changed it.</summary>
    NothingToUndo,
    /// <summary>libvirt refused.</summary>
    Libvirt,
}

/// <summary>What is wished of an instance.</summary>
/// <param name="Goal">What shall become of it.</param>
/// <param name="Target">The CPU mode, for Enable.</param>
/// <param name="Extension">VMX or SVM; null for what its host has.</param>
/// <param name="DropsConflicts">Children of &lt;cpu&gt; that cannot stand beside the new mode are dropped.</param>
/// <param name="EvenIfManaged">Also where another program keeps the definition.</param>
/// <param name="IsNow">A running instance is shut down and started, so that the change takes effect.</param>
/// <param name="Timeout">How long the guest may take to shut down, and later to answer.</param>
/// <param name="ForcesOff">A guest that does not shut down in time is ended as if its power was cut.</param>
/// <param name="IsDryRun">Nothing is changed.</param>
/// <param name="LooksInside">Ask the guest agent afterwards.</param>
/// <param name="AsksQemu">Ask QEMU's monitor afterwards.</param>
public sealed record InstanceWish(
    InstanceGoal Goal, CpuTarget Target, Extension? Extension, bool DropsConflicts, bool EvenIfManaged, bool IsNow, TimeSpan Timeout,
        bool ForcesOff, bool IsDryRun, bool LooksInside, bool AsksQemu);

/// <summary>A step of a change that takes time, for progress.</summary>
public enum InstanceStep
{
    /// <summary>The guest agent was asked to shut the guest down.</summary>
    AgentAsked,
    /// <summary>The power button was pressed.</summary>
    ButtonPressed,
    /// <summary>Still waiting for the guest.</summary>
    Waiting,
    /// <summary>The guest was ended by force.</summary>
    ForcedOff,
    /// <summary>It is started.</summary>
    Starting,
    /// <summary>Waiting for the guest agent.</summary>
    LookingInside,
}
