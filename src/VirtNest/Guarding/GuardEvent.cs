using VirtNest.Instances;

namespace VirtNest.Guarding;

/// <summary>What the guard tells in its log.</summary>
public enum GuardEventKind
{
    /// <summary>It watches.</summary>
    Started,
    /// <summary>It has ended.</summary>
    Stopped,
    /// <summary>A blocker that was there when it started is its own again.</summary>
    Adopted,
    /// <summary>An L2 runs, and libvirt refuses now what would lose it.</summary>
    Armed,
    /// <summary>libvirt permits it again.</summary>
    Disarmed,
    /// <summary>An L2 runs, and the policy is to warn.</summary>
    Warned,
    /// <summary>An L2 runs in a VM that libvirt does not run: nothing can be refused there.</summary>
    Unguarded,
    /// <summary>The blocker could not be put there; it is tried again.</summary>
    ArmFailed,
    /// <summary>The blocker could not be taken away; it is tried again.</summary>
    DisarmFailed,
    /// <summary>libvirt, or the kernel's counts and libvirt, cannot be read.</summary>
    SourceLost,
    /// <summary>They can be read again.</summary>
    SourceBack,
    /// <summary>The policy auto means another thing than before: libvirt has told its versions, or they have changed.</summary>
    AutoChanged,
}

/// <summary>One event.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="At">When.</param>
public sealed record GuardEvent(GuardEventKind Kind, DateTimeOffset At)
{
    /// <summary>The instance's name, or the command of a VM without one; null where it is about none. Foreign text.</summary>
    public string? Name { get; init; }

    /// <summary>The domain's UUID, or null.</summary>
    public Guid? DomainId { get; init; }

    /// <summary>The process, or null.</summary>
    public int? Pid { get; init; }

    /// <summary>Why something did not work, or null.</summary>
    public LibvirtFailure? Failure { get; init; }

    /// <summary>What the policy auto means on this host, where the event is about no instance: Block or Off.</summary>
    public GuardPolicy Auto { get; init; } = GuardPolicy.Block;

    /// <summary>The word in JSON.</summary>
    public string Word => Kind switch
    {
        GuardEventKind.Started => "started",
        GuardEventKind.Stopped => "stopped",
        GuardEventKind.Adopted => "adopted",
        GuardEventKind.Armed => "armed",
        GuardEventKind.Disarmed => "disarmed",
        GuardEventKind.Warned => "warned",
        GuardEventKind.Unguarded => "unguarded",
        GuardEventKind.ArmFailed => "arm-failed",
        GuardEventKind.DisarmFailed => "disarm-failed",
        GuardEventKind.SourceLost => "source-lost",
        GuardEventKind.SourceBack => "source-back",
        GuardEventKind.AutoChanged => "auto-changed",
    };
}
