#!/bin/sh
# Assembles the payloads with GNU binutils: build.sh [DIRECTORY]. Without a directory
# the committed svm.bin and vmx.bin beside this script are written anew.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$(cd "${1:-$here}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$here"
for payload in svm vmx; do
    as --64 -o "$work/$payload.o" "$payload.S"
    ld -m elf_x86_64 --no-warn-rwx-segments -e entry -Ttext 0x7000 -o "$work/$payload.elf" "$work/$payload.o"
    objcopy -O binary -j .text "$work/$payload.elf" "$out/$payload.bin"
    chmod 644 "$out/$payload.bin"
done
