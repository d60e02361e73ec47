#!/bin/sh
# Guest instructions per second: bench/guest/int.c on Slat and on qemu-system-riscv64, alternately,
# one hart each. QEMU counts no instructions, so Slat's exact count serves for both; the checksums
# must agree. `bench/guest.sh [RUNS]`; the machine should be idle.
set -eu
cd "$(dirname "$0")/.."
runs=${1:-3}
for tool in qemu-system-riscv64:qemu-system-misc riscv64-linux-gnu-gcc:gcc-riscv64-linux-gnu; do
    command -v "${tool%%:*}" >/dev/null || {
        echo "bench: no ${tool%%:*}: apt install ${tool##*:}" >&2
        exit 2
    }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
riscv64-linux-gnu-gcc -O2 -march=rv64gc -mabi=lp64d -mcmodel=medany -nostdlib -static \
    -ffreestanding -fno-pic -Wl,-Ttext=0x80200000 -Wl,--build-id=none -Wl,--nmagic \
    bench/guest/int.c -o "$work/int.elf"
i=0
while [ "$i" -lt "$runs" ]; do
    ./slat run --quiet --kernel "$work/int.elf" --memory 64M --cpus 1 </dev/null |
        tr -d '\r' | grep '^chunk' >>"$work/slat"
    qemu-system-riscv64 -M virt -smp 1 -m 64M -nographic -kernel "$work/int.elf" </dev/null |
        tr -d '\r' | grep '^chunk' >>"$work/qemu"
    i=$((i + 1))
done
[ "$(cut -d' ' -f4 "$work/slat" | sort -u)" = "$(cut -d' ' -f4 "$work/qemu" | sort -u)" ] || {
    echo "bench: the checksums differ" >&2
    exit 1
}
# The first half of each run is warm-up; the rest gives the median and the best chunk.
awk '
    FILENAME ~ /slat$/ { instructions = $3 }
    FNR % 8 > 4 || FNR % 8 == 0 { n = ++count[FILENAME]; ticks[FILENAME, n] = $2 }
    END {
        for (file in count) {
            for (i = 2; i <= count[file]; i++)
                for (j = i; j > 1 && ticks[file, j] < ticks[file, j - 1]; j--) {
                    t = ticks[file, j]; ticks[file, j] = ticks[file, j - 1]; ticks[file, j - 1] = t
                }
            name = file; sub(/.*\//, "", name)
            middle = ticks[file, int((count[file] + 1) / 2)]
            mips[name] = instructions / middle * 10
            printf "%s: median %.0f, best %.0f million guest instructions a second\n", \
                name, mips[name], instructions / ticks[file, 1] * 10
        }
        printf "slat / qemu: %.2f\n", mips["slat"] / mips["qemu"]
    }' "$work/slat" "$work/qemu"
