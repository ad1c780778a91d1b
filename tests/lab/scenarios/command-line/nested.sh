# shellcheck shell=dash disable=SC2154
# The kernel was started with kvm_amd.nested=0. Last, /proc/sys/kernel/modules_disabled: nothing is loaded or unloaded until the next boot.
# shellcheck source=../../changes.sh
. /lab/changes.sh

load plain
now before
step enable virt-nest enable --yes
step enable.zh virt-nest enable --yes --lang zh-CN
now refused
step running virt-nest enable --only running --yes
now running
load running

etc() { find /etc -exec stat -c '%n %f %u %g %Y %i' {} + | sort | sha256sum | cut -c 1-16; }
fact disabled-before-hash "$(etc)"
echo 1 >/proc/sys/kernel/modules_disabled
step disabled virt-nest enable --only running --yes
step disabled.zh virt-nest enable --only running --yes --lang zh-CN
fact disabled-nested "$(cat "$parameters/nested")"
fact disabled-hash "$(etc)"
