# shellcheck shell=dash disable=SC2154
# A Debian that systemd-boot starts, with kernel-install and dracut.
# shellcheck source=../../boots.sh
. /lab/boots.sh
release=$(uname -r)

add_entry() {
    kernel-install add "$release" "/boot/vmlinuz-$release" "/boot/initrd.img-$release"
}

harden() {
    sed -i 's/$/ kvm_amd.nested=0/' /etc/kernel/cmdline
    add_entry
}

menu() {
    grep -h '^options' /boot/efi/loader/entries/*.conf | grep -o 'kvm_amd.nested=.' | tr '\n' ' '
}

files() {
    cat /etc/kernel/cmdline /boot/efi/loader/entries/*.conf
}

from_image() {
    sed -i 's/ kvm_amd.nested=.//' /etc/kernel/cmdline
    # As Fedora and RHEL have it; without it no file of /etc/modprobe.d gets into the image.
    printf '%s\n' 'hostonly="yes"' 'force_drivers+=" kvm_amd "' >/etc/dracut.conf.d/kvm.conf
    dracut --force "/boot/initrd.img-$release" "$release" && add_entry
}

course
