using VirtNest.Facts;
using VirtNest.Text;

namespace VirtNest.Changing;

/// <summary>What a plan says beside its steps; the JSON word is the name in lower case with hyphens.</summary>
public enum RemarkCode
{
    /// <summary>Refusal: the CPU, firmware or the hypervisor below lacks what nesting needs.</summary>
    ChainBroken,
    /// <summary>Refusal: inside a container, whose kernel is the host's.</summary>
    InContainer,
    /// <summary>Refusal: no vendor module, or one without the parameter.</summary>
    NoModule,
    /// <summary>Refusal: this kernel has no file of the module.</summary>
    ModuleNotAvailable,
    /// <summary>Refusal: the module is in use; who uses it is named.</summary>
    InUse,
    /// <summary>Refusal: who uses the module could not be told.</summary>
    UseUnknown,
    /// <summary>Refusal: lines that stand there on purpose against the goal.</summary>
    Mitigation,
    /// <summary>Refusal: parts of the configuration could not be read.</summary>
    ConfigurationNotRead,
    /// <summary>Refusal: no edit of /etc/modprobe.d makes the value the effective one.</summary>
    NotEffective,
    /// <summary>Refusal: the module is built in, and only a boot changes it.</summary>
    BuiltinNeedsBoot,
    /// <summary>Refusal: what to do by hand where no program of ours can.</summary>
    ByHand,
    /// <summary>Refusal: huge pages and nesting exclude each other on s390x.</summary>
    HugePages,
    /// <summary>Refusal: nesting came to this architecture with a later kernel.</summary>
    KernelTooOld,
    /// <summary>Refusal of an undo: somebody has changed a file since.</summary>
    ChangedSince,
    /// <summary>Refusal of `apply`: the plan would be another one now.</summary>
    PlanOutdated,
    /// <summary>Notice: takes effect at the next boot.</summary>
    AfterReboot,
    /// <summary>Notice: the kernel command line decides; where no program can change it, a refusal stands beside this.</summary>
    CommandLineDecides,
    /// <summary>Notice: the line that would have won.</summary>
    WouldHaveWon,
    /// <summary>Notice: the file belongs to a package or a vendor and is left alone.</summary>
    OverridesVendorFile,
    /// <summary>Notice: published escapes through nesting that this kernel is exposed to.</summary>
    Exposed,
    /// <summary>Notice: what has cached the old answer and must be refreshed.</summary>
    StaleCache,
    /// <summary>Notice: no initramfs program was found for an image that may hold a copy.</summary>
    InitramfsNotRebuilt,
    /// <summary>Notice: an undo gives back the setting, and not every byte.</summary>
    UndoNotExact,
    /// <summary>Notice: what a program writes cannot be read afterwards.</summary>
    NotReadBack,
    /// <summary>Refusal: a file of that name which somebody else wrote.</summary>
    Foreign,
    /// <summary>Refusal: a symbolic link where a file or folder of our own would be: it could lead anywhere.</summary>
    IsLink,
    /// <summary>Refusal: neither a file nor, where there has to be one, a folder.</summary>
    NotAFile,
    /// <summary>Refusal: it could not be looked at.</summary>
    Unreadable,
    /// <summary>Refusal: libvirt before 6.5.0 runs one hook, and there is one already.</summary>
    OnlyOneHook,
    /// <summary>Refusal: somebody but root could put another program in the place of virt-nest, which libvirt would then run as
    /// root.</summary>
    ProgramNotSafe,
    /// <summary>Refusal: the path of virt-nest has characters that no line of a script can hold.</summary>
    ProgramName,
    /// <summary>Notice: a libvirt that runs already has not seen the new hook.</summary>
    Reload,
    /// <summary>Notice: no libvirt was found: the hook is written for 6.5.0 and later.</summary>
    LibvirtUnknown,
    /// <summary>Notice: AppArmor's profile of the daemon does not let it run a program at this path: the hook would let everything
    /// in.</summary>
    Confined,
    /// <summary>Notice: this host does not offer nesting now, so instances with the host's CPU that were saved here will not be let in
    /// either.</summary>
    NotOffered,
    /// <summary>Refusal: the edit of the definition is refused.</summary>
    Edit,
    /// <summary>Refusal: another program keeps the definition.</summary>
    Managed,
    /// <summary>Refusal: the instance has no persistent definition.</summary>
    Transient,
    /// <summary>Refusal: a saved state waits, which pins the old CPU.</summary>
    ManagedSave,
    /// <summary>Refusal: a job holds the instance.</summary>
    Busy,
    /// <summary>Refusal: another run of virt-nest works on it.</summary>
    OtherRun,
    /// <summary>Refusal: the instance is paused, suspended or stopping, and cannot be shut down now.</summary>
    CannotShutDown,
    /// <summary>Refusal: whether the instance's host has VMX or SVM is not known.</summary>
    NoExtension,
    /// <summary>Refusal: the instance's host does not offer the extension: it would not start any more, or start without it.</summary>
    HostDoesNotOffer,
    /// <summary>Refusal: virt-nest has not changed it.</summary>
    NothingToUndo,
    /// <summary>Refusal: the guest did not shut down in time.</summary>
    ShutdownIgnored,
    /// <summary>Refusal: somebody else changed it at the same time.</summary>
    ChangedMeanwhile,
    /// <summary>Refusal: the journal cannot be used.</summary>
    CannotKeep,
    /// <summary>Refusal: libvirt refused.</summary>
    Libvirt,
}

/// <summary>A sentence of a plan: why it is refused, or what to know before saying yes.</summary>
/// <param name="Code">Which.</param>
/// <param name="Text">The sentence.</param>
/// <param name="Evidence">What it rests on.</param>
public sealed record Remark(RemarkCode Code, Sentence Text, IReadOnlyList<Witness> Evidence)
{
    /// <summary>What somebody has changed in a file; null where the sentence is not about that.</summary>
    public FileStep? Difference { get; init; }

    /// <summary>Who uses the module; null where the sentence is not about that.</summary>
    public KvmUse? Use { get; init; }

    /// <summary>A sentence without evidence of its own.</summary>
    /// <param name="code">Which.</param>
    /// <param name="text">The sentence.</param>
    public Remark(RemarkCode code, Sentence text)
        : this(code, text, [])
    {
    }
}
