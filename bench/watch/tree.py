#!/usr/bin/env python3
"""Makes a folder like /sys/kernel/debug/kvm with many VMs: the files that Linux 6.1 has on x86 (arch/x86/kvm/x86.c and debugfs.c, kvm_vm_stats_desc,
kvm_vcpu_stats_desc), four vCPUs each. One in ten has run an L2; one in a hundred is in it.

    tree.py FOLDER VMS
"""
import os
import sys

FILES = """max_mmu_page_hash_collisions max_mmu_rmap_size mmu_cache_miss mmu_flooded mmu_pde_zapped mmu_pte_write mmu_recycled mmu_shadow_zapped mmu_unsync
nx_lpage_splits pages_1g pages_2m pages_4k remote_tlb_flush remote_tlb_flush_requests
blocking directed_yield_attempted directed_yield_successful exits fpu_reload guest_mode halt_attempted_poll halt_exits halt_poll_fail_ns
halt_poll_invalid halt_poll_success_ns halt_successful_poll halt_wait_ns halt_wakeup host_state_reload hypercalls insn_emulation insn_emulation_fail
invlpg io_exits irq_exits irq_injections irq_window l1d_flush mmio_exits nested_run nmi_injections nmi_window notify_window_exits pf_emulate pf_fast
pf_fixed pf_guest pf_mmio_spte_created pf_spurious pf_taken preemption_other preemption_reported req_event request_irq_exits signal_exits
tlb_flush""".split()
VCPU_FILES = "guest_mode lapic_timer_advance_ns pid tsc-offset tsc-scaling-ratio tsc-scaling-ratio-frac-bits".split()


def write(path, value):
    with open(path, "w") as file:
        file.write(f"{value}\n")


def main():
    folder, vms = sys.argv[1], int(sys.argv[2])
    os.makedirs(folder)
    for name in FILES:
        write(os.path.join(folder, name), 123456)
    for i in range(vms):
        # Numbers above the greatest pid of a kernel, so that no process of this machine is taken for one of them.
        vm = os.path.join(folder, f"{5000000 + i}-{10 + i % 7}")
        os.mkdir(vm)
        for number, name in enumerate(FILES):
            write(os.path.join(vm, name), (1000 + i if i % 10 == 0 else 0) if name == "nested_run" else i * 1000 + number)
        for cpu in range(4):
            os.mkdir(f"{vm}/vcpu{cpu}")
            for name in VCPU_FILES:
                write(f"{vm}/vcpu{cpu}/{name}", int(i % 100 == 0 and cpu == 3) if name == "guest_mode" else 0)


main()
