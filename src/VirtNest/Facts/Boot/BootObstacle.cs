namespace VirtNest.Facts.Boot;

/// <summary>Why the program that writes the kernel command line is not run here, though it is there.</summary>
public enum BootObstacle
{
    /// <summary>Nothing stands against it.</summary>
    None,

    /// <summary>The boot entries could not be read: as an ordinary user, most often.</summary>
    EntriesNotRead,

    /// <summary>/etc/kernel/cmdline has more than one line or a comment: grubby reads its first line and writes back that alone.</summary>
    SecondLine,

    /// <summary>This grubby turns every line of /etc/default/grub that begins with GRUB_CMDLINE_LINUX, GRUB_CMDLINE_LINUX_DEFAULT too,
    /// into GRUB_CMDLINE_LINUX (Red Hat RHEL-21301).</summary>
    OverwritesDefault,

    /// <summary>GRUB_ENABLE_BLSCFG=true: GRUB takes its command lines from boot entries, which grub2-mkconfig leaves as they are, and
    /// there is no grubby.</summary>
    EntriesLeftAlone,

    /// <summary>A read-only root whose boot menu is made in a new snapshot, by transactional-update.</summary>
    Transactional,

    /// <summary>proxmox-boot-tool fills the boot partitions, and not systemd-boot booted from them.</summary>
    ProxmoxGrub,

    /// <summary>mkinitcpio makes unified kernel images, with the command line inside.</summary>
    UnifiedImages,
}
