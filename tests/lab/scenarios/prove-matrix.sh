# shellcheck shell=dash
# prove under every state of the vendor module: each parameter on and off, and what
# must come of it. Exits with 1 where one differs. Run it with either lab and kernel.

wrong=0
module=$(vendor_module)

# expect NAME STATUS PATTERN...: the last step's status and lines of its output.
expect() {
    expect_name=$1 expect_status=$2
    shift 2
    if [ "$step_status" != "$expect_status" ]; then
        fact "WRONG $expect_name: status $step_status, not $expect_status"
        wrong=1
    fi
    for expect_pattern; do
        if ! tr -d ' \n' </run/lab/out | grep -q -F -e "$expect_pattern"; then
            fact "WRONG $expect_name: no $expect_pattern"
            wrong=1
        fi
    done
}

load() {
    /sbin/modprobe -r kvm_amd kvm_intel kvm 2>/dev/null
    step "load $*" /sbin/modprobe "$@"
}

proven='"verdict":"proven","asked":100,"l1_count":100,"l2_count":100,"nested_run":104'

if [ "$module" = kvm_amd ]; then
    off=0 tdp=npt refused='"step":"svm-enable","instruction":"WRMSREFER.SVME","layer":"nested-parameter"'
else
    off=N tdp=ept refused='"step":"vmx-enable","instruction":"MOVCR4.VMXE","layer":"nested-parameter"'
fi

load "$module" nested=1
step on virt-nest prove --json
expect on 0 "\"with_nested_paging\":{$proven" "\"without_nested_paging\":{$proven" '"offered":true'
step instance virt-nest prove --role instance --json
expect instance 0 '"role":"instance","verdict":"proven"'
step state virt-nest prove --state --deadline 120 --json
fact "state $(grep -c '"order"' /run/lab/out) ways, refuted $(grep -c '"failed_at": "' /run/lab/out)"
expect state 0 '"failed_at":null'
step text virt-nest prove --lang zh-CN
expect text 0

load "$module" nested=$off
step off virt-nest prove --json
expect off 1 '"verdict":"refuted"' "$refused" '"exception":"#GP"' '"plain":{"verdict":"proven"' '"offered":false'
step off-instance virt-nest prove --role instance --json
expect off-instance 0 '"verdict":"proven"'

load "$module" nested=1 $tdp=0
step no-tdp virt-nest prove --json
expect no-tdp 0 '"with_nested_paging":{"verdict":"refuted"' '"kind":"not-offered"' '"layer":"second-level-paging"' "\"without_nested_paging\":{$proven"
# The slower of the two labs does it with one kernel.
case $module:$(uname -r) in
    kvm_intel:6.1.*) ;;
    *)
        step no-tdp-state virt-nest prove --state --deadline 120 --json
        expect no-tdp-state 0 '"failed_at":null'
        ;;
esac

load "$module" nested=$off $tdp=0
step no-tdp-off virt-nest prove --json
expect no-tdp-off 1 "$refused" '"plain":{"verdict":"proven"'

if [ "$module" = kvm_intel ]; then
    load "$module" nested=1 unrestricted_guest=0
    step no-unrestricted virt-nest prove --json
    expect no-unrestricted 0 "\"with_nested_paging\":{$proven" "\"without_nested_paging\":{$proven"
fi

[ "$wrong" = 0 ] || exit 1
