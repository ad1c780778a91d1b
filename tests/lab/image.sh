# shellcheck shell=bash
# The root file system of the libvirt lab: Debian 12 with libvirt and QEMU, made by
# mmdebstrap and kept in the cache under the hash of its recipe, which is this file.
# Beside it the guest agent with its libraries, for the instances inside the lab.
# Making it needs root; running it does not.
# shellcheck disable=SC2154  # variables of the files that source this one

image_packages=(
    libvirt-daemon-system libvirt-daemon-system-sysv libvirt-daemon-driver-qemu libvirt-clients
    qemu-system-x86 qemu-utils qemu-guest-agent kmod busybox-static socat
    sysvinit-core apparmor
)

# What no scenario reads and mke2fs would have to copy.
image_excludes=('/usr/share/doc/*' '/usr/share/man/*' '/usr/share/info/*' '/usr/share/locale/*')

image_folder() { # prints the folder in the cache that holds, or will hold, the image
    local key
    key=$(sha256sum <"$here/image.sh" | cut -c1-16)
    echo "$cache/libvirt-$key"
}

require_image() {
    local folder
    folder=$(image_folder)
    [[ -e $folder/root.img ]] && return
    [[ $EUID == 0 ]] || die 77 "no libvirt image in $cache, and making it needs root: run 'lab fetch libvirt' as root"
    require_packages libvirt
    (
        flock 9
        [[ -e $folder/root.img ]] || build_image "$folder"
    ) 9>"$cache/lock"
}

# The files with this machine's own entries for Debian 12. Others (of a compiler's
# or a browser's vendor) stay out, so that they cannot spoil the image.
debian_sources() {
    apt-get indextargets --format '$(CODENAME) $(SOURCESENTRY)' 'Created-By: Packages' 'Origin: Debian' |
        sed -nE 's/^bookworm[a-z-]* (.*):[0-9]+$/\1/p' | sort -u
}

# A Debian 12 of this machine's own apt sources.
debian_root() { # ROOT SCRATCH_FOLDER PACKAGE...
    local sources
    mapfile -t sources < <(debian_sources)
    ((${#sources[@]})) || die 77 "apt has no sources of Debian 12: is this Debian 12, with 'apt-get update' done?"
    # This machine's proxies and time checks; the rest of its settings stay out.
    apt-config dump --format '%F "%v";%n' Acquire::http Acquire::https Acquire::Retries \
        Acquire::Check-Valid-Until Acquire::Check-Date >"$2/apt.conf"
    mmdebstrap --quiet --mode=root --variant=minbase --aptopt="$2/apt.conf" \
        "${image_excludes[@]/#/--dpkgopt=path-exclude=}" \
        --include="$(IFS=,; echo "${*:3}")" \
        bookworm "$1" "${sources[@]}" >&2 || die 77 'mmdebstrap failed'
    rm -f "$1"/etc/apt/apt.conf.d/99mmdebstrap "$1"/etc/apt/sources.list "$1"/var/cache/apt/*.bin
}

# What every scenario expects: busybox' applets where no program of that name is,
# the ordinary user, the lab's name.
lab_root() { # ROOT
    local name
    chroot "$1" busybox --list | grep -vE "$not_from_busybox" | while read -r name; do
        [[ -e $1/usr/bin/$name || -e $1/usr/sbin/$name ]] || ln -s busybox "$1/usr/bin/$name"
    done
    chroot "$1" useradd --create-home --shell /bin/sh user
    mkdir -p "$1/persist" "$1/lab"
    echo lab >"$1/etc/hostname"
    printf '127.0.0.1 localhost\n127.0.1.1 lab\n' >"$1/etc/hosts"
}

build_image() ( # FOLDER
    set -e
    echo "lab: making the libvirt image, which takes a minute or two" >&2
    work=$(mktemp -d "$cache/image.XXXXXX")
    trap 'rm -rf --one-file-system "$work"' EXIT
    root=$work/root
    debian_root "$root" "$work" "${image_packages[@]}"
    lab_root "$root"
    # libvirt as root, without a security driver.
    printf '%s\n' 'user = "root"' 'group = "root"' 'security_driver = "none"' >>"$root/etc/libvirt/qemu.conf"
    rm -f "$root"/etc/libvirt/qemu/networks/autostart/*

    mkdir "$work/new"
    agent_archive "$root" "$work/agent" >"$work/new/agent.cpio"
    dpkg-query --admindir="$root/var/lib/dpkg" -W >"$work/new/packages"
    mke2fs -q -t ext4 -O ^has_journal -m 0 -d "$root" "$work/new/root.img" 4G >/dev/null
    rm -rf "$1"
    mv "$work/new" "$1"
    find "$cache" -maxdepth 1 -name 'libvirt-*' -mtime +30 -exec rm -rf {} +
)

agent_archive() { # IMAGE_ROOT NEW_ROOT: prints an archive of qemu-ga and its libraries
    local library
    make_root "$2"
    install -D "$1/usr/sbin/qemu-ga" "$2/usr/sbin/qemu-ga"
    chroot "$1" ldd /usr/sbin/qemu-ga | sed -nE 's/^.*\s(\/\S+) \(0x.*$/\1/p' | while read -r library; do
        install -D "$1$library" "$2$library"
    done
    archive "$2"
}
