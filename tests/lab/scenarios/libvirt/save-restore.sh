# shellcheck shell=dash disable=SC2154,SC2016,SC2317,SC2034
# What happens without the guard: libvirt saves and restores an instance while an L2
# runs in it, and restores it where nested is off. Nothing refuses. Two rounds; for
# more: lab --append lab.rounds=20 --deadline 7200. docs/limits.md tells the results.
#
#   FACT round N KIND BEFORE AFTER LATER SECONDS   entries into the L2 by the count of
#     the instance's kernel: before the save, after the restore, a moment later
#   FACT off NAME RESTORE_STATUS COUNT             with nested=0
# COUNT may also be "gone" or "rebooted", see `l2_count`.

host_nested 1
INSIDE_SECONDS=120
rounds=$(sed -n 's/.*\<lab\.rounds=\([0-9]*\).*/\1/p' /proc/cmdline)
kept=0 lost=0
svm="<feature policy='require' name='svm'/>"

fact libvirt "$(virsh -q version | sed -n 's/^Using library: libvirt //p')"
fact qemu "$(virsh -q version | sed -n 's/^Running hypervisor: QEMU //p')"
define kept "<cpu mode='host-passthrough'/>"
define checked "<cpu mode='host-passthrough' check='full'>$svm</cpu>"
step start virsh -q start kept || exit 1
step start-l2 run_l2 kept || exit 1

round() { # N KIND
    if [ "$2" = save ]; then
        virsh -q save kept /var/tmp/kept.save && virsh -q restore /var/tmp/kept.save
    else
        virsh -q managedsave kept && virsh -q start kept
    fi
}

number=0
while [ "$number" -lt "${rounds:-2}" ]; do
    number=$((number + 1))
    kind=save
    [ $((number % 2)) = 1 ] || kind=managedsave
    before=$(l2_count kept)
    began=$(date +%s)
    step "round-$number" round $number $kind
    seconds=$(($(date +%s) - began))
    after=$(l2_count kept)
    sleep 2
    later=$(l2_count kept)
    fact round "$number $kind $before $after $later $seconds"
    # It lives if its count goes on, from where it was.
    if [ "$step_status" = 0 ] && [ "$before" -le "$after" ] && [ "$after" -lt "$later" ] 2>/dev/null; then
        kept=$((kept + 1))
    else
        lost=$((lost + 1))
        step "lost-$number" l2_report kept
        step "lost-log-$number" inside kept 'dmesg | tail -n 20'
        virsh -q destroy kept
        virsh -q start kept
        run_l2 kept
    fi
done
fact kept "$kept"
fact lost "$lost"

# A loop that comes to its end after a restore gives virt-nest's own verdict.
inside kept 'kill $(cat /run/l2.pid)'
run_l2 kept 15
step last-round round last save
step verdict inside kept 'while kill -0 $(cat /run/l2.pid); do sleep 1; done 2>/dev/null; cat /run/l2.json'

# The same onto a host whose nested is off: restore says that all is well.
run_l2 kept
step start-checked virsh -q start checked
run_l2 checked
fact before-off "kept $(l2_count kept) checked $(l2_count checked)"
virsh -q save kept /var/tmp/kept.save
virsh -q save checked /var/tmp/checked.save
host_nested 0
for name in kept checked; do
    step "restore-off-$name" virsh -q restore /var/tmp/$name.save
    status=$step_status
    [ "$status" = 0 ] || continue
    step "state-off-$name" virsh -q domstate $name
    fact off "$name $status $(l2_count $name)"
    step "report-off-$name" l2_report $name
    virsh -q destroy $name
done
exit 0
