# shellcheck shell=bash
# What a libvirt domain of the lab boots: the lab's kernel and an initramfs of the
# stripped base archive, the guest agent of the image, and what this run adds.
# shellcheck disable=SC2154  # variables of the files that source this one

instance_initramfs() { # ROOT NEW: ROOT is a scratch folder
    make_root "$1"
    install "$here/instance-init" "$1/init"
    if [[ -n $binary ]]; then copy_program "$1" "$binary" /usr/bin/virt-nest; fi
    {
        cat "$(base_archive stripped "$kernel")" "$(image_folder)/agent.cpio"
        archive "$1"
    } >"$2"
}
