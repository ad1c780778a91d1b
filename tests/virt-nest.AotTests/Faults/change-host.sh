#!/bin/bash
# A host of a folder's own, for a program that changes it: mounts of this process alone make the folder's etc, boot, state and sys the
# machine's. Its module is kvm_amd with nested=1; the kernel command line, GRUB's menu and a file of modprobe.d say so. modprobe and
# update-grub are scripts.
#   change-host.sh make FOLDER                      makes it
#   change-host.sh run FOLDER PROGRAM [ARGUMENT]... runs a program on it; in a mount namespace of its own
set -eu
action=$1 world=$2
shift 2

make_it() {
    mkdir -p "$world"/{bin,state,boot/grub,etc/{modprobe.d,default/grub.d,libvirt/hooks/qemu.d}} \
        "$world"/sys/{module/{kvm,kvm_amd}/parameters,devices/virtual/misc/kvm}
    cp /etc/passwd /etc/group /etc/nsswitch.conf "$world/etc/" 2>/dev/null || true
    touch "$world/etc/debian_version"
    echo 'options kvm_amd nested=1' >"$world/etc/modprobe.d/kvm.conf"
    echo 'GRUB_CMDLINE_LINUX_DEFAULT="quiet kvm_amd.nested=1"' >"$world/etc/default/grub"
    echo 'root=/dev/vda1 ro quiet kvm_amd.nested=1' >"$world/cmdline"
    printf 'kvm_amd 155648 0 - Live 0x0\nkvm 1000000 1 kvm_amd, Live 0x0\n' >"$world/modules"
    sed -n '1,/^$/p' /proc/cpuinfo >"$world/cpuinfo"
    cat /proc/sys/kernel/random/uuid >"$world/boot_id"
    for module in kvm kvm_amd; do echo live >"$world/sys/module/$module/initstate"; echo 0 >"$world/sys/module/$module/refcnt"; done
    echo 1 >"$world/sys/module/kvm_amd/parameters/nested"
    echo 1 >"$world/sys/module/kvm_amd/parameters/npt"
    echo N >"$world/sys/module/kvm/parameters/ignore_msrs"
    cat >"$world/bin/update-grub" <<'END'
#!/bin/bash
set -e
. /etc/default/grub
for piece in /etc/default/grub.d/*.cfg; do [ ! -e "$piece" ] || . "$piece"; done
{
    echo 'menuentry "Debian" {'
    echo "    linux /boot/vmlinuz root=/dev/vda1 ro $GRUB_CMDLINE_LINUX_DEFAULT"
    echo '}'
} >/boot/grub/grub.cfg.new
mv /boot/grub/grub.cfg.new /boot/grub/grub.cfg
END
    # What kmod does with a module that is not there yet; the kernel command line beats the files, and what is typed beats both. What an
    # unload leaves is in .gone (call-faults.c).
    cat >"$world/bin/modprobe" <<'END'
#!/bin/bash
lines() {
    local file line
    for file in /etc/modprobe.d/*.conf; do
        while read -r line; do case $line in 'options kvm'*) echo "$line" ;; esac; done <"$file"
    done
}
read -r words </proc/cmdline
case "$*" in
    --showconfig) lines; for word in $words; do case $word in kvm_amd.*) echo "options kvm_amd ${word#kvm_amd.}" ;; esac; done ;;
    --show-depends*) echo "insmod /bin/sh" ;;
    *)
        [ ! -e /sys/module/kvm_amd ] || exit 0
        value=1
        for word in $(lines) $words "$@"; do case ${word#kvm_amd.} in nested=*) value=${word#*nested=} ;; esac; done
        echo "$value" >/sys/module/.gone/parameters/nested
        mv /sys/module/.gone /sys/module/kvm_amd
        ;;
esac
END
    printf '#!/bin/bash\necho "libvirtd (libvirt) 9.0.0"\n' >"$world/bin/libvirtd"
    chmod +x "$world"/bin/*
    # Copies of the host share its programs.
    mv "$world/bin" "$world/../bin"
    ln -s "$(readlink -f "$world/../bin")" "$world/bin"
    "$0" run "$world" update-grub
}

run_it() {
    if [ -z "${IN_CHANGE_HOST-}" ]; then
        IN_CHANGE_HOST=1 exec unshare --mount --propagation private "$0" run "$world" "$@"
    fi
    for file in cmdline modules cpuinfo sys/kernel/random/boot_id; do
        [ ! -e "/proc/$file" ] || mount --bind "$world/${file##*/}" "/proc/$file"
    done
    mount -t overlay overlay -o "lowerdir=$(readlink -f "$world/bin"):/usr/sbin" /usr/sbin
    mount -t tmpfs lib /var/lib && mkdir /var/lib/virt-nest
    mount --bind "$world/state" /var/lib/virt-nest
    mount --bind "$world/sys" /sys
    mount --bind "$world/boot" /boot
    mount --bind "$world/etc" /etc
    mount -t tmpfs dev /dev && mknod /dev/null c 1 3 && mknod /dev/urandom c 1 9 && chmod 666 /dev/null /dev/urandom
    exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C FAULTS_MODULES=/sys/module "$@"
}

case $action in
    make) make_it ;;
    run) run_it "$@" ;;
esac
