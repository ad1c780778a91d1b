# shellcheck shell=dash disable=SC2154,SC2016,SC2086,SC2317,SC2034
# The guard in front of a real libvirt: an L2 begins, and save, managedsave, snapshot
# and migration are refused; it ends, and they work. The L2 goes on through all of it,
# by the count of the instance's own kernel. Then the guard is killed, stopped, started
# again, and libvirtd is restarted under it.
#
#   FACT disarmed-after SECONDS     from the end of the L2 to the end of the blocker
#   FACT count WHEN N               entries into the L2
#   FACT exit WHEN STATUS           of a guard that was asked to end

host_nested 1
INSIDE_SECONDS=120
mkdir -p /save
log=/run/guard.log

configure() { # LINE...
    mkdir -p /etc/virt-nest
    printf '%s\n' "$@" >/etc/virt-nest/guard.conf
}

start_guard() {
    virt-nest guard run --json >>"$log" 2>&1 &
    guard=$!
}

# stop_guard WHEN: asks it to end, and tells its exit status.
stop_guard() {
    kill -TERM $guard
    wait $guard
    fact exit "$1 $?"
}

# events WORD: how many of them the log has; wait_event WORD COUNT [SECONDS]
events() {
    grep -c "\"event\":\"$1\"" "$log"
}
wait_event() {
    wait_tries=$((${3-60} * 5))
    until [ "$(events "$1")" -ge "$2" ]; do
        wait_tries=$((wait_tries - 1))
        [ "$wait_tries" -gt 0 ] || return 1
        sleep 0.2
    done
}

qmp() {
    virsh -q qemu-monitor-command inst "$1"
}

everything() { # PREFIX: all that saves or moves an instance, in turn
    step "$1.save" virsh -q save inst "/save/$1"
    [ "$step_status" != 0 ] || virsh -q restore "/save/$1"
    step "$1.managedsave" virsh -q managedsave inst
    [ "$step_status" != 0 ] || virsh -q start inst
    step "$1.snapshot" virsh -q snapshot-create-as inst "$1" --memspec "/save/$1.snap,snapshot=external" --live
    [ "$step_status" != 0 ] || virsh -q snapshot-delete inst "$1" --metadata
    step "$1.migrate" migrate inst
    step "$1.state" virsh -q domstate inst
}

second_libvirt
define inst "<cpu mode='host-passthrough'/>"
configure 'policy = block' 'grace = 4' '[nobody-*]' 'policy = off'
: >"$log"
start_guard
step started wait_event started 1 || exit 1
step start virsh -q start inst || exit 1
inside inst true
step idle.status virt-nest guard status --json

# An L2 begins. The host's own clock tells how soon it is seen: the first count that
# is not 0, and the first line of top that says so.
virt-nest top --json >/run/top.lines 2>/run/top.errors &
top=$!
(until cat /sys/kernel/debug/kvm/[0-9]*/nested_run 2>/dev/null | grep -qv '^0$'; do sleep 0.1; done; date +%s.%N >/run/l2.begins) &
(until grep -q '"running":true' /run/top.lines; do sleep 0.1; done; date +%s.%N >/run/l2.seen) &
step start-l2 run_l2 inst || exit 1
step begins cat /run/l2.begins
step seen cat /run/l2.seen
step armed wait_event armed 1
fact count "armed $(l2_count inst)"
step armed.status virt-nest guard status --json
step armed.status-text virt-nest guard status
step armed.status-chinese virt-nest guard status --lang zh-CN
step armed.top virt-nest top --once --json
step armed.export virt-nest export
step armed.list virt-nest instance list --json
step armed.limits virt-nest limits inst --json
virt-nest check --save-evidence /run/here.json >/dev/null
step armed.limits-to virt-nest limits inst --to /run/here.json --json
everything blocked
fact count "refused $(l2_count inst)"
step blocked.reasons qmp '{"execute":"query-migrate"}'

# libvirtd is restarted under it: the blocker is QEMU's, and stays.
stop_libvirt
sleep 3
start_libvirt
step restarted.lost wait_event source-lost 1
step restarted.back wait_event source-back 1
step restarted.save virsh -q save inst /save/restarted
fact count "restarted $(l2_count inst)"

# Killed, it leaves the blocker; the next one takes it over.
kill -KILL $guard
wait $guard 2>/dev/null
step killed.save virsh -q save inst /save/killed
step killed.status virt-nest guard status --json
start_guard
step adopted wait_event adopted 1
step second-guard virt-nest guard run
step release-while-running virt-nest guard release
step adopted.save virsh -q save inst /save/adopted

# Told to end, it lets everything through; closed, it leaves all as it is.
stop_guard stopped
step stopped.reasons qmp '{"execute":"query-migrate"}'
configure 'policy = block' 'grace = 4' 'on-failure = closed'
start_guard
step closed.armed wait_event armed 2
stop_guard closed
step closed.reasons qmp '{"execute":"query-migrate"}'
step closed.kept virt-nest guard release --unless-closed
step closed.kept.reasons qmp '{"execute":"query-migrate"}'
step released virt-nest guard release --json
step released.reasons qmp '{"execute":"query-migrate"}'
step released.descriptors qmp '{"execute":"query-fdsets"}'
step released.records find /run/virt-nest/guard -name '*.*'
fact count "released $(l2_count inst)"

# The policy is warn: told, not refused. Off for this instance: nothing.
configure 'policy = block' '[in?t]' 'policy = warn'
start_guard
step warned wait_event warned 1
step warned.reasons qmp '{"execute":"query-migrate"}'
stop_guard warned

# The L2 ends: after the grace everything works again.
configure 'policy = block' 'grace = 4'
armed_before=$(events armed)
start_guard
step again.armed wait_event armed $((armed_before + 1))
disarmed_before=$(events disarmed)
inside inst 'kill $(cat /run/l2.pid)'
ended=$(date +%s)
(until tail -n 1 /run/top.lines | grep -q '"running":false'; do sleep 0.1; done; date +%s.%N >/run/l2.unseen) &
step ended wait_event disarmed $((disarmed_before + 1))
fact disarmed-after $(($(date +%s) - ended))
step unseen cat /run/l2.unseen
fact unseen-after "$(awk -v a="$ended" '{ print $1 - a }' /run/l2.unseen)"
kill $top
step ended.export virt-nest export
everything free
stop_guard free
step guard.log cat "$log"
virsh -q destroy inst
second destroy inst
exit 0
