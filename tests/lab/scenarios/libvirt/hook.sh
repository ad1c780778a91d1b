# shellcheck shell=dash disable=SC2154,SC2016,SC2317,SC2034
# The receiving side: `virt-nest guard hook install`, and what libvirt then takes in
# where nested is off: cold starts, restores, managed saves, and a migration.
#
# Both daemons of a migration share this kernel, so the target cannot lack nesting
# while the source runs an instance with it. The target's hook therefore judges by
# --evidence: by what this host itself gave at the scenario's begin, with nested=0.

INSIDE_SECONDS=120
mkdir -p /save
hook=/etc/libvirt/hooks/qemu.d/virt-nest
passthrough="<cpu mode='host-passthrough'/>"

restart_libvirt() {
    stop_libvirt && start_libvirt
    restart_tries=100
    until virsh -q list >/dev/null 2>&1; do
        restart_tries=$((restart_tries - 1))
        [ "$restart_tries" != 0 ] || return 1
        sleep 0.2
    done
}

# started NAME: starts it, and destroys it again where that worked.
started() {
    virsh -q start "$1" && virsh -q destroy "$1"
}

# goes_on KEY BEFORE: tells the count of L2 entries before, now, and a moment later.
goes_on() {
    after=$(l2_count web)
    sleep 2
    later=$(l2_count web)
    fact "$1" "$2 $after $later"
    [ "$later" -gt "$after" ] 2>/dev/null || step "console-$1" tail -n 40 /var/log/libvirt/web.console
}

host_nested 0
step evidence-off virt-nest check --save-evidence /save/nested-off.json --json
define asks "<cpu mode='host-passthrough' check='none'><feature policy='require' name='svm'/></cpu>"
define plain
define denied "<cpu mode='host-passthrough'><feature policy='disable' name='svm'/></cpu>"
define web "$passthrough"

fact apparmor "$(cat /sys/module/apparmor/parameters/enabled 2>/dev/null)"
step dry-run virt-nest guard hook install --dry-run
fact after-dry-run "$(find /etc/libvirt/hooks -type f | wc -l)"
step install virt-nest guard hook install --yes
sum=$(stat -c %i:%y:%a $hook; cat $hook)
step install-again virt-nest guard hook install --yes
fact same "$([ "$sum" = "$(stat -c %i:%y:%a $hook; cat $hook)" ] && echo yes)"

# A libvirtd that runs already does not look for hooks, until it is reloaded or restarted.
step unseen started asks
kill -HUP "$(cat /run/libvirtd.pid)"
sleep 2
step after-reload started asks
step restart restart_libvirt

step start-asks-off started asks
step start-plain-off started plain
step start-denied-off started denied
step start-web-off started web
step install-chinese virt-nest guard hook install --yes --lang zh-CN
step start-asks-chinese started asks
step install-english virt-nest guard hook install --yes

host_nested 1
step start-asks-on started asks
step start virsh -q start web || exit 1
step start-l2 run_l2 web || exit 1
before=$(l2_count web)
step save virsh -q save web /save/web
host_nested 0
step restore-off virsh -q restore /save/web
fact file-after-refusal "$(test -s /save/web && echo there)"
fact state-after-refusal "$(virsh -q domstate web)"
host_nested 1
step restore-on virsh -q restore /save/web
goes_on restored "$before"

before=$(l2_count web)
step managedsave virsh -q managedsave web
host_nested 0
step start-managed-off virsh -q start web
fact managed-after-refusal "$(virsh -q list --all --with-managed-save --name)"
host_nested 1
step start-managed-on virsh -q start web
goes_on started "$before"

# The target: its hook first judges by the evidence of nested=0, then by this host.
second_libvirt
cat >/second/etc/hooks/qemu.d/virt-nest <<'END'
#!/bin/sh
exec /usr/bin/virt-nest guard hook run --evidence /save/nested-off.json -- "$@"
END
until second list >/dev/null 2>&1; do sleep 0.2; done
before=$(l2_count web)
step migrate-off migrate web
fact source-after-refusal "$(virsh -q domstate web)"
after=$(l2_count web)
fact not-migrated "$before $after"
cp $hook /second/etc/hooks/qemu.d/virt-nest
step migrate-on migrate web
goes_on migrated "$after"
second destroy web

# Where somebody has allowed it, it comes in, as it does without the hook.
host_nested 0
step install-allow virt-nest guard hook install --yes --allow-host-passthrough
step restore-allowed virsh -q restore /save/web
virsh -q destroy web
step install-strict virt-nest guard hook install --yes

# Under Debian's own profile of libvirtd.
mountpoint -q /sys/kernel/security || mount -t securityfs securityfs /sys/kernel/security
if step profile apparmor_parser -r /etc/apparmor.d/usr.sbin.libvirtd && [ "$step_status" = 0 ]; then
    step restart-confined restart_libvirt
    fact confined "$(tr -d '\0' <"/proc/$(cat /run/libvirtd.pid)/attr/current")"
    step start-asks-confined started asks
    mkdir -p /opt/bin && cp /usr/bin/virt-nest /opt/bin/virt-nest
    step install-opt /opt/bin/virt-nest guard hook install --yes
    step start-asks-opt started asks
    step install-back virt-nest guard hook install --yes
fi

# Not ours any more: refused, and left as it is. Ours: gone, with the folder that was made.
echo '# mine' >>$hook
step remove-changed virt-nest guard hook remove --yes
step install-changed virt-nest guard hook install --yes
fact changed-stays "$(tail -n 1 $hook)"
sed -i '$d' $hook
step remove virt-nest guard hook remove --yes
fact after-remove "$(find /etc/libvirt/hooks | wc -l)"
step remove-again virt-nest guard hook remove --yes
step start-asks-removed started asks
exit 0
