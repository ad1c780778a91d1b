# shellcheck shell=bash
# The AMD lab: QEMU's emulator (TCG) with AMD's SVM. The options are run.sh's.
# shellcheck disable=SC2154,SC2034  # run.sh's variables
# shellcheck disable=SC2054  # QEMU's options have commas

# no_timer_check: on a machine that is short of time the timer's test can fail, and
# the kernel panics ("IO-APIC + timer doesn't work").
# Written to the variable `emulator`: the command to run.
amd_command() { # VMLINUZ INITRD
    local default_memory=1024
    [[ -z $with_libvirt ]] || default_memory=2048
    emulator=(
        qemu-system-x86_64 -accel tcg -cpu "${cpu:-max,+svm}" -m "${memory:-$default_memory}"
        -nodefaults -no-user-config -display none -no-reboot
        -kernel "$1" -initrd "$2" -append "console=ttyS0 quiet panic=-1 no_timer_check $append"
    )
    if [[ -n $writes ]]; then
        : >"$writes"
        emulator+=(
            -blockdev "driver=file,node-name=disk,filename=${disk//,/,,}"
            -blockdev "driver=file,node-name=writes,filename=${writes//,/,,}"
            -blockdev driver=blklogwrites,node-name=persist,file=disk,log=writes
        )
    elif [[ -n $disk ]]; then
        emulator+=(-drive "if=none,id=persist,format=raw,file=${disk//,/,,}")
    fi
    [[ -z $disk ]] || emulator+=(-device virtio-blk-pci,drive=persist)
    # The image stays as it is; what the guest writes goes to a file that is gone with QEMU.
    [[ -z $with_libvirt ]] ||
        emulator+=(-smp 2 -drive "if=none,id=root,format=raw,snapshot=on,file=$(image_folder)/root.img" -device virtio-blk-pci,drive=root)
    if [[ $mode == shell ]]; then
        emulator+=(-serial mon:stdio)
    else
        emulator+=(-serial "file:$out/console.log" -serial "file:$out/results.log")
    fi
}
