# shellcheck shell=dash
# What a scenario may use. Sourced before it, by Debian's /bin/sh (dash).
# File descriptor 3 is the results port; README.md tells the line protocol.

# dash has no modprobe of its own, unlike busybox's shell, and PATH leads to kmod.
case $(/sbin/modprobe --version) in
    kmod\ *) ;;
    *) echo 'lab: /sbin/modprobe is not kmod' >&2; exit 70 ;;
esac

# step NAME COMMAND [ARGUMENT]...: runs a command (or a function) in a subshell
# and reports it. Returns the command's status, which $step_status keeps too.
# Its output stays readable in /run/lab/out and /run/lab/err until the next step.
step() {
    step_name=$1
    shift
    mkdir -p /run/lab
    echo "BEGIN $step_name" >&3
    step_status=0
    ("$@") </dev/null >/run/lab/out 2>/run/lab/err 3>&- || step_status=$?
    report_lines O /run/lab/out
    report_lines E /run/lab/err
    echo "END $step_name $step_status" >&3
    return "$step_status"
}

# step_user NAME COMMAND [ARGUMENT]...: the same as the ordinary user `user`,
# with the groups /etc/group gives. The command must be a program.
step_user() {
    step_user_name=$1
    shift
    # shellcheck disable=SC2016  # the inner shell expands it
    step "$step_user_name" su -s /bin/sh -c 'cd && exec "$@"' -- user sh "$@"
}

# fact KEY VALUE...: a line for the reader of the results.
fact() {
    echo "FACT $*" >&3
}

# udev_kvm: gives /dev/kvm the owner and mode that udev's rules give it.
udev_kvm() {
    chown root:kvm /dev/kvm && chmod 0660 /dev/kvm
}

# vendor_module: prints kvm_amd or kvm_intel, whichever drives this CPU.
vendor_module() {
    case $(grep -m 1 vendor_id /proc/cpuinfo) in
        *AuthenticAMD) echo kvm_amd ;;
        *GenuineIntel) echo kvm_intel ;;
        *) return 1 ;;
    esac
}

# power_cut: ends the lab at once, as if the plug were pulled: nothing is synced.
power_cut() {
    printf 'DONE %s 0\nLAB done\n' "$LAB_SCENARIO" >&3
    stty -F /dev/ttyS1 raw
    # With --writes the lab pulls the plug, and the machine goes on until then.
    grep -q '^cut=host' /lab/settings && sleep 60
    echo b >/proc/sysrq-trigger
    sleep 60
}

# shellcheck source=libvirt.sh
[ ! -e /lab/libvirt.sh ] || . /lab/libvirt.sh

# report_lines PREFIX FILE: each line as "PREFIX line", a last line that no
# newline ends as "PREFIX\ line".
report_lines() {
    [ -s "$2" ] || return 0
    if [ "$(tail -c 1 "$2" | xxd -p)" = 0a ]; then
        sed "s/^/$1 /" "$2" >&3
    else
        { sed "\$!s/^/$1 /;\$s/^/$1\\\\ /" "$2"; echo; } >&3
    fi
}
