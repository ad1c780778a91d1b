# shellcheck shell=dash disable=SC2154
# The lab's own test: real kmod, the vendor's kvm module with nested off and on,
# the ordinary user, the carried binary. Ends early at the first thing wrong.

expect() { # STATUS [OUTPUT], of the step just run
    [ "$step_status" = "$1" ] || exit 1
    [ $# = 1 ] || [ "$(cat /run/lab/out)" = "$2" ] || exit 1
}

module=$(vendor_module) || exit 1
off=0 on=1
[ "$module" = kvm_amd ] || off=N on=Y

step kmod /sbin/modprobe --version; expect 0
step kmod-on-path modprobe --version; expect 0 "$(/sbin/modprobe --version)"
step kmod-in-sh sh -c 'modprobe --version'; expect 0 "$(/sbin/modprobe --version)"
step no-kvm-yet test ! -e /sys/module/kvm; expect 0

step load-off modprobe "$module" nested=0; expect 0
step nested-off cat "/sys/module/$module/parameters/nested"; expect 0 $off
step unload-off modprobe -r "$module"; expect 0
step load-on modprobe "$module" nested=1; expect 0
step nested-on cat "/sys/module/$module/parameters/nested"; expect 0 $on
step lsmod lsmod; expect 0

udev_kvm
step dev-kvm ls -l /dev/kvm; expect 0
step_user who id; expect 0 'uid=1000(user) gid=1000(user) groups=1000(user)'
step_user no-access sh -c ': <>/dev/kvm'; expect 2
sed -i 's/^kvm:.*/&user/' /etc/group
step_user access sh -c ': <>/dev/kvm'; expect 0

step showconfig sh -c 'modprobe --showconfig | grep -v ^alias'; expect 0
step no-newline printf 'one\ntwo'; expect 0
step fails sh -c 'echo to stderr >&2; exit 7'; expect 7
[ ! -e /usr/bin/virt-nest ] || step_user binary virt-nest --version
