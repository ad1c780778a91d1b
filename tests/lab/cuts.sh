# shellcheck shell=dash
# For scenarios that cut a change off in the middle: at which instants, and what
# must hold afterwards. `. /lab/changes.sh` first; the scenario has `number`.
# shellcheck disable=SC2154,SC2034  # variables of changes.sh and of the scenarios

wrong=0
on='# Written by virt-nest; "virt-nest undo" takes it away.
options '$(echo "$module" | tr _ -)' nested=1'
off='# Written by virt-nest; "virt-nest undo" takes it away.
options '$(echo "$module" | tr _ -)' nested=0'

# wrong WORD...: an invariant that does not hold.
wrong() {
    fact "WRONG cut $number ($what, $where): $*"
    wrong=1
}

# choose: what the cut of this number cuts off, and the state that it begins from,
# which the command `back` leads back to.
choose() {
    where=''
    case $((number % 3)) in
        0) what=enable before=off back=disable ahead=enable ;;
        1) what=disable before=on back=enable ahead=disable ;;
        2) what=undo before=on back=enable ahead=disable ;;
    esac
}

# prepare: makes that state by a change, and sets `long`, the time that it took in
# centiseconds by a clock that no date moves, and `former`, the last entry's number.
prepare() {
    virt-nest "$ahead" --yes >/run/prepared 2>&1 || wrong "not prepared: $(tail -n 2 /run/prepared)"
    read -r began _ </proc/uptime
    virt-nest "$back" --yes >/run/prepared 2>&1 || wrong "not prepared: $(tail -n 2 /run/prepared)"
    read -r ended _ </proc/uptime
    long=$((${ended%.*}${ended#*.} - ${began%.*}${began#*.}))
    former=$(newest)
}

# alive: the command runs.
alive() {
    kill -0 "$pid" 2>/dev/null
}

# newest: the number of the newest entry of the journal.
newest() {
    newest=$(find "$journal/changes" -name '*[0-9]' | sort | tail -n 1)
    echo "${newest##*/}" | sed 's/^0*//'
}

# until_line N: until the entry that the command makes has N lines, or the command has ended.
until_line() {
    where="line $1"
    entry=$(printf '%s/changes/%06d/progress' "$journal" $((former + 1)))
    while alive; do
        lines=0
        [ -e "$entry" ] && while read -r _; do lines=$((lines + 1)); done <"$entry"
        [ "$lines" -ge "$1" ] && return
    done
}

# until_gone: until the module is out of the kernel, or the command has ended.
until_gone() {
    where='in the gap'
    while alive && [ -e "/sys/module/$module/refcnt" ]; do :; done
}

# reach: begins the command and waits for the instant of this number: a line of the
# journal, the gap without the module, or a time swept from 0 to beyond the end.
reach() {
    virt-nest "$what" --yes >/dev/null 2>&1 &
    pid=$!
    case $((number % 8)) in
        0) until_line 1 ;;
        1) until_line 2 ;;
        2) until_line 3 ;;
        3 | 4) until_gone ;;
        *)
            delay=$((long * (number * 37 % 101) / 70))
            where="after $delay centiseconds"
            sleep "$((delay / 100)).$((delay / 10 % 10))$((delay % 10))"
            ;;
    esac
}

# files: each file is one of those that a change writes, whole.
files() {
    for file in "$conf"/*.conf; do
        [ -e "$file" ] || continue
        case $(cat "$file") in
            "$on" | "$off") ;;
            *) wrong "$file is neither the old nor the new one: $(head -c 200 "$file")" ;;
        esac
    done
}

# repair: the next command leads back to where it began and repairs what it finds.
# Sets `outcome`: nothing (was begun), back (it was taken back), kept (it was whole),
# finished (it had been committed).
repair() {
    reached=$(newest)
    virt-nest "$back" --yes --json >/run/next 2>/run/next.error ||
        wrong "the next command failed: $(cat /run/next.error; grep -A 4 '"failure"' /run/next)"
    case $(sed -n 's/^  "recovered": \(.*\),$/\1/p' /run/next) in
        '"rolled-back"') outcome=back ;;
        '"committed"') outcome=kept ;;
        null) if [ "$reached" = "$former" ]; then outcome=nothing; else outcome=finished; fi ;;
        *) outcome='' && wrong "no word of a repair: $(head -c 300 /run/next)" ;;
    esac
    whole
}

# at_boot: what virt-nest-repair.service does at a boot that has loaded the module.
# `check` names what was cut off before it and not after it. Sets `outcome` as
# `repair` does.
at_boot() {
    reached=$(newest)
    # A line that a cut left without its end is none.
    open=yes
    while read -r line; do
        case $line in committed | rolled-back | undone) open=no ;; esac
    done <"$journal/changes/$(printf %06d "$reached")/progress"
    named "$open"
    virt-nest undo --cut-off --json >/run/next 2>/run/next.error || wrong "the repair at boot failed: $(cat /run/next.error)"
    case $open:$(sed -n 's/^  "recovered": \(.*\),$/\1/p' /run/next) in
        'yes:"rolled-back"') outcome=back ;;
        'yes:"committed"') outcome=kept ;;
        no:null) if [ "$reached" = "$former" ]; then outcome=nothing; else outcome=finished; fi ;;
        *) outcome='' && wrong "no word of a repair: $open, $(head -c 300 /run/next)" ;;
    esac
    named no
    settled
    # The module has what a load of the files would give it.
    loaded=$(cat "$parameters/nested" 2>/dev/null)
    /sbin/modprobe -r "$module"
    /sbin/modprobe "$module" || wrong 'a plain load fails after the repair'
    [ "$loaded" = "$(cat "$parameters/nested")" ] || wrong "the repair at boot left nested=$loaded, and the files say $(cat "$parameters/nested")"
}

# named yes|no: `check` names a change that was cut off.
named() {
    virt-nest check --json >/run/checked 2>/dev/null
    if grep -q '"code": "VN1908"' /run/checked; then is=yes; else is=no; fi
    [ "$is" = "$1" ] || wrong "check names a change that was cut off: $is, and it should be $1"
}

# whole: the host is as `before` says, and the journal has nothing open.
whole() {
    settled
    case $before:$(cat "$parameters/nested" 2>/dev/null) in
        on:1 | on:Y | off:0 | off:N) ;;
        *) wrong "nested is $(cat "$parameters/nested"), not $before" ;;
    esac
}

# settled: whole files, KVM there, and nothing open in the journal.
settled() {
    files
    for rest in "$conf"/.*.virt-nest-new; do [ -e "$rest" ] && wrong "a rest is left: $rest"; done
    (: <>/dev/kvm) 2>/dev/null || wrong 'no KVM'
    for entry in "$journal"/changes/*[0-9]; do
        case $(tail -n 1 "$entry/progress") in
            committed | rolled-back | undone) ;;
            *) wrong "the journal has $entry open: $(tail -n 1 "$entry/progress")" ;;
        esac
    done
}
