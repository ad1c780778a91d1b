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
