# shellcheck shell=dash
# Every wrong payload, each failure named; and in the AMD lab an L2 that spins. Needs
# the test binary: lab --add PATH/proof-runner:/usr/bin/proof-runner.

module=$(vendor_module)
/sbin/modprobe -r "$module"
/sbin/modprobe "$module" nested=1
step defects proof-runner defects || exit 1
step closed proof-runner closed 12 || exit 1
# Bochs takes no interrupt while an L2 spins with interrupts off.
if [ "$module" = kvm_amd ]; then
    step spin proof-runner spin
    [ "$step_status" = 3 ] || exit 1
    ps | grep -v grep | grep -q proof-runner && exit 1
    step again virt-nest prove || exit 1
fi
exit 0
