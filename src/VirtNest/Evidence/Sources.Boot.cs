namespace VirtNest.Evidence;

/// <content>What the next boot's kernel command line is made of, and what boot entries say already.</content>
public static partial class Sources
{
    /// <summary>The boot menus that grub-mkconfig writes.</summary>
    public static readonly string[] GrubMenus = ["/boot/grub2/grub.cfg", "/boot/grub/grub.cfg"];

    /// <summary>What the boot loader's programs make the kernel command line of; read where a KVM module is built in, and before a change.</summary>
    public static readonly string[] BootFiles = ["/etc/kernel/cmdline", "/etc/default/grub"];

    /// <summary>Read beside <see cref="BootFiles"/>: its files are pieces of shell that grub-mkconfig takes after /etc/default/grub (Debian, Ubuntu).</summary>
    public const string BootFolder = "/etc/default/grub.d/";

    /// <summary>Where $BOOT may be, in the order of kernel-install(8).</summary>
    public static readonly string[] BootPlaces = ["/efi", "/boot", "/boot/efi"];

    /// <summary>Below $BOOT: entries of the Boot Loader Specification, one a file.</summary>
    public const string EntryFolder = "/loader/entries/";

    /// <summary>The word before the names of boot entries in /etc; without it kernel-install looks for others (kernel-install(8), "/etc/kernel/entry-token").</summary>
    public const string EntryToken = "/etc/kernel/entry-token";

    /// <summary>Boot entries of one folder that are read at most.</summary>
    public const int MostEntriesOfBoot = 256;

    /// <summary>The images that kernel-install(8) is given for a kernel: of its own package, or Debian's in /boot with an initrd beside it.</summary>
    /// <param name="version">The kernel's, as uname -r tells it.</param>
    public static string[] KernelImages(string version) => ["/usr/lib/modules/" + version + "/vmlinuz", "/boot/vmlinuz-" + version, "/boot/initrd.img-" + version];
}
