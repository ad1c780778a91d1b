using VirtNest.Changing;

namespace VirtNest.Instances;

/// <summary>What became of one instance.</summary>
/// <param name="Name">Its name, or what was typed where there is none; foreign text.</param>
/// <param name="Goal">What was wished.</param>
/// <param name="Outcome">How it ended.</param>
public sealed record InstanceChangeReport(string Name, InstanceGoal Goal, InstanceChangeOutcome Outcome)
{
    /// <summary>Its UUID, where it was found.</summary>
    public Guid? Id { get; init; }

    /// <summary>The plan, without secrets; null where it did not come to that.</summary>
    public InstancePlan? Planned { get; init; }

    /// <summary>Why nothing was changed, or what of it failed; null where nothing stood against it.</summary>
    public Remark? Refusal { get; init; }

    /// <summary>libvirt's words, where it refused or failed.</summary>
    public LibvirtFailure? Failure { get; init; }

    /// <summary>libvirt's words where taking back failed too.</summary>
    public LibvirtFailure? SecondFailure { get; init; }

    /// <summary>What was known of it before the change.</summary>
    public DomainCircumstances? Circumstances { get; init; }

    /// <summary>What was seen afterwards, where it was restarted.</summary>
    public InstanceFacts? After { get; init; }

    /// <summary>The number of the change in the journal; null where none was begun.</summary>
    public int? Number { get; init; }

    /// <summary>The change in the journal, with the former definition; null where none was begun, or it was taken back.</summary>
    public string? KeptIn { get; init; }

    /// <summary>An earlier run that was cut off was dealt with first.</summary>
    public bool IsRecovered { get; init; }

    /// <summary>It was ended by force.</summary>
    public bool IsForced { get; init; }

    /// <summary>It runs on as it was until its next cold start.</summary>
    public bool TakesEffectLater => Outcome is InstanceChangeOutcome.Defined && Circumstances?.State.IsActive() == true;

    /// <summary>The mode that the definition has after the edit.</summary>
    public string? Mode => InstancePlanner.ModeOf(Planned?.Edit);

    /// <summary>Did it end as wished? False where it did not, null where nobody tells.</summary>
    public bool? IsGood => Outcome switch
    {
        InstanceChangeOutcome.NotNeeded or InstanceChangeOutcome.Planned or InstanceChangeOutcome.Defined
            or InstanceChangeOutcome.Applied =>
            true,
        InstanceChangeOutcome.NotDelivered or InstanceChangeOutcome.Refused or InstanceChangeOutcome.RolledBack
            or InstanceChangeOutcome.Declined => false,
        InstanceChangeOutcome.Unverified or InstanceChangeOutcome.Stuck => null,
    };

    /// <summary>What many changes come to: false where one failed, else null where one is not known.</summary>
    /// <param name="reports">The changes.</param>
    public static bool? AllGood(IReadOnlyList<InstanceChangeReport> reports) =>
        reports.Any(static r => r.IsGood == false) ? false : reports.Any(static r => r.IsGood is null) ? null : true;
}
