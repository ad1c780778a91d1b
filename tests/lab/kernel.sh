# shellcheck shell=bash
# A kernel with KVM built in, as fleets that make their own kernels have it: no lab's
# distribution ships one. Debian's source and its cloud configuration; what the machines
# need, and KVM, is built in, and what they do not need is left out. It is kept in the
# cache as the package that `make bindeb-pkg` makes, under the hash of this file.
# shellcheck disable=SC2154,SC2034  # variables of the files that source this one

builtin_needs=(
    gcc:gcc make:make flex:flex bison:bison bc:bc rsync:rsync dpkg-deb:dpkg dpkg-buildpackage:dpkg-dev xz:xz-utils
    /usr/include/gelf.h:libelf-dev /usr/include/openssl/evp.h:libssl-dev
)

# Modules of the machines at work, as lsmod tells them.
builtin_modules=(
    virtio_blk virtio_pci ext4 jbd2 mbcache crc16 crc32c_generic vfat fat nls_ascii nls_cp437 efivarfs
    kvm kvm_amd irqbypass
)

builtin_in=(KVM KVM_AMD KVM_INTEL AUTOFS_FS NLS_ISO8859_1 SERIAL_8250_CONSOLE DEBUG_INFO_NONE)

builtin_out=(
    DEBUG_INFO DEBUG_INFO_DWARF_TOOLCHAIN_DEFAULT MODULE_SIG SECURITY_LOCKDOWN_LSM SECURITY_SELINUX
    SECURITY_TOMOYO BPF_SYSCALL NUMA_BALANCING XEN DRM NETFILTER USB_SUPPORT
)

builtin_kernel() { # prints the path in the cache
    echo "$cache/builtin-$(sha256sum <"$here/kernel.sh" | cut -c1-16).deb"
}

require_builtin_kernel() {
    [[ -e $(builtin_kernel) ]] || die 77 "no kernel with KVM built in in $cache: run 'lab fetch builtin', which takes half an hour"
}

fetch_builtin_kernel() {
    local package
    package=$(builtin_kernel)
    (
        flock 9
        [[ -e $package ]] || build_builtin_kernel "$package"
    ) 9>"$cache/lock"
}

build_builtin_kernel() ( # PACKAGE
    set -e
    echo "lab: making a kernel with KVM built in, which takes half an hour" >&2
    work=$(mktemp -d "$cache/kernel.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    cd "$work"
    apt-get download -q -o APT::Sandbox::User=root linux-source-6.1 linux-config-6.1 >&2 ||
        die 77 'cannot download linux-source-6.1 and linux-config-6.1'
    for package in ./*.deb; do dpkg -x "$package" unpacked; done
    tar -xf unpacked/usr/src/linux-source-6.1.tar.xz
    cd linux-source-6.1
    xzcat "$work"/unpacked/usr/src/linux-config-6.1/config.amd64_none_cloud-amd64.xz >.config
    printf '%s 1 0\n' Module "${builtin_modules[@]}" >"$work/lsmod"
    # It asks about what the configuration does not say, and takes the default for an empty line.
    yes '' 2>/dev/null | make LSMOD="$work/lsmod" localyesconfig >"$work/log" 2>&1 || [[ ${PIPESTATUS[1]} == 0 ]]
    # shellcheck disable=SC2046  # one word each
    scripts/config --set-str LOCALVERSION -builtin --set-str SYSTEM_TRUSTED_KEYS '' \
        $(printf -- '-d %s ' "${builtin_out[@]}") $(printf -- '-e %s ' "${builtin_in[@]}")
    make olddefconfig >>"$work/log" 2>&1
    grep -qx CONFIG_KVM_AMD=y .config || die 1 'the configuration has lost KVM'
    make -j"$(nproc)" bindeb-pkg KDEB_PKGVERSION=1 >>"$work/log" 2>&1 || {
        tail -n 20 "$work/log" >&2
        exit 1
    }
    mv ../linux-image-*.deb "$1.new"
    mv "$1.new" "$1"
    find "$cache" -maxdepth 1 -name 'builtin-*.deb' -mtime +30 -delete
)
