# shellcheck shell=dash
# virt-nest check on a real kernel: nested off and on, the module absent, blacklisted and overridden, lines that contradict each other, values
# that the module refuses, an ordinary user, and dumps of the same machine. Each verdict stands beside what kmod and the kernel say themselves.
module=$(vendor_module)
nested=/sys/module/$module/parameters/nested
conf=/etc/modprobe.d

# verdict NAME: the JSON, and the text in both languages, of one state.
verdict() {
    step "$1" virt-nest check --json
    step "$1.en" virt-nest check
    step "$1.zh" virt-nest check --lang zh-CN
}

clean() {
    rm -f $conf/*.conf
    modprobe -r "$module" 2>/dev/null
}

clean
verdict absent


echo "blacklist $module" >$conf/blacklist.conf
verdict blacklisted
step blacklisted.real modprobe --showconfig -b
clean

echo "# CVE-2026-53359: no nesting on this fleet" >$conf/escape.conf
echo "install $module /bin/false" >>$conf/escape.conf
verdict install-false
step install-false.load modprobe "$module"
clean

for value in 0 1; do
    modprobe "$module" "nested=$value"
    udev_kvm
    step "parameter-$value" cat "$nested"
    verdict "nested-$value"
    step "save-$value" virt-nest check --save-evidence "/run/evidence-$value.json"
    step "saved-$value" virt-nest check --json --evidence "/run/evidence-$value.json"
    modprobe -r "$module"
done

# The configuration says 1, the running module 0: a pending change, then what a real load makes of it.
modprobe "$module" nested=0
echo "options $module nested=1" >$conf/kvm.conf
verdict pending
modprobe -r "$module" && modprobe "$module"
step pending.loaded cat "$nested"
clean

# Lines that contradict each other: the later file wins, in our rule and in a real load.
echo "options $module nested=1" >$conf/10-on.conf
echo "options $module nested=0" >$conf/20-off.conf
modprobe "$module"
step conflict.loaded cat "$nested"
verdict conflict
clean

# The wrong module: silently accepted, no effect.
echo "options kvm nested=0" >$conf/kvm.conf
modprobe "$module"
step wrong-module.loaded cat "$nested"
verdict wrong-module
clean

# A value that the module may refuse: the next boot would have no KVM.
modprobe "$module"
echo "options $module nested=Y" >$conf/kvm.conf
verdict value-y
modprobe -r "$module"
step value-y.load modprobe "$module"
step value-y.loaded cat "$nested"
clean

# An ordinary user, who may not open /dev/kvm, and one who may.
sed -i 's/^kvm:.*/kvm:x:104:/' /etc/group
modprobe "$module" nested=1
udev_kvm
step_user user-denied virt-nest check --json
step_user user-denied.en virt-nest check
sed -i 's/^kvm:.*/kvm:x:104:user/' /etc/group
step_user user-allowed virt-nest check --json
modprobe -r "$module"

# The node without a driver behind it.
[ -e /dev/kvm ] || mknod /dev/kvm c 10 232
verdict node-without-driver
rm -f /dev/kvm
clean
