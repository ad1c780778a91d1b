# shellcheck shell=dash disable=SC2154,SC2016,SC2317,SC2034
# What happens without the guard: libvirt saves and restores an instance while an L2
# runs in it, and restores it where nested is off. Nothing refuses. Two rounds; for
# more: lab --append lab.rounds=20 --deadline 7200. docs/limits.md tells the results.
#
#   FACT round N KIND BEFORE AFTER LATER SECONDS   entries into the L2 by the count of
#     the instance's kernel: before the save, after the restore, a moment later
#   FACT off FILE RESTORE_STATUS COUNT             with nested=0
# A count may also be "gone" or "rebooted", see `l2_count`.

host_nested 1
INSIDE_SECONDS=120
rounds=$(sed -n 's/.*\<lab\.rounds=\([0-9]*\).*/\1/p' /proc/cmdline)
kept=0 lost=0
mkdir /save
svm="<feature policy='require' name='svm'/>"

fact libvirt "$(virsh -q version | sed -n 's/^Using library: libvirt //p')"
fact qemu "$(virsh -q version | sed -n 's/^Running hypervisor: QEMU //p')"
define kept "<cpu mode='host-passthrough'/>"
define checked "<cpu mode='host-passthrough' check='full'>$svm</cpu>"
step start virsh -q start kept || exit 1
step start-l2 run_l2 kept || exit 1

round() { # N KIND: the file of a save stays, to be restored again where nested is off
    if [ "$2" = save ]; then
        virsh -q save kept "/save/kept-$1" && virsh -q restore "/save/kept-$1"
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
step start-checked virsh -q start checked
run_l2 checked
fact before-off "checked $(l2_count checked)"
virsh -q destroy kept
step save-checked virsh -q save checked /save/checked
host_nested 0
step restore-off-checked virsh -q restore /save/checked
fact off "checked $step_status"
for file in /save/kept-*; do
    name=${file#/save/}
    step "restore-off-$name" virsh -q restore "$file"
    status=$step_status
    [ "$status" = 0 ] || continue
    step "state-off-$name" virsh -q domstate kept
    sleep 2
    fact off "$name $status $(l2_count kept)"
    step "report-off-$name" l2_report kept
    virsh -q destroy kept
done
exit 0
