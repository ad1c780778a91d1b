# shellcheck shell=dash disable=SC2154
# A Debian that GRUB starts, with initramfs-tools.
# shellcheck source=../../boots.sh
. /lab/boots.sh

add_entries() {
    update-grub
}

harden() {
    echo 'GRUB_CMDLINE_LINUX_DEFAULT="quiet kvm_amd.nested=0"' >/etc/default/grub.d/fleet.cfg
    add_entries
}

menu() {
    sed -n 's/^[[:space:]]*linux[[:space:]].*\(vmlinuz[^ ]*\)/\1/p' /boot/grub/grub.cfg | grep -o 'kvm_amd.nested=.' | tr '\n' ' '
}

files() {
    cat /boot/grub/grub.cfg
}

soften() {
    rm /etc/default/grub.d/fleet.cfg
    add_entries
}

from_image() {
    echo kvm_amd >>/etc/initramfs-tools/modules
    update-initramfs -u -k all
}

course
