# shellcheck shell=dash
# enable, disable, undo, plan and apply on a real kernel: the guide's whole course, and what stands in its way. What the kernel, kmod and the
# files say stands beside each word. Needs the test binary: lab --add PATH/proof-runner:/usr/bin/proof-runner.
module=$(vendor_module)
parameters=/sys/module/$module/parameters
conf=/etc/modprobe.d
journal=/var/lib/virt-nest
if [ "$module" = kvm_amd ]; then dump=dump_invalid_vmcb; else dump=dump_invalid_vmcs; fi

# hash: one word for every byte, name, mode and time below /etc and of the changes in the journal.
hash() {
    {
        find /etc -exec stat -c '%n %f %u %g %Y %i' {} +
        find /etc $journal/changes -type f -exec sha256sum {} + 2>/dev/null
    } | sort | sha256sum | cut -c 1-16
}

# now NAME: what the running module, kvm, the files and a plain load have.
now() {
    fact "$1-nested" "$(cat "$parameters/nested" 2>/dev/null || echo absent)"
    fact "$1-polling" "$(cat /sys/module/kvm/parameters/halt_poll_ns 2>/dev/null || echo absent)"
    fact "$1-shown" "$(modprobe --showconfig | sed -n "s/^options ${module} nested=//p" | tail -n 1)"
    fact "$1-hash" "$(hash)"
}

clean() {
    rm -rf $journal
    rm -f $conf/* /usr/lib/modprobe.d/lab*
    modprobe -r "$module" 2>/dev/null
}

# fresh VALUE: no lines, no journal, the module with nested=VALUE.
fresh() {
    clean
    modprobe "$module" "nested=$1"
}

# load NAME: what a real load makes of the files.
load() {
    modprobe -r "$module" && modprobe "$module"
    fact "$1-load" "$(cat "$parameters/nested" 2>/dev/null || echo absent)"
}

# The guide's course. What was set by hand in kvm stays, and what was set by hand in the vendor's module is named.
fresh 0
echo 12345 >/sys/module/kvm/parameters/halt_poll_ns
echo Y >"$parameters/$dump"
now before
step before virt-nest check --json
step course.dry virt-nest enable --dry-run
now dry
fact dry-journal "$(ls -d $journal 2>/dev/null)"
step course virt-nest enable --yes
now course
step course.check virt-nest check --json
step course.prove virt-nest prove --json
step again virt-nest enable --yes
now again
step again.zh virt-nest enable --yes --lang zh-CN
step off virt-nest disable --yes --json
now off
step off.check virt-nest check --json
step undo virt-nest undo --yes
now undo
step undo-2 virt-nest undo --yes
now undo-2
step undo-3 virt-nest undo --yes
step undo-3.zh virt-nest undo --yes --lang zh-CN

# Not loaded: loaded with nested on, and unloaded again.
clean
step absent virt-nest enable --yes --json
now absent
load absent
step absent.undo virt-nest undo --yes
now absent-undo

# plan and apply, and a plan that came too late.
fresh 0
virt-nest plan >/run/plan.json
step apply virt-nest apply --yes /run/plan.json
now apply
virt-nest plan disable >/run/plan.json
echo "options $module nested=1" >$conf/other.conf
now outdated-before
step outdated virt-nest apply --yes /run/plan.json
step outdated.zh virt-nest apply --yes /run/plan.json --lang zh-CN
now outdated

# Now, and later, each alone.
fresh 0
now running-before
step running virt-nest enable --only running --yes --json
now running
fresh 0
step boot virt-nest enable --only boot --yes --json
now boot
step boot.check virt-nest check --json
load boot

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
step conflict virt-nest enable --yes
now conflict
load conflict
step conflict.file cat $conf/20-off.conf
step conflict.undo virt-nest undo --yes
fact conflict-undone "$(cmp $conf/20-off.conf /run/20-off.conf && echo same)"
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
step value-y virt-nest enable --yes
now value-y
load value-y
step value-y.file cat $conf/kvm.conf
clean
