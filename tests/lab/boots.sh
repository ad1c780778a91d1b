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

# course: the boots of a machine; the scenario has these functions:
#   add_entries makes boot entries of the kernels that are there
#   harden      puts kvm_amd.nested=0 on the kernel command line, as a fleet does
#   menu        prints what the boot menu says of nesting
#   files       prints what is to be given back byte for byte
#   soften      takes that word away again
#   from_image  has the module and nested=0 in the image
course() {
    if [ -e /lab/kernel.deb ]; then builtin_course; else module_course; fi
}

install_kernel() {
    dpkg -i /lab/kernel.deb && add_entries
}

# Five boots with KVM built in: only the next boot can be changed, and a change shows
# as one that waits until then.
builtin_course() {
    case $boot in
        1)
            step harden harden
            step install install_kernel
            files >/var/lib/first-files
            ;;
        2)
            booted off
            fact release "$(uname -r)"
            fact built-in "$(grep -c '/kvm-amd.ko$' "/lib/modules/$(uname -r)/modules.builtin") $(test -e /sys/module/kvm_amd/initstate && echo loaded)"
            step running virt-nest enable --only running --yes
            fact running "$(files | cmp /var/lib/first-files - && echo same)"
            step enable virt-nest enable --yes
            fact enabled-menu "$(menu)"
            fact enabled-nested "$(cat "$parameters/nested")"
            step enabled-check virt-nest check --json
            step enabled-says virt-nest check
            step enabled-says-zh env LANG=zh_CN.UTF-8 virt-nest check
            step again virt-nest enable --yes
            ;;
        3)
            booted on
            step again virt-nest enable --yes
            step prove virt-nest prove --json
            step undo virt-nest undo --yes
            fact undone "$(files | cmp /var/lib/first-files - && echo same)"
            step undone-check virt-nest check --json
            ;;
        4)
            booted undone
            # The other way, where the command line says nothing and the kernel's default is 1.
            step soften soften
            files >/var/lib/first-files
            step disable virt-nest disable --yes
            fact disabled-menu "$(menu)"
            ;;
        5)
            booted disabled
            step again virt-nest disable --yes
            step undo virt-nest undo --yes
            fact undone "$(files | cmp /var/lib/first-files - && echo same)"
            ;;
    esac
}

# Six boots: enable, undo, a change that a power cut ends; and the module in the
# initramfs image.
module_course() {
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
            step soften soften
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
