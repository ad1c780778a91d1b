# shellcheck shell=dash disable=SC2154
# enable, disable, undo, plan and apply on a real kernel: the guide's whole course. What the kernel, kmod and the files say stands beside each word.
# shellcheck source=../changes.sh
. /lab/changes.sh

# rest: everything on the root file system but what the plan names and the journal.
rest() {
    find / -xdev \( -path $conf/kvm.conf -o -path $journal \) -prune -o -type f -exec stat -c '%n %f %u %g %Y %i %s' {} + | sort | sha256sum | cut -c 1-16
}

# The guide's course. What was set by hand in kvm stays, and what was set by hand in the vendor's module is named.
fresh 0
echo 12345 >/sys/module/kvm/parameters/halt_poll_ns
echo Y >"$parameters/$dump"
now before
fact before-rest "$(rest)"
step before virt-nest check --json
step course.dry virt-nest enable --dry-run
now dry
fact dry-journal "$(ls -d $journal 2>/dev/null)"
step course virt-nest enable --yes
now course
fact course-rest "$(rest)"
step course.file cat $conf/kvm.conf
step course.check virt-nest check --json
step course.prove virt-nest prove --json
step second-run virt-nest enable --yes
now second-run
step second-run.zh virt-nest enable --yes --lang zh-CN
step disable virt-nest disable --yes --json
now disable
step disable.check virt-nest check --json
step undo virt-nest undo --yes
now undo
step undo-2 virt-nest undo --yes
now undo-2
step undo-3 virt-nest undo --yes
step undo-3.zh virt-nest undo --yes --lang zh-CN

# Not loaded: loaded with nested on, and unloaded again.
clean
step not-loaded virt-nest enable --yes --json
now not-loaded
load not-loaded
step not-loaded.undo virt-nest undo --yes
now not-loaded-undo

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
clean
