# L1 on Intel VMX: switches VMX on, writes the VMCS from the VMM's table, runs L2 by
# VMLAUNCH and VMRESUME, answers its exits.
# Intel SDM 325384, vol. 3C, "Introduction to Virtual Machine Extensions", "VMX
# Instruction Reference", "Field Encoding in VMCS". VMX saves no general register:
# L1 leaves L2's alone and works with R8 to R15.
    .intel_syntax noprefix
    .code64
    .text
    .include "protocol.inc"

    .equ    MSR_VMX_BASIC, 0x480
    # VMCS fields
    .equ    VM_INSTRUCTION_ERROR, 0x4400
    .equ    EXIT_REASON, 0x4402
    .equ    EXIT_INTERRUPTION, 0x4404
    .equ    EXIT_INSTRUCTION_LENGTH, 0x440C
    .equ    EXIT_QUALIFICATION, 0x6400
    .equ    GUEST_PHYSICAL_ADDRESS, 0x2400
    .equ    GUEST_RIP, 0x681E
    # basic exit reasons
    .equ    REASON_CPUID, 10
    .equ    REASON_HLT, 12
    .equ    REASON_VMCALL, 18
    .equ    REASON_IO, 30
    .equ    REASON_RDMSR, 31

.macro HYPERCALL
    vmcall
.endm

    .include "l1.inc"

# Enters L2 and goes on behind this macro at its next exit. A failed entry falls through
# with CF or ZF set.
.macro ENTER instruction
    lea     r15, [rip + 7f]
    \instruction
    jmp     vmfail
7:
.endm
.macro READ field, register
    mov     r8d, \field
    vmread  \register, r8
    jbe     vmfail
.endm
# The exit must be the one named; RIP is then moved behind the instruction.
.macro EXPECT reason
    READ    EXIT_REASON, r10
    cmp     r10, \reason
    jne     unexpected
    call    advance
.endm
.macro STEP_OVER_L2 code
    mov     r12, rax
    mov     r13, rdx
    STEP    \code
    mov     rax, r12
    mov     rdx, r13
.endm

nested:
    STEP    STEP_VMX_ENABLE
    mov     rax, cr4
    or      rax, ds:[PARAMETER_ENABLE]
    mov     cr4, rax

    STEP    STEP_VMX_BASIC
    mov     ecx, MSR_VMX_BASIC
    rdmsr
    and     eax, 0x7FFFFFFF
    mov     ds:[REPORT_REVISION], rax
    xor     eax, ds:[PARAMETER_REVISION]
    mov     ds:[HOST_AREA], eax
    mov     ds:[CONTROL_BLOCK], eax

    STEP    STEP_VMXON
    vmxon   qword ptr ds:[PARAMETER_HOST_AREA]
    jbe     vmfail
    STEP    STEP_VMCLEAR
    vmclear qword ptr ds:[PARAMETER_VMCLEAR]
    jbe     vmfail
    STEP    STEP_VMPTRLD
    vmptrld qword ptr ds:[PARAMETER_CONTROL]
    jbe     vmfail

    STEP    STEP_VMWRITE
    mov     esi, VMWRITE_TABLE
1:  mov     rax, [rsi]
    cmp     rax, -1
    je      2f
    mov     ds:[REPORT_VMFAIL_FIELD], rax
    vmwrite rax, [rsi + 8]
    jbe     vmfail
    add     rsi, 16
    jmp     1b

2:  STEP    STEP_VMLAUNCH
    ENTER   vmlaunch
    STEP_OVER_L2 STEP_L2_ANSWER
    EXPECT  REASON_VMCALL

    ENTER   vmresume
    STEP_OVER_L2 STEP_L2_CPUID
    EXPECT  REASON_CPUID
    mov     eax, CPUID_ANSWER

    ENTER   vmresume
    STEP_OVER_L2 STEP_L2_CONTROL
    EXPECT  REASON_VMCALL

    STEP_OVER_L2 STEP_LOOP
    xor     r9d, r9d
serve:
    ENTER   vmresume
    READ    EXIT_REASON, r10
    cmp     r10, REASON_VMCALL
    jne     1f
    call    advance
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

1:  cmp     r10, REASON_HLT
    jne     1f
    cmp     qword ptr ds:[PARAMETER_MODE], MODE_MEASURE_L2
    jne     finish                  # even where no word of L2 came through
    cmp     qword ptr ds:[MAILBOX + MAIL_DONE], 0
    jne     finish
    call    advance
    jmp     serve

# The others are met only where they are measured.
1:  cmp     qword ptr ds:[PARAMETER_MODE], MODE_MEASURE_L2
    jne     unexpected
    cmp     r10, REASON_CPUID
    je      1f
    cmp     r10, REASON_RDMSR
    je      1f
    cmp     r10, REASON_IO
    jne     unexpected
1:  call    advance
    jmp     serve

finish:
    mov     ds:[REPORT_L1_COUNT], r9
    STEP    STEP_VMXOFF
    vmxoff
    jmp     done

# Moves L2's RIP behind the instruction that exited.
advance:
    READ    EXIT_INSTRUCTION_LENGTH, r10
    READ    GUEST_RIP, r11
    add     r11, r10
    mov     r8d, GUEST_RIP
    vmwrite r8, r11
    jbe     vmfail
    ret

unexpected:
    mov     ds:[REPORT_EXIT_CODE], r10
    READ    EXIT_QUALIFICATION, r11
    mov     ds:[REPORT_EXIT_1], r11
    READ    GUEST_PHYSICAL_ADDRESS, r11
    mov     ds:[REPORT_EXIT_2], r11
    READ    EXIT_INTERRUPTION, r11
    mov     ds:[REPORT_EXIT_EVENT], r11
    READ    GUEST_RIP, r11
    mov     ds:[REPORT_L2_RIP], r11
    mov     ds:[REPORT_L1_COUNT], r9
    jmp     unexpected_exit

# CF: VMfailInvalid, there is no current VMCS to ask. ZF: VMfailValid, the VMCS has the error.
vmfail:
    pushf
    pop     rax
    mov     ds:[REPORT_VMFAIL_FLAGS], rax
    test    al, 0x40
    jz      1f
    mov     eax, VM_INSTRUCTION_ERROR
    vmread  rcx, rax
    mov     ds:[REPORT_VMFAIL_ERROR], rcx
1:  mov     ds:[REPORT_L1_COUNT], r9
    TELL_LAST CODE_VMFAIL

    .include "stubs.inc"
    .include "l2.inc"
