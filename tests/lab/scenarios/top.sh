# shellcheck shell=dash
# Who runs an L2, by `virt-nest top` beside a real kvm_amd or kvm_intel.

module=$(vendor_module)
/sbin/modprobe -r "$module"
/sbin/modprobe "$module" nested=1
udev_kvm

step top-none virt-nest top --once --json

# The proofs before the loop have VMs of their own and enter an L2 some hundred times each; the loop's is
# the one that has more.
virt-nest prove --l2-loop 600 >/dev/null 2>&1 &
loop=$!
until cat /sys/kernel/debug/kvm/[0-9]*/nested_run 2>/dev/null | awk '$1 > 150 { found = 1 } END { exit !found }'; do
    kill -0 $loop 2>/dev/null || break
    sleep 0.05 # there is one CPU, and the loop needs it
done
fact top-loop-pid $loop
step top-running virt-nest top --once --json
step top-running-text virt-nest top --once
step top-running-zh virt-nest top --once --lang zh-CN

# debugfs is root's alone, and there is no libvirt here: nothing can be read.
step_user top-ordinary virt-nest top --once --json
step_user top-ordinary-text virt-nest top --once

kill $loop
wait $loop
step top-ended virt-nest top --once --json

# A loop that comes to its own end.
step top-loop virt-nest prove --l2-loop 2 --json
exit 0
