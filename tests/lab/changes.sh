# shellcheck shell=dash
# For scenarios that change the host and look at what came of it: `. /lab/changes.sh`.
# shellcheck disable=SC2034  # variables of the scenarios

module=$(vendor_module)
parameters=/sys/module/$module/parameters
conf=/etc/modprobe.d
journal=/var/lib/virt-nest
if [ "$module" = kvm_amd ]; then dump=dump_invalid_vmcb; else dump=dump_invalid_vmcs; fi

# hash [FORMAT]: one word for every byte, name, owner and mode (and what FORMAT of
# stat says) below /etc, and for the changes in the journal.
hash() {
    {
        find /etc -exec stat -c "%n %f %u %g ${1-}" {} +
        find /etc $journal/changes -type f -exec sha256sum {} + 2>/dev/null
    } | sort | sha256sum | cut -c 1-16
}

# now NAME: what the running module, kvm, a look at the files and the files have.
now() {
    fact "$1-nested" "$(cat "$parameters/nested" 2>/dev/null || echo absent)"
    fact "$1-polling" "$(cat /sys/module/kvm/parameters/halt_poll_ns 2>/dev/null || echo absent)"
    fact "$1-shown" "$(/sbin/modprobe --showconfig | sed -n "s/^options ${module} nested=//p" | tail -n 1)"
    fact "$1-hash" "$(hash '%Y %i')"
}

clean() {
    rm -rf $journal
    rm -rf ${conf:?}/* /usr/lib/modprobe.d/lab*
    /sbin/modprobe -r "$module" 2>/dev/null
}

# fresh VALUE [ARGUMENT]...: no lines, no journal, the module with nested=VALUE.
fresh() {
    clean
    fresh_value=$1
    shift
    /sbin/modprobe "$module" "nested=$fresh_value" "$@"
}

# load NAME: what a real load makes of the files.
load() {
    /sbin/modprobe -r "$module" && /sbin/modprobe "$module"
    fact "$1-load" "$(cat "$parameters/nested" 2>/dev/null || echo absent)"
}
