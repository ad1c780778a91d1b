#!/bin/sh
# virt-nest prove beside the C program that makes the same calls: in one process and as
# whole processes, by turns, so that both meet the same machine.
#   run.sh VIRT-NEST PROOF-RUNNER C-PROVE SVM.BIN [host|instance] [ROUNDS]
set -eu
virtnest=$1 runner=$2 c=$3 payload=$4 role=${5:-instance} rounds=${6:-5}
count=100

median() { sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

# Milliseconds of one whole process, over $count of them. /proc/uptime would be too coarse.
processes() {
    from=$(date +%s%N)
    i=0
    while [ $i -lt $count ]; do
        "$@" >/dev/null || true
        i=$((i + 1))
    done
    to=$(date +%s%N)
    echo "$from $to $count" | awk '{ printf "%.3f\n", ($2 - $1) / 1e6 / $3 }'
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ "$role" = instance ] && runner_role=instance || runner_role=
round=0
while [ $round -lt "$rounds" ]; do
    "$c" "$payload" "$role" $count | cut -d' ' -f1 >>"$work/c-in"
    # shellcheck disable=SC2086  # none or one word
    "$runner" repeat $count $runner_role | cut -d' ' -f1 >>"$work/v-in"
    processes "$c" "$payload" "$role" >>"$work/c-out"
    processes "$virtnest" prove --role "$role" >>"$work/v-out"
    round=$((round + 1))
done

report() { # NAME C VIRT-NEST
    echo "$(median <"$2") $(median <"$3") $1" |
        awk '{ printf "%-12s  C %8.3f ms   virt-nest %8.3f ms   ratio %.2f\n", $3, $1, $2, $2 / $1 }'
}
echo "prove --role $role, $count runs a round, median of $rounds rounds"
report in-process "$work/c-in" "$work/v-in"
report process "$work/c-out" "$work/v-out"
