# shellcheck shell=bash
# Builds the guest's initramfs: a base archive (programs, libraries, modules,
# users), kept in the cache under the hash of what went into it, followed by a
# small archive of this run (init, prelude, scenarios, virt-nest, added files).
# The kernel unpacks one after the other.
# shellcheck disable=SC2154  # variables of the files that source this one

# Real Debian programs of the guest. All else on its PATH is busybox.
base_programs=(/bin/busybox /bin/dash /bin/kmod)

# kmod's own names; and names that would make a guest look like it has tools
# (package managers, an init) which it has not.
not_from_busybox='^(modprobe|insmod|rmmod|lsmod|modinfo|depmod|sh|init|linuxrc|dpkg|dpkg-deb|rpm|rpm2cpio)$'

# Debian's merged /usr; later archives carry the same links, so a file for
# /lib lands in /usr/lib.
make_root() { # ROOT
    mkdir -p "$1"/usr/{bin,sbin,lib,lib64}
    ln -s usr/bin usr/sbin usr/lib usr/lib64 "$1"
}

copy_program() { # ROOT FILE [DESTINATION]
    local library
    install -D "$2" "$1${3:-$2}"
    # A static program makes ldd fail and has nothing to copy.
    { ldd "$2" 2>/dev/null || true; } | sed -nE 's/^.*\s(\/\S+) \(0x.*$/\1/p' | while read -r library; do
        [[ -e $1$library ]] || install -D "$library" "$1$library"
    done
}

archive() { # ROOT
    (cd "$1" && find . -print0 | sort -z | cpio --quiet --null -o -H newc -R 0:0 --reproducible)
}

base_archive() { # packed|stripped KERNEL: prints the path of the base archive
    local key path
    key=$(
        {
            echo "$1"
            cat "$cache/kernel-$2/package" "$cache/kernel-$2/guest-modules"
            sha256sum "$here/initramfs.sh" /etc/os-release "${base_programs[@]}"
        } | sha256sum | cut -c1-16
    )
    path=$cache/base-$1-$2-$key.cpio
    if [[ ! -e $path ]]; then
        (
            flock 9
            [[ -e $path ]] || build_base "$1" "$2" "$path"
        ) 9>"$cache/lock"
    fi
    echo "$path"
}

build_base() { # packed|stripped KERNEL PATH
    local root release program name
    root=$(mktemp -d "$cache/base.XXXXXX")
    release=$(<"$cache/kernel-$2/release")
    make_root "$root"
    mkdir -p "$root"/{boot,dev,etc,home/user,mnt,persist,proc,root,run,sys,tmp} \
        "$root"/etc/{modprobe.d,modules-load.d} "$root"/var/{cache,lib,log,tmp}
    ln -s /run "$root/var/run"

    for program in "${base_programs[@]}"; do copy_program "$root" "$program"; done
    ln -s dash "$root/bin/sh"
    for name in modprobe insmod rmmod lsmod modinfo depmod; do ln -s ../bin/kmod "$root/sbin/$name"; done
    ln -s kmod "$root/bin/lsmod"
    busybox --list | grep -vE "$not_from_busybox" |
        while read -r name; do [[ -e $root/bin/$name ]] || ln -s busybox "$root/bin/$name"; done

    cp -r "$cache/kernel-$2/modules/lib/modules" "$root/usr/lib/modules"
    cp "$cache/kernel-$2/config" "$root/boot/config-$release"
    if [[ $1 == stripped ]]; then
        # Bochs takes 16 s to unpack, hash for the signature, and index the local
        # symbols of kvm and kvm_intel, and 4 s to load what this leaves of them.
        find "$root/usr/lib/modules" -name '*.ko.xz' -exec xz -d {} +
        find "$root/usr/lib/modules" -name '*.ko' -exec strip --strip-unneeded {} +
    fi
    depmod -b "$root" "$release"
    if [[ -e /lib/modprobe.d/aliases.conf ]]; then
        install -Dm644 /lib/modprobe.d/aliases.conf "$root/lib/modprobe.d/aliases.conf"
    fi

    cp -L /etc/os-release "$root/etc/os-release"
    echo lab >"$root/etc/hostname"
    printf '127.0.0.1 localhost\n127.0.1.1 lab\n' >"$root/etc/hosts"
    printf '%s\n' root:x:0:0:root:/root:/bin/sh user:x:1000:1000:user:/home/user:/bin/sh \
        nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin >"$root/etc/passwd"
    printf '%s\n' root:x:0: tty:x:5: kvm:x:104: user:x:1000: nogroup:x:65534: >"$root/etc/group"

    archive "$root" >"$3.new"
    mv "$3.new" "$3"
    rm -rf "$root"
    find "$cache" -maxdepth 1 -name 'base-*.cpio' -mtime +30 -delete
}

# Uses run.sh's binary, added, scenarios, mode, disk, writes, machine, with_libvirt and terminal_size.
run_archive() { # ROOT
    if [[ -n $machine ]]; then
        carry "$1"
        [[ -z $with_libvirt ]] || carry_instance "$1/lab"
        rm -r "${1:?}"/{init,bin,sbin,lib,lib64} # the machine has its own
    elif [[ -n $with_libvirt ]]; then
        make_root "$1"
        install "$here/init-root" "$1/init"
        carry "$1/carry"
        carry_instance "$1/carry/lab"
        mv "$1/carry/init" "$1/carry/lab/init"
        rm "$1"/carry/{bin,sbin,lib,lib64} # the image has these links
    else
        carry "$1"
    fi
    archive "$1"
}

# What libvirt's instances boot, and what scenarios do with them.
carry_instance() { # FOLDER
    install -D -m 644 "$cache/kernel-$kernel/vmlinuz" "$1/instance/vmlinuz"
    instance_initramfs "$work/instance" "$1/instance/initrd"
    install "$here/ask" "$1/ask"
    install -m 644 "$here/libvirt.sh" "$1/libvirt.sh"
}

# What a run carries, beside the base archive or the image.
carry() { # ROOT
    local scenario pair number=10 root=''
    [[ -z $with_libvirt ]] || root=/dev/vd$([[ -z $disk ]] && echo a || echo b)
    make_root "$1"
    mkdir -p "$1/lab/scenarios"
    install "$here/init" "$1/init"
    install "$here/tell" "$1/lab/tell"
    install -m 644 "$here"/{prelude,changes,cuts,boots}.sh "$1/lab/"
    printf '%s\n' "mode=$mode" "disk=${disk:+yes}" "root=$root" "size='$terminal_size'" "cut=${writes:+host}" >"$1/lab/settings"
    for scenario in "${scenarios[@]}"; do
        install -m 644 "$scenario" "$1/lab/scenarios/$number-$(basename "$scenario")"
        number=$((number + 1))
    done
    if [[ -n $binary ]]; then copy_program "$1" "$binary" /usr/bin/virt-nest; fi
    if [[ $mode == shell ]]; then copy_program "$1" /bin/bash; fi
    for pair in "${added[@]}"; do
        mkdir -p "$1$(dirname "${pair#*:}")"
        cp -aT "${pair%%:*}" "$1${pair#*:}"
    done
}
