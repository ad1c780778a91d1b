# shellcheck shell=dash disable=SC2154
# Everything that can go wrong with a change, made to go wrong: what is said in both languages, the exit status, and that the host is as it was.
# Needs the test binary: lab --add PATH/proof-runner:/usr/bin/proof-runner.
# shellcheck source=../../changes.sh
. /lab/changes.sh
program=/usr/sbin/update-initramfs

# state: what must be as before after a fault.
state() {
    find /etc -exec stat -c '%n %f %u %g' {} + | sort
    find /etc -type f -exec sha256sum {} + | sort
    grep -H . "$parameters"/* 2>/dev/null
    grep -H . /sys/module/kvm/parameters/* 2>/dev/null
    (: <>/dev/kvm) && echo 'KVM opens'
}

# fault NAME COMMAND...: runs it in both languages, and says whether the host is as it was.
fault() {
    fault_name=$1
    shift
    state >/run/state.before
    step "$fault_name" "$@"
    step "$fault_name.zh" "$@" --lang zh-CN
    state >/run/state.after
    if cmp -s /run/state.before /run/state.after; then fact "$fault_name-state" same; else fact "$fault_name-state" "$(diff /run/state.before /run/state.after | grep '^[-+]' | tr '\n' ' ')"; fi
}

# initramfs: the standard input is what makes the images of this host, of which there is one that cannot be listed.
initramfs() {
    echo garbage >"/boot/initrd.img-$(uname -r)"
    { echo '#!/bin/sh'; cat; } >$program
    chmod +x $program
}

no_initramfs() {
    rm -f $program "/boot/initrd.img-$(uname -r)"
}

# Full disks, and disks that are read only.
fresh 0
mount -t tmpfs -o size=4k tmpfs $conf
head -c 4096 /dev/zero >$conf/full
fault full-etc virt-nest enable --yes
umount $conf
mkdir -p $journal
mount -t tmpfs -o size=4k tmpfs $journal
head -c 4096 /dev/zero >$journal/full
fault full-journal virt-nest enable --yes
umount $journal
mount -o bind $conf $conf
mount -o remount,bind,ro $conf
fault read-only-etc virt-nest enable --yes
umount $conf
mount -o bind $journal $journal
mount -o remount,bind,ro $journal
fault read-only-journal virt-nest enable --yes
umount $journal

# The new load fails: the module comes back with what it was given by hand.
fresh 0 "$dump=1"
if [ "$module" = kvm_amd ]; then bad=npt=zzz; else bad=ept=zzz; fi
echo "options $module $bad" >$conf/bad.conf
fault bad-value virt-nest enable --yes
fact bad-value-given "$(cat "$parameters/$dump")"

# The kernel refuses the unload: somebody came between.
fresh 0
initramfs <<'END'
if [ -e /run/holder ]; then
    kill "$(cat /run/holder)"
    rm /run/holder /run/holding
else
    proof-runner hold device 600 >/run/holding 2>&1 &
    echo $! >/run/holder
    until grep -q holding /run/holding; do sleep 0.1; done
fi
END
fault refused virt-nest enable --yes
no_initramfs

# The program that makes the images fails: once; whenever it is called, until it is mended; it cannot be started.
fresh 0
initramfs <<'END'
if [ -e /run/failed ]; then rm /run/failed; else touch /run/failed; echo "no space for the image" >&2; exit 1; fi
END
fault initramfs-once virt-nest enable --yes
initramfs <<'END'
echo "no space for the image" >&2
exit 1
END
fault initramfs virt-nest enable --yes
fault initramfs-stuck virt-nest enable --yes
initramfs </dev/null
step initramfs-mended virt-nest enable --yes --json
now initramfs-mended
fresh 0
initramfs </dev/null
chmod -x $program
fault initramfs-denied virt-nest enable --yes
chmod +x $program
step initramfs-allowed virt-nest enable --yes --json

# Somebody ends the command between two steps: by a signal that it can heed.
fresh 0
initramfs <<'END'
kill -TERM "$PPID"
sleep 0.5
END
fault interrupted virt-nest enable --yes

# Every step comes off, and the host is not as wished all the same: somebody has written a line that wins.
fresh 0
initramfs <<'END'
if [ -e /etc/modprobe.d/zz.conf ]; then rm /etc/modprobe.d/zz.conf; else echo 'options MODULE nested=0' >/etc/modprobe.d/zz.conf; fi
END
sed -i "s/MODULE/$module/" $program
fault meddled virt-nest enable --only boot --yes

# The journal cannot be written any more in the middle of a change.
fresh 0
initramfs <<'END'
cd "$(ls -d /var/lib/virt-nest/changes/* | tail -n 1)" || exit
if [ -d progress ]; then rmdir progress; mv aside progress; else mv progress aside; mkdir progress; fi
END
fault journal-lost virt-nest enable --yes
no_initramfs

# A journal that is none: garbage, half of it, a folder in place of a file.
fresh 0
virt-nest enable --yes >/dev/null 2>&1
for file in plan.json progress; do
    mv $journal/changes/000001/$file /run/$file
    echo garbage >$journal/changes/000001/$file
    fault "journal-garbage-$file" virt-nest disable --yes
    rm $journal/changes/000001/$file
    fault "journal-without-$file" virt-nest disable --yes
    mkdir $journal/changes/000001/$file
    fault "journal-folder-$file" virt-nest disable --yes
    rmdir $journal/changes/000001/$file
    mv /run/$file $journal/changes/000001/$file
done
step journal-mended virt-nest undo --yes
now journal-mended

# Two at once; and the program of a run that was killed goes on.
fresh 0
initramfs <<'END'
touch /run/begun
until [ -e /run/go ]; do sleep 0.1; done
END
virt-nest enable --yes >/run/first 2>&1 &
first=$!
until [ -e /run/begun ]; do sleep 0.1; done
fact two-first $first
virt-nest disable --yes --lang zh-CN >/run/two.zh 2>&1 &
second=$!
step two virt-nest disable --yes
wait $second
fact two-zh-status $?
step two.zh cat /run/two.zh
touch /run/go
wait $first
fact two-first-status $?
now two
rm /run/begun /run/go
virt-nest disable --yes >/dev/null 2>&1 &
first=$!
until [ -e /run/begun ]; do sleep 0.1; done
kill -9 $first
step orphan virt-nest disable --yes
touch /run/go
step orphan.after virt-nest disable --yes --json
now orphan
no_initramfs
rm -f /run/begun /run/go

# Cut off behind its file in an earlier boot: this boot has loaded the module by that file.
cut_off() {
    fresh 0
    virt-nest enable --yes >/dev/null 2>&1
    { sed -n '1s/ [^ ]* enable$/ 00000000-0000-0000-0000-000000000000 enable/p' $journal/changes/000001/progress; echo 'step 0'; } >/run/progress
    cat /run/progress >$journal/changes/000001/progress
}
cut_off
step cut-off.check virt-nest check --json
step_user cut-off.user virt-nest check --json
step cut-off.dry virt-nest undo --cut-off --dry-run --json
now cut-off-dry
step cut-off virt-nest undo --cut-off --json
now cut-off
step cut-off.after virt-nest check --json
step cut-off.again virt-nest undo --cut-off --json
cut_off
rm -f /run/holding
proof-runner hold device 600 >/run/holding 2>&1 &
holder=$!
until grep -q holding /run/holding; do sleep 0.1; done
step cut-off-busy virt-nest undo --cut-off --lang zh-CN
now cut-off-busy
kill $holder
wait $holder
cut_off
step cut-off-next virt-nest enable --yes --json
now cut-off-next
clean
