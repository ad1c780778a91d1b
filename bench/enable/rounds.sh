# shellcheck shell=dash
# One round after the other of: enable; a shell script that takes the guide's steps with no safety; the two calls for the module alone.
module=$(vendor_module)
conf=/etc/modprobe.d/kvm.conf
cat >/run/guide <<SCRIPT
echo 'options $module nested=1' >$conf
/sbin/modprobe -r $module
/sbin/modprobe $module
grep -q '[1Y]' /sys/module/$module/parameters/nested
SCRIPT

off() {
    rm -rf $conf /var/lib/virt-nest
    modprobe -r "$module" 2>/dev/null
    modprobe "$module" nested=0
}

# timed NAME COMMAND...: a fact, or the end where the command fails.
timed() {
    name=$1
    shift
    took=$(elapsed "$@") || { echo "$name failed" >&2; exit 1; }
    fact "$name" "$took"
}

round=-2 # two rounds to warm up
label=warm-
while [ "$round" -lt 20 ]; do
    [ "$round" -lt 0 ] || label=
    off
    timed "${label}enable" virt-nest enable --yes
    if [ -x /usr/bin/former ]; then
        off
        timed "${label}former" former enable --yes
    fi
    off
    timed "${label}script" sh /run/guide
    off
    timed "${label}unload" /sbin/rmmod "$module"
    timed "${label}load" /sbin/modprobe "$module" nested=1
    timed "${label}start" virt-nest --version
    round=$((round + 1))
done
off
