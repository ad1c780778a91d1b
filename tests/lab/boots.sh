# shellcheck shell=dash
# For the scenarios of a whole machine, which boots again and again from one disk:
# `. /lab/boots.sh` first.
# shellcheck disable=SC2034,SC2154  # variables of the scenarios and of changes.sh

# shellcheck source=changes.sh
. /lab/changes.sh

# The number of this boot, from 1.
boot=$(($(cat /var/lib/lab-boots 2>/dev/null || echo 0) + 1))
echo "$boot" >/var/lib/lab-boots

# booted NAME: what this boot was given, what became of it, and what a check says.
booted() {
    fact "$1-words" "$(grep -o 'kvm_amd.nested=.' /proc/cmdline | tr '\n' ' ')"
    fact "$1-nested" "$(cat "$parameters/nested" 2>/dev/null || echo absent)"
    step "$1-check" virt-nest check --json
}

# began_in_initramfs: whether the module was loaded before the root file system was
# there. It says so itself when it is loaded with nesting and only then.
began_in_initramfs() {
    dmesg | sed -n '/Nested Virtualization enabled/{s/.*/module/p};/mounted filesystem/{s/.*/root/p}' | head -n 1
}

# cut_at_line N COMMAND...: runs a change and cuts the power once its entry in the
# journal has N lines.
cut_at_line() {
    cut_line=$1
    cut_entry=$journal/changes/$(printf %06d $(($(find "$journal/changes" -name '*[0-9]' | wc -l) + 1)))/progress
    shift
    "$@" >/dev/null 2>&1 &
    cut_pid=$!
    until [ -e "$cut_entry" ] && [ "$(wc -l <"$cut_entry")" -ge "$cut_line" ]; do
        if ! kill -0 "$cut_pid" 2>/dev/null; then
            fact WRONG "the change ended before its journal had $cut_line lines"
            return
        fi
    done
    fact cut "$(tail -n 1 "$cut_entry")"
    power_cut
}

# repaired: what virt-nest-repair.service made of the cut, before anything else.
repaired() {
    fact repair "$(systemctl show -P Result virt-nest-repair) $(systemctl show -P ExecMainStatus virt-nest-repair)"
    step repair-says journalctl -b -o cat -u virt-nest-repair
}

# course: six boots of a machine: enable, undo, a change that a power cut ends; and the
# module in the initramfs image. The scenario has these functions:
#   harden      puts kvm_amd.nested=0 on the kernel command line, as a fleet does
#   menu        prints what the boot menu says of nesting
#   files       prints what is to be given back byte for byte
#   from_image  takes that word away again, and has the module and nested=0 in the image
course() {
    case $boot in
        1)
            step harden harden
            files >/var/lib/first-files
            systemctl daemon-reload
            step enable-units systemctl -q enable virt-nest-repair virt-nest-export
            ;;
        2)
            booted off
            step enable virt-nest enable --yes
            fact enabled-menu "$(menu)"
            fact enabled-nested "$(cat "$parameters/nested")"
            step enabled-check virt-nest check --json
            step again virt-nest enable --yes
            ;;
        3)
            booted on
            step again virt-nest enable --yes
            step undo virt-nest undo --yes
            fact undone "$(files | cmp /var/lib/first-files - && echo same)"
            # Another one, whose power is cut while the boot loader's program is at work.
            cut_at_line 3 virt-nest enable --yes
            ;;
        4)
            booted cut
            repaired
            fact repaired "$(files | cmp /var/lib/first-files - && echo same)"
            echo 'options kvm_amd nested=0' >/etc/modprobe.d/guide.conf
            step from-image from_image
            ;;
        5)
            booted image-off
            step image-enable virt-nest enable --yes
            ;;
        6)
            booted image-on
            fact image-first "$(began_in_initramfs)"
            ;;
    esac
}
