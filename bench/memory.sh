#!/bin/sh
# Slot changes beside the real KVM (where there is a /dev/kvm and gcc) and rust-vmm's vm-memory (where there
# are cargo and Debian's package), look-ups, dirty logs, device access, and what a guest notices of them, all in
# one run. `bench/memory.sh [PART…]`, parts as in MemoryBench; three minutes; the machine should be idle.
set -eu
cd "$(dirname "$0")/.."
java_home=$(sh tools/find-jdk) || exit $?
mvn -B -q package -Pbench -Dquick -DskipTests -pl bench -am
target=bench/target
echo "microseconds, p50 and p99:"
if [ -w /dev/kvm ] && command -v gcc >/dev/null; then
    gcc -O2 -Wall bench/memory/kvm.c -o "$target/kvm"
    "$target/kvm" | sed 's/^= /kvm   /'
else
    echo "kvm   pending: no /dev/kvm that may be opened, or no gcc"
fi
crates=/usr/share/cargo/registry # where Debian's packages put them
if ! command -v cargo >/dev/null || ! ls -d "$crates"/vm-memory-0.* >/dev/null 2>&1; then
    echo "rust-vmm   pending: no cargo, or no vm-memory: apt install librust-vm-memory-dev"
elif cp -R bench/memory/rust "$target/" && cargo build -q --release --offline \
    --manifest-path "$target/rust/Cargo.toml" --target-dir "$target/rust/target" \
    --config 'source.crates-io.replace-with="debian"' --config "source.debian.directory='$crates'"; then
    "$target/rust/target/release/rust-vmm-peer" | sed 's/^= /rust-vmm   /'
else
    echo "rust-vmm   pending: cargo cannot build bench/memory/rust"
fi
exec "$java_home/bin/java" -XX:+UseSerialGC -Xms256m -Xmx1g -XX:-UsePerfData --enable-native-access=ALL-UNNAMED \
    -cp "$target/classes:$target/lib/*" dev.slat.bench.memory.MemoryBench "$@"
