# shellcheck shell=dash disable=SC2154
# A Debian that systemd-boot starts, with kernel-install and dracut.
# shellcheck source=../../boots.sh
. /lab/boots.sh
release=$(uname -r)

add_entries() {
    for image in /boot/vmlinuz-*; do
        kernel-install add "${image#*-}" "$image" "/boot/initrd.img-${image#*-}" || return
    done
}

harden() {
    sed -i 's/$/ kvm_amd.nested=0/' /etc/kernel/cmdline
    add_entries
}

menu() {
    grep -h '^options' /boot/efi/loader/entries/*.conf | grep -o 'kvm_amd.nested=.' | tr '\n' ' '
}

files() {
    cat /etc/kernel/cmdline /boot/efi/loader/entries/*.conf
}

soften() {
    sed -i 's/ kvm_amd.nested=.//' /etc/kernel/cmdline
    add_entries
}

from_image() {
    # As Fedora and RHEL have it; without it no file of /etc/modprobe.d gets into the image.
    printf '%s\n' 'hostonly="yes"' 'force_drivers+=" kvm_amd "' >/etc/dracut.conf.d/kvm.conf
    dracut --force "/boot/initrd.img-$release" "$release" && add_entries
}

course

if [ "$boot" = 6 ]; then
    # Debian's default: dracut puts no file of /etc/modprobe.d into the image.
    sed -i 's/hostonly="yes"/hostonly="no"/' /etc/dracut.conf.d/kvm.conf
    step lacking virt-nest disable --yes --lang zh-CN
    fact lacking-file "$(cat /etc/modprobe.d/guide.conf)"
    step lacking-check virt-nest check --deep --json
fi
