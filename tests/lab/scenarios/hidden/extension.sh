# shellcheck shell=dash
# A CPU that shows neither VMX nor SVM, as below a hypervisor that does not pass it on. The lab must be started with such a CPU model.
step hidden.load-amd modprobe kvm_amd
step hidden.load-intel modprobe kvm_intel
step hidden virt-nest check --json
step hidden.en virt-nest check
step hidden.zh virt-nest check --lang zh-CN
step hidden.prove virt-nest prove --json
