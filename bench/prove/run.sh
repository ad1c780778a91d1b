#!/bin/sh
# virt-nest prove beside the C program that makes the same calls: in one process and as
# whole processes, by turns, so that both meet the same machine.
#   run.sh VIRT-NEST PROOF-RUNNER C-PROVE SVM.BIN [host|instance] [ROUNDS]
set -eu
virtnest=$1 runner=$2 c=$3 payload=$4 role=${5:-instance} rounds=${6:-5}
count=${COUNT:-100}

median() { sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

# Nanoseconds; busybox has no %N, and then hundredths of a second must do.
now() {
    case $(date +%N) in
        *[!0-9]* | '') awk '{ printf "%.0f\n", $1 * 1e9 }' /proc/uptime ;;
        *) date +%s%N ;;
    esac
}

# Median and fastest tenth of $count whole processes, in milliseconds.
processes() {
    : >"$work/times"
    i=0
    while [ $i -lt $count ]; do
        from=$(now)
        "$@" >/dev/null || true
        echo "$from $(now)" | awk '{ printf "%.3f\n", ($2 - $1) / 1e6 }' >>"$work/times"
        i=$((i + 1))
    done
    sort -n "$work/times" | awk '{ v[NR] = $1 } END { print v[int(NR / 2) + 1], v[int(NR / 10) + 1] }'
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ "$role" = instance ] && runner_role=instance || runner_role=
round=0
while [ $round -lt "$rounds" ]; do
    "$c" "$payload" "$role" $count | cut -d' ' -f1-2 >>"$work/c-in"
    # shellcheck disable=SC2086  # none or one word
    "$runner" repeat $count $runner_role | cut -d' ' -f1-2 >>"$work/v-in"
    processes "$c" "$payload" "$role" >>"$work/c-out"
    processes "$virtnest" prove --role "$role" >>"$work/v-out"
    round=$((round + 1))
done

# Both columns of both files: the median of the rounds.
report() { # NAME C VIRT-NEST
    for column in 1 2; do
        [ $column = 1 ] && what=median || what='fastest tenth'
        echo "$(cut -d' ' -f$column "$2" | median) $(cut -d' ' -f$column "$3" | median)" |
            awk -v name="$1, $what" '{ printf "%-26s C %8.3f ms   virt-nest %8.3f ms   ratio %.2f\n", name, $1, $2, $2 / $1 }'
    done
}
echo "prove --role $role, $count runs a round, median of $rounds rounds"
report in-process "$work/c-in" "$work/v-in"
report process "$work/c-out" "$work/v-out"
