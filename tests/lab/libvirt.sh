# shellcheck shell=dash disable=SC2016  # $ is for the shell inside
# What a scenario of the libvirt lab may use besides prelude.sh. An instance is a
# libvirt domain of type 'kvm' whose only disk is its initramfs (instance-init):
# a small Debian-like Linux with virt-nest, kvm's modules and the guest agent.
# NAME is a domain's name, which has no spaces here.

# start_libvirt: virtlogd and libvirtd, as the packages' services start them.
start_libvirt() {
    mkdir -p /run/libvirt /var/log/libvirt
    [ -e /run/virtlogd.pid ] || virtlogd -d -p /run/virtlogd.pid
    libvirtd -d -p /run/libvirtd.pid
}

# stop_libvirt: libvirtd alone; domains go on.
stop_libvirt() {
    kill "$(cat /run/libvirtd.pid)" && while [ -e /run/libvirtd.pid ]; do sleep 0.1; done
}

# host_nested 0|1: loads kvm_amd anew where its nested is another. No domain may run.
host_nested() {
    [ "$(cat /sys/module/kvm_amd/parameters/nested)" = "$1" ] ||
        { modprobe -r kvm_amd && modprobe kvm_amd "nested=$1"; }
}

# instance_xml NAME [CPU [DEVICES]]: prints a domain's XML; CPU is its <cpu> element,
# DEVICES more elements of <devices>.
instance_xml() {
    cat <<END
<domain type='kvm'>
  <name>$1</name>
  <memory unit='MiB'>${INSTANCE_MIB:-192}</memory>
  <vcpu>1</vcpu>
  <os>
    <type arch='x86_64' machine='pc'>hvm</type>
    <kernel>/lab/instance/vmlinuz</kernel>
    <initrd>/lab/instance/initrd</initrd>
    <cmdline>console=ttyS0 quiet mitigations=off nokaslr cryptomgr.notests no_timer_check initcall_blacklist=trace_eval_init,jent_mod_init,ftrace_check_for_weak_functions</cmdline>
  </os>
  <features><acpi/><apic/></features>
  ${2-}
  <clock offset='utc'/>
  <devices>
    <controller type='usb' model='none'/>
    <serial type='file'><source path='/var/log/libvirt/$1.console'/></serial>
    <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
    <channel type='unix'><target type='virtio' name='lab'/></channel>
    <memballoon model='none'/>
    ${3-}
  </devices>
</domain>
END
}

# define NAME [CPU [DEVICES]]
define() {
    instance_xml "$@" >"/run/lab-$1.xml" && virsh -q define "/run/lab-$1.xml"
}

# inside NAME COMMAND: runs a line of shell in an instance, as root; prints its
# output and returns its status. Waits for an instance that still boots; 125 if it
# does not answer in $INSIDE_SECONDS (300).
inside() {
    mkdir -p /run/lab
    : >/run/lab/inside
    inside_status=0
    LAB_COMMAND=$2 timeout "${INSIDE_SECONDS:-300}" \
        socat "UNIX-CONNECT:$(port_of "$1")" EXEC:/lab/ask,nofork || inside_status=$?
    cat /run/lab/inside
    [ "$inside_status" != 124 ] || inside_status=125
    return "$inside_status"
}

# port_of NAME: prints the socket of an instance's port "lab".
port_of() {
    for port in /var/lib/libvirt/qemu/channel/target/domain-*-"$1"/lab \
        /second/lib/qemu/channel/target/domain-*-"$1"/lab; do
        [ ! -S "$port" ] || echo "$port"
    done
}

# run_l2 NAME [SECONDS]: has an L2 run inside, with virt-nest's own loop. Its report,
# with the verdict, is in /run/l2.json inside when the time is up.
run_l2() {
    inside "$1" "modprobe kvm_amd; cd /run; virt-nest prove --l2-loop ${2-80000} --deadline 600 --json >l2.json 2>l2.err & echo \$! >/run/l2.pid"
    run_l2_tries=100
    until l2_runs "$1"; do
        run_l2_tries=$((run_l2_tries - 1))
        [ "$run_l2_tries" != 0 ] || return 1
        sleep 0.3
    done
}

# l2_count NAME: entries into the L2 by the count of the instance's own kernel, which
# goes on where the instance goes on. "gone" if there is no L2 any more, "rebooted" if
# the instance has been too.
l2_count() {
    l2_question='if [ ! -e /run/l2.pid ]; then echo rebooted'
    l2_question="$l2_question; elif ! kill -0 \$(cat /run/l2.pid); then echo gone"
    l2_question="$l2_question; else cat /sys/kernel/debug/kvm/[0-9]*/nested_run; fi"
    inside "$1" "$l2_question" | tail -n 1
}

# l2_runs NAME: whether it does, by that count.
l2_runs() {
    case $(l2_count "$1") in
        '' | 0 | *[!0-9]*) return 1 ;;
    esac
}

# l2_report NAME: what the loop's report says so far, if anything.
l2_report() {
    inside "$1" 'cat /run/l2.err /run/l2.json'
}

# shut_down NAME [SECONDS]: asks by ACPI and waits until the domain is off.
shut_down() {
    virsh -q shutdown --mode acpi "$1" && wait_state "$1" 'shut off' "${2-60}"
}

# wait_state NAME STATE [SECONDS]
wait_state() {
    wait_until=$(($(date +%s) + ${3-60}))
    until [ "$(virsh -q domstate "$1")" = "$2" ]; do
        [ "$(date +%s)" -lt "$wait_until" ] || return 1
        sleep 0.5
    done
}

# second_libvirt: another libvirtd, to migrate to, with folders of its own in
# /second and another host's identity. `second` is virsh on it.
second_libvirt() {
    mkdir -p /second/run /second/etc /second/lib /second/log /second/cache
    cp -a /etc/libvirt/. /second/etc/
    rm -rf /second/etc/qemu/*.xml /second/etc/qemu/autostart/*
    cat >>/second/etc/libvirtd.conf <<'END'
host_uuid = "5ec0d000-0000-4000-8000-000000000002"
unix_sock_dir = "/second/run"
auth_unix_rw = "none"
END
    echo 'stdio_handler = "file"' >>/second/etc/qemu.conf
    unshare -m sh -c '
        mount -t tmpfs tmpfs /run/libvirt
        for folder in etc/libvirt:etc var/lib/libvirt:lib var/log/libvirt:log var/cache/libvirt:cache; do
            mount --bind "/second/${folder#*:}" "/${folder%%:*}"
        done
        exec libvirtd -d -p /run/second-libvirtd.pid'
}

second_uri='qemu+unix:///system?socket=/second/run/libvirt-sock'

second() {
    virsh -q -c "$second_uri" "$@"
}

# migrate NAME: live, to the second libvirtd.
migrate() {
    virsh -q migrate --live "$1" "$second_uri" \
        --migrateuri tcp://127.0.0.1:49152 --listen-address 127.0.0.1
}
