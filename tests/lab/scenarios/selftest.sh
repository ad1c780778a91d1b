# shellcheck shell=dash
# The lab's own test: real kmod, the vendor's kvm module with nested off and on,
# the ordinary user, the carried binary.
module=$(vendor_module)

step kmod /sbin/modprobe --version
step no-kvm-yet test ! -e /sys/module/kvm

for nested in 0 1; do
    step "load-$nested" modprobe "$module" "nested=$nested"
    step "nested-$nested" cat "/sys/module/$module/parameters/nested"
    step "unload-$nested" modprobe -r "$module"
done

step load modprobe "$module" nested=1
udev_kvm
step dev-kvm ls -l /dev/kvm
step lsmod lsmod
step_user who id
step_user no-access sh -c ': <>/dev/kvm'
sed -i 's/^kvm:.*/&user/' /etc/group
step_user access sh -c ': <>/dev/kvm'
step showconfig sh -c 'modprobe --showconfig | grep -v ^alias'
step no-newline printf 'one\ntwo'
step fails sh -c 'echo to stderr >&2; exit 7'
[ ! -x /usr/bin/virt-nest ] || step_user binary virt-nest --version
