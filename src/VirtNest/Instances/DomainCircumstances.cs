namespace VirtNest.Instances;

/// <summary>What must be known of a domain before its definition is changed.</summary>
/// <param name="State">Its state.</param>
/// <param name="IsTransient">It has no persistent definition.</param>
/// <param name="HasManagedSave">A saved state waits, which the next start restores with the CPU that it was saved with.</param>
/// <param name="Snapshots">How many snapshots it has; each holds the definition of its time.</param>
/// <param name="IsAutostarted">libvirt starts it with the host.</param>
/// <param name="IsBusy">A job holds it: a migration, a save, a dump, a backup.</param>
public sealed record DomainCircumstances(DomainState State, bool IsTransient, bool HasManagedSave, int Snapshots, bool IsAutostarted,
    bool IsBusy);
