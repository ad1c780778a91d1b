# shellcheck shell=dash disable=SC2154
# The services under a real systemd, each shut off as its unit has it, with libvirt, AppArmor and an instance in which an L2 runs.
# shellcheck source=../../boots.sh
. /lab/boots.sh

# state UNIT: what systemd says of it.
state() {
    fact "$1" "$(systemctl show -P ActiveState "$1") $(systemctl show -P Result "$1")"
}

# metric NAME: its value for the instance, as the scraper gets it.
metric() {
    wget -qO- http://127.0.0.1:9772/metrics | sed -n "s/^virt_nest_instance_$1{.*\"web\".*} //p" | head -n 1
}

# until_metric NAME VALUE SECONDS
until_metric() {
    until_tries=$3
    until [ "$(metric "$1")" = "$2" ]; do
        until_tries=$((until_tries - 1))
        [ "$until_tries" -gt 0 ] || return 1
        sleep 1
    done
}

fact apparmor "$(cat /sys/module/apparmor/parameters/enabled)"
mkdir -p /var/lib/prometheus/node-exporter /etc/virt-nest
echo 'policy = block' >/etc/virt-nest/guard.conf
systemctl daemon-reload
step enable systemctl enable --now virt-nest-guard virt-nest-export virt-nest-textfile.timer virt-nest-repair
sleep 5
for unit in virt-nest-guard virt-nest-export virt-nest-textfile.timer virt-nest-repair; do state $unit; done

define web "<cpu mode='host-passthrough'/>"
step start virsh start web
run_l2 web || fact WRONG 'no L2 runs'
until_metric nested_running 1 30 || fact WRONG 'the service does not show the L2'
step refused virsh save web /var/lib/libvirt/web.save
fact after-refusal "$(virsh domstate web)"
step status virt-nest guard status --json
step textfile systemctl start virt-nest-textfile.service
step textfile-says cat /var/lib/prometheus/node-exporter/virt-nest.prom
state virt-nest-textfile.service

# A guard that is killed comes again, and knows what it had blocked; one that is stopped leaves nothing.
systemctl kill -s KILL virt-nest-guard
sleep 5
state virt-nest-guard
fact restarts "$(systemctl show -P NRestarts virt-nest-guard)"
step still-refused virsh save web /var/lib/libvirt/web.save
step stop systemctl stop virt-nest-guard
step after-stop virt-nest guard status --json
before=$(l2_count web)
step saved virsh save web /var/lib/libvirt/web.save
step restored virsh restore /var/lib/libvirt/web.save
sleep 3
fact l2-before "$before"
fact l2-after "$(l2_count web)"

step log journalctl -b -o cat -u virt-nest-guard -u virt-nest-export -u virt-nest-textfile.service -u virt-nest-repair
# What AppArmor or a filter of system calls has denied.
step denied sh -c "journalctl -b -k -o cat | grep -e 'apparmor=\"DENIED\"' -e 'type=1326'"
exit 0
