using VirtNest.Changing;
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
    /// <summary>The answer to the question was no.</summary>
    Declined,
    /// <summary>A step failed; the definition is what it was before, and the instance runs again if it ran.</summary>
    RolledBack,
    /// <summary>A step failed and so did taking it back, or libvirt went away in the middle: the next run on this instance goes on from
    /// there.</summary>
    Stuck,
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
        bool ForcesOff, bool IsDryRun, bool LooksInside, bool AsksQemu)
{
    private static readonly (CpuTarget Target, string Word)[] Modes =
        [(CpuTarget.HostPassthrough, "host-passthrough"), (CpuTarget.HostModel, "host-model"), (CpuTarget.Keep, "keep")];

    /// <summary>The command that asks for it, without "virt-nest".</summary>
    public string Command => "instance " + Action;

    /// <summary>"enable", "disable", "undo".</summary>
    public string Action => Goal switch { InstanceGoal.Enable => "enable", InstanceGoal.Disable => "disable", InstanceGoal.Undo => "undo" };

    /// <summary>The goal of the plan, as a document says it.</summary>
    public DefinitionGoal PlanGoal => new(Action, Array.Find(Modes, m => m.Target == Target).Word,
        Extension is { } extension ? CpuExposures.Name(extension) : null, DropsConflicts, EvenIfManaged, IsNow,
        (int)Timeout.TotalSeconds, ForcesOff);

    /// <summary>What the goal of a reviewed plan wishes; null where a word of it is none.</summary>
    /// <param name="goal">The goal.</param>
    public static InstanceWish? Read(DefinitionGoal goal)
    {
        InstanceGoal? action = goal.Action switch
        {
            "enable" => InstanceGoal.Enable, "disable" => InstanceGoal.Disable, "undo" => InstanceGoal.Undo, _ => null,
        };
        Extension? extension = goal.Extension is { } name ? CpuExposures.Parse(name) : null;
        return action is not { } known || goal.Seconds is < 1 or > 86_400 || (goal.Extension is not null && extension is null)
            || (goal.Mode is not null && !Array.Exists(Modes, m => m.Word == goal.Mode)) ? null
            : new(known, ReadMode(goal.Mode), extension, goal.DropsConflicts, goal.EvenIfManaged, goal.IsNow,
                TimeSpan.FromSeconds(goal.Seconds), goal.ForcesOff, IsDryRun: false, LooksInside: true, AsksQemu: false);
    }

    /// <summary>Reads a word of --mode.</summary>
    /// <param name="word">The word; null for what fits.</param>
    public static CpuTarget ReadMode(string? word) => Array.Find(Modes, m => m.Word == word).Target;
}

/// <summary>A step of a change that takes time, for progress.</summary>
public enum InstanceStep
{
    /// <summary>An earlier run on it was interrupted, and what that has left is dealt with.</summary>
    Recovering,
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
