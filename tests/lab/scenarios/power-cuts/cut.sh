# shellcheck shell=dash disable=SC2154
# One boot of tests/lab/long-power-cuts: what the power cut of the boot before has left, and the next cut. /etc/modprobe.d and the journal are on the
# disk. /lab/cut has the number of this boot, "cut" or "end" for how it ends, and the journal's last entry before the command that was cut off.
read -r number end former </lab/cut
if ! grep -q ' /persist ' /proc/mounts; then
    fact "WRONG cut $((number - 1)): the disk cannot be mounted"
    exit 1
fi
mkdir -p /persist/modprobe.d /persist/virt-nest /var/lib/virt-nest
mount -o bind /persist/modprobe.d /etc/modprobe.d
mount -o bind /persist/virt-nest /var/lib/virt-nest
# shellcheck source=../../changes.sh
. /lab/changes.sh
# shellcheck source=../../cuts.sh
. /lab/cuts.sh

# What the cut before has left. The module is loaded as a boot loads it.
if [ "$number" -gt 0 ]; then
    number=$((number - 1))
    choose
    where='after the boot'
    files
    /sbin/modprobe "$module" || wrong 'a plain load fails'
    step found sh -c "cat $conf/*.conf; tail -n 1 $journal/changes/*/progress"
    if [ $((number % 2)) = 1 ]; then
        # Every other boot repairs by itself, and the next command finds nothing to repair.
        at_boot
        cut_outcome=$outcome
        former=$(newest)
        repair
        [ "$outcome" = nothing ] || wrong "the boot had repaired it, and the next command says $outcome"
        fact repaired-at-boot "$cut_outcome"
    else
        repair
        cut_outcome=$outcome
    fi
    fact outcome "$cut_outcome"
    load found
    whole
    number=$((number + 1))
else
    /sbin/modprobe "$module" nested=0
fi

if [ "$end" = cut ] && [ "$wrong" = 0 ]; then
    choose
    prepare
    reach
    # What has ended before the cut has to be there after it.
    ended=no
    alive || { wait "$pid" && ended=yes; }
    fact cut "$former $ended $what, $where"
    power_cut
fi
[ "$wrong" = 0 ] || exit 1
