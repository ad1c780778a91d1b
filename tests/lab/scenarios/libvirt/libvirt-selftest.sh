# shellcheck shell=dash disable=SC2154
# The libvirt lab's own test, and what each form of <cpu> gives an instance on AMD:
# with libvirt 9.0 and QEMU 7.2 the bare host-model gives no svm, and only
# host-passthrough with check='full' and require refuses to start without nesting.

expect() { # STATUS [OUTPUT], of the step just run
    if [ "$step_status" != "$1" ] || { [ $# = 2 ] && [ "$(cat /run/lab/out)" != "$2" ]; }; then
        fact "WRONG $step_name: status $step_status: $(head -c 200 /run/lab/out /run/lab/err | tr '\n' ' ')"
        wrong=1
    fi
}
wrong=0

cpu_of() { # ROW
    svm="<feature policy='require' name='svm'/>"
    case $1 in
        custom) echo "<cpu mode='custom' match='exact' check='partial'><model>qemu64</model></cpu>" ;;
        custom-svm) echo "<cpu mode='custom' match='exact' check='partial'><model>qemu64</model>$svm</cpu>" ;;
        model) echo "<cpu mode='host-model' check='partial'/>" ;;
        model-svm) echo "<cpu mode='host-model' check='partial'>$svm</cpu>" ;;
        passthrough) echo "<cpu mode='host-passthrough'/>" ;;
        passthrough-svm) echo "<cpu mode='host-passthrough' check='full'>$svm</cpu>" ;;
    esac
}

flags_inside() { # ROW: how many CPUs have svm
    inside "$1" 'grep -cw svm /proc/cpuinfo'
}

live_policies() { # ROW: what libvirt says of svm in the live XML
    virsh dumpxml "$1" | sed -n "s/.*policy='\(.*\)' name='svm'.*/\1/p"
}

qemu_svm() { # ROW: QEMU's own word for the first CPU
    virsh qemu-monitor-command "$1" '{"execute":"qom-get","arguments":{"path":"/machine/unattached/device[0]","property":"svm"}}' |
        sed 's/.*"return":\([a-z]*\).*/\1/'
}

step nested cat /sys/module/kvm_amd/parameters/nested; expect 0 1
step versions virsh -q version; expect 0
fact libvirt "$(sed -n 's/^Using library: libvirt //p' /run/lab/out)"
fact qemu "$(sed -n 's/^Running hypervisor: QEMU //p' /run/lab/out)"

# Booted, so that the inside is asked; all at once, for they take their time.
for row in model model-svm passthrough-svm; do
    define "$row" "$(cpu_of $row)"
    step "start-$row" virsh -q start "$row"; expect 0
done
# Not booted: QEMU tells what their CPU has.
for row in custom custom-svm passthrough; do
    define "$row" "$(cpu_of $row)"
    step "start-$row" virsh -q start --paused "$row"; expect 0
done
step qemu-custom qemu_svm custom; expect 0 false
step qemu-custom-svm qemu_svm custom-svm; expect 0 true
step qemu-passthrough qemu_svm passthrough; expect 0 true
for row in custom custom-svm passthrough; do virsh -q destroy $row; done
step inside-model flags_inside model; expect 1 0
for row in model-svm passthrough-svm; do step "inside-$row" flags_inside "$row"; expect 0 1; done
step live-model live_policies model; expect 0 disable
step live-model-svm live_policies model-svm; expect 0 require
step qemu-model qemu_svm model; expect 0 false
step qemu-model-svm qemu_svm model-svm; expect 0 true

step no-module inside model 'modprobe kvm_amd'; expect 1
step three-levels inside model-svm 'modprobe kvm_amd && virt-nest prove --json'; expect 0
step in-use modprobe -r kvm_amd; expect 1
step agent virsh -q qemu-agent-command model-svm '{"execute":"guest-ping"}'; expect 0
step shutdown-agent virsh -q shutdown --mode agent passthrough-svm
step shutdown-acpi shut_down model-svm; expect 0
step shut-off wait_state passthrough-svm 'shut off'; expect 0
virsh -q destroy model

host_nested 0
step off-start-passthrough-svm virsh -q start passthrough-svm; expect 1
step off-start-passthrough virsh -q start --paused passthrough; expect 0
step off-qemu-passthrough qemu_svm passthrough; expect 0 false
step off-start-model-svm virsh -q start model-svm; expect 0
step off-inside-model-svm flags_inside model-svm; expect 1 0
step off-live-model-svm live_policies model-svm; expect 0 disable
for row in model-svm passthrough; do virsh -q destroy $row; done

[ "$wrong" = 0 ] || exit 1
