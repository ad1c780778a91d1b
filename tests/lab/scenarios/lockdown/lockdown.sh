# shellcheck shell=dash
# Who runs an L2 under a lockdown, as Secure Boot brings one: the kernel's file of counts is closed for root too, and the descriptors of
# statistics that a VM's process has open tell. The kernel was started with lockdown=integrity. Needs the test binary:
# lab --add PATH/proof-runner:/usr/bin/proof-runner.

module=$(vendor_module)
mount -t securityfs securityfs /sys/kernel/security
fact mode "$(cat /sys/kernel/security/lockdown)"
/sbin/modprobe "$module" nested=1
udev_kvm
counts=/sys/kernel/debug/kvm

# hold WHAT: starts a process that holds a VM and waits until it does; $holder is its id.
hold() {
    : >/run/holding
    proof-runner hold "$1" 600 >/run/holding &
    holder=$!
    until grep -q holding /run/holding; do sleep 0.05; done
}

end_holder() {
    kill $holder
    wait $holder 2>/dev/null
}

# A VM that has never run, and whose statistics its process has open.
hold statistics
fact denied "$(cat $counts/[0-9]*/nested_run 2>&1 | sed 's/.*: //')"
fact open "$(cat $counts/[0-9]*/vcpu0/guest_mode)"
step idle virt-nest top --once --json
step idle-text virt-nest top --once
step idle-export virt-nest export

step looks proof-runner looks 10000
end_holder

# No descriptor, or not one of each vCPU, or two VMs in one process.
for what in vcpu some two; do
    hold $what
    step "$what" virt-nest top --once --json
    end_holder
done

# An L2 that runs, and one that has run in a process that still lives: it is stopped outside the L2.
virt-nest prove --l2-loop 30 --json >/run/loop.json 2>/run/loop.err &
loop=$!
until [ "$(cat $counts/[0-9]*/vcpu0/guest_mode 2>/dev/null)" = 1 ]; do
    kill -0 $loop 2>/dev/null || break
done
sleep 2
fact loop-pid $loop
step running virt-nest top --once --json
step running-text virt-nest top --once
tries=0
while [ $tries -lt 200 ]; do
    kill -STOP $loop
    # All its threads, that of the virtual CPU among them.
    while grep -L '^State:.T' /proc/$loop/task/*/status | grep -q .; do sleep 0.01; done
    [ "$(cat $counts/[0-9]*/vcpu0/guest_mode)" = 1 ] || break
    kill -CONT $loop
    sleep 0.02
    tries=$((tries + 1))
done
fact stopped-after $tries
step stopped virt-nest top --once --interval 3 --json
kill -CONT $loop
wait $loop
fact loop-status $?
step loop cat /run/loop.json

# Nobody keeps a VM that is looked at without a pause: after its process has ended the module is in no use, at the latest when the look that
# was under way has given its descriptor back (kvm_destroy_vm then runs in the process that looks).
proof-runner looks 1000000 >/dev/null &
looks=$!
for round in 1 2 3 4 5; do
    hold statistics
    sleep 1
    kill -KILL $holder
    wait $holder 2>/dev/null
    tries=0
    while [ "$(cat "/sys/module/$module/refcnt")" != 0 ] && [ $tries -lt 100 ]; do
        sleep 0.05
        tries=$((tries + 1))
    done
    fact kept "$round $(cat "/sys/module/$module/refcnt") $(find $counts -mindepth 1 -maxdepth 1 -type d -name '[0-9]*' | wc -l)"
    fact kept-for "$round $tries"
done
fact looking "$(kill -0 $looks && echo yes)"
kill $looks
wait $looks 2>/dev/null

# Where nobody may trace anybody (kernel.yama.ptrace_scope = 3, for good) guest_mode is what is left, and nothing is said of that.
hold statistics
echo 3 >/proc/sys/kernel/yama/ptrace_scope
step untraced virt-nest top --once --json
end_holder
exit 0
