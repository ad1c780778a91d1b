# shellcheck shell=dash disable=SC2154,SC2034
# The guard where AppArmor confines the instances, as Debian and Ubuntu have it: the
# image of its blocker comes as a descriptor, which the instance's profile permits.

host_nested 1
INSIDE_SECONDS=120
virsh -q destroy inst 2>/dev/null || true
mountpoint -q /sys/kernel/security || mount -t securityfs securityfs /sys/kernel/security
step profiles apparmor_parser -r /etc/apparmor.d/usr.sbin.libvirtd /etc/apparmor.d/usr.lib.libvirt.virt-aa-helper
stop_libvirt
sed -i 's/^security_driver.*//' /etc/libvirt/qemu.conf
echo 'security_driver = "apparmor"' >>/etc/libvirt/qemu.conf
start_libvirt
define confined "<cpu mode='host-passthrough'/>"
step start virsh -q start confined || exit 1
fact profile "$(tr -d '\0' <"/proc/$(cat /run/libvirt/qemu/confined.pid)/attr/current")"
mkdir -p /etc/virt-nest
printf '%s\n' 'policy = block' 'grace = 4' >/etc/virt-nest/guard.conf
virt-nest guard run --json >/run/confined.log 2>&1 &
guard=$!
step start-l2 run_l2 confined
tries=300
until grep -q '"event":"\(armed\|arm-failed\)"' /run/confined.log || [ $tries = 0 ]; do
    tries=$((tries - 1))
    sleep 0.2
done
step save virsh -q save confined /var/lib/libvirt/qemu/save/confined
kill -TERM $guard
wait $guard
step reasons virsh -q qemu-monitor-command confined '{"execute":"query-migrate"}'
step log cat /run/confined.log
virsh -q destroy confined
exit 0
