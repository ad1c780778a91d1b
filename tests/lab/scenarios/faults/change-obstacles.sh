# shellcheck shell=dash disable=SC2154
# What stands in the way of a change: guests that run, an ordinary user, lines that somebody wrote on purpose, lines that contradict each other.
# Needs the test binary: lab --add PATH/proof-runner:/usr/bin/proof-runner.
# shellcheck source=../../changes.sh
. /lab/changes.sh

# In use: by an L2 that runs, by QEMU under the name of its instance; waited for, in vain and not.
fresh 1
virt-nest prove --l2-loop 600 >/dev/null 2>&1 &
holder=$!
until [ "$(cat "/sys/module/$module/refcnt")" -gt 0 ]; do sleep 0.1; done
fact loop-pid $holder
now busy-before
step busy virt-nest disable --yes
step busy.zh virt-nest disable --yes --lang zh-CN
step busy.idle virt-nest disable --yes --at-idle --timeout 1
now busy
step busy.boot virt-nest disable --only boot --yes
now busy-boot
kill $holder
wait $holder
cp /usr/bin/proof-runner /usr/bin/qemu-system-x86_64
rm -f /run/holding
qemu-system-x86_64 hold vcpu 600 -name guest=web1,debug-threads=on >/run/holding &
holder=$!
until grep -q holding /run/holding; do sleep 0.1; done
fact qemu-pid $holder
step qemu virt-nest disable --yes --json
(sleep 2; kill $holder) &
step idle virt-nest disable --yes --at-idle --timeout 300
now idle
wait

# Without root, without a terminal.
fresh 0
now user-before
step_user user virt-nest enable
step_user user.zh virt-nest enable --lang zh-CN
step terminal virt-nest enable
step terminal.zh virt-nest enable --lang zh-CN
now user

# Lines that stand there on purpose. A word of its own goes past them.
clean
printf '# CVE-2026-53359: no nesting on this fleet\ninstall %s /bin/false\n' "$module" >$conf/escape.conf
step install virt-nest enable --yes
step install.override virt-nest enable --override-mitigation --yes
now install
load install
clean
printf 'options %s npt=1\nblacklist %s\n' kvm_amd "$module" >$conf/blacklist.conf
step blacklist virt-nest enable --yes
step blacklist.override virt-nest enable --override-mitigation --yes
now blacklist
fresh 0
printf '# security: guests are not trusted\noptions %s nested=0\n' "$module" >$conf/kvm.conf
step comment virt-nest enable --yes
step comment.zh virt-nest enable --yes --lang zh-CN
now comment
step comment.override virt-nest enable --override-mitigation --yes
now comment-override
load comment

# The line that wins is the one that is changed; what a vendor or a package brought is overridden; every other byte stays.
fresh 0
echo "options $module nested=1" >$conf/10-on.conf
printf 'options kvm ignore_msrs=1  # ours\n\noptions\t%s  nested=0 %s=1' "$module" "$dump" >$conf/20-off.conf
cp $conf/20-off.conf /run/20-off.conf
step contradiction virt-nest enable --yes
now contradiction
load contradiction
step contradiction.file cat $conf/20-off.conf
step contradiction.undo virt-nest undo --yes
fact contradiction-undone "$(cmp $conf/20-off.conf /run/20-off.conf && echo same)"
fresh 0
mkdir -p /usr/lib/modprobe.d
echo "options $module nested=0" >/usr/lib/modprobe.d/lab-vendor.conf
step vendor virt-nest enable --yes
now vendor
load vendor
fact vendor-file "$(cat /usr/lib/modprobe.d/lab-vendor.conf)"
fresh 0
echo "options $module nested=0" >$conf/qemu-system-x86.conf
mkdir -p /var/lib/dpkg/info
echo $conf/qemu-system-x86.conf >/var/lib/dpkg/info/qemu-system-common.conffiles
step package virt-nest enable --yes
now package
load package
fact package-file "$(cat $conf/qemu-system-x86.conf)"
rm -r /var/lib/dpkg

# A value that kvm_amd refuses stands there already.
fresh 0
echo "options $module nested=Y" >$conf/kvm.conf
step refused-value virt-nest enable --yes
now refused-value
load refused-value
step refused-value.file cat $conf/kvm.conf
clean
