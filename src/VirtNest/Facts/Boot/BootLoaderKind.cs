namespace VirtNest.Facts.Boot;

/// <summary>Who writes the kernel command line of the next boot.</summary>
public enum BootLoaderKind
{
    /// <summary>None that is known here.</summary>
    Unknown,

    /// <summary>Fedora CoreOS, Silverblue and their like: rpm-ostree kargs.</summary>
    RpmOstree,

    /// <summary>Debian, Ubuntu: /etc/default/grub.d and update-grub.</summary>
    GrubFolder,

    /// <summary>Fedora, RHEL: grubby, which writes every boot entry in /boot/loader/entries.</summary>
    Grubby,

    /// <summary>openSUSE, Arch: /etc/default/grub and grub-mkconfig.</summary>
    GrubFile,

    /// <summary>systemd-boot and unified kernel images: /etc/kernel/cmdline and kernel-install.</summary>
    KernelInstall,

    /// <summary>openSUSE with systemd-boot or GRUB with boot entries: /etc/kernel/cmdline and sdbootutil.</summary>
    Sdbootutil,

    /// <summary>Proxmox VE, whose boot partitions are filled by proxmox-boot-tool, with systemd-boot: /etc/kernel/cmdline.</summary>
    ProxmoxBoot,

    /// <summary>WSL2: .wslconfig on the Windows side.</summary>
    Wsl,

    /// <summary>Talos, Bottlerocket, NixOS and others whose /etc is made from elsewhere.</summary>
    Declared,
}
