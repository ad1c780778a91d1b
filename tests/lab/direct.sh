# shellcheck shell=bash
# Rewraps a zstd-compressed vmlinuz so that it needs no decompression. Debian's
# 6.12 spends half of its boot in Bochs on that. The kernel proper (vmlinux)
# stays as it is; only the decompressor in front of it is replaced.
#
# The boot loader puts the file's protected-mode part at 1 MiB and enters it
# there in 32-bit mode with paging off and ESI pointing to the boot parameters
# (Linux Documentation/arch/x86/boot.rst, "32-bit Boot Protocol"). vmlinux wants
# to sit at 16 MiB and to be entered in 64-bit mode with its memory mapped one
# to one and RSI pointing to the boot parameters. So the new part is:
#   1 MiB          code that turns on long mode and jumps to vmlinux' entry
#   1 MiB + 4 KiB  page tables: three pages that map the first GiB
#   16 MiB         vmlinux' segments

u8() { od -An -tu1 -j "$2" -N 1 "$1" | tr -d ' '; }  # FILE OFFSET
u32() { od -An -tu4 -j "$2" -N 4 "$1" | tr -d ' '; } # FILE OFFSET

le32() { # NUMBER...: as little-endian words
    local n
    for n; do
        printf '%b' "$(printf '\\x%02x\\x%02x\\x%02x\\x%02x' \
            $((n & 255)) $((n >> 8 & 255)) $((n >> 16 & 255)) $((n >> 24 & 255)))"
    done
}

code() { # HEX...: bytes of instructions
    printf '%b' "$(printf '\\x%s' "$@")"
}

place() { # FILE OFFSET: appends the input, after padding FILE to OFFSET
    truncate -s "$(($2))" "$1"
    cat >>"$1"
}

is_zstd_kernel() { # VMLINUZ
    local payload=$((($(u8 "$1" 0x1f1) + 1) * 512 + $(u32 "$1" 0x248)))
    [[ $(od -An -tx4 -j $payload -N 4 "$1") == ' fd2fb528' ]]
}

direct_image() ( # VMLINUZ NEW: the offsets are those of boot.rst, "The Real-Mode Kernel Header"
    set -e
    work=$(mktemp -d "$2.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    setup=$((($(u8 "$1" 0x1f1) + 1) * 512)) # setup_sects
    start=$((setup + $(u32 "$1" 0x248)))    # payload_offset
    end=$((start + $(u32 "$1" 0x24c) - 4))  # payload_length; its last word is the unpacked size
    head -c $end "$1" | tail -c +$((start + 1)) | zstd -dqc >"$work/vmlinux"
    objcopy -O binary "$work/vmlinux" "$work/segments"
    entry=$(u32 "$work/vmlinux" 24) # e_entry of its ELF header

    new=$work/new
    {
        code 0f 20 e0 0f ba e8 05 0f 22 e0                # CR4.PAE = 1
        code b8; le32 0x101000; code 0f 22 d8             # CR3 = the page tables
        code b9 80 00 00 c0 0f 32 0f ba e8 08 0f 30       # EFER.LME = 1
        code 0f 20 c0 0f ba e8 1f 0f 22 c0                # CR0.PG = 1
        code 0f 01 15; le32 0x100100                      # lgdt
        code ea; le32 0x100080; code 10 00                # far jump to the 64-bit code
    } | place "$new" 0
    {
        code b8 18 00 00 00 8e d8 8e c0 8e d0             # DS, ES, SS = data segment
        code 89 f6                                        # clear the upper half of RSI
        code b8; le32 "$entry"; code ff e0                # jump to vmlinux
    } | place "$new" 0x80
    { code 1f 00; le32 0x100110; } | place "$new" 0x100   # GDT: limit, address, four entries
    le32 0 0 0 0 0x0000ffff 0x00af9a00 0x0000ffff 0x00cf9200 | place "$new" 0x110
    le32 0x102003 | place "$new" 0x1000                   # PML4: one entry
    le32 0x103003 | place "$new" 0x2000                   # PDPT: one entry
    for ((page = 0; page < 512; page++)); do le32 $((page << 21 | 0x83)) 0; done | place "$new" 0x3000
    place "$new" 0xf00000 <"$work/segments"
    truncate -s %16 "$new"

    head -c $setup "$1" >"$work/image"
    le32 $(($(stat -c %s "$new") / 16)) | dd of="$work/image" bs=1 seek=$((0x1f4)) conv=notrunc status=none # syssize
    cat "$new" >>"$work/image"
    mv "$work/image" "$2"
)
