# shellcheck shell=bash
# Runs a lab: reads the options, boots, watches the deadline, sums up.
# shellcheck disable=SC2154,SC2034  # variables shared with the other files

run_main() { # amd|intel OPTION...
    lab=$1 kernel=6.1 binary='' added=() cpu='' memory='' append='' disk='' writes=''
    deadline='' out='' mode=scenario scenarios=() with_libvirt='' machine=''
    read_options "${@:2}"
    require_packages "$lab"
    [[ -z $machine ]] || require_machine "$machine"
    [[ -n $machine && -z $with_libvirt ]] || require_kernel "$kernel"
    if [[ $kernel == builtin ]]; then
        require_builtin_kernel
        added+=("$(builtin_kernel):/lab/kernel.deb")
    fi
    [[ -z $with_libvirt ]] || require_image

    terminal_size=$(stty size 2>/dev/null || true)
    work=$(mktemp -d "${TMPDIR:-/tmp}/virt-nest-lab.XXXXXX")
    emulator_pid='' terminal=''
    trap clean_up EXIT
    trap 'exit 143' TERM
    trap 'exit 130' INT
    trap 'exit 129' HUP

    if [[ -n $machine ]]; then
        run_archive "$work/root" >"$work/run.cpio"
        machine_disk "$(machine_image "$machine")" "${disk:=$work/disk}"
        run_scenarios
    fi
    [[ -z $disk || -e $disk ]] || make_disk
    local base=packed
    [[ $lab == amd ]] || base=stripped
    base=$(base_archive "$base" "$kernel")
    run_archive "$work/root" >"$work/run.cpio"
    cat "$base" "$work/run.cpio" >"$work/initrd"
    if [[ $mode == shell ]]; then run_shell; else run_scenarios; fi
}

read_options() {
    while (($#)); do
        case $1 in
            --shell) mode=shell; shift; continue ;;
            --with-libvirt) with_libvirt=yes; shift; continue ;;
            --help) usage; exit 0 ;;
            --*) (($# > 1)) || die 2 "$1 needs a value" ;;&
            --kernel) kernel=$2 ;;
            --machine) machine=$2 ;;
            --binary) binary=$2 ;;
            --add) added+=("$2") ;;
            --cpu) cpu=$2 ;;
            --memory) memory=$2 ;;
            --append) append=$2 ;;
            --disk) disk=$2 ;;
            --writes) writes=$2 ;;
            --deadline) deadline=$2 ;;
            --out) out=$2 ;;
            -*) die 2 "unknown option $1" ;;
            *) scenarios+=("$1"); shift; continue ;;
        esac
        shift 2
    done
    check_options
}

check_options() {
    local pair scenario
    [[ $kernel == 6.1 || $kernel == 6.12 || $kernel == builtin ]] || die 2 '--kernel is 6.1, 6.12 or builtin'
    [[ $kernel != builtin || (-n $machine && -z $with_libvirt) ]] || die 2 '--kernel builtin is for a --machine without libvirt'
    [[ -z $with_libvirt || $lab == amd ]] || die 2 '--with-libvirt is of the AMD lab'
    [[ $machine =~ ^(grub|systemd-boot)?$ ]] || die 2 '--machine is grub or systemd-boot'
    [[ -z $machine || ($lab == amd && $mode == scenario && -z $writes$append) ]] ||
        die 2 '--machine is of the AMD lab, with scenarios, without --writes and --append'
    [[ $machine != systemd-boot || -z $with_libvirt ]] || die 2 'the machine systemd-boot has no libvirt'
    [[ $mode == shell ]] || ((${#scenarios[@]})) || die 2 'no scenario given'
    [[ $mode == scenario ]] || ((${#scenarios[@]} == 0)) || die 2 '--shell takes no scenarios'
    [[ $deadline$memory =~ ^[0-9]*$ ]] || die 2 '--deadline and --memory take whole numbers'
    [[ -z $writes || ($lab == amd && -n $disk && $mode == scenario) ]] || die 2 '--writes is for a --disk of the AMD lab'
    [[ -z $binary || -f $binary ]] || die 2 "no such file: $binary"
    for scenario in "${scenarios[@]}"; do
        [[ -f $scenario ]] || die 2 "no such file: $scenario"
    done
    for pair in "${added[@]}"; do
        [[ $pair == *:/* ]] || die 2 "--add takes SOURCE:/PATH/IN/GUEST, not $pair"
        [[ -e ${pair%%:*} ]] || die 2 "no such file: ${pair%%:*}"
    done
}

make_disk() {
    truncate -s 64M "$disk"
    mke2fs -q -t ext4 "$disk"
}

clean_up() {
    if [[ -n $emulator_pid ]]; then
        kill "$emulator_pid" 2>/dev/null || true
        wait "$emulator_pid" 2>/dev/null || true
    fi
    if [[ -n $terminal ]]; then stty "$terminal" 2>/dev/null || true; fi
    rm -rf "$work"
}

# Runs the emulator as a child of `timeout`, which kills it when SECONDS (0: no
# limit) have passed. A signal to `timeout` goes to the emulator; Bochs ignores
# it and is killed a second later.
run_emulator() { # SECONDS, its input and output are the caller's
    local status=0
    timeout --foreground --signal=KILL --kill-after=1 "$1" "${emulator[@]}" <&0 &
    emulator_pid=$!
    if [[ -n $writes ]]; then pull_plug "$emulator_pid" & fi
    wait "$emulator_pid" || status=$?
    emulator_pid=
    return $status
}

run_shell() {
    terminal=$(stty -g) || die 2 '--shell needs a terminal'
    "${lab}_command" "$cache/kernel-$kernel/vmlinuz" "$work/initrd"
    echo "The $lab lab is booting. Leave its shell with 'exit'."
    if [[ $lab == amd ]]; then
        run_emulator "${deadline:-0}"
    else
        # Bochs opens the terminal by its name, and calls a power-off a failure.
        run_emulator "${deadline:-0}" </dev/null >"$work/emulator.log" 2>&1 ||
            grep -a -q 'soft power off' "$work/emulator.log" || tail -n 5 "$work/emulator.log" >&2
    fi
}

run_scenarios() {
    local default_deadline=180 status=0 started=$SECONDS
    [[ $lab == amd && -z $with_libvirt$machine ]] || default_deadline=900
    if [[ -z $out ]]; then out=$(mktemp -d "${TMPDIR:-/tmp}/virt-nest-lab-out.XXXXXX"); fi
    mkdir -p "$out"
    : >"$out/console.log"
    : >"$out/results.log"

    if [[ -n $machine ]]; then
        machine_command "$disk" "$work/run.cpio"
    else
        "${lab}_command" "$cache/kernel-$kernel/vmlinuz" "$work/initrd"
    fi
    run_emulator "${deadline:-$default_deadline}" </dev/null >"$work/emulator.log" 2>&1 || status=$?
    sum_up "$status" $((SECONDS - started))
}

# Kills the emulator as soon as the guest has told all: it must not end by itself,
# which would flush the disk. `timeout` takes SIGALRM for its deadline.
pull_plug() { # PID_OF_TIMEOUT
    until grep -a -q '^LAB done' "$out/results.log"; do
        sleep 0.02
        kill -0 "$1" 2>/dev/null || return 0
    done
    kill -ALRM "$1"
}

# The guest's own word decides, and the emulator's status only when that is missing.
sum_up() { # EMULATOR_STATUS SECONDS
    local verdict code=1 ended
    ended=$(grep -a -c '^DONE .* 0$' "$out/results.log" || true)
    if [[ $(grep -a '^LAB ' "$out/results.log" | tail -n 1) == 'LAB done' ]]; then
        if [[ $ended == "${#scenarios[@]}" ]]; then
            verdict=ended code=0
        else
            verdict='a scenario ended early'
        fi
    elif grep -a -q 'Kernel panic' "$out/console.log"; then
        verdict='kernel panic'
    elif [[ $1 == 124 || $1 == 137 ]]; then
        verdict='deadline passed' code=3
    else
        verdict="emulator ended early (status $1)"
        tail -n 5 "$work/emulator.log" >&2
    fi
    echo "lab $lab${with_libvirt:+ with libvirt} ${machine:-$kernel}: $verdict, $ended of ${#scenarios[@]} scenarios, $2 s, $out/results.log"
    exit $code
}
