# shellcheck shell=dash disable=SC2154
# A Debian that GRUB starts with kvm_amd.nested=0 on its command line, from one boot to the next: enable, undo, a change that a power cut ends; and kvm_amd in the initramfs image.
# shellcheck source=../../boots.sh
. /lab/boots.sh

# menu: what the kernel's lines of GRUB's menu say of nesting.
menu() {
    sed -n 's/^[[:space:]]*linux[[:space:]].*\(vmlinuz[^ ]*\)/\1/p' /boot/grub/grub.cfg | grep -o 'kvm_amd.nested=.' | tr '\n' ' '
}

# compared: whether the menu is the first one.
compared() {
    cmp /var/lib/first-menu /boot/grub/grub.cfg && echo same
}

case $boot in
    1)
        # The hardening of a fleet: the word on the command line, which no file of modprobe.d beats.
        echo 'GRUB_CMDLINE_LINUX_DEFAULT="quiet kvm_amd.nested=0"' >/etc/default/grub.d/fleet.cfg
        step update-grub update-grub
        cp /boot/grub/grub.cfg /var/lib/first-menu
        systemctl daemon-reload
        step enable-units systemctl -q enable virt-nest-repair virt-nest-export
        ;;
    2)
        booted off
        step enable virt-nest enable --yes
        fact enabled-menu "$(menu)"
        fact enabled-nested "$(cat "$parameters/nested")"
        step enabled-check virt-nest check --json
        step again virt-nest enable --yes
        ;;
    3)
        booted on
        step again virt-nest enable --yes
        step undo virt-nest undo --yes
        fact undone "$(compared)"
        # Another one, whose power is cut while update-grub is at work.
        cut_at_line 3 virt-nest enable --yes
        ;;
    4)
        booted cut
        repaired
        fact repaired "$(compared)"

        # From here on the module comes from the initramfs image, with the image's own copy of /etc/modprobe.d.
        echo kvm_amd >>/etc/initramfs-tools/modules
        echo 'options kvm_amd nested=0' >/etc/modprobe.d/guide.conf
        rm /etc/default/grub.d/fleet.cfg
        step image sh -c 'update-grub && update-initramfs -u -k all'
        ;;
    5)
        booted image-off
        step image-enable virt-nest enable --yes
        ;;
    6)
        booted image-on
        fact image-first "$(began_in_initramfs)"
        ;;
esac
