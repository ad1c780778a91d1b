# shellcheck shell=bash
# Whole machines: Debian 12 on a disk of its own, started by firmware and boot loader
# as a machine that somebody installed is. Two of them, named after the boot loader:
#   grub          GRUB, initramfs-tools; the command line in /etc/default/grub; libvirt
#   systemd-boot  systemd-boot with kernel-install, dracut; in /etc/kernel/cmdline
# Their images are made by mmdebstrap and kept in the cache under the hash of their
# recipe. Making them needs root; running them does not.
# shellcheck disable=SC2154  # variables of the files that source this one

machine_packages=(
    linux-image-cloud-amd64 systemd-sysv udev dbus kmod e2fsprogs dosfstools busybox-static xxd
)
# shellcheck disable=SC2034  # read by name
machine_grub_packages=(
    grub-efi-amd64 initramfs-tools zstd
    libvirt-daemon-system libvirt-daemon-driver-qemu libvirt-clients qemu-system-x86 socat apparmor
)
# shellcheck disable=SC2034  # read by name
machine_systemd_boot_packages=(systemd-boot dracut zstd)

# On ttyS0, as a server's console.
machine_words='console=ttyS0 quiet no_timer_check'

ovmf=/usr/share/OVMF/OVMF_CODE_4M.fd
ovmf_variables=/usr/share/OVMF/OVMF_VARS_4M.fd

machine_image() { # MACHINE: prints the path in the cache
    local key
    key=$(cat "$here/machine.sh" "$here/image.sh" "$here/machine-start" "$here/machine.service" | sha256sum | cut -c1-16)
    echo "$cache/machine-$1-$key.img"
}

require_machine() { # MACHINE
    local image
    image=$(machine_image "$1")
    [[ -e $image ]] && return
    [[ $EUID == 0 ]] || die 77 "no image of the machine $1 in $cache, and making it needs root: run 'lab fetch machines' as root"
    require_packages machines
    mkdir -p "$cache"
    (
        flock 9
        [[ -e $image ]] || build_machine "$1" "$image"
    ) 9>"$cache/lock"
}

# A table of two partitions: the EFI system partition and the root file system.
build_machine() ( # MACHINE IMAGE
    set -e
    echo "lab: making the machine $1, which takes some minutes" >&2
    work=$(mktemp -d "$cache/image.XXXXXX")
    trap 'rm -rf --one-file-system "$work"' EXIT
    root=$work/root
    local -n packages=machine_${1//-/_}_packages
    debian_root "$root" "$work" "${machine_packages[@]}" "${packages[@]}"
    lab_root "$root"
    printf '%s\n' 'LABEL=machine / ext4 defaults 0 1' 'LABEL=ESP /boot/efi vfat umask=0077 0 2' >"$root/etc/fstab"
    mkdir -p "$root/boot/efi"
    install -D "$here/machine-start" "$root/usr/local/sbin/machine-start"
    install -m 644 "$here/machine.service" "$root/etc/systemd/system/machine.service"
    chroot "$root" systemctl -q enable machine.service
    rm -f "$root"/etc/libvirt/qemu/networks/autostart/*
    mkdir "$work/esp"
    "boot_by_${1//-/_}" "$root" "$work/esp"

    mkfs.vfat -C -n ESP "$work/esp.img" $((256 << 10)) >/dev/null
    mcopy -s -i "$work/esp.img" "$work"/esp/* ::
    mke2fs -q -t ext4 -m 0 -L machine -d "$root" "$work/root.img" 4G >/dev/null

    truncate -s $((2 + 256 + 4096 + 1))M "$work/new"
    sfdisk -q "$work/new" <<'END'
label: gpt
start=2MiB, size=256MiB, type=uefi
start=258MiB, size=4096MiB, type=linux
END
    dd if="$work/esp.img" of="$work/new" bs=1M seek=2 conv=notrunc,sparse status=none
    dd if="$work/root.img" of="$work/new" bs=1M seek=258 conv=notrunc,sparse status=none
    mv "$work/new" "$2"
    find "$cache" -maxdepth 1 -name 'machine-*.img' -mtime +30 -delete
)

# grub-install and bootctl want the disk itself, so what they do is done here. The
# first menu is such as an installer leaves; update-grub in the machine makes the next.
boot_by_grub() { # ROOT ESP
    local release
    release=$(basename "$1"/lib/modules/*)
    sed -i "s/^GRUB_CMDLINE_LINUX=.*/GRUB_CMDLINE_LINUX=\"$machine_words\"/;s/^GRUB_TIMEOUT=.*/GRUB_TIMEOUT=0/" "$1/etc/default/grub"
    echo 'GRUB_TERMINAL=console' >>"$1/etc/default/grub"
    mkdir -p "$2/EFI/BOOT" "$1/boot/grub"
    cp -r "$1/usr/lib/grub/x86_64-efi" "$1/boot/grub/"
    printf '%s\n' 'search.fs_label machine root' "set prefix=(\$root)/boot/grub" >"$1/early.cfg"
    chroot "$1" grub-mkimage -O x86_64-efi -p /boot/grub -c /early.cfg part_gpt ext2 search search_label normal linux \
        >"$2/EFI/BOOT/BOOTX64.EFI"
    rm "$1/early.cfg"
    printf '%s\n' "linux /boot/vmlinuz-$release root=LABEL=machine ro $machine_words" "initrd /boot/initrd.img-$release" boot >"$1/boot/grub/grub.cfg"
}

boot_by_systemd_boot() { # ROOT ESP
    local release
    release=$(basename "$1"/lib/modules/*)
    install -D "$1/usr/lib/systemd/boot/efi/systemd-bootx64.efi" "$2/EFI/BOOT/BOOTX64.EFI"
    mkdir -p "$2/loader/entries" "$1/etc/kernel"
    echo type1 >"$2/loader/entries.srel"
    echo 'timeout 0' >"$2/loader/loader.conf"
    echo "root=LABEL=machine rw $machine_words" >"$1/etc/kernel/cmdline"
    chroot "$1" systemd-machine-id-setup
    # kernel-install wants to see the partition where the machine has it.
    # shellcheck disable=SC2016  # the inner shell expands it
    unshare --mount sh -ec '
        mount -t proc proc "$1/proc"
        mount -t tmpfs tmpfs "$1/boot/efi"
        cp -r "$2"/. "$1/boot/efi/"
        chroot "$1" kernel-install add "$3" "/boot/vmlinuz-$3" "/boot/initrd.img-$3"
        cp -r "$1"/boot/efi/. "$2/"' sh "$1" "$2" "$release"
}

# The disk of a run: what it writes goes into a file of its own, over the image.
machine_disk() { # IMAGE DISK
    [[ -e $2 ]] || qemu-img create -q -f qcow2 -F raw -b "$1" "$2"
}

# Written to the variable `emulator`: the command to run.
machine_command() { # DISK CARRIED
    # shellcheck disable=SC2034,SC2054  # run.sh runs it; QEMU's options have commas
    emulator=(
        qemu-system-x86_64 -accel tcg -cpu "${cpu:-max,+svm}" -machine q35 -smp 2 -m "${memory:-2048}"
        -nodefaults -no-user-config -display none -no-reboot
        -drive "if=pflash,format=raw,readonly=on,file=$ovmf"
        -drive "if=pflash,format=raw,snapshot=on,file=$ovmf_variables"
        -drive "if=none,id=disk,format=qcow2,file=${1//,/,,}" -device virtio-blk-pci,drive=disk,bootindex=0
        -drive "if=none,id=carried,format=raw,readonly=on,file=$2" -device virtio-blk-pci,drive=carried
        -serial "file:$out/console.log" -serial "file:$out/results.log"
    )
}
