namespace VirtNest.Checking;

/// <summary>The stable codes of findings: VN and four digits. A code is never reused; docs/findings has a page for each.</summary>
public enum FindingCode
{
    /// <summary>The module's parameter nested.</summary>
    NestedParameter = 1001,
    /// <summary>The next load or boot will have another value of nested.</summary>
    NestedPending = 1002,
    /// <summary>Lines that contradict each other, and who wins.</summary>
    NestedConflict = 1003,
    /// <summary>The option nested is given to the module kvm, which has none on x86.</summary>
    NestedOnWrongModule = 1004,
    /// <summary>The parameter reads as neither on nor off.</summary>
    NestedOddValue = 1005,
    /// <summary>A configured value that the module refuses: it will not load.</summary>
    NestedValueRefused = 1006,
    /// <summary>The initramfs image is older than the configuration that it holds a copy of.</summary>
    InitramfsStale = 1007,
    /// <summary>Nested paging (EPT, NPT) is off.</summary>
    NestedPagingOff = 1008,
    /// <summary>Lines about KVM that modprobe ignores.</summary>
    LineIgnored = 1009,
    /// <summary>The processor has VMX or SVM.</summary>
    CpuExtension = 1101,
    /// <summary>Some processors have it and others do not.</summary>
    CpuMixed = 1102,
    /// <summary>Firmware leaves it on.</summary>
    FirmwareLock = 1201,
    /// <summary>The hypervisor below passes it on.</summary>
    HypervisorBelow = 1301,
    /// <summary>A confidential guest: SEV-SNP or TDX.</summary>
    ConfidentialGuest = 1302,
    /// <summary>Xen is below: dom0 or a PV guest.</summary>
    XenBelow = 1303,
    /// <summary>A container: the kernel is the host's.</summary>
    InContainer = 1304,
    /// <summary>The kernel shows the extension.</summary>
    KernelView = 1401,
    /// <summary>The vendor module is in the kernel.</summary>
    VendorModule = 1501,
    /// <summary>The module is kept from loading by a blacklist.</summary>
    ModuleBlacklisted = 1502,
    /// <summary>The module is kept from loading by an install line.</summary>
    ModuleInstallOverride = 1503,
    /// <summary>Another hypervisor holds the CPU.</summary>
    OtherHypervisor = 1504,
    /// <summary>A vendor module that is neither Intel's nor AMD's.</summary>
    OtherVendorModule = 1505,
    /// <summary>The module is in the kernel and did not start.</summary>
    ModuleNotStarted = 1506,
    /// <summary>/dev/kvm exists.</summary>
    DeviceNode = 1601,
    /// <summary>This user may open it.</summary>
    DevicePermission = 1602,
    /// <summary>It answers.</summary>
    DeviceAnswer = 1603,
    /// <summary>KVM offers the extension to guests.</summary>
    OfferedToGuests = 1701,
    /// <summary>Two witnesses of nested contradict each other.</summary>
    WitnessesDisagree = 1702,
    /// <summary>An L2 ran.</summary>
    Proof = 1801,
    /// <summary>What holds for save and migration with a live L2.</summary>
    SaveAndMigrate = 1901,
    /// <summary>KVM features that instances which nest do not get here.</summary>
    NestedFeaturesMissing = 1902,
    /// <summary>The distribution does not support it.</summary>
    NotSupportedHere = 1903,
    /// <summary>Lockdown hides evidence.</summary>
    Lockdown = 1904,
    /// <summary>Sources that this user may not read.</summary>
    SourcesDenied = 1905,
    /// <summary>What is known of nesting on this architecture.</summary>
    ArchitectureStatus = 1906,
    /// <summary>Published weaknesses through which instances that nest can harm this host.</summary>
    Advisories = 1907,
    /// <summary>A change of virt-nest's that was cut off.</summary>
    ChangeCutOff = 1908,
    /// <summary>What a dump lacks that would decide.</summary>
    DumpIncomplete = 1909,
    /// <summary>The instance's host offers the extension to instances.</summary>
    InstanceHost = 2001,
    /// <summary>The instance's definition asks for it.</summary>
    InstanceDefinition = 2101,
    /// <summary>host-model alone, which gives no svm on AMD.</summary>
    InstanceHostModel = 2102,
    /// <summary>Another program keeps the instance's definition.</summary>
    InstanceManaged = 2103,
    /// <summary>Arguments for QEMU replace the CPU of the definition.</summary>
    InstanceCpuOverride = 2104,
    /// <summary>The process that runs the instance has the extension.</summary>
    InstanceProcess = 2201,
    /// <summary>The definition is newer than what runs.</summary>
    InstanceRestartPending = 2202,
    /// <summary>A saved state waits, with the CPU of its time.</summary>
    InstanceManagedSave = 2203,
    /// <summary>The CPU that the guest sees has the extension.</summary>
    InstanceInside = 2301,
    /// <summary>The inside says something else than the outside.</summary>
    InstanceInsideDisagrees = 2302,
    /// <summary>The vendor module is in the guest's kernel.</summary>
    InstanceModule = 2401,
    /// <summary>An L2 ran or runs in the instance.</summary>
    InstanceNestedUse = 2501,
    /// <summary>An instance of another kind, of which the question does not arise.</summary>
    InstanceNotJudged = 2901,
    /// <summary>libvirt did not give what was asked.</summary>
    InstanceNotRead = 2902,
    /// <summary>The instance's CPU is emulated.</summary>
    InstanceEmulated = 2903,
}
