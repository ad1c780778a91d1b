# L1 on AMD SVM: switches SVM on, runs L2 by VMRUN, answers its exits.
# AMD APM 24593, vol. 2, "Secure Virtual Machine", "VMRUN Instruction"; appendix
# "VMCB Layout". The VMM has filled the VMCB at CONTROL_BLOCK.
    .intel_syntax noprefix
    .code64
    .text
    .include "protocol.inc"

    .equ    MSR_EFER, 0xC0000080
    .equ    MSR_VM_HSAVE_PA, 0xC0010117
    # VMCB: control area, state save area
    .equ    EXIT_CODE, CONTROL_BLOCK + 0x070
    .equ    EXIT_INFO_1, CONTROL_BLOCK + 0x078
    .equ    EXIT_INFO_2, CONTROL_BLOCK + 0x080
    .equ    EXIT_INT_INFO, CONTROL_BLOCK + 0x088
    .equ    SAVE_RIP, CONTROL_BLOCK + 0x578
    .equ    SAVE_RAX, CONTROL_BLOCK + 0x5F8
    # exit codes
    .equ    VMEXIT_CPUID, 0x72
    .equ    VMEXIT_HLT, 0x78
    .equ    VMEXIT_IOIO, 0x7B
    .equ    VMEXIT_MSR, 0x7C
    .equ    VMEXIT_VMMCALL, 0x81

.macro HYPERCALL
    vmmcall
.endm

    .include "l1.inc"

# Runs L2 until its next exit, which must be the one named; RIP is then advanced by
# hand, since a CPU without NRIPS leaves nRIP 0. RAX of L2 is in the VMCB.
.macro ENTER
    mov     rax, ds:[PARAMETER_CONTROL]
    vmrun   rax
.endm
.macro EXPECT exit, length
    cmp     qword ptr ds:[EXIT_CODE], \exit
    jne     unexpected
    add     qword ptr ds:[SAVE_RIP], \length
.endm
# A step marked while L2's registers are live: RDX is L2's.
.macro STEP_OVER_L2 code
    mov     r13, rdx
    STEP    \code
    mov     rdx, r13
.endm

nested:
    STEP    STEP_SVM_ENABLE
    mov     ecx, MSR_EFER
    rdmsr
    or      eax, ds:[PARAMETER_ENABLE]
    wrmsr

    STEP    STEP_SVM_HOST_AREA
    mov     ecx, MSR_VM_HSAVE_PA
    mov     eax, ds:[PARAMETER_HOST_AREA]
    mov     edx, ds:[PARAMETER_HOST_AREA + 4]
    wrmsr

    STEP    STEP_VMRUN
    ENTER
    STEP_OVER_L2 STEP_L2_ANSWER
    EXPECT  VMEXIT_VMMCALL, 3

    ENTER
    STEP_OVER_L2 STEP_L2_CPUID
    EXPECT  VMEXIT_CPUID, 2
    mov     eax, CPUID_ANSWER
    mov     ds:[SAVE_RAX], rax

    ENTER
    STEP_OVER_L2 STEP_L2_CONTROL
    EXPECT  VMEXIT_VMMCALL, 3

    STEP_OVER_L2 STEP_LOOP
    xor     r9d, r9d
serve:
    ENTER
    mov     r10, ds:[EXIT_CODE]
    cmp     r10, VMEXIT_VMMCALL
    jne     1f
    add     qword ptr ds:[SAVE_RIP], 3
    inc     r9
    cmp     qword ptr ds:[PARAMETER_STOP], 0
    jne     finish
    test    ebx, ebx
    jz      serve
    cmp     ebx, 2
    je      2f
    mov     r10, ds:[MAILBOX + MAIL_L2_COUNT]
    mov     ds:[REPORT_KIND], r10
    TELL    CODE_SAMPLES_READY
    jmp     serve
2:  TELL    CODE_STOPPED_IN_L1
    jmp     serve

1:  cmp     r10, VMEXIT_HLT
    jne     1f
    cmp     qword ptr ds:[PARAMETER_MODE], MODE_MEASURE_L2
    jne     finish                  # even where no word of L2 came through
    cmp     qword ptr ds:[MAILBOX + MAIL_DONE], 0
    jne     finish
    add     qword ptr ds:[SAVE_RIP], 1
    jmp     serve

# The others are met only where they are measured.
1:  cmp     qword ptr ds:[PARAMETER_MODE], MODE_MEASURE_L2
    jne     unexpected
    mov     r11d, 2
    cmp     r10, VMEXIT_CPUID
    je      1f
    cmp     r10, VMEXIT_MSR
    je      1f
    mov     r11d, 1                 # OUT DX, AL
    cmp     r10, VMEXIT_IOIO
    jne     unexpected
1:  add     ds:[SAVE_RIP], r11
    jmp     serve

finish:
    mov     ds:[REPORT_L1_COUNT], r9
    jmp     done

unexpected:
    mov     rax, ds:[EXIT_CODE]
    mov     ds:[REPORT_EXIT_CODE], rax
    mov     rax, ds:[EXIT_INFO_1]
    mov     ds:[REPORT_EXIT_1], rax
    mov     rax, ds:[EXIT_INFO_2]
    mov     ds:[REPORT_EXIT_2], rax
    mov     rax, ds:[EXIT_INT_INFO]
    mov     ds:[REPORT_EXIT_EVENT], rax
    mov     rax, ds:[SAVE_RIP]
    mov     ds:[REPORT_L2_RIP], rax
    mov     ds:[REPORT_L1_COUNT], r9
    jmp     unexpected_exit

    .include "stubs.inc"
    .include "l2.inc"
