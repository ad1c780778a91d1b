# shellcheck shell=dash disable=SC2154
# Two boots of the same /etc and journal: enable in the first; in the second a plain load, as a boot does it, has nested on, and undo takes it back.
mkdir -p /persist/modprobe.d /persist/virt-nest /var/lib/virt-nest
mount -o bind /persist/modprobe.d /etc/modprobe.d
mount -o bind /persist/virt-nest /var/lib/virt-nest
# shellcheck source=../../changes.sh
. /lab/changes.sh

if [ ! -e $conf/kvm.conf ]; then
    /sbin/modprobe "$module" nested=0
    step enable virt-nest enable --yes
    now enabled
else
    now booted
    /sbin/modprobe "$module"
    now loaded
    step again virt-nest enable --yes
    step undo virt-nest undo --yes
    now undone
fi
