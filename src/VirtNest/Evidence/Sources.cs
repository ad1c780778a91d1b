namespace VirtNest.Evidence;

/// <summary>One file to read: its path on the machine, how many of its bytes at most, and which of them are kept.</summary>
/// <param name="Path">Absolute, as on the machine that is judged.</param>
/// <param name="Limit">Bytes; a longer file is cut there and marked truncated.</param>
/// <param name="Keep">What of it evidence may hold.</param>
public readonly record struct FileSource(string Path, int Limit, Keep Keep = Keep.Everything);

/// <summary>What is read of a machine: an allow-list. No serial number, UUID, host name, user name or secret is in it, or it is cut out by
/// <see cref="Keep"/> before it reaches the document. docs/evidence.md says what each source tells.</summary>
public static partial class Sources
{
    /// <summary>The limit of a file that is a value or a short table.</summary>
    public const int Small = 64 << 10;

    /// <summary>Files of one configuration folder that are read at most; more are named in the listing and not read.</summary>
    public const int MostConfigurationFiles = 20_000;

    /// <summary>Bytes of one folder's files altogether.</summary>
    public const int MostConfigurationBytes = 8 << 20;

    /// <summary>Entries of a folder that are listed at most.</summary>
    public const int MostEntries = 65_536;

    /// <summary>Files at fixed paths, in the order of the chain that the checks walk.</summary>
    public static readonly FileSource[] Files =
    [
        new("/proc/cpuinfo", 16 << 20, Keep.CpuWithoutSerial),
        new("/proc/sys/kernel/osrelease", Small),
        new("/proc/version", Small, Keep.VersionNumber),
        new("/proc/version_signature", Small),
        new("/proc/cmdline", Small),
        new("/proc/modules", 1 << 20),
        new("/proc/misc", Small),
        new("/proc/xen/capabilities", Small),
        new("/proc/sysinfo", Small, Keep.SystemControlProgram),
        new("/proc/ppc64/lparcfg", Small, Keep.PartitionMode),
        new("/proc/device-tree/hypervisor/compatible", Small),
        new("/proc/device-tree/compatible", Small),
        new("/proc/bus/pci/devices", 1 << 20, Keep.PciIds),
        new("/proc/self/status", Small, Keep.ContainerStatus),
        new("/proc/1/environ", Small, Keep.ContainerVariable),
        new("/proc/1/cgroup", Small, Keep.ContainerGroups),
        new("/proc/self/cgroup", Small, Keep.ContainerGroups),
        new("/proc/1/mountinfo", 1 << 20, Keep.ContainerMounts),
        new("/run/systemd/container", Small),
        new("/sys/hypervisor/type", Small),
        new("/sys/hypervisor/properties/capabilities", Small),
        new("/sys/hypervisor/properties/features", Small),
        new("/sys/class/dmi/id/sys_vendor", Small),
        new("/sys/class/dmi/id/product_name", Small),
        new("/sys/class/dmi/id/product_version", Small),
        new("/sys/class/dmi/id/product_family", Small),
        new("/sys/class/dmi/id/board_vendor", Small),
        new("/sys/class/dmi/id/board_name", Small),
        new("/sys/class/dmi/id/bios_vendor", Small),
        new("/sys/class/dmi/id/bios_version", Small),
        new("/sys/class/dmi/id/chassis_vendor", Small),
        new("/sys/class/dmi/id/chassis_asset_tag", Small, Keep.KnownAssetTag),
        new("/sys/devices/system/cpu/vulnerabilities/l1tf", Small),
        new("/sys/devices/system/cpu/vulnerabilities/itlb_multihit", Small),
        new("/sys/kernel/security/lockdown", Small),
        new("/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c", Small),
        new("/etc/os-release", Small),
        new("/etc/group", 1 << 20, Keep.KvmGroup),
    ];

    /// <summary>Files of which only existence, type, mode, owner and time are asked: the source is "stat:" and the path.</summary>
    public static readonly string[] Stats =
    [
        "/dev/kvm",
        "/dev/sev-guest",
        "/dev/tdx_guest",
        "/dev/mdesc",
        "/proc/vz",
        "/proc/bc",
        "/proc/xen",
        "/proc/sys/fs/binfmt_misc/WSLInterop",
        "/.dockerenv",
        "/run/.containerenv",
        "/opt/hostedtoolcache",
        "/home/vagrant",
        "/sys/devices/virtual/misc/kvm",
    ];

    /// <summary>The root of the device tree, of which only QEMU's configuration device is asked.</summary>
    public const string DeviceTree = "/proc/device-tree/";

    /// <summary>The devices that Xen gives to an instance.</summary>
    public const string XenDevices = "/sys/bus/xen/devices/";

    /// <summary>True for an entry of <see cref="DeviceTree"/> that QEMU alone writes (QEMU hw/arm/virt.c, create_fw_cfg).</summary>
    /// <param name="name">"fw-cfg@9020000".</param>
    public static bool IsQemuConfiguration(string name) => name.StartsWith("fw-cfg@", StringComparison.Ordinal);

    /// <summary>The folders of modprobe.d(5), the one that masks first.</summary>
    public static readonly string[] ModprobeFolders =
        ["/etc/modprobe.d/", "/run/modprobe.d/", "/usr/local/lib/modprobe.d/", "/usr/lib/modprobe.d/", "/lib/modprobe.d/"];

    /// <summary>True for a name in them that is read: modprobe reads those that end in ".conf" and ignores others, which people do not
    /// always know. Left out are hidden files and the backups of editors and package managers.</summary>
    /// <param name="name">Of a file.</param>
    public static bool IsOfModprobe(string name) => name[0] != '.' && (name.EndsWith(".conf", StringComparison.Ordinal)
        || !Array.Exists(BackupMarks, m => name.Contains(m, StringComparison.OrdinalIgnoreCase)));

    private static readonly string[] BackupMarks =
        ["~", ".bak", ".old", ".orig", ".save", ".disabled", ".swp", ".dpkg-", ".rpm", ".ucf-", ".pac", ".tmp", "readme"];

    /// <summary>The folder of loaded and built-in modules.</summary>
    public const string ModuleFolder = "/sys/module/";

    /// <summary>True for an entry of <see cref="ModuleFolder"/> that belongs to KVM or to another hypervisor that would hold the
    /// CPU.</summary>
    /// <param name="name">A module name.</param>
    public static bool ConcernsVirtualization(string name) =>
        name == "kvm" || name.StartsWith("kvm_", StringComparison.Ordinal) || IsOtherHypervisor(name);

    /// <summary>True for the module of another hypervisor that uses VMX or SVM itself: VirtualBox (vboxdrv), VMware (vmmon), Parallels
    /// (prl_hypervisor), Intel HAXM (haxm).</summary>
    /// <param name="name">A module name.</param>
    public static bool IsOtherHypervisor(string name) =>
        name is "vboxdrv" or "vmmon" or "prl_hypervisor" or "haxm" or "acrn" or "jailhouse";

    /// <summary>The first process-id namespace has a fixed number (Linux v6.12 include/linux/proc_ns.h, PROC_PID_INIT_INO).</summary>
    public const string FirstPidNamespace = "pid:[4026531836]";

    /// <summary>Where virt-nest keeps its journal (docs/changes.md).</summary>
    public const string Journal = "/var/lib/virt-nest";

    /// <summary>The folder of the changes: one folder each, named by its number.</summary>
    public const string JournalChanges = Journal + "/changes/";

    /// <summary>The file whose lock a run holds that changes this host.</summary>
    public const string JournalLock = Journal + "/lock";

    /// <summary>What of the newest change is read: a line for each thing done.</summary>
    public const string JournalProgress = "/progress";

    /// <summary>Where distributions have kmod's modprobe.</summary>
    public static readonly string[] ModprobePrograms = ["/sbin/modprobe", "/usr/sbin/modprobe", "/usr/bin/modprobe", "/bin/modprobe"];

    /// <summary>Programs and folders of which a plan asks only whether they are there, beside <see cref="BootStats"/>.</summary>
    public static readonly string[] ChangeStats =
    [
        "/usr/sbin/update-initramfs", "/usr/bin/dracut", "/usr/sbin/dracut", "/usr/bin/mkinitcpio",
        "/run/libvirt", "/var/lib/kubelet", .. ModprobePrograms,
    ];

    /// <summary>Where the kernel has its modprobe (sysctl kernel.modprobe): systems without the usual folders set it (NixOS,
    /// Guix).</summary>
    public const string KernelModprobe = "/proc/sys/kernel/modprobe";

    /// <summary>Where the modules of one kernel are, as paths below the root.</summary>
    /// <param name="release">uname -r.</param>
    public static string[] ModuleTrees(string release) => ["/lib/modules/" + release, "/usr/lib/modules/" + release];

    /// <summary>The initramfs images that a kernel may have been started from: Debian and Ubuntu, Fedora and RHEL, openSUSE, Manjaro,
    /// Arch.</summary>
    /// <param name="release">uname -r.</param>
    public static string[] InitramfsImages(string release)
    {
        // Arch names images after packages: 6.12.8-arch1-1 is of linux, 6.12.8-1-lts of linux-lts, 6.12.8-zen1-1-zen of linux-zen.
        string[] words = release.Split('-', '.');
        bool isFlavour = words[^1].Length > 0 && words[^1].AsSpan().IndexOfAnyExceptInRange('a', 'z') < 0;
        return
        [
            "/boot/initrd.img-" + release,
            "/boot/initramfs-" + release + ".img",
            "/boot/initrd-" + release,
            .. words.Length > 1 && words[^1] == "MANJARO" ? (string[])[$"/boot/initramfs-{words[0]}.{words[1]}-x86_64.img"] : [],
            isFlavour ? $"/boot/initramfs-linux-{words[^1]}.img" : "/boot/initramfs-linux.img",
        ];
    }
}
