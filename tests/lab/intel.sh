# shellcheck shell=bash
# The Intel lab: Bochs with Intel's VMX. The options are run.sh's.
# shellcheck disable=SC2154,SC2034  # run.sh's variables

# noxsave: Bochs' XSAVE does not suit KVM. nokaslr, mitigations, cryptomgr and
# initcall_blacklist leave out work that costs a boot half a minute and no
# scenario needs. reboot=t: a restart becomes a triple fault, which ends Bochs.
intel_arguments='console=ttyS0 quiet panic=-1 reboot=t noxsave nokaslr mitigations=off'
intel_arguments+=' cryptomgr.notests initcall_blacklist=trace_eval_init,jent_mod_init,ftrace_check_for_weak_functions'

# Written to the variable `emulator`: the command to run. Bochs reads and writes
# files of the folder `work`, so that no path needs quoting in its options.
intel_command() { # VMLINUZ INITRD
    local options=("memory: guest=${memory:-512}, host=${memory:-512}")
    boot_image "$(bochs_kernel "$1")" "$2"
    echo c >"$work/debugger" # Debian's Bochs starts in its debugger: continue
    [[ -z $cpu ]] || options+=("cpu: model=$cpu")
    if [[ -n $disk ]]; then
        ln -s "$(realpath "$disk")" "$work/disk"
        options+=('ata0-slave: type=disk, mode=flat, path=disk, cylinders=0')
    fi
    if [[ $mode == shell ]]; then
        # The terminal is the serial line; idle time has to be waited for.
        options+=("com1: enabled=1, mode=term, dev=$(tty)" 'com2: enabled=0' 'clock: sync=slowdown')
    else
        ln -s "$(realpath "$out")"/{console,results}.log "$work/"
    fi
    emulator=(
        env -C "$work" TERM=dumb
        bochs-bin -q -unlock -f "$here/bochsrc" -rc debugger "${options[@]}"
    )
}

bochs_kernel() { # VMLINUZ: prints the path of what to boot in its place
    local direct
    direct=$1-$(sha256sum "$here/direct.sh" | cut -c1-16)
    if is_zstd_kernel "$1"; then
        (
            flock 9
            [[ -e $direct ]] || direct_image "$1" "$direct"
        ) 9>"$cache/lock"
        echo "$direct"
    else
        echo "$1"
    fi
}

boot_image() { # VMLINUZ INITRD
    cat >"$work/isolinux.cfg" <<END
console 0
default lab
prompt 0
label lab
  kernel linux
  append initrd=initrd $intel_arguments $append
END
    cp /usr/lib/ISOLINUX/isolinux.bin "$work/" # genisoimage writes into it
    genisoimage -quiet -o "$work/lab.iso" -graft-points \
        -b isolinux.bin -c boot.cat -no-emul-boot -boot-load-size 4 -boot-info-table \
        isolinux.bin="$work/isolinux.bin" isolinux.cfg="$work/isolinux.cfg" \
        ldlinux.c32=/usr/lib/syslinux/modules/bios/ldlinux.c32 linux="$1" initrd="$2"
}
