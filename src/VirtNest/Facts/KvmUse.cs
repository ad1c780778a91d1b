namespace VirtNest.Facts;

/// <summary>Who keeps KVM in use, in a word.</summary>
public enum KvmUseState
{
    /// <summary>Nobody: the kernel's count is 0; or it has none, and every process was looked into.</summary>
    Free,
    /// <summary>Processes that are named.</summary>
    Held,
    /// <summary>No process, but modules that are named.</summary>
    HeldByModules,
    /// <summary>Our own process, by descriptors that are named, and nobody else who can be seen.</summary>
    HeldByUs,
    /// <summary>The kernel counts a use, and nobody was found: a process in a container or of another user, a descriptor on its way
    /// through a socket, another driver.</summary>
    HeldUnseen,
    /// <summary>Nobody was found, not everybody could be looked into, and the kernel has no count.</summary>
    Unknown,
}

/// <summary>Who uses KVM on this machine. A module's use count is of open files, not of descriptors: a descriptor that was duplicated or
/// inherited is one use with the one that it came from, and ends with the last of them. So a shell that holds /dev/kvm open is in the way
/// even where virt-nest closes the descriptor that it inherited from it, and is named; our own process never is.</summary>
/// <param name="Holders">Other processes, by process id.</param>
/// <param name="Own">The numbers of descriptors of our own process: opened by us, or inherited from whoever started us.</param>
/// <param name="Unreadable">Processes that could not be looked into.</param>
/// <param name="IsHidden">There are processes that cannot even be listed: /proc is mounted with hidepid, is not there, or shows a
/// container's own processes alone.</param>
/// <param name="Module">What the kernel says of the vendor module, or null where there is none.</param>
public sealed record KvmUse(IReadOnlyList<KvmHolder> Holders, IReadOnlyList<int> Own, int Unreadable, bool IsHidden, ModuleUse? Module)
{
    /// <summary>Every process of this machine was looked into.</summary>
    public bool IsWhole => Unreadable == 0 && !IsHidden;

    /// <summary>Who keeps it in use. The last word is the kernel's when the module is unloaded.</summary>
    public KvmUseState State =>
        Holders.Count > 0 ? KvmUseState.Held
        : Module is { Above.Count: > 0 } ? KvmUseState.HeldByModules
        : Own.Count > 0 ? KvmUseState.HeldByUs
        : Module?.Count switch
        {
            0 => KvmUseState.Free,
            > 0 => KvmUseState.HeldUnseen,
            _ => IsWhole ? KvmUseState.Free : KvmUseState.Unknown,
        };
}
