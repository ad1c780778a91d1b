# shellcheck shell=dash disable=SC2154
# Kills: enable, disable and undo end by SIGKILL at each line of the journal, in the gap without the module (also together with the process that
# reloads it), and at instants swept over their whole run. The next command repairs; each outcome is counted. From which number on and how many: the
# file /lab/kills (long-kills sets it), or a sample. Exits with 1 where an invariant does not hold.
# shellcheck source=../../changes.sh
. /lab/changes.sh
# shellcheck source=../../cuts.sh
. /lab/cuts.sh

first=0
if [ -e /lab/kills ]; then read -r first kills </lab/kills; elif [ "$module" = kvm_amd ]; then kills=12; else kills=8; fi
nothing=0 back_again=0 kept=0 finished=0 rests=0 absent=0

fresh 0
number=$first
while [ "$number" -lt $((first + kills)) ]; do
    choose
    prepare
    reach
    kill -9 "$pid" 2>/dev/null
    if [ $((number % 8)) = 4 ]; then
        # The process that reloads is the program again, by way of /proc/self/exe.
        where="$where, with the reload"
        for other in $(pidof virt-nest exe); do kill -9 "$other" 2>/dev/null; done
    fi
    wait "$pid" 2>/dev/null
    [ -e "/sys/module/$module/refcnt" ] || absent=$((absent + 1))
    for rest in "$conf"/.*.virt-nest-new "$journal"/changes/*.new; do [ -e "$rest" ] && rests=$((rests + 1)); done
    files

    repair
    case $outcome in
        nothing) nothing=$((nothing + 1)) ;;
        back) back_again=$((back_again + 1)) ;;
        kept) kept=$((kept + 1)) ;;
        finished) finished=$((finished + 1)) ;;
    esac
    number=$((number + 1))
done
fact kills "$kills"
fact kills-nothing-begun "$nothing"
fact kills-taken-back "$back_again"
fact kills-kept "$kept"
fact kills-finished "$finished"
fact kills-rests "$rests"
fact kills-without-module "$absent"
clean
[ "$wrong" = 0 ] || exit 1
