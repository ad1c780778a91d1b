# shellcheck shell=bash
# What the labs need from this machine: programs of Debian packages, and the
# Debian kernels, which are downloaded and unpacked into the cache, never
# installed.
# shellcheck disable=SC2154  # here, cache

# Each need as FILE_OR_PROGRAM:PACKAGE.
common_needs=(
    apt-get:apt busybox:busybox-static cpio:cpio dash:dash flock:util-linux
    kmod:kmod ldd:libc-bin mke2fs:e2fsprogs xz:xz-utils
)
amd_needs=(qemu-system-x86_64:qemu-system-x86)
intel_needs=(
    bochs-bin:bochs
    /usr/lib/x86_64-linux-gnu/bochs/plugins/libbx_term_gui.so:bochs-term
    /usr/share/bochs/BIOS-bochs-latest:bochsbios
    /usr/share/vgabios/vgabios.bin:vgabios
    /usr/lib/ISOLINUX/isolinux.bin:isolinux
    /usr/lib/syslinux/modules/bios/ldlinux.c32:syslinux-common
    genisoimage:genisoimage strip:binutils zstd:zstd
)

# The modules a guest carries, besides those they depend on.
guest_modules=(kvm_amd kvm_intel virtio_pci virtio_blk ata_piix sd_mod)

# Debian's folders of system programs are not on an ordinary user's PATH.
PATH=$PATH:/usr/sbin:/sbin

missing_packages() { # NEED...
    local need
    for need; do
        command -v "${need%%:*}" >/dev/null || [[ -e ${need%%:*} ]] || echo "${need#*:}"
    done
}

require_lab() { # amd|intel KERNEL
    [[ $(uname -m) == x86_64 ]] || die 77 'the labs need an x86-64 machine'
    local -n lab_needs=$1_needs
    local missing
    missing=$(missing_packages "${common_needs[@]}" "${lab_needs[@]}" | xargs)
    [[ -z $missing ]] || die 77 "missing packages: apt-get install --no-install-recommends $missing"
    [[ -e $cache/kernel-$2/release ]] || die 77 "kernel $2 is not in $cache: run 'lab fetch'"
}

fetch_main() {
    local install='' refresh='' missing version
    while (($#)); do
        case $1 in
            --install) install=yes ;;
            --refresh) refresh=yes ;;
            *) die 2 "fetch: unknown argument $1" ;;
        esac
        shift
    done

    missing=$(missing_packages "${common_needs[@]}" "${amd_needs[@]}" "${intel_needs[@]}" | xargs)
    if [[ -n $missing && -n $install ]]; then
        [[ $EUID == 0 ]] || die 77 '--install needs root'
        apt-get update
        # shellcheck disable=SC2086  # a list of package names
        DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
        missing=
    fi

    mkdir -p "$cache"
    for version in 6.1 6.12; do
        if [[ -n $refresh || ! -e $cache/kernel-$version/release ]]; then
            (
                flock 9
                [[ -z $refresh && -e $cache/kernel-$version/release ]] || fetch_kernel "$version"
            ) 9>"$cache/lock"
        fi
        echo "kernel $version: $(<"$cache/kernel-$version/package")"
    done
    [[ -z $missing ]] || die 77 "missing packages: apt-get install --no-install-recommends $missing"
}

newest_kernel_package() { # 6.1|6.12
    local pattern='^linux-image-6\.1\.0-[0-9]+-cloud-amd64$'
    [[ $1 == 6.12 ]] && pattern='^linux-image-6\.12\.[^-]*(-[0-9]+)?-cloud-amd64$'
    apt-cache search --names-only "$pattern" | cut -d' ' -f1 | sort -V | tail -n 1
}

# Unpacks what the labs use of a kernel package into the cache: vmlinuz,
# config, the guest's modules as they are packed, and two lines of text.
fetch_kernel() ( # 6.1|6.12
    work=$(mktemp -d "$cache/fetch.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    package=$(newest_kernel_package "$1")
    [[ -n $package ]] ||
        die 77 "apt's lists have no cloud kernel $1: run 'apt-get update' as root, on Debian 12"

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

    rm -rf "$cache/kernel-$1"
    mv new "$cache/kernel-$1"
)
