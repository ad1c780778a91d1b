# shellcheck shell=dash disable=SC2154
# Nesting given to a real instance and taken away, by each mode; what the inside says
# is asked without virt-nest too. Each step's name tells what its output is of.

json='--yes --json --timeout 240'

# Three levels deep an L2 takes its time: what is claimed is that it runs, not how soon.
proof='virt-nest prove --deadline 240 --json'

change() { # STEP ARGUMENT...: virt-nest instance with what the inside shows after it
    change_step=$1
    shift
    # shellcheck disable=SC2086  # a list of options
    step "$change_step" virt-nest instance "$@" $json
    step "$change_step.inside" inside inst 'grep -cw svm /proc/cpuinfo'
    step "$change_step.definition" virsh -q dumpxml --inactive inst
}

define inst "<cpu mode='custom' match='exact' check='partial'><model>qemu64</model></cpu>"
step before.definition virsh -q dumpxml --inactive inst

# Where the host does not offer nesting, nothing is changed.
host_nested 0
step off virt-nest instance enable inst --yes --json
step off.definition virsh -q dumpxml --inactive inst
host_nested 1

step start virsh -q start inst || exit 1
step before.inside inside inst 'grep -cw svm /proc/cpuinfo; modprobe kvm_amd'
step before.check virt-nest instance check inst --json

# Without --now the definition changes, and the instance does not.
change later enable inst
step later.check virt-nest instance check inst --json
change undone undo inst

change passthrough enable inst --mode host-passthrough --now
step passthrough.load inside inst 'modprobe kvm_amd'
step passthrough.prove inside inst "$proof"
step passthrough.check virt-nest instance check inst --ask-qemu --json
step passthrough.list virt-nest instance list --inside --json
change disabled disable inst --now
step disabled.check virt-nest instance check inst --json

change keep enable inst --mode keep --now
step keep.prove inside inst "modprobe kvm_amd && $proof"
change model enable inst --mode host-model --now
step model.prove inside inst "modprobe kvm_amd && $proof"

# A guest that takes no notice of its power button is left as it is.
inside inst 'killall acpid qemu-ga'
json='--yes --json --timeout 5'
change ignored disable inst --now
step ignored.state virsh -q domstate inst

virsh -q destroy inst
exit 0
