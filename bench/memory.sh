#!/bin/sh
# Slot changes beside the real KVM (where there is a /dev/kvm and gcc), look-ups, dirty logs and device
# access, all in one run. `bench/memory.sh`; two minutes; the machine should be idle.
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
exec "$java_home/bin/java" -XX:+UseSerialGC -Xms256m -Xmx1g -XX:-UsePerfData --enable-native-access=ALL-UNNAMED \
    -cp "$target/classes:$target/lib/*" dev.slat.bench.memory.MemoryBench
