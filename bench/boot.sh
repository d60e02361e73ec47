#!/bin/sh
# Boot to init: Debian's kernel and initramfs from Slat's cache, in Slat and in
# qemu-system-riscv64, alternately. Prints wall and CPU seconds of each run and the ratio of the
# medians. `bench/boot.sh [RUNS]`; the machine should be idle.
set -eu
cd "$(dirname "$0")/.."
runs=${1:-5}
marker='Run /init as init process'

command -v qemu-system-riscv64 >/dev/null || {
    echo "bench: no qemu-system-riscv64: apt install qemu-system-misc" >&2
    exit 2
}
./slat fetch
cache=${XDG_CACHE_HOME:-$HOME/.cache}/slat
kernel=$(ls "$cache"/vmlinu* | tail -1)
initrd=$(ls "$cache"/initramfs-* | tail -1)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkfifo "$work/out"

# Runs a command until the marker appears in its output; prints wall and CPU seconds.
until_init() {
    begin=$(date +%s%N)
    "$@" </dev/null >"$work/out" 2>/dev/null &
    pid=$!
    grep -q -m1 "$marker" <"$work/out" || echo "bench: no init" >&2
    end=$(date +%s%N)
    ticks=$(awk '{ print $14 + $15 }' "/proc/$pid/stat")
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    awk -v ns=$((end - begin)) -v ticks="$ticks" -v hz="$(getconf CLK_TCK)" \
        'BEGIN { printf "%.2f %.2f\n", ns / 1e9, ticks / hz }'
}

median() {
    sort -n "$1" | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'
}

i=0
while [ "$i" -lt "$runs" ]; do
    until_init ./slat run --kernel "$kernel" --initrd "$initrd" --cpus 1 --memory 512M \
        --append 'console=ttyS0 loglevel=7' >>"$work/slat"
    until_init qemu-system-riscv64 -M virt -smp 1 -m 512M -nographic -kernel "$kernel" \
        -initrd "$initrd" -append 'console=ttyS0 loglevel=7' >>"$work/qemu"
    i=$((i + 1))
    echo "run $i: slat $(tail -1 "$work/slat"), qemu $(tail -1 "$work/qemu") (wall s, CPU s)"
done
awk -v s="$(median "$work/slat")" -v q="$(median "$work/qemu")" \
    'BEGIN { printf "boot to init, median wall: slat %.2f s, qemu %.2f s, ratio %.2f\n", s, q, s / q }'
