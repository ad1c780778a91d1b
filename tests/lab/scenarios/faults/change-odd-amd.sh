# shellcheck shell=dash disable=SC2154
# Changes on a host that is odd: its clock jumps, its files are links, it has thousands of them. No vendor's module differs in that, so the slower
# lab leaves it out. Needs the test binary: lab --add PATH/proof-runner:/usr/bin/proof-runner.
# shellcheck source=../../changes.sh
. /lab/changes.sh

# The clock jumps: a year back between changes, years ahead in the middle of waiting.
fresh 0
clock=$(date +%s)
virt-nest enable --yes >/dev/null 2>&1
date -s "@$((clock - 31536000))" >/dev/null
virt-nest disable --yes >/dev/null 2>&1
step clock-back virt-nest undo --yes
now clock-back
step clock-back-2 virt-nest undo --yes
now clock-back-2
fresh 0
rm -f /run/holding
proof-runner hold device 600 >/run/holding 2>&1 &
holder=$!
until grep -q holding /run/holding; do sleep 0.1; done
(sleep 1; date -s "@$((clock + 315360000))" >/dev/null; sleep 1; kill $holder) &
step clock-ahead virt-nest enable --yes --at-idle --timeout 60
wait
date -s "@$clock" >/dev/null

# Links in /etc/modprobe.d: to a file below /etc, to one of a vendor, to nothing, to itself.
fresh 0
mkdir -p /etc/lab /usr/share/lab
echo "options $module nested=0" >/etc/lab/kvm.conf
ln -s ../lab/kvm.conf $conf/kvm.conf
step link-etc virt-nest enable --yes
now link-etc
load link-etc
fact link-etc-target "$(readlink $conf/kvm.conf) $(cat /etc/lab/kvm.conf)"
rm -r /etc/lab
fresh 0
echo "options $module nested=0" >/usr/share/lab/kvm.conf
ln -s /usr/share/lab/kvm.conf $conf/kvm.conf
step link-usr virt-nest enable --yes
now link-usr
load link-usr
fact link-usr-target "$(readlink $conf/kvm.conf) $(cat /usr/share/lab/kvm.conf)"
rm -r /usr/share/lab
fresh 0
ln -s nowhere $conf/kvm.conf
step link-dangling virt-nest enable --yes
now link-dangling
load link-dangling
fact link-dangling-target "$(readlink $conf/kvm.conf)"
fresh 0
ln -s kvm.conf $conf/kvm.conf
step link-loop virt-nest enable --yes
now link-loop
clean

# A folder of 10,000 files.
fresh 0
number=0
while [ $number -lt 10000 ]; do
    echo "options lab$number value=$number" >"$conf/lab$number.conf"
    number=$((number + 1))
done
echo "options $module nested=0" >$conf/lab5000.conf
step many virt-nest enable --yes
now many
load many
fact many-line "$(cat $conf/lab5000.conf)"
step many.undo virt-nest undo --yes
now many-undo
clean
