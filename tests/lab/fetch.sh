# shellcheck shell=bash
# What the labs need from this machine: programs of Debian packages, and the
# Debian kernels, which are downloaded and unpacked into the cache, never
# installed.
# shellcheck disable=SC2154,SC2034  # variables of `lab`; the needs are read by name

# Each need as FILE_OR_PROGRAM:PACKAGE.
common_needs=(
    apt-get:apt busybox:busybox-static cpio:cpio dash:dash depmod:kmod
    flock:util-linux ldd:libc-bin mke2fs:e2fsprogs xz:xz-utils
)
amd_needs=(qemu-system-x86_64:qemu-system-x86)
libvirt_needs=("${amd_needs[@]}" mmdebstrap:mmdebstrap)
machines_needs=(
    "${libvirt_needs[@]}" /usr/share/OVMF/OVMF_CODE_4M.fd:ovmf qemu-img:qemu-utils sfdisk:fdisk mkfs.vfat:dosfstools mcopy:mtools
)
intel_needs=(
    bochs-bin:bochs
    /usr/lib/x86_64-linux-gnu/bochs/plugins/libbx_term_gui.so:bochs-term
    /usr/share/bochs/BIOS-bochs-latest:bochsbios
    /usr/share/vgabios/vgabios.bin:vgabios
    /usr/lib/ISOLINUX/isolinux.bin:isolinux
    /usr/lib/syslinux/modules/bios/ldlinux.c32:syslinux-common
    genisoimage:genisoimage strip:binutils zstd:zstd
)

# The modules a guest carries, besides those they depend on. The last line is for instances of a real libvirt: the channel of a guest agent,
# and the power button.
guest_modules=(kvm_amd kvm_intel virtio_pci virtio_blk ata_piix sd_mod
    virtio_console evdev button)

# Debian's folders of system programs are not on an ordinary user's PATH.
PATH=$PATH:/usr/sbin:/sbin

missing_packages() { # amd|intel|libvirt|machines|builtin...: prints their names on one line
    local lab need
    local -A missing=()
    for lab in common "$@"; do
        local -n lab_needs=${lab}_needs
        for need in "${lab_needs[@]}"; do
            command -v "${need%%:*}" >/dev/null || [[ -e ${need%%:*} ]] || missing[${need#*:}]=1
        done
    done
    echo "${!missing[*]}"
}

require_packages() { # amd|intel|libvirt|machines|builtin...
    local missing
    [[ $(uname -m) == x86_64 ]] || die 77 'the labs need an x86-64 machine'
    missing=$(missing_packages "$@")
    [[ -z $missing ]] || die 77 "missing packages: apt-get install --no-install-recommends $missing"
}

# A kernel fetched for a shorter list of modules does not count.
has_kernel() { # 6.1|6.12
    [[ $(cat "$cache/kernel-$1/guest-modules" 2>/dev/null) == "${guest_modules[*]}" ]]
}

require_kernel() { # 6.1|6.12
    has_kernel "$1" || die 77 "kernel $1 is not in $cache: run 'lab fetch'"
}

fetch_main() { # what follows "lab fetch"
    local install='' refresh='' labs=() version machine
    while (($#)); do
        case $1 in
            amd | intel | libvirt | machines | builtin) labs+=("$1") ;;
            --install) install=yes ;;
            --refresh) refresh=yes ;;
            *) die 2 "fetch: unknown argument $1" ;;
        esac
        shift
    done
    if ((${#labs[@]} == 0)); then
        labs=(amd intel)
        if [[ $EUID == 0 ]]; then labs+=(libvirt); fi
    fi

    [[ -z $install ]] || install_packages "${labs[@]}"
    require_packages "${labs[@]}"
    mkdir -p "$cache"
    for version in 6.1 6.12; do
        if [[ -n $refresh ]] || ! has_kernel "$version"; then
            (
                flock 9
                { [[ -z $refresh ]] && has_kernel "$version"; } || fetch_kernel "$version"
            ) 9>"$cache/lock"
        fi
        echo "kernel $version: $(<"$cache/kernel-$version/package")"
    done
    if [[ " ${labs[*]} " == *' libvirt '* ]]; then
        [[ -z $refresh ]] || rm -rf "$(image_folder)"
        require_image
        echo "libvirt image: $(sed -n 's/^libvirt-daemon\t/libvirt /p;s/^qemu-system-x86\t/QEMU /p' "$(image_folder)/packages" | paste -sd' ')"
    fi
    if [[ " ${labs[*]} " == *' machines '* ]]; then
        for machine in grub systemd-boot; do
            [[ -z $refresh ]] || rm -f "$(machine_image "$machine")"
            require_machine "$machine"
            echo "machine $machine: $(machine_image "$machine")"
        done
    fi
    if [[ " ${labs[*]} " == *' builtin '* ]]; then
        [[ -z $refresh ]] || rm -f "$(builtin_kernel)"
        fetch_builtin_kernel
        echo "kernel with KVM built in: $(builtin_kernel)"
    fi
}

install_packages() { # amd|intel|libvirt|machines|builtin...
    local missing
    missing=$(missing_packages "$@")
    [[ -n $missing || -z $(newest_kernel_package 6.1) ]] || return 0
    [[ $EUID == 0 ]] || die 77 '--install needs root'
    apt-get update
    # shellcheck disable=SC2086  # a list of package names
    [[ -z $missing ]] ||
        DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
}

newest_kernel_package() { # 6.1|6.12
    local pattern='^linux-image-6\.1\.0-[0-9]+-cloud-amd64$'
    [[ $1 == 6.1 ]] || pattern='^linux-image-6\.12\.[^-]*(-[0-9]+)?-cloud-amd64$'
    apt-cache search --names-only "$pattern" | cut -d' ' -f1 | sort -V | tail -n 1
}

# Unpacks what the labs use of a kernel package into the cache: vmlinuz,
# config, the guest's modules as they are packed, the names of package and release.
fetch_kernel() ( # 6.1|6.12
    package=$(newest_kernel_package "$1")
    [[ -n $package ]] ||
        die 77 "apt knows no cloud kernel $1 of Debian 12: is this Debian 12, with 'apt-get update' done?"
    work=$(mktemp -d "$cache/fetch.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    cd "$work" || exit
    apt-get download -q -o APT::Sandbox::User=root "$package" >&2 ||
        die 77 "cannot download $package"
    dpkg -x ./*.deb unpacked
    release=$(basename unpacked/lib/modules/*)
    depmod -b unpacked "$release"

    modules=unpacked/lib/modules/$release
    mkdir -p "new/modules/lib/modules/$release"
    cp "$modules"/modules.{builtin,builtin.modinfo,order} "new/modules/lib/modules/$release/"
    for name in "${guest_modules[@]}"; do
        modprobe -d unpacked -S "$release" --show-depends "$name"
    done | sed -n 's/^insmod .*\(lib\/modules\/[^ ]*\) *$/\1/p' | sort -u |
        (cd unpacked && cpio --quiet -pd "$work/new/modules")
    cp "unpacked/boot/vmlinuz-$release" new/vmlinuz
    cp "unpacked/boot/config-$release" new/config
    basename ./*.deb .deb >new/package
    echo "$release" >new/release
    echo "${guest_modules[*]}" >new/guest-modules

    rm -rf "$cache/kernel-$1"
    mv new "$cache/kernel-$1"
)
