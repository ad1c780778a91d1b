# shellcheck shell=dash disable=SC2154
# A Debian that systemd-boot starts, with kernel-install and dracut, from one boot to the next: enable, undo, a change that a power cut ends; and kvm_amd in the initramfs image.
# shellcheck source=../../boots.sh
. /lab/boots.sh

# menu: what the entries of the boot menu say of nesting.
menu() {
    grep -h '^options' /boot/efi/loader/entries/*.conf | grep -o 'kvm_amd.nested=.' | tr '\n' ' '
}

# compared: whether the command line's file and the entries are the first ones.
compared() {
    cat /etc/kernel/cmdline /boot/efi/loader/entries/*.conf | cmp /var/lib/first-menu - && echo same
}

case $boot in
    1)
        # The hardening of a fleet: the word on the command line, which no file of modprobe.d beats.
        sed -i 's/$/ kvm_amd.nested=0/' /etc/kernel/cmdline
        release=$(uname -r)
        step kernel-install kernel-install add "$release" "/boot/vmlinuz-$release" "/boot/initrd.img-$release"
        cat /etc/kernel/cmdline /boot/efi/loader/entries/*.conf >/var/lib/first-menu
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
        # Another one, whose power is cut while kernel-install is at work.
        cut_at_line 2 virt-nest enable --yes
        ;;
    4)
        booted cut
        repaired
        fact repaired "$(compared)"

        # From here on the module comes from the initramfs image, with the image's own copy of /etc/modprobe.d.
        echo 'force_drivers+=" kvm_amd "' >/etc/dracut.conf.d/kvm.conf
        echo 'options kvm_amd nested=0' >/etc/modprobe.d/guide.conf
        sed -i 's/ kvm_amd.nested=.//' /etc/kernel/cmdline
        release=$(uname -r)
        step image sh -c "dracut --force /boot/initrd.img-$release $release && kernel-install add $release /boot/vmlinuz-$release /boot/initrd.img-$release"
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
