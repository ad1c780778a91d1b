#!/usr/bin/env bash
# Builds the guest of an instance that tests start under a real libvirt: FOLDER/vmlinuz and FOLDER/initrd, from the kernel that `lab fetch` keeps
# and busybox. The guest tells on its console which CPU flags it sees, speaks a small guest agent (./agent), and obeys its power button.
#   build.sh FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=${1:?usage: build.sh FOLDER}
cache=${VIRT_NEST_LAB_CACHE:-~/.cache/virt-nest/lab}/kernel-6.1
grep -qw virtio_console "$cache/guest-modules" 2>/dev/null || { echo 'build.sh: no kernel with virtio_console: run tests/lab/lab fetch' >&2; exit 77; }
release=$(<"$cache/release")
mkdir -p "$out"
root=$(mktemp -d "$out/root.XXXXXX")
trap 'rm -rf "$root"' EXIT
mkdir -p "$root"/{bin,dev,proc,sys,lib/modules}
cp /bin/busybox "$root/bin/"
for name in sh mount insmod modprobe cat grep sed dd base64 poweroff sleep setsid echo mkdir head tr yes wc printf; do
    ln -s busybox "$root/bin/$name"
done
cp -r "$cache/modules/lib/modules/$release" "$root/lib/modules/"
depmod -b "$root" "$release"
install -m755 "$here/init" "$here/agent" "$root/"
(cd "$root" && find . -print0 | sort -z | cpio --quiet --null -o -H newc -R 0:0) | gzip -1 >"$out/initrd.new"
cp "$cache/vmlinuz" "$out/vmlinuz"
mv "$out/initrd.new" "$out/initrd"
