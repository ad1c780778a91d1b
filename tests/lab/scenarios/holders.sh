# shellcheck shell=dash
# Who uses KVM, set against the kernel's own count. Needs the test binary:
# lab --add PATH/proof-runner:/usr/bin/proof-runner.

module=$(vendor_module)
/sbin/modprobe -r "$module"
/sbin/modprobe "$module"
udev_kvm
step free proof-runner users "$module"

# A VM is in the way of modprobe -r as it is of us.
for what in device vm vcpu; do
    : >/run/holding
    proof-runner hold $what 600 >/run/holding &
    holder=$!
    until grep -q holding /run/holding; do :; done
    fact "$what-count" "$(cat "/sys/module/$module/refcnt")"
    step "$what" proof-runner users "$module"
    fact "$what-unload" "$(/sbin/rmmod "$module" >/dev/null 2>&1; echo $?)"
    kill $holder
    wait $holder
done
step ended proof-runner users "$module"

# One open file, two processes: one use. What we inherited is let go, the shell's stays.
exec 7</dev/kvm
fact shared-count "$(cat "/sys/module/$module/refcnt")"
step shell proof-runner users "$module"
exec 7<&-
step inherited sh -c "exec proof-runner users $module 5</dev/kvm"

# The kernel counts no use: that nobody else may be looked into does not matter.
step_user ordinary proof-runner users "$module"
exit 0
