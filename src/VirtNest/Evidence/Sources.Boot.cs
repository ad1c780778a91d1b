namespace VirtNest.Evidence;

/// <content>What the next boot's kernel command line is made of, and what boot entries say already.</content>
public static partial class Sources
{
    /// <summary>The boot menus that grub-mkconfig writes.</summary>
    public static readonly string[] GrubMenus = ["/boot/grub2/grub.cfg", "/boot/grub/grub.cfg"];

    /// <summary>Bytes of a boot menu; a longer one is not read.</summary>
    public const int GrubMenuLimit = 1 << 20;

    /// <summary>GRUB's saved variables (Fedora, RHEL): RHEL 8 has the command line of all entries there.</summary>
    public const string GrubVariables = "/boot/grub2/grubenv";

    /// <summary>Who booted, told by the boot loader itself (systemd.io/BOOT_LOADER_INTERFACE, LoaderInfo): four bytes of attributes, then
    /// UTF-16.</summary>
    public const string LoaderInfo = "/sys/firmware/efi/efivars/LoaderInfo-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f";

    /// <summary>The word before the names of boot entries; without it kernel-install looks for others (kernel-install(8),
    /// "/etc/kernel/entry-token").</summary>
    public const string EntryToken = "/etc/kernel/entry-token";

    /// <summary>What the boot loaders' programs make the kernel command line of.</summary>
    public static readonly FileSource[] BootFiles =
    [
        new("/etc/kernel/cmdline", Small),
        new("/etc/default/grub", Small),
        new("/etc/sysconfig/bootloader", Small, Keep.LoaderType),
        new(LoaderInfo, Small),
        new(GrubVariables, Small, Keep.KernelOptions),
        new("/boot/grub2/grub.cfg", GrubMenuLimit, Keep.LinuxLines),
        new("/boot/grub/grub.cfg", GrubMenuLimit, Keep.LinuxLines),
    ];

    /// <summary>Read beside <see cref="BootFiles"/>: its files are pieces of shell that grub-mkconfig takes after /etc/default/grub
    /// (Debian, Ubuntu).</summary>
    public const string BootFolder = "/etc/default/grub.d/";

    /// <summary>The presets of mkinitcpio(8): an image with "_uki=" has the command line inside.</summary>
    public const string ImagePresets = "/etc/mkinitcpio.d/";

    /// <summary>Programs and signs of boot loaders of which only existence is asked.</summary>
    public static readonly string[] BootStats =
    [
        "/run/ostree-booted", "/usr/bin/rpm-ostree", "/etc/kernel/proxmox-boot-uuids", "/usr/sbin/proxmox-boot-tool", "/usr/bin/sdbootutil",
        "/usr/sbin/transactional-update", "/usr/sbin/update-grub", "/usr/bin/dpkg", "/usr/sbin/grubby", "/usr/bin/grubby",
        "/usr/sbin/grub2-mkconfig", "/usr/bin/grub2-mkconfig", "/usr/sbin/grub-mkconfig", "/usr/bin/grub-mkconfig",
        "/usr/bin/kernel-install", "/bin/kernel-install", .. GrubMenus,
    ];

    /// <summary>Where $BOOT may be, in the order of kernel-install(8).</summary>
    public static readonly string[] BootPlaces = ["/efi", "/boot", "/boot/efi"];

    /// <summary>Below $BOOT: entries of the Boot Loader Specification, one a file.</summary>
    public const string EntryFolder = "/loader/entries/";

    /// <summary>Below $BOOT: unified kernel images, each an entry of its own.</summary>
    public const string ImageFolder = "/EFI/Linux/";

    /// <summary>Bytes at the front of a unified kernel image that are looked through for its command line.</summary>
    public const int ImageLimit = 512 << 10;

    /// <summary>Boot entries of one folder that are read at most.</summary>
    public const int MostEntriesOfBoot = 256;

    /// <summary>Unified kernel images of one folder that are read at most.</summary>
    public const int MostImagesOfBoot = 32;

    /// <summary>What "rpm-ostree kargs" printed: the command line of the next boot (docs/evidence.md, "Sources of a change").</summary>
    public const string OstreeArguments = "program:rpm-ostree kargs";

    /// <summary>The images that kernel-install(8) is given for a kernel: of its own package, or Debian's in /boot with an initrd beside
    /// it.</summary>
    /// <param name="version">The kernel's, as uname -r tells it.</param>
    public static string[] KernelImages(string version) =>
        ["/usr/lib/modules/" + version + "/vmlinuz", "/boot/vmlinuz-" + version, "/boot/initrd.img-" + version];
}
